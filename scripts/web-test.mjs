// Bundles tests/web/*.test.ts and runs them with Node's test runner. The last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildDetectModule } from '../web/detect_module.mjs';

const top = resolve(import.meta.dirname, '..');
const out = `${top}/build/web-tests`;
const tap = `${out}/results.tap`;

buildDetectModule();
const bundled = spawnSync(process.execPath, [`${top}/web/build.mjs`, '--tests'], { stdio: 'inherit' });
if (bundled.status !== 0) finish(0, 1);
const files = readdirSync(out, { recursive: true })
  .filter((file) => file.endsWith('.test.mjs'))
  .map((file) => `${out}/${file}`)
  .sort();
const run = spawnSync(
  process.execPath,
  [
    '--enable-source-maps',
    '--test',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${tap}`,
    ...files,
  ],
  { stdio: 'inherit', cwd: top },
);
const text = existsSync(tap) ? readFileSync(tap, 'utf8') : '';
const total = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
const failed = total('fail') + total('cancelled');
finish(total('pass'), run.status !== 0 && failed === 0 ? 1 : failed);

function finish(passed, failed) {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
