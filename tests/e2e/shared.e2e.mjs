// A shared computer: keys in memory only, nothing left behind, and the passkey needed anew.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { addPasskey, openBrowser } from './support/browser.mjs';
import { Agent, expectEventually } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { story } from './support/story.mjs';

const test = story();
let server;
let browser;
let anna;
let shared;
let link;

before(async () => {
  server = await Server.start();
  browser = await openBrowser(server);
  anna = await Agent.enrol(browser, server.enrolment, 'Anna');
  await anna.enter();
  await anna.page.getByRole('button', { name: 'Settings', exact: true }).click();
  link = await anna.page.getByRole('textbox', { name: 'Link for another device' }).inputValue();
});
after(async () => {
  await browser?.close();
  await server?.dispose();
});

/** Everything that this origin has stored in the browser. */
const stored = (page) =>
  page.evaluate(async () => {
    const kept = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const table of database.objectStoreNames) {
        const request = database.transaction(table).objectStore(table).getAllKeys();
        await new Promise((resolve) => {
          request.onsuccess = resolve;
        });
        kept.push(...request.result.map(String));
      }
      database.close();
    }
    return [...kept, ...Object.keys(localStorage)];
  });

test('an agent comes in on a shared computer with the link and the passkey', async () => {
  shared = new Agent();
  shared.context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  shared.page = await shared.context.newPage();
  shared.page.setDefaultTimeout(40000);
  // The same passkey: a phone or a security key that the agent carries along.
  const theirs = await addPasskey(shared.page);
  const { credentials } = await anna.passkey.session.send('WebAuthn.getCredentials', {
    authenticatorId: anna.passkey.authenticatorId,
  });
  for (const credential of credentials)
    await theirs.session.send('WebAuthn.addCredential', { authenticatorId: theirs.authenticatorId, credential });
  await shared.page.goto(link);
  await shared.page.getByRole('checkbox', { name: /This is a shared computer/ }).check();
  await shared.shot('shared-door');
  await shared.page.getByRole('button', { name: 'Add it with your passkey' }).click();
  await shared.page.getByText('Nothing of this is stored on this computer.').waitFor();
  await shared.enter();
  await shared.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await shared.page.getByText('Keys are in memory only.').waitFor();
});

test('nothing is stored, and the log shows one device more', async () => {
  assert.deepEqual(await stored(shared.page), []);
  await anna.page.getByRole('button', { name: 'Team', exact: true }).click();
  await anna.page.getByRole('cell', { name: '2 devices', exact: true }).waitFor();
});

test('locking is the end of that device; the passkey makes another', async () => {
  await shared.page.getByRole('button', { name: 'Lock', exact: true }).click();
  await shared.page.getByText('your keys are gone from it').waitFor();
  await anna.page.getByRole('cell', { name: '1 device', exact: true }).waitFor();
  assert.deepEqual(await stored(shared.page), []);
  await shared.page.getByRole('button', { name: 'Come back with your passkey' }).click();
  await shared.enter();
  await anna.page.getByRole('cell', { name: '2 devices', exact: true }).waitFor();
});

test('a closed window leaves nothing; the next one takes its place', async () => {
  const page = await shared.context.newPage();
  await shared.page.close();
  await page.goto(new URL('/', link).href);
  await page.getByText('This browser is not one of your devices yet.').waitFor();
  assert.deepEqual(await stored(page), []);
  await expectEventually(
    async () => (await anna.page.getByRole('cell', { name: '2 devices', exact: true }).count()) === 1,
    'the device of the closed window is listed until the next comes',
  );
});
