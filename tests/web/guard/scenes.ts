// Scenes from a seed: a company of one trade, three to eight conversations of one agent.
import type { Scene } from './bed';
import { canned, harmlessOf } from './harmless';
import { type At, slipsOf } from './slips';
import { Chance, fill, type House, makeHouse, makeValues, type Talk, talks } from './talks';

function filled(talk: Talk, chance: Chance, house: House): Talk {
  const values = makeValues(chance, house, talk.language);
  const all = (texts: string[]) => texts.map((text) => fill(text, values));
  return {
    ...talk,
    values,
    messages: talk.messages.map(({ side, text }) => ({ side, text: fill(text, values) })),
    replies: { own: all(talk.replies.own), matter: all(talk.replies.matter), plain: all(talk.replies.plain) },
  };
}

/** Two conversations of one scene may be about the same thing; values differ. */
function scene(chance: Chance, trade: string): Scene {
  const house = makeHouse(chance);
  const pool = talks.filter((talk) => talk.trade === trade);
  const count = 3 + chance.below(6);
  const open: At[] = Array.from({ length: count }, (_, at) => ({ talk: filled(chance.of(pool), chance, house), at }));
  const tries = open.flatMap((here) => {
    const others = open.filter((other) => other !== here);
    return [...harmlessOf(chance, here, house, others), ...slipsOf(chance, here, chance.of(others), open)];
  });
  return { talks: open.map(({ talk }) => talk), tries, own: chance.below(2) === 0 ? canned : [] };
}

const trades = ['shop', 'bank', 'travel', 'telecom', 'clinic', 'saas'];

/** So many of each trade. */
export function scenes(seed: number, ofEach: number): Scene[] {
  const chance = new Chance(seed);
  return trades.flatMap((trade) => Array.from({ length: ofEach }, () => scene(chance, trade)));
}
