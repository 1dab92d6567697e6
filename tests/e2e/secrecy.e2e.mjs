// The search for words: nothing that people write to each other is anywhere but in front of them. The same search finds
// the words when encryption is taken away, so it is able to.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { filesOf, unwrappedEntries } from './support/at_rest.mjs';
import { openBrowser } from './support/browser.mjs';
import { Agent, Customer } from './support/people.mjs';
import { serveFiles } from './support/serve_files.mjs';
import { Server } from './support/server.mjs';
import { test } from './support/story.mjs';
import { Traffic } from './support/traffic.mjs';
import { find, formsOf } from './support/words.mjs';

const top = resolve(import.meta.dirname, '../..');
const stub = join(top, 'build/web-stub');
/** In tests/e2e/stub/aead.ts. */
const stubText = 'NOT ENCRYPTED!!!';

/** The name that customers see. */
const displayName = 'Xanthippe Quillfeather';
const fromCustomer = ['marmalade-lighthouse', 'Zwetschgenknödel', '🦔🪗🫖🪁', 'periwinkle-thunder', 'draft-of-rhubarb'];
const fromAgent = ['bergamot-umbrella', 'Größenverhältnis', '🦦🪻🧿🫐', 'ottoman-cardigan'];
const long = (...words) => `${'All of this is said at length. '.repeat(120)}${words.join(' ')}`;

const kindMessage = 5;

async function talk(prepare) {
  const server = await Server.start();
  // Documents that a test answers itself come from no address, and the browser would keep them from one of this machine.
  const browser = await openBrowser(server, [], prepare ? ['LocalNetworkAccessChecks'] : []);
  const running = {
    server,
    browser,
    async end() {
      await browser.close();
      await server.dispose();
    },
  };
  const errors = [];
  try {
    const traffic = {};
    const watch = (who) => async (context) => {
      context.on('weberror', (error) => errors.push(`${who}: ${error.error()}`));
      context.on('console', (message) => message.type() === 'error' && errors.push(`${who}: ${message.text()}`));
      await prepare?.(context, server);
      traffic[who] = new Traffic(context, who);
    };
    const agent = await Agent.enrol(browser, server.enrolment, displayName, undefined, watch('agent'));
    await agent.enter();
    await agent.goAvailable();
    await agent.page.getByRole('button', { name: 'Team', exact: true }).click();
    await agent.page.getByRole('main').getByText(displayName).waitFor();

    const customer = await Customer.visit(browser, server, undefined, watch('customer'));
    await customer.open();
    await customer.say(`${fromCustomer[0]} ${fromCustomer[1]}`);
    await agent.acceptNext();
    await agent.frame.getByText(fromCustomer[0]).waitFor();
    await customer.widget.getByText(`${displayName} is with you now`).waitFor();
    await agent.say(`${fromAgent[0]} ${fromAgent[1]}`);
    await customer.widget.getByText(fromAgent[0]).waitFor();
    await customer.say(long(fromCustomer[2], fromCustomer[3]));
    await agent.frame.getByText(fromCustomer[3]).waitFor({ state: 'attached' });
    await agent.say(long(fromAgent[2], fromAgent[3]));
    await customer.widget.getByText(fromAgent[3]).waitFor({ state: 'attached' });
    // Typed and never sent: only that somebody writes is told.
    await customer.widget.getByRole('textbox').fill(fromCustomer[4]);
    await agent.frame.getByText('Customer is writing').waitFor();

    assert.deepEqual(errors, []);
    await traffic.agent.settle();
    await traffic.customer.settle();
    return { ...running, traffic, places: [...traffic.agent.places, ...traffic.customer.places] };
  } catch (error) {
    await running.end();
    throw new Error(`errors in pages: ${JSON.stringify(errors)}`, { cause: error });
  }
}

test('the search finds a word in every form in which it can hide', () => {
  const word = fromCustomer[1];
  const around = (before, bytes) => Buffer.concat([Buffer.alloc(before, 'x'), bytes, Buffer.from('and so on')]);
  const utf8 = Buffer.from(word);
  const hidden = {
    plain: around(7, utf8),
    utf16: around(3, Buffer.from(word, 'utf16le')),
    ...Object.fromEntries([0, 1, 2].map((n) => [`base64 ${n}`, Buffer.from(around(n, utf8).toString('base64'))])),
    ...Object.fromEntries([0, 1, 2].map((n) => [`base64url ${n}`, Buffer.from(around(n, utf8).toString('base64url'))])),
    'base64 of UTF-16': Buffer.from(around(1, Buffer.from(word, 'utf16le')).toString('base64')),
    address: Buffer.from(`/v1/site?q=${encodeURIComponent(word)}`),
  };
  for (const [where, bytes] of Object.entries(hidden)) assert.equal(find([{ where, bytes }], [word]).length, 1, where);
  assert.deepEqual(find([{ where: 'nothing', bytes: Buffer.from('nothing of it') }], [word]), []);
  for (const each of [...fromCustomer, ...fromAgent, displayName]) assert.ok(formsOf(each).length > 8);
});

