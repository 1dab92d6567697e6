// Tries to break out of a conversation's frame, in a real browser, with the policies of the real pages.
//
//   node tests/web/gallery-console/walls.mjs
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

const top = resolve(import.meta.dirname, '../../..');
const require = createRequire(join(top, 'web/package.json'));
const esbuild = require('esbuild');
const { chromium } = require('playwright-core');
const out = join(top, 'build/gallery-console');
mkdirSync(out, { recursive: true });

/** What the next frame does; its script is the body of /frame.js. */
let frameScript = '';
let outside = 0;
let browser;
let server;
let origin;
let page;

// Runs in the frame: the ports, and calls in the form of shared/port.ts.
const taking = `
let keys, desk, look, handed = 0;
addEventListener('message', (event) => {
  if (event.source !== parent || event.origin !== new URL(location.href).origin) return;
  handed += 1;
  [keys, desk] = event.ports; look = event.data.look;
  keys.start(); desk.start();
  setTimeout(attack);
});
let asks = 0;
const ask = (port, method, argument) => port.postMessage({ ask: ++asks, method, argument });
`;

before(async () => {
  await esbuild.build({
    entryPoints: [join(import.meta.dirname, 'walls_page.ts')],
    outfile: join(out, 'walls.js'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    nodePaths: [join(top, 'web/node_modules')],
    tsconfig: join(top, 'web/tsconfig.json'),
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  server = createServer((request, response) => {
    const send = (type, body, policy) => {
      response.writeHead(200, {
        'content-type': type,
        'content-security-policy': policy ?? "default-src 'none'",
        'access-control-allow-origin': '*',
        'cache-control': 'no-store',
      });
      response.end(body);
    };
    const frameName = new URL(request.url, origin).pathname;
    if (frameName === '/') {
      const desk = `default-src 'none'; script-src 'self'; style-src 'self'; frame-src ${origin}/frame; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
      send(
        'text/html',
        '<!doctype html><input id="field"><div id="app"></div><script type="module" src="walls.js"></script>',
        desk,
      );
    } else if (frameName === '/walls.js') send('text/javascript', readFileSync(join(out, 'walls.js')));
    else if (frameName === '/frame') {
      const policy = `sandbox allow-scripts; default-src 'none'; script-src ${origin}; connect-src 'none'; webrtc 'block'; frame-ancestors ${origin}; require-trusted-types-for 'script'; trusted-types 'none'`;
      send('text/html', '<!doctype html><textarea id="t"></textarea><script src="/frame.js"></script>', policy);
    } else if (frameName === '/frame.js') send('text/javascript', taking + frameScript);
    else {
      outside += 1;
      send('text/html', 'outside');
    }
  });
  await new Promise((done) => server.listen(0, 'localhost', done));
  origin = `http://localhost:${server.address().port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic'],
  });
});

after(async () => {
  await browser?.close();
  server?.close();
});

async function desk() {
  await page?.close();
  page = await browser.newPage();
  outside = 0;
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => globalThis.walls);
}

/** Resolves when the frame has its script, so that the next frame can have another. */
async function open(id, script) {
  frameScript = script;
  const fetched = page.waitForResponse(`${origin}/frame.js`);
  await page.evaluate((name) => globalThis.walls.open(name), id);
  await (await fetched).finished();
}

const until = (event) =>
  page.waitForFunction((wanted) => globalThis.walls.events.find((one) => one.includes(wanted)), event, {
    timeout: 5000,
  });
const events = () => page.evaluate(() => globalThis.walls.events);
const connected = (id) => page.evaluate((name) => globalThis.walls.connected(name), id);

test('a frame gets two ports, how it looks, and an origin that is nobody’s', async () => {
  await desk();
  await open(
    'a',
    `function attack() { ask(keys, 'init'); ask(desk, 'openLink', 'https://x.example/' + self.origin + handed + look.identity.name); }`,
  );
  await until('openLink');
  assert.deepEqual(await events(), ['init a', 'openLink a "https://x.example/null1a"']);
});

test('storage, the desk and a sibling are out of reach', async () => {
  await desk();
  await open('a', 'function attack() {}');
  await open(
    'b',
    `function attack() {
      const tries = [() => localStorage, () => indexedDB.open('x'), () => document.cookie, () => parent.document, () => parent.frames[0].document, () => parent.walls, () => parent.frames[0].location.href, () => top.location.reload()];
      const open = tries.map((one) => { try { one(); return 1; } catch { return 0; } });
      ask(desk, 'openLink', 'https://x.example/' + open.join(''));
    }`,
  );
  await until('openLink b');
  assert.match(
    (await events()).find((one) => one.startsWith('openLink b')),
    /00000000/,
  );
});

for (const [name, script] of [
  ['loads again', `function attack() { location.reload(); }`],
  ['navigates within the site', `function attack() { location.href = '/elsewhere'; }`],
  ['navigates away', `function attack() { location.href = 'https://evil.invalid/?' + 'words'; }`],
  ['navigates to a document of its own', `function attack() { location.href = 'data:text/html,hello'; }`],
  [
    'replaces itself by a blob',
    `function attack() { location.href = URL.createObjectURL(new Blob(['x'], { type: 'text/html' })); }`,
  ],
]) {
  test(`a frame that ${name} is shut, and nothing leaves`, async () => {
    await desk();
    await open('a', script);
    await until('shut a');
    assert.equal(await connected('a'), false);
    assert.equal(outside, 0);
  });
}

for (const [reason, script] of [
  ['protocol', `function attack() { ask(keys, 'accept'); }`],
  ['protocol', `function attack() { ask(desk, 'init'); }`],
  ['protocol', `function attack() { desk.postMessage('hello'); }`],
  ['protocol', `function attack() { ask(desk, 'command', 'rm -rf'); }`],
  [
    'protocol',
    `function attack() { const { port1 } = new MessageChannel(); desk.postMessage({ ask: 1, method: 'active' }, [port1]); }`,
  ],
  ['protocol', `function attack() { ask(desk, 'openLink', 'javascript:alert(1)'); }`],
  ['flood', `function attack() { for (let n = 0; n < 6000; n++) ask(desk, 'active'); }`],
]) {
  test(`a frame is shut for ${reason}: ${script.slice(20, 70)}`, async () => {
    await desk();
    await open('a', script);
    await until(`shut a ${reason}`);
    assert.equal(await connected('a'), false);
    assert.equal(
      (await events()).some((one) => one.startsWith('command') || one.startsWith('openLink')),
      false,
    );
  });
}

test('a hidden frame cannot keep the keyboard', async () => {
  await desk();
  await open(
    'a',
    `function attack() { setInterval(() => { window.focus(); document.getElementById('t').focus(); }, 20); ask(desk, 'openLink', 'https://x.example/'); }`,
  );
  await until('openLink a');
  await page.focus('#field');
  await page.keyboard.type('secret words', { delay: 30 });
  assert.equal(await page.inputValue('#field'), 'secret words');
  assert.equal(await connected('a'), false);
});

for (const [how, steal] of [
  ['by its window', 'window.focus();'],
  ['by an element', "document.getElementById('t').focus();"],
]) {
  test(`a foreign frame that takes the keyboard ${how} loses it and is shut`, async () => {
    await desk();
    await open('a', 'function attack() {}');
    await page.evaluate(() => globalThis.walls.show('a'));
    await open(
      'b',
      `function attack() { ask(desk, 'openLink', 'https://x.example/'); setTimeout(() => setInterval(() => { ${steal} }, 10), 500); }`,
    );
    await until('openLink b');
    await page.click('#field');
    await page.evaluate(() => globalThis.walls.expose('b'));
    await until('shut b focus');
    await page.waitForFunction(() => document.hasFocus() && document.activeElement?.id === 'field');
    await page.keyboard.type('after');
    assert.equal(await page.inputValue('#field'), 'after');
    assert.equal(await connected('a'), true);
  });
}

test('the frame in front may have the keyboard', async () => {
  await desk();
  await open('a', `function attack() { ask(desk, 'openLink', 'https://x.example/'); }`);
  await until('openLink a');
  await page.evaluate(() => globalThis.walls.show('a'));
  const inner = page.frames()[1];
  await inner.click('#t');
  await page.keyboard.type('hello', { delay: 60 });
  assert.equal(await inner.inputValue('#t'), 'hello');
  assert.deepEqual(await events(), ['openLink a "https://x.example/"']);
});

/** A frame in front that has the keyboard, says that it lost it, and when it is asked, answers `has`. */
async function reportsLoss(has) {
  await desk();
  await open(
    'a',
    `function attack() {
      desk.onmessage = ({ data }) => {
        if (data.method !== 'hasKeyboard') return;
        desk.postMessage({ answer: data.ask, value: ${has} });
        ask(desk, 'openLink', 'https://answered.example/');
      };
      addEventListener('keydown', () => ask(desk, 'blurred'));
    }`,
  );
  await open('b', 'function attack() {}');
  await page.evaluate(() => globalThis.walls.show('a'));
  await page.frames()[1].click('#t');
  await page.keyboard.press('x');
  await until('openLink a "https://answered.example/"');
}

test('a report of a lost keyboard that is out of date blames nobody', async () => {
  await reportsLoss(true);
  await page.keyboard.press('y');
  await page.waitForFunction(() => globalThis.walls.events.filter((one) => one.startsWith('openLink')).length === 2);
  assert.equal((await events()).includes('stolen'), false);
});

test('a keyboard that is neither with the frame in front nor with the desk was stolen', async () => {
  await reportsLoss(false);
  await until('stolen');
});

test('a frame that goes behind with the keyboard is not blamed for it', async () => {
  await desk();
  await open('a', 'function attack() {}');
  await open('b', 'function attack() {}');
  await page.evaluate(() => globalThis.walls.show('a'));
  await page.click('#field');
  await page.frames()[1].click('#t');
  await page.keyboard.type('x', { delay: 300 });
  await page.evaluate(() => globalThis.walls.show('b'));
  await page.waitForFunction(() => document.activeElement?.tagName !== 'IFRAME');
  await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
  assert.deepEqual(await events(), []);
  assert.equal(await connected('a'), true);
});

test('a sibling cannot pass itself off as the desk', async () => {
  await desk();
  await open('a', `function attack() { ask(desk, 'openLink', 'https://x.example/handed' + handed); }`);
  await until('openLink a');
  await open(
    'b',
    `function attack() { const { port1, port2 } = new MessageChannel(); for (const frame of [parent.frames[0]]) frame.postMessage({ cloister: 1, look: { identity: { name: 'b' } } }, '*', [port1, port2]); ask(desk, 'openLink', 'https://x.example/'); }`,
  );
  await until('openLink b');
  assert.equal((await events()).filter((one) => one.startsWith('openLink a')).length, 1);
});
