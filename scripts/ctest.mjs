// node scripts/ctest.mjs BUILD_DIR LABEL JOBS [PATTERN]: runs ctest and counts the single tests, which ctest does not
// know: googletest executables write their own results. The last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';

const [buildDir, label, jobs, pattern] = process.argv.slice(2);
const results = `${buildDir}/results`;
// Other runs may be under way at the same time.
const summaryName = `ctest-${label}-${process.pid}.xml`;
const summary = `${results}/${summaryName}`;
const started = Date.now();

const run = spawnSync(
  'ctest',
  [
    '--test-dir',
    buildDir,
    '--label-regex',
    `^${label}$`,
    ...(pattern ? ['--tests-regex', pattern] : []),
    '--parallel',
    jobs,
    '--output-on-failure',
    '--no-tests=ignore',
    '--output-junit',
    `results/${summaryName}`,
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);

let passed = 0;
let failed = 0;
let skipped = 0;
if (existsSync(summary)) {
  for (const [, attributes] of readFileSync(summary, 'utf8').matchAll(/<testcase ([^>]*)>/g)) {
    const name = attribute(attributes, 'name');
    const good = attribute(attributes, 'status') === 'run';
    const inner = googletest(`${results}/${name}.xml`);
    passed += inner ? inner.passed : Number(good);
    // An executable can fail with all its tests passed: a leak found at its end, for instance.
    failed += Math.max(inner?.failed ?? 0, good ? 0 : 1);
    skipped += inner?.skipped ?? 0;
  }
}
rmSync(summary, { force: true });
if (run.status !== 0 && failed === 0) failed = 1;
if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function attribute(text, name) {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? '';
}

function googletest(path) {
  // What an earlier run wrote says nothing about an executable that died in this one.
  if (!existsSync(path) || statSync(path).mtimeMs < started) return undefined;
  const text = readFileSync(path, 'utf8');
  const all = /<testsuites ([^>]*)>/.exec(text)?.[1] ?? '';
  const failures = Number(attribute(all, 'failures')) + Number(attribute(all, 'errors'));
  const notRun = Number(attribute(all, 'disabled')) + [...text.matchAll(/ result="skipped"/g)].length;
  return { passed: Number(attribute(all, 'tests')) - failures - notRun, failed: failures, skipped: notRun };
}
