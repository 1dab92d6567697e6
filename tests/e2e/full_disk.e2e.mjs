// The disk of the server is full: both sides are told in words, what they wrote stays in front of them, nothing that
// was said is gone, and when there is room again it is sent by itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { openBrowser } from './support/browser.mjs';
import { Agent, Customer, expectEventually } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { test } from './support/story.mjs';

const words = /Not sent yet\. The server has no room left\. It stays here and is sent as soon as that is possible\./;
const waits = 45000;

let server;
let browser;
let agent;
let customer;

before(async () => {
  server = await Server.start();
  browser = await openBrowser(server);
  agent = await Agent.enrol(browser, server.enrolment);
  await agent.enter();
  await agent.goAvailable();
  customer = await Customer.visit(browser, server);
  await customer.open();
  await customer.say('said before');
  await agent.acceptNext();
  await agent.frame.getByText('said before').waitFor();
});
after(async () => {
  await browser?.close();
  await server?.dispose();
});

/** No file of the server may grow beyond this: writes behind it fail as on a full disk. Needs no privileges. */
function limitFiles(bytes) {
  execFileSync('prlimit', ['--pid', String(server.process.pid), `--fsize=${bytes}:`]);
}

/** How often a text is in the list of messages. */
async function times(place, text) {
  return (await place.locator('.msg').allTextContents()).filter((all) => all.includes(text)).length;
}

test('a full disk is told in words, and what was written stays', async () => {
  limitFiles(Math.max(...readdirSync(server.data).map((name) => statSync(join(server.data, name)).size)));
  // Until the log cannot grow any more by a message as long as these: a short one may still fit.
  const long = 'so much to say '.repeat(200);
  let said = 0;
  await expectEventually(
    async () => {
      if (await customer.widget.getByText(words).first().isVisible()) return true;
      said += 1;
      await customer.say(`customer ${said}. ${long}`);
      return false;
    },
    'the customer is told that the server has no room',
    waits,
  );
  await customer.say('written while there was no room');
  await agent.say(`answered while there was no room ${long}`);
  await customer.widget.getByText('written while there was no room').waitFor();
  await agent.frame.getByText(words).first().waitFor({ timeout: waits });
  assert.equal(await times(agent.frame, 'written while there was no room'), 0);
  assert.equal(await times(customer.widget, 'answered while there was no room'), 0);
  // What was said before is there, and the server is up for whoever reads.
  assert.equal(await times(agent.frame, 'said before'), 1);
  assert.equal((await server.fetch(`${server.chat}/v1/site`)).status, 200);
});

test('it outlives a reload of the customer', async () => {
  await customer.page.reload();
  await customer.pressLauncher();
  await customer.ready();
  await customer.widget.getByText('written while there was no room').waitFor({ timeout: waits });
  await customer.widget.getByText(words).first().waitFor({ timeout: waits });
});

test('when there is room again it is sent, once and in order', async () => {
  limitFiles('unlimited');
  await agent.frame.getByText('written while there was no room').waitFor({ timeout: waits });
  await customer.widget.getByText('answered while there was no room').waitFor({ timeout: waits });
  await customer.say('said afterwards');
  await agent.frame.getByText('said afterwards').waitFor({ timeout: waits });
  await expectEventually(async () => (await customer.widget.getByText(words).count()) === 0, 'no message waits', waits);
  for (const place of [customer.widget, agent.frame])
    for (const text of ['said before', 'customer 1.', 'written while', 'answered while', 'said afterwards'])
      assert.equal(await times(place, text), 1, text);
  const order = async (place) =>
    (await place.locator('.msg').allTextContents())
      .map((all) => /said before|customer \d+|written while|answered while|said afterwards/.exec(all)?.[0])
      .filter(Boolean);
  assert.deepEqual(await order(customer.widget), await order(agent.frame));
  for (const person of [customer, agent]) assert.deepEqual(person.errors, []);
});
