// A browser that lets the chat store nothing: it works with keys in memory, and says what that means.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openBrowser, openWithoutStorage } from './support/browser.mjs';
import { Agent, Customer } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { story } from './support/story.mjs';

const test = story();
let server;
let browser;
let denied;
let agent;
let customer;

before(async () => {
  server = await Server.start();
  browser = await openBrowser(server);
  agent = await Agent.enrol(browser, server.enrolment, 'Anna');
  await agent.enter();
  await agent.goAvailable();
  denied = await openWithoutStorage(server);
});
after(async () => {
  await denied?.close();
  await browser?.close();
  await server?.dispose();
});

test('nothing can be stored in the frame', async () => {
  customer = await Customer.visitIn(denied, server);
  await customer.page.setViewportSize({ width: 1100, height: 800 });
  await customer.open();
  const refused = await customer.widget.evaluate(() =>
    new Promise((resolve) => {
      const request = indexedDB.open('probe');
      request.onsuccess = () => resolve(false);
      request.onerror = () => resolve(true);
    }).catch(() => true),
  );
  assert.equal(refused, true);
});

test('the words say so before anything is written, and offer the way out', async () => {
  await customer.widget.getByText('This browser lets nothing be kept here').waitFor();
  await customer.widget.getByText('The chat ends when you leave or reload this page.').waitFor();
  await customer.widget.getByRole('button', { name: 'Open in its own window' }).waitFor();
  // A window of its own outlives the page; where it is denied too, it says so too, and offers no third place.
  const opening = denied.waitForEvent('page');
  await customer.widget.getByRole('button', { name: 'Open in its own window' }).click();
  const own = await opening;
  await own.getByRole('textbox', { name: 'Your message' }).waitFor();
  assert.equal(new URL(own.url()).pathname, '/window');
  assert.equal(await own.evaluate(() => window.opener), null, 'it cannot reach the page around the frame');
  await own.getByText('This browser lets nothing be kept here').waitFor();
  assert.equal(await own.getByRole('button', { name: 'Open in its own window' }).count(), 0);
  await own.close();
  await customer.widget.getByRole('button', { name: 'Got it' }).click();
  assert.equal(await customer.widget.getByText('This browser lets nothing be kept here').count(), 0);
});

test('they talk both ways all the same', async () => {
  await customer.say('Does this work?');
  await agent.acceptNext();
  await agent.frame.getByText('Does this work?').waitFor();
  await agent.say('It does.');
  await customer.widget.getByText('It does.').waitFor();
  await customer.say('In memory alone.');
  await agent.frame.getByText('In memory alone.').waitFor();
  assert.deepEqual(customer.errors, []);
});

test('with the page, the keys are gone', async () => {
  await customer.page.reload();
  await customer.open();
  await customer.widget.getByText('Hello. How can we help?').waitFor();
  await customer.widget.getByText('This browser lets nothing be kept here').waitFor();
  assert.equal(await customer.widget.getByText('It does.').count(), 0);
});
