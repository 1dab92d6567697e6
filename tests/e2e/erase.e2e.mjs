// A customer at a computer that is not theirs: what they wrote is gone from it when they say so, and after its time.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openBrowser } from './support/browser.mjs';
import { Agent, Customer } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { story } from './support/story.mjs';

const test = story();
let server;
let browser;
let anna;
let customer;

before(async () => {
  server = await Server.start();
  browser = await openBrowser(server);
  anna = await Agent.enrol(browser, server.enrolment, 'Anna');
  await anna.enter();
  await anna.goAvailable();
});
after(async () => {
  await browser?.close();
  await server?.dispose();
});

const databases = (frame) => frame.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
const menu = async (item) => {
  await customer.widget.getByRole('button', { name: 'More' }).click();
  await customer.widget.getByRole('button', { name: item }).click();
};
const anew = (who) => who.widget.getByText('Nothing is stored until you write').waitFor();

test('before anything is written there is nothing to delete', async () => {
  customer = await Customer.visit(browser, server);
  await customer.open();
  await customer.widget.getByRole('button', { name: 'More' }).click();
  await customer.widget.getByRole('button', { name: 'Turn sound on' }).waitFor();
  assert.equal(await customer.widget.getByRole('button', { name: /delete/ }).count(), 0);
  await customer.page.keyboard.press('Escape');
});

test('it is asked for first, and nothing happens without a yes', async () => {
  await customer.say('My address is nobody’s business.');
  await anna.acceptNext();
  await anna.frame.getByText('nobody’s business').waitFor();
  await menu('End and delete from this browser');
  await customer.widget.getByText('Nobody can bring them back.').waitFor();
  await customer.shot('erase-asked');
  await customer.widget.getByRole('button', { name: 'Keep it' }).click();
  await customer.widget.getByRole('textbox').waitFor();
  assert.deepEqual(await databases(customer.widget), ['cloister']);
});

test('then it is gone, in other tabs too, and the agent sees the end', async () => {
  const other = await Customer.visitIn(customer.context, server);
  await other.open();
  await other.widget.getByText('nobody’s business').first().waitFor();
  await customer.page.bringToFront();
  await customer.widget.getByRole('button', { name: 'Continue here' }).click();
  await customer.widget.getByRole('textbox').waitFor();
  await menu('End and delete from this browser');
  await customer.widget.getByRole('button', { name: 'Delete it' }).click();
  await anew(customer);
  await anew(other);
  for (const { widget } of [customer, other]) assert.deepEqual(await databases(widget), []);
  await anna.frame.getByText('The customer ended the chat.').waitFor();
  await other.page.close();
});

test('after a reload nothing comes back, and one can begin anew', async () => {
  await customer.page.reload();
  await customer.open();
  await anew(customer);
  assert.deepEqual(await databases(customer.widget), []);
  await customer.say('Somebody else now.');
  await anna.acceptNext();
  await anna.frame.getByText('Somebody else now.').waitFor();
  assert.deepEqual(await databases(customer.widget), ['cloister']);
});
