// What reads drafts, for the galleries: the script of one side and the engine, put beside their pages as drafts.js.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { buildDetectModule } from '../../../web/detect_module.mjs';

const top = resolve(import.meta.dirname, '../../..');
const esbuild = createRequire(join(top, 'web/package.json'))('esbuild');

/** @param {'customer' | 'staff'} side @param {string} folder */
export async function buildDrafts(side, folder) {
  const digest = createHash('sha384').update(readFileSync(buildDetectModule())).digest('base64');
  await esbuild.build({
    absWorkingDir: top,
    entryPoints: { drafts: join(top, `web/shared/drafts/${side}.ts`) },
    outdir: folder,
    assetNames: '[name]',
    publicPath: '/',
    bundle: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    nodePaths: [join(top, 'web/node_modules')],
    loader: { '.css': 'text', '.wasm': 'file' },
    define: { DETECTOR_INTEGRITY: JSON.stringify(`sha384-${digest}`) },
    logLevel: 'warning',
  });
}