test('no word of a conversation is in the traffic, on the disk or in the output of the server', async () => {
  const { server, traffic, places, end } = await talk();
  try {
    const words = [...fromCustomer, ...fromAgent];
    // What is searched is really there.
    for (const who of ['agent', 'customer']) {
      assert.ok(traffic[who].count(/socket\/conversation.*, sent$/) >= 4, `${who} sends on a socket`);
      assert.ok(traffic[who].count(/socket\/conversation.*, received$/) >= 4, `${who} receives on a socket`);
      assert.ok(traffic[who].count(/^\w+: POST .*, request body$/) >= 2, `${who} posts`);
    }
    assert.deepEqual(find(places, words), []);

    const named = find(places, [displayName]).map(({ where }) => where);
    const allowed = /^agent: (POST \S+\/v1\/enrol\/genesis|GET \S+\/v1\/staff\/people), (request|response) body$/;
    assert.deepEqual(
      named.filter((where) => !allowed.test(where)),
      [],
    );
    assert.ok(named.length >= 2, 'the name is where it may be');

    // While it runs, journals and all.
    const files = filesOf(server.data);
    const has = (name) => files.some(({ where, bytes }) => where === name && bytes.length > 0);
    for (const name of ['cloister.db', 'cloister.db-wal', 'keys.db', 'master.key']) assert.ok(has(name), name);
    assert.deepEqual(find(files, [...words, displayName]), []);

    await server.stop();
    assert.deepEqual(find(filesOf(server.data), [...words, displayName]), []);
    assert.deepEqual(find([{ where: 'output', bytes: Buffer.from(server.output) }], [...words, displayName]), []);

    // Not for whoever holds the keys of the server either: beneath its own wrapping is what the browsers have encrypted.
    const entries = unwrappedEntries(server.data);
    const messages = entries.filter(({ kind }) => kind === kindMessage);
    assert.ok(messages.length >= 5, 'two of each and the name');
    for (const { where, bytes } of entries)
      assert.ok(
        places.some((place) => holds(place.bytes, bytes)),
        `${where} is what a browser has sent`,
      );
    assert.deepEqual(find(entries, [...words, displayName]), []);
  } finally {
    await end();
  }
});

/** A body as it travels: in a binary frame, or in base64url in a JSON command. */
const holds = (place, body) => place.includes(body) || place.includes(body.toString('base64url'));

test('without encryption, the same search finds the words of both sides', async () => {
  execFileSync(process.execPath, ['web/build.mjs', '--test-stub', stub], { cwd: top });
  const { server, places, end } = await talk((context, server) => serveFiles(context, server, stub));
  try {
    const sent = [...fromCustomer.slice(0, 4), ...fromAgent, displayName];
    const of = (who) => places.filter(({ where }) => where.startsWith(who));
    const found = (list) => new Set(find(list, sent).map(({ word }) => word));
    assert.deepEqual(found(of('agent')), new Set(sent));
    assert.deepEqual(found(of('customer')), new Set(sent));
    const inSockets = places.filter(({ where }) => /socket\/conversation.*, (sent|received)$/.test(where));
    assert.deepEqual(found(inSockets), new Set(sent), 'in the frames of sockets');
    await server.stop();
    assert.deepEqual(found(unwrappedEntries(server.data)), new Set(sent), 'in the database, beneath its wrapping');
    // What the server itself puts around bodies still keeps them from a thief of the disk.
    assert.deepEqual(found(filesOf(server.data)), new Set());
  } finally {
    await end();
  }
});

test('the stub is in no script that the server serves', async () => {
  const marker = Buffer.from(stubText);
  const product = readFileSync(join(top, 'build/web/metafile.json'), 'utf8');
  assert.ok(!product.includes('tests/e2e'), 'the product is made of nothing from here');
  assert.ok(readFileSync(join(stub, 'metafile.json'), 'utf8').includes('tests/e2e/stub/aead.ts'));
  const stubbed = JSON.parse(readFileSync(join(stub, 'manifest.json'), 'utf8'));
  assert.ok(readFileSync(join(stub, 'files', stubbed['widget/app.js'].path)).includes(marker));

  const server = await Server.start();
  try {
    const frame = { headers: { 'sec-fetch-dest': 'iframe' } };
    let scripts = 0;
    for (const url of [
      `${server.chat}/widget`,
      `${server.chat}/window`,
      server.console,
      `${server.console}enrol`,
      `${server.console}frame`,
    ]) {
      const page = await server.fetch(url, frame);
      for (const [, path] of page.body.toString().matchAll(/<script[^>]* src="([^"]+)"/g)) {
        const script = await server.fetch(new URL(path, url).href);
        assert.equal(script.status, 200, path);
        assert.ok(!script.body.includes(marker), path);
        assert.notEqual(path, stubbed['widget/app.js'].path);
        scripts += 1;
      }
    }
    assert.equal(scripts, 5);
  } finally {
    await server.dispose();
  }
});
