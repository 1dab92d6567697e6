// `./dev guard-score [-v] [seed]` by scripts/guard-score.mjs.
import { readFileSync } from 'node:fs';
import { DetectEngine } from '../../../web/shared/detect/engine';
import { scenes } from './scenes';
import { mistakes, SCENES_OF_EACH_TRADE, SEED, score, table } from './score';

const words = process.argv.slice(2);
const seed = Number(words.find((word) => /^\d+$/.test(word)) ?? SEED);
const engine = await DetectEngine.load(readFileSync('build/detect/detect.wasm'));
const result = await score(engine, scenes(seed, SCENES_OF_EACH_TRADE));
if (words.includes('-v')) console.log(mistakes(result), '\n');
console.log(table(result));
