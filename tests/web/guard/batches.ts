// All that the guard is measured with.
import type { Scene } from './bed';
import { shuffledDesks } from './desks';
import { first } from './hand_first';
import { hard } from './hand_hard';
import { second } from './hand_second';
import { third } from './hand_third';
import { parseScenes } from './hand_written';
import { scenes } from './scenes';

export const SEED = 20_261;
const SCENES_OF_EACH_TRADE = 4;
const DESKS = 60;

export const batchNames = [
  'generated',
  'first by hand',
  'second by hand',
  'third by hand',
  'hard by hand',
  'drawn by lot',
] as const;
export type BatchName = (typeof batchNames)[number];

export function batches(seed: number): Record<BatchName, Scene[]> {
  const [one, two, three] = [first, second, third].map(parseScenes) as [Scene[], Scene[], Scene[]];
  return {
    generated: scenes(seed, SCENES_OF_EACH_TRADE),
    'first by hand': one,
    'second by hand': two,
    'third by hand': three,
    'hard by hand': parseScenes(hard),
    'drawn by lot': shuffledDesks([...one, ...two, ...three], seed, DESKS),
  };
}
