// What a visitor's browser meets: what is fetched and stored, and when; the policies of every document; who may embed;
// and a page that pins another root of trust.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before } from 'node:test';
import { openBrowser } from './support/browser.mjs';
import { Agent, Customer, expectEventually } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { story } from './support/story.mjs';
import { Traffic } from './support/traffic.mjs';

const assets = join(resolve(import.meta.dirname, '../..'), 'build/web/files/assets');
const test = story();
let server;
let browser;
let agent;
let customer;
let traffic;

before(async () => {
  server = await Server.start({ embedding: ['other.test'] });
  // Pages that a test answers itself come from no address, and the browser would keep them from one of this machine.
  browser = await openBrowser(server, [], ['LocalNetworkAccessChecks']);
  agent = await Agent.enrol(browser, server.enrolment, 'Anna');
  await agent.enter();
  await agent.goAvailable();
});
after(async () => {
  await browser?.close();
  await server?.dispose();
});

const databases = (frame) => frame.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
const toChat = (requests) => requests.filter((url) => url.startsWith(server.chat));

test('before the widget is opened there is a button, and only the loader was fetched', async () => {
  customer = await Customer.visit(browser, server, undefined, async (context) => {
    traffic = new Traffic(context, 'customer');
    await context.addInitScript(() => {
      window.heard = [];
      addEventListener('message', (event) => window.heard.push(event));
    });
  });
  await customer.page.waitForFunction(() => document.querySelector('cloister-chat'));
  assert.deepEqual(toChat(customer.requests), [`${server.chat}/embed.js`]);
  assert.equal(customer.page.frames().length, 1);
  assert.deepEqual(await customer.context.storageState({ indexedDB: true }), { cookies: [], origins: [] });
  // The page gets one name, and no way into what that stands for.
  const seen = await customer.page.evaluate(() => ({
    names: Object.keys(window).filter((name) => /cloister/i.test(name)),
    inside: document.querySelector('cloister-chat').shadowRoot,
  }));
  assert.deepEqual(seen, { names: ['Cloister'], inside: null });
});

test('opened and not written into, it stores nothing and opens no session', async () => {
  await customer.open();
  await customer.widget.getByText('Nothing is stored until you write').waitFor();
  assert.deepEqual(await databases(customer.widget), []);
  const state = await customer.widget.evaluate(() => ({
    cookie: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
  }));
  assert.deepEqual(state, { cookie: '', local: 0, session: 0 });
  await traffic.settle();
  assert.equal(traffic.count(/POST|wss:/), 0);
});

test('the page around cannot reach into the widget, nor make it say anything', async () => {
  const tried = await customer.page.evaluate(() => {
    // Frames in a closed shadow root are not listed; messages say where they came from.
    const frame = window.heard[0].source;
    const attempt = (action) => {
      try {
        return String(action());
      } catch (error) {
        return error.name;
      }
    };
    window.heard.length = 0;
    for (const what of ['read', { t: 'state' }, null]) frame.postMessage(what, '*');
    return {
      frames: window.length,
      document: attempt(() => frame.document),
      storage: attempt(() => frame.indexedDB),
    };
  });
  assert.deepEqual(tried, { frames: 0, document: 'SecurityError', storage: 'SecurityError' });
  // The frame has come round to them by now, and its answer would be here.
  await customer.widget.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  assert.equal(await customer.page.evaluate(() => window.heard.length), 0);
});

test('no answer of any host ever sets a cookie', async () => {
  await customer.say('Do you set cookies?');
  await agent.acceptNext();
  await agent.frame.getByText('Do you set cookies?').waitFor();
  await agent.say('Never.');
  await customer.widget.getByText('Never.').waitFor();
  await traffic.settle();
  const headers = traffic.places.filter(({ where }) => /headers$/.test(where));
  for (const host of ['shop.test', 'chat.test'])
    assert.ok(
      headers.some(({ where }) => where.includes(host) && /response/.test(where)),
      host,
    );
  assert.deepEqual(
    headers.filter(({ bytes }) => /cookie/i.test(bytes.toString())).map(({ where }) => where),
    [],
  );
  assert.deepEqual(await customer.context.cookies(), []);
  assert.equal(await customer.widget.evaluate(() => document.cookie), '');
});

