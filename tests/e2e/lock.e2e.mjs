// Time limits and the lock: an idle console locks and drops its keys, the passkey brings everything back, sessions end.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { addPasskey, openBrowser } from './support/browser.mjs';
import { Agent, Customer } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { test } from './support/story.mjs';

let server;
let browser;
let agent;
let customer;

before(async () => {
  server = await Server.start({
    options: ['--staff-idle', '20', '--customer-idle', '20', '--customer-absolute', '600'],
  });
  browser = await openBrowser(server);
  agent = await Agent.enrol(browser, server.enrolment);
  await agent.enter();
  await agent.goAvailable();
  customer = await Customer.visit(browser, server);
  await customer.open();
  await customer.say('a word before the lock');
  await agent.acceptNext();
  await agent.frame.getByText('a word before the lock').waitFor();
});
after(async () => {
  await browser?.close();
  await server?.dispose();
});

test('locking by hand removes the frames and the words, and unlocking brings them back', async () => {
  await agent.lock();
  assert.equal(agent.page.frames().length, 1);
  assert.equal((await agent.page.content()).includes('a word before the lock'), false);
  await agent.unlock();
  await agent.mine.first().click();
  await agent.frame.getByText('a word before the lock').waitFor();
});

/** Credentials of one authenticator in software, put into another in place of what is there. */
async function copyPasskey(from, to) {
  const authenticatorId = from.authenticatorId;
  const { credentials } = await from.session.send('WebAuthn.getCredentials', { authenticatorId });
  await to.session.send('WebAuthn.clearCredentials', { authenticatorId: to.authenticatorId });
  for (const credential of credentials)
    await to.session.send('WebAuthn.addCredential', { authenticatorId: to.authenticatorId, credential });
}

test('locking one window locks the other', async () => {
  const page = await agent.context.newPage();
  page.setDefaultTimeout(40000);
  const theirs = await addPasskey(page);
  await copyPasskey(agent.passkey, theirs);
  await page.goto(new URL('/', agent.page.url()).href);
  await page.getByRole('button', { name: 'Sign in with your passkey' }).first().click();
  await page.getByRole('switch', { name: 'Take new conversations' }).waitFor();
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  // By hand, not because nobody used that window.
  await agent.page.getByText('You locked the console.').waitFor();
  assert.equal(agent.page.frames().length, 1);
  // One authenticator that both windows use: its count goes on.
  await copyPasskey(theirs, agent.passkey);
  await page.close();
  await agent.unlock();
});

test('what the browser keeps opens nothing without the share', async () => {
  const stored = await agent.page.evaluate(async () => {
    const found = [];
    const look = (value, path) => {
      if (value instanceof CryptoKey) found.push(`${path}: ${value.type} ${value.extractable}`);
      else if (value && typeof value === 'object' && !ArrayBuffer.isView(value) && !(value instanceof ArrayBuffer))
        for (const [name, inner] of Object.entries(value)) look(inner, `${path}.${name}`);
    };
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((done, failed) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
      for (const store of database.objectStoreNames) {
        const all = await new Promise((done) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => done(request.result);
        });
        look(all, `${name}/${store}`);
      }
      database.close();
    }
    return found;
  });
  // A session key may be kept; it is not extractable, and proves a session that is locked. Device keys are ciphertext.
  for (const key of stored) assert.match(key, /(public|private|secret) false$|public true$/);
});

test('an idle console warns, then locks by itself', async () => {
  await agent.page.getByText('Nobody seems to be here').waitFor({ timeout: 40000 });
  await agent.page.getByRole('button', { name: 'Unlock with your passkey' }).waitFor({ timeout: 40000 });
  assert.equal(agent.page.frames().length, 1);
});

test('an idle customer session ends, and says so', async () => {
  await customer.widget.getByText('Your session has ended').waitFor({ timeout: 60000 });
});

test('a console that is out of reach of the server locks by itself as well', async () => {
  await agent.unlock();
  await agent.mine.first().click();
  await agent.frame.getByText('a word before the lock').waitFor();
  await server.kill();
  await agent.page.getByText('Offline').first().waitFor();
  await agent.page.getByRole('button', { name: 'Unlock with your passkey' }).waitFor({ timeout: 40000 });
  assert.equal(agent.page.frames().length, 1);
  assert.equal((await agent.page.content()).includes('a word before the lock'), false);
});
