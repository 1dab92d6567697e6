// Runs the browser tests one after the other: node tests/e2e/run.mjs [part of a file name]…
// The last line is `N passed, N failed`.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const here = import.meta.dirname;
const wanted = process.argv.slice(2);
const files = readdirSync(here)
  .filter((file) => file.endsWith('.e2e.mjs') && (wanted.length === 0 || wanted.some((part) => file.includes(part))))
  .sort()
  .map((file) => join(here, file));
// The console's walls have a bed of their own, with frames that the product would never make.
if (wanted.length === 0 || wanted.includes('walls')) files.push(join(here, '../web/gallery-console/walls.mjs'));

let passed = 0;
let failed = 0;
const stream = run({ files, concurrency: 1, timeout: 20 * 60 * 1000 });
stream.on('test:pass', (event) => {
  if (event.details.type !== 'suite' && event.skip === undefined && event.name !== event.file) passed += 1;
});
stream.on('test:fail', () => {
  failed += 1;
});
stream.compose(new spec()).pipe(process.stdout);
stream.once('end', () => {
  process.stdout.once('drain', finish);
  setImmediate(finish);
});
let finished = false;
function finish() {
  if (finished) return;
  finished = true;
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