test('the keys are kept for this page alone: the same chat elsewhere finds nothing', async () => {
  assert.deepEqual(await databases(customer.widget), ['cloister']);
  const query = new URL(customer.widget.url()).search;

  const alone = await customer.context.newPage();
  await alone.goto(`${server.chat}/window${query}`);
  await alone.getByText('Hello. How can we help?').waitFor();
  assert.deepEqual(await databases(alone), [], 'in its own window');
  await alone.close();

  const other = new Customer();
  other.context = customer.context;
  other.page = await customer.context.newPage();
  const address = `https://other.test:${server.port}/`;
  const line = `<script async src="${server.chat}/embed.js" data-site="${server.site}" data-root="${rootOf(query)}"></script>`;
  await other.page.route(address, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Other</title><body>${line}` }),
  );
  await other.page.setViewportSize({ width: 1100, height: 800 });
  await other.page.goto(address);
  await other.page.waitForFunction(() => document.querySelector('cloister-chat'));
  await other.open();
  await other.widget.getByText('Hello. How can we help?').waitFor();
  assert.deepEqual(await databases(other.widget), [], 'on a page of somebody else');
  await other.page.close();

  // And here it is found again.
  await customer.page.reload();
  await customer.open();
  await customer.widget.getByText('Never.').waitFor();
});
const rootOf = (query) => new URLSearchParams(query).get('root');

test('the chat in its own window works, and knows nothing of the page that opened it', async () => {
  await customer.widget.getByRole('button', { name: 'More' }).click();
  const opening = customer.context.waitForEvent('page');
  await customer.widget.getByRole('button', { name: 'Open in its own window' }).click();
  const page = await opening;
  await page.getByText('Hello. How can we help?').waitFor();
  assert.equal(new URL(page.url()).pathname, '/window');
  assert.equal(await page.evaluate(() => window.opener), null);
  await page.getByRole('textbox').fill('From my own window');
  await page.getByRole('textbox').press('Enter');
  await agent.acceptNext();
  await agent.frame.getByText('From my own window').waitFor();
  await page.getByText('Anna is with you now').waitFor();
  assert.deepEqual(await databases(page), ['cloister']);
  await page.close();
});

test('the documents meant for frames answer to nothing else', async () => {
  const query = `?site=${server.site}`;
  for (const url of [`${server.chat}/widget${query}`, `${server.console}frame`]) {
    for (const dest of [undefined, 'document', 'empty', 'embed', 'object', 'fencedframe']) {
      const headers = dest ? { 'sec-fetch-dest': dest } : {};
      const answer = await server.fetch(url, { headers });
      assert.equal(answer.status, 404, `${url} as ${dest}`);
      assert.equal(JSON.parse(answer.body).name, 'not_found');
    }
    assert.equal((await server.fetch(url, { headers: { 'sec-fetch-dest': 'iframe' } })).status, 200);
    const page = await browser.newPage();
    assert.equal((await page.goto(url)).status(), 404, 'opened by hand');
    await page.close();
  }
});

test('every document carries its policies, to the letter', async () => {
  const chat = server.chat;
  const console_ = server.console.slice(0, -1);
  const shop = server.shop.slice(0, -1);
  const socket = (origin) => origin.replace('https:', 'wss:');
  const own = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; ";
  // Where people write, their drafts are read by WebAssembly, which a frame without an origin is let fetch by its name.
  const writing = own.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'");
  const engine = readdirSync(assets).find((name) => name.endsWith('.wasm'));
  const strict =
    "base-uri 'none'; form-action 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
  const desk = `${own}connect-src 'self' ${socket(console_)}; frame-src ${console_}/frame; frame-ancestors 'none'; ${strict}`;
  const shopPolicy =
    `default-src 'none'; script-src 'self' ${chat}; style-src 'self'; img-src 'self' data:; font-src 'self'; ` +
    `frame-src ${chat}; frame-ancestors 'none'; ${strict}`;
  const documents = [
    [
      `${chat}/widget`,
      `${writing}connect-src 'self' ${socket(chat)}; frame-ancestors https://other.test:${server.port} ${shop}; ${strict}`,
      'cross-origin',
    ],
    [
      `${chat}/window`,
      `${writing}connect-src 'self' ${socket(chat)}; frame-ancestors 'none'; ${strict}`,
      'same-origin',
    ],
    [`${console_}/`, desk, 'same-origin'],
    [`${console_}/enrol`, desk, 'same-origin'],
    [
      `${console_}/frame`,
      `sandbox allow-scripts; default-src 'none'; script-src ${console_} 'wasm-unsafe-eval'; style-src ${console_}; img-src ${console_} data:; ` +
        `font-src ${console_}; connect-src ${socket(console_)}/v1/socket/conversation ${console_}/assets/${engine}; frame-ancestors ${console_}; ${strict}`,
      'same-origin',
    ],
    [`${shop}/`, shopPolicy, 'same-origin'],
    [`${shop}/embed.html`, shopPolicy, 'same-origin'],
  ];
  for (const [url, policy, resources] of documents) {
    const { status, headers } = await server.fetch(url, { headers: { 'sec-fetch-dest': 'iframe' } });
    assert.equal(status, 200, url);
    const promised = {
      'content-security-policy': policy,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': resources,
      'origin-agent-cluster': '?1',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'permissions-policy':
        'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), ' +
        'publickey-credentials-create=(self), publickey-credentials-get=(self)',
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
    };
    const got = Object.fromEntries(Object.keys(promised).map((name) => [name, headers[name]]));
    assert.deepEqual(got, promised, url);
    assert.equal(headers['set-cookie'], undefined);
  }
});

