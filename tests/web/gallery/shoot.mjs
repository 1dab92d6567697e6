// Bundles the gallery into build/gallery/, draws every sample and the pages of the demo shop in light and dark, narrow
// and wide, checks each with axe, and leaves the pictures there. Fails on any finding and on content wider than the
// window. The pages are taken from build/web (node web/build.mjs), without the chat.
//
//   node tests/web/gallery/shoot.mjs [name…]

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, resolve } from 'node:path';
import { buildDrafts } from '../support/build_drafts.mjs';

const top = resolve(import.meta.dirname, '../../..');
const need = createRequire(join(top, 'web/package.json'));
const esbuild = need('esbuild');
const { chromium } = need('playwright-core');
const axe = readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');
const out = join(top, 'build/gallery');
mkdirSync(out, { recursive: true });

const common = {
  absWorkingDir: top,
  bundle: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  nodePaths: [join(top, 'web/node_modules')],
  logLevel: 'warning',
};
await esbuild.build({
  ...common,
  entryPoints: [join(import.meta.dirname, 'gallery.tsx')],
  outfile: join(out, 'gallery.js'),
  format: 'esm',
});
await esbuild.build({
  ...common,
  entryPoints: [join(import.meta.dirname, 'samples.ts')],
  outfile: join(out, 'samples.mjs'),
  format: 'esm',
});
writeFileSync(join(out, 'index.html'), readFileSync(join(import.meta.dirname, 'index.html')));

await buildDrafts('customer', out);

const built = join(top, 'build/web/files');
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};
// The policy of the real document, so that a view that needs more shows here.
const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self' data:; require-trusted-types-for 'script'; trusted-types 'none'";
const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://x').pathname;
  const name = path === '/' ? '/index.html' : path;
  try {
    const own = join(out, name);
    const body = existsSync(own)
      ? readFileSync(own)
      : readFileSync(join(built, name), 'utf8').replaceAll('{{chat_origin}}', base.slice(0, -1));
    response.writeHead(200, {
      'content-type': types[extname(name)] ?? 'text/plain',
      'content-security-policy': policy,
    });
    response.end(body);
  } catch {
    response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
  }
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const base = `http://127.0.0.1:${server.address().port}/`;

const { samples } = await import(join(out, 'samples.mjs'));
const wanted = process.argv.slice(2);
const isWanted = (name) => wanted.length === 0 || wanted.includes(name);
const names = Object.keys(samples).filter(isWanted);
const pages = ['shop', 'embed'].filter((name) => isWanted(name) && existsSync(join(built, 'pages', `${name}.html`)));
const sizes = { wide: [400, 680], narrow: [320, 568] };
let problems = 0;
const complain = (where, what) => {
  problems += 1;
  console.log(`${where}: ${what}`);
};

async function check(page, where) {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wider > 0) complain(where, `is ${wider} px too wide`);
  // axe is put in by the debugger, past the policy.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  for (const { id, help, nodes } of violations) {
    const some = nodes.slice(0, 3).map((node) => `${node.html.slice(0, 140)} ${node.any[0]?.message ?? ''}`);
    complain(where, `${id}: ${help}\n    ${some.join('\n    ')}`);
  }
}

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic'],
});
for (const theme of ['light', 'dark']) {
  for (const [size, [width, height]] of Object.entries(sizes)) {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: 'reduce',
      bypassCSP: false,
      deviceScaleFactor: 1.5,
    });
    const page = await context.newPage();
    page.on('console', (entry) => entry.type() === 'error' && complain(page.url(), entry.text()));
    page.on('pageerror', (error) => complain(page.url(), error.message));
    for (const name of names) {
      const own = name === 'own-window' && size === 'wide';
      await page.setViewportSize(own ? { width: 1100, height: 720 } : { width, height });
      await page.goto(`${base}?state=${name}`);
      await page.locator('main, ul').first().waitFor();
      if (name.endsWith('readers')) {
        const show = page.getByRole('button', { name: 'Show the code' });
        if (await show.count()) {
          await show.click();
          await page.locator('.code').waitFor();
        }
      }
      const where = `${name}-${theme}-${size}`;
      await page.screenshot({ path: join(out, `${where}.png`) });
      await check(page, where);
    }
    for (const name of pages) {
      await page.setViewportSize(size === 'wide' ? { width: 1280, height: 800 } : { width, height });
      await page.goto(`${base}pages/${name}.html`);
      const where = `${name}-${theme}-${size}`;
      await page.screenshot({ path: join(out, `${where}.png`), fullPage: true });
      await check(page, where);
    }
    await context.close();
  }
}
await browser.close();
server.close();
console.log(`${names.length + pages.length} states, ${problems} problems; pictures in ${out}`);
process.exitCode = problems === 0 ? 0 : 1;
