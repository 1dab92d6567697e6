// `./dev guard-score [-v] [seed]` by scripts/guard-score.mjs.
import { readFileSync } from 'node:fs';
import { DetectEngine } from '../../../web/shared/detect/engine';
import { batches, SEED } from './batches';
import { mistakes, score, table } from './score';

const words = process.argv.slice(2);
const seed = Number(words.find((word) => /^\d+$/.test(word)) ?? SEED);
const engine = await DetectEngine.load(readFileSync('build/detect/detect.wasm'));
for (const [name, scenes] of Object.entries(batches(seed))) {
  const result = await score(engine, scenes);
  console.log(`## ${name}\n`);
  if (words.includes('-v')) console.log(`${mistakes(result)}\n`);
  console.log(`${table(result)}\n`);
}
