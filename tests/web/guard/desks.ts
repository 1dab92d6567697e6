// The harmless replies of scenes written by hand once more, each with seven other conversations drawn from all scenes: how
// often what is new in a conversation happens to be in another one.
import type { Scene, Try } from './bed';
import { Chance, type Talk } from './talks';

const OTHERS = 7;

export function shuffledDesks(scenes: readonly Scene[], seed: number, draws: number): Scene[] {
  const chance = new Chance(seed);
  const pool = scenes.flatMap(({ talks, tries }) =>
    talks.map((talk, at) => ({ talk, replies: tries.filter(({ from, into }) => from === undefined && into === at) })),
  );
  const desk = (): Scene => {
    const drawn = new Set<(typeof pool)[number]>();
    while (drawn.size < OTHERS + 1) drawn.add(chance.of(pool));
    const talks: Talk[] = [...drawn].map(({ talk }) => talk);
    const tries: Try[] = [...drawn].flatMap(({ replies }, into) =>
      replies.map(({ text }) => ({ kind: 'by hand, at a desk drawn by lot', text, into })),
    );
    return { talks, tries, own: [] };
  };
  return Array.from({ length: draws }, desk);
}
