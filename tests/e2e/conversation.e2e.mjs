// The main job: a customer on a web page and an agent in a console talk, and each sees who can read.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openBrowser } from './support/browser.mjs';
import { Agent, Customer } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { test } from './support/story.mjs';

let server;
let browser;
let agent;
let customer;

before(async () => {
  server = await Server.start();
  browser = await openBrowser(server);
});
after(async () => {
  await browser?.close();
  await server?.dispose();
});

test('the first agent enrols by the one-time link and takes conversations', async () => {
  agent = await Agent.enrol(browser, server.enrolment, 'Anna');
  await agent.enter();
  await agent.goAvailable();
});

test('before the widget is opened only the loader is fetched, and nothing is stored', async () => {
  customer = await Customer.visit(browser, server);
  const foreign = customer.requests.filter((url) => url.startsWith(server.chat));
  assert.deepEqual(foreign, [`${server.chat}/embed.js`]);
  const state = await customer.context.storageState({ indexedDB: true });
  assert.deepEqual(state.cookies, []);
  assert.deepEqual(state.origins, []);
});

test('they talk both ways', async () => {
  await customer.open();
  await customer.say('Hello, is anybody there?');
  await agent.acceptNext();
  await agent.frame.getByText('Hello, is anybody there?').waitFor();
  await agent.say('Yes, I am here.');
  await customer.widget.getByText('Yes, I am here.').waitFor();
  await customer.say('Good.');
  await agent.frame.getByText('Good.', { exact: true }).waitFor();
});

test('both see who can read, in words', async () => {
  await customer.widget.getByText('you, Anna, and the supervisors (1 person)').waitFor();
  await agent.frame.getByText('the customer, you, and the supervisors (1 person)').waitFor();
});

test('no cookie was set, and no page reported an error', async () => {
  for (const person of [agent, customer]) {
    assert.deepEqual(await person.context.cookies(), []);
    assert.deepEqual(person.errors, []);
  }
});
