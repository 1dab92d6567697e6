// Bundles tests/web/guard/main.ts and runs it: the table of docs/wrong-chat.md. `-v` shows what went wrong, a number is
// another seed.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { buildDetectModule } from '../web/detect_module.mjs';

const top = resolve(import.meta.dirname, '..');
const { build } = await import(`${top}/web/node_modules/esbuild/lib/main.js`);
const outfile = `${top}/build/guard-score.mjs`;

buildDetectModule();
await build({
  entryPoints: [`${top}/tests/web/guard/main.ts`],
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  outfile,
  logLevel: 'warning',
});
const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit', cwd: top });
process.exit(status ?? 1);
