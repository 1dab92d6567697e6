// `./dev guard-score [-v] [seed]` by scripts/guard-score.mjs.
import { readFileSync } from 'node:fs';
import { DetectEngine } from '../../../web/shared/detect/engine';
import { shuffledDesks } from './desks';
import { first } from './hand_first';
import { hard } from './hand_hard';
import { second } from './hand_second';
import { parseScenes } from './hand_written';
import { scenes } from './scenes';
import { mistakes, SCENES_OF_EACH_TRADE, SEED, score, table } from './score';

const words = process.argv.slice(2);
const seed = Number(words.find((word) => /^\d+$/.test(word)) ?? SEED);
const engine = await DetectEngine.load(readFileSync('build/detect/detect.wasm'));
for (const batch of [scenes(seed, SCENES_OF_EACH_TRADE), parseScenes(first), parseScenes(second), parseScenes(hard), shuffledDesks([...parseScenes(first), ...parseScenes(second)], seed, 60)]) {
  const result = await score(engine, batch);
  if (words.includes('-v')) console.log(`${mistakes(result)}\n`);
  console.log(`${table(result)}\n`);
}
