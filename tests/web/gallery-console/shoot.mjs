// Builds the gallery of the console into build/gallery-console/ and takes pictures of it.
//
//   node tests/web/gallery-console/shoot.mjs [--serve | scene…]
//
// Without names: every scene in light and dark, wide and narrow; --serve leaves the gallery open in a browser's reach.
// Each picture is checked with axe as well; findings are printed and make it fail.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { buildDrafts } from '../support/build_drafts.mjs';

const top = resolve(import.meta.dirname, '../../..');
const require = createRequire(join(top, 'web/package.json'));
const esbuild = require('esbuild');
const { chromium } = require('playwright-core');

const out = join(top, 'build/gallery-console');
mkdirSync(out, { recursive: true });
await esbuild.build({
  entryPoints: [join(import.meta.dirname, 'gallery.tsx')],
  outfile: join(out, 'gallery.js'),
  bundle: true,
  format: 'esm',
  target: 'es2022',
  charset: 'utf8',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  nodePaths: [join(top, 'web/node_modules')],
  tsconfig: join(top, 'web/tsconfig.json'),
  logLevel: 'warning',
});
await buildDrafts('staff', out);
writeFileSync(
  join(out, 'index.html'),
  '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Console</title><link rel="stylesheet" href="gallery.css"><link id="drafts" href="drafts.js"><div id="app"></div><script type="module" src="gallery.js"></script>',
);

// The policy of the real desk and frame, so that nothing here works that would not work there.
const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self' data:; require-trusted-types-for 'script'";
const types = { html: 'text/html', js: 'text/javascript', css: 'text/css', wasm: 'application/wasm' };
const server = createServer((request, response) => {
  const name = request.url === '/' ? 'index.html' : (request.url ?? '').slice(1);
  const type = types[name.split('.').pop()];
  if (!type || name.includes('/')) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': type, 'content-security-policy': policy });
  return response.end(readFileSync(join(out, name)));
});
await new Promise((done) => server.listen(process.argv[2] === '--serve' ? 8099 : 0, '127.0.0.1', done));
const address = `http://127.0.0.1:${server.address().port}/`;
if (process.argv[2] === '--serve') {
  console.log(address);
} else {
  const failed = await shoot(process.argv.slice(2));
  server.close();
  process.exitCode = failed ? 1 : 0;
}

/** @param {string[]} names */
async function shoot(names) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--force-prefers-reduced-motion'],
  });
  const views = [
    ['wide', 1440, 900],
    ['narrow', 360, 740],
  ];
  let failed = false;
  for (const [view, width, height] of views) {
    for (const theme of ['light', 'dark']) {
      const context = await browser.newContext({ viewport: { width, height }, bypassCSP: true });
      const page = await context.newPage();
      page.on('pageerror', (error) => {
        failed = true;
        console.log(`${page.url()}: ${error.message}`);
      });
      await page.goto(address);
      const all = names.length > 0 ? names : await page.evaluate(() => globalThis.sceneNames);
      for (const scene of all) {
        const [name, dir = 'ltr'] = scene.split(':');
        await page.goto('about:blank');
        await page.goto(`${address}#scene=${name}&theme=${theme}&dir=${dir}`);
        await page.waitForFunction(() => document.getElementById('app')?.childElementCount);
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        const file = `${name}${dir === 'rtl' ? '-rtl' : ''}-${view}-${theme}.png`;
        await page.screenshot({ path: join(out, file) });
        failed = (await check(page, file)) || failed;
      }
      await context.close();
    }
  }
  await browser.close();
  return failed;
}

async function check(page, file) {
  await page.evaluate(readFileSync(join(top, 'web/node_modules/axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) console.log(`${file}: ${wide}px wider than the window`);
  for (const violation of violations) {
    console.log(`${file}: ${violation.id}: ${violation.help}`);
    for (const node of violation.nodes.slice(0, 3))
      console.log(`    ${node.html.slice(0, 160)} ${(node.any[0]?.message ?? '').slice(0, 200)}`);
  }
  return wide > 0 || violations.length > 0;
}