test('no page of ours turns text into markup, and none can be given a script', async () => {
  const deskFrame = agent.page.frames().find((frame) => frame.url().endsWith('/frame'));
  for (const frame of [customer.page.mainFrame(), customer.widget, agent.page.mainFrame(), deskFrame]) {
    const outcome = await frame.evaluate(() => {
      const attempt = (action) => {
        try {
          action();
          return 'done';
        } catch (error) {
          return error.name;
        }
      };
      return [
        attempt(() => {
          document.createElement('div').innerHTML = '<b>x</b>';
        }),
        attempt(() => {
          document.createElement('script').src = '/mine.js';
        }),
        attempt(() => window.trustedTypes.createPolicy('mine', {})),
      ];
    });
    assert.deepEqual(outcome, ['TypeError', 'TypeError', 'TypeError'], frame.url());
  }
});

test('a page whose line pins another root is refused in words, and nothing is sent', async () => {
  const wrong = Buffer.alloc(32, 7).toString('base64url');
  const sent = [];
  const other = await Customer.visit(browser, server, undefined, async (context) => {
    context.on('request', (request) => request.method() !== 'GET' && sent.push(request.url()));
    context.on('page', (page) => page.on('websocket', (socket) => sent.push(socket.url())));
    await context.route(server.shop, async (route) => {
      const { status, headers, body } = await server.fetch(server.shop);
      const page = body.toString().replace(/data-root="[^"]+"/g, `data-root="${wrong}"`);
      assert.notEqual(page, body.toString());
      const { 'content-length': _, ...rest } = headers;
      await route.fulfill({ status, headers: rest, body: page });
    });
  });
  await other.pressLauncher();
  await expectEventually(() => other.frameNow !== undefined, 'the widget opens');
  await other.widget.getByRole('heading', { name: 'This is not the team that this page names' }).waitFor();
  await other.widget.getByText('Nothing was sent.').waitFor();
  assert.equal(await other.widget.getByRole('textbox').count(), 0);
  assert.ok(
    toChat(other.requests).some((url) => url.includes(wrong)),
    'it was the wrong root',
  );
  assert.deepEqual(sent, []);
  assert.deepEqual(await databases(other.widget), []);
  await other.context.close();
});
