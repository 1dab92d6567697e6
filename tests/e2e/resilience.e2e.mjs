// Reload, pull the network, restart the server, kill it while both type: what was acknowledged is there once and in
// order, what was not is sent again.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openBrowser } from './support/browser.mjs';
import { Agent, Customer, expectEventually } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { test } from './support/story.mjs';

/** Times that the server is killed under both typing: few in `./dev test`, many in `./dev soak`. */
const kills = Number(process.env.CLOISTER_BROWSER_KILLS ?? 3);

let server;
let browser;
let agent;
let customer;
const said = [];

before(async () => {
  server = await Server.start();
  browser = await openBrowser(server);
  agent = await Agent.enrol(browser, server.enrolment);
  await agent.enter();
  await agent.goAvailable();
  customer = await Customer.visit(browser, server);
  await customer.open();
  await fromCustomer('one from the customer');
  await agent.acceptNext();
  await agent.frame.getByText('one from the customer').waitFor();
});
after(async () => {
  await browser?.close();
  await server?.dispose();
});

async function fromCustomer(text) {
  said.push(text);
  await customer.say(text);
}
async function fromAgent(text) {
  said.push(text);
  await agent.say(text);
}

/** Every text that was said, in the order in which a place shows them. */
async function shown(place) {
  const all = await place.locator('body').textContent();
  return said
    .map((text) => ({ text, at: all.indexOf(text), again: all.indexOf(text, all.indexOf(text) + 1) }))
    .sort((a, b) => a.at - b.at);
}

async function bothShowEverythingOnce() {
  for (const place of [customer.widget, agent.frame])
    await place.getByText(said.at(-1), { exact: true }).last().waitFor({ timeout: 45000 });
  await expectEventually(
    async () => {
      const lists = [await shown(customer.widget), await shown(agent.frame)];
      return lists.every((list) => list.every(({ at }) => at >= 0));
    },
    'everything that was said is shown on both sides',
    45000,
  );
  const lists = [await shown(customer.widget), await shown(agent.frame)];
  for (const list of lists) for (const { text, again } of list) assert.equal(again, -1, `shown twice: ${text}`);
  assert.deepEqual(
    lists[0].map(({ text }) => text),
    lists[1].map(({ text }) => text),
  );
}

test('the customer reloads', async () => {
  await customer.page.reload();
  await customer.pressLauncher();
  await customer.ready();
  await customer.widget.getByText('one from the customer').waitFor();
  await fromCustomer('two after the reload');
  await bothShowEverythingOnce();
});

test('the agent reloads, and unlocks with the passkey', async () => {
  await agent.page.reload();
  await agent.page
    .getByRole('button', { name: /passkey/ })
    .first()
    .click();
  await agent.mine.first().click();
  await agent.frame.getByText('two after the reload').waitFor();
  await fromAgent('three after my reload');
  await bothShowEverythingOnce();
});

test('the network goes and comes back', async () => {
  await customer.context.setOffline(true);
  await fromCustomer('four without a network');
  await fromAgent('five meanwhile');
  await customer.context.setOffline(false);
  await bothShowEverythingOnce();
});

test('the server restarts', async () => {
  await server.stop();
  await fromCustomer('six while the server is away');
  await server.launch();
  await bothShowEverythingOnce();
  await fromAgent('seven after the restart');
  await bothShowEverythingOnce();
});

test('the server is killed while both type', async () => {
  for (let round = 0; round < kills; round += 1) {
    const typing = Promise.all([
      (async () => {
        for (let i = 0; i < 4; i += 1) await fromCustomer(`customer ${round}-${i}.`);
      })(),
      (async () => {
        for (let i = 0; i < 4; i += 1) await fromAgent(`agent ${round}-${i}.`);
      })(),
    ]);
    await server.kill();
    await typing;
    await server.launch();
    await fromCustomer(`customer, after kill ${round}.`);
    await bothShowEverythingOnce();
  }
});
