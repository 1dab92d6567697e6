// A visitor and an agent talk through a server that loses connections, refuses and lies.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { type Bytes, equal, random, toHex } from '../../web/shared/bytes';
import type { ChatSnapshot } from '../../web/shared/chat';
import { decode, encode } from '../../web/shared/codec';
import { sha256 } from '../../web/shared/crypto/sha256';
import { enrolDevice, enrolJoin, parseEnrolFragment } from '../../web/shared/enrol';
import { CloisterError } from '../../web/shared/errors';
import {
  Ack,
  ActKind,
  Entry,
  EntryKind,
  Envelope,
  FrameType,
  Role,
  type SealedShare,
  TeamKeyBody,
} from '../../web/shared/gen/wire';
import type { DeviceLink, JoinLink } from '../../web/shared/invitation';
import type { LiveChat } from '../../web/shared/live_chat';
import { transcriptNext } from '../../web/shared/names';
import type { TeamKey } from '../../web/shared/roster';
import { Api } from '../../web/shared/session';
import type { DeskEvent } from '../../web/shared/socket';
import { Staff } from '../../web/shared/staff';
import { Store } from '../../web/shared/store';
import { makeTeamKey } from '../../web/shared/team_keys';
import { Visitor } from '../../web/shared/visitor';
import { Locks } from './support/locks';
import { SoftPasskey } from './support/passkeys';
import { codeOf, happens } from './support/site';
import {
  BASE,
  colleague,
  fates,
  frameOf,
  has,
  keep,
  kept,
  messages,
  openVisitor,
  persistentStore,
  running,
  shown,
  stopAll,
  talking,
  until,
  world,
} from './support/talk';

afterEach(stopAll);

test('an acceptance whose answer is lost is sent again, and holds', async () => {
  const all = await world();
  const visitor = await openVisitor(all);
  const customer = await keep(visitor.start());
  await until(customer, (snapshot) => snapshot.caughtUp);
  all.server.lost.push('conversation_accept', 'conversation_accept');
  await all.staff.accept(customer.conversation);
  await until(customer, (snapshot) => snapshot.status === 'assigned');
  assert.equal(all.server.conversation(customer.conversation).entries.length, 5);
});

test('from the first word to the end: waiting, accepted, introduced, answered, read, closed', async () => {
  const all = await world();
  const visitor = await openVisitor(all);
  assert.equal(visitor.persistent, false);
  const customer = await keep(visitor.start());
  await customer.send('Hello');
  const waiting = await until(customer, has('Hello', 'sent'));
  assert.equal(waiting.status, 'waiting');
  assert.deepEqual(waiting.readers, [{ kind: 'you' }, { kind: 'team', team: 'support', members: 1 }]);

  const preview = await all.staff.preview(customer.conversation);
  assert.deepEqual(
    preview.items.map((item) => item.kind === 'message' && item.text),
    ['Hello'],
  );
  await all.staff.accept(customer.conversation);
  assert.equal(await codeOf(all.staff.accept(customer.conversation)), 'already_assigned');
  const { chat: agent } = await frameOf(all, customer.conversation);
  await until(agent, (snapshot) => snapshot.caughtUp);
  await agent.send('How can I help?');
  const answered = await until(customer, has('How can I help?', 'received'));
  assert.equal(answered.agentName, 'Anna');
  assert.equal(answered.unread, 1);
  assert.deepEqual(answered.readers, [
    { kind: 'you' },
    { kind: 'person', person: toHex(all.staff.person), name: 'Anna', you: false },
    { kind: 'team', team: 'supervisors', members: 1 },
  ]);
  assert.deepEqual(
    answered.timeline.map((item) => item.kind),
    ['message', 'assigned', 'named', 'message'],
  );
  await until(agent, has('How can I help?', 'delivered'));
  customer.markRead(answered.timeline.at(-1)?.seq as number);
  await until(agent, has('How can I help?', 'read'));
  assert.equal(customer.snapshot.unread, 0);

  assert.equal(await customer.comparisonCode(), await agent.comparisonCode());
  customer.setTyping(true);
  await until(agent, (snapshot) => snapshot.peerTyping);
  await customer.close('left');
  const closed = await until(agent, (snapshot) => snapshot.status === 'closed');
  assert.deepEqual(closed.timeline.at(-1), {
    ...closed.timeline.at(-1),
    kind: 'closed',
    by: 'customer',
    reason: 'left',
  });
  assert.equal(await codeOf(agent.send('too late')), 'conversation_closed');
  assert.equal(closed.canSend, false);
  assert.deepEqual(all.server.reports, []);
});

test('a lost connection: messages wait, and go out in order, once', async () => {
  const { server, customer, agent } = await talking();
  server.down = true;
  server.cut();
  await until(customer, (snapshot) => snapshot.connection === 'offline');
  assert.ok(customer.snapshot.retryAtMs > 0);
  for (const text of ['one', 'two', 'three']) await customer.send(text);
  assert.deepEqual(shown(customer.snapshot).slice(-1), ['> three (sending)'].slice(0, shown(customer.snapshot).length));
  server.down = false;
  await until(agent, has('three', 'received'));
  assert.deepEqual(shown(agent.snapshot), ['< one (received)', '< two (received)', '< three (received)']);
  await until(customer, has('three', 'delivered'));
});

test('an acknowledgement that was lost: the same bytes again, one message', async () => {
  const { server, customer, agent } = await talking();
  fates(server, 'mute');
  await customer.send('only once');
  await until(agent, has('only once', 'received'));
  server.cut();
  await until(customer, has('only once', 'delivered'));
  assert.equal(messages(agent.snapshot).length, 1);

  fates(server, 'swallow');
  const before = server.appended.length;
  await customer.send('lost on the way');
  await happens(() => server.appended.length > before);
  server.cut();
  await until(agent, has('lost on the way', 'received'));
  const [first, second] = server.appended.slice(before);
  assert.deepEqual(first?.body, second?.body);
});

test('after a reload, what was not acknowledged goes out byte for byte', async () => {
  const all = await talking();
  const { server, customer, agent, store } = all;
  fates(server, 'swallow');
  const before = server.appended.length;
  await customer.send('written before the reload');
  await customer.send('and after it');
  await happens(() => server.appended.length > before);
  await happens(async () => (await kept(store)).items.length === 2);
  customer.stop();
  server.cut();

  const again = await openVisitor(all, store);
  assert.ok(again.known);
  const [info] = await again.conversations();
  const resumed = await keep(again.resume(info?.conversation as Bytes));
  const snapshot = await until(resumed, has('and after it', 'delivered'));
  assert.deepEqual(shown(snapshot), ['> written before the reload (delivered)', '> and after it (delivered)']);
  assert.deepEqual(server.appended[before]?.body, server.appended[before + 1]?.body);
  await until(agent, has('and after it', 'received'));
  assert.equal(server.conversation(customer.conversation).senders.size, 2, 'the same sender key goes on');
});

test('a new epoch while a message is on its way: encrypted anew, same id, same counter', async () => {
  const all = await world();
  const visitor = await openVisitor(all);
  const customer = await keep(visitor.start());
  await until(customer, (snapshot) => snapshot.caughtUp);
  const { server, staff } = all;
  // Held back until the agent has accepted.
  fates(server, 'swallow');
  const before = server.appended.length;
  await customer.send('for whoever comes');
  await happens(() => server.appended.length > before);
  server.noSockets = true;
  server.cut();
  await until(customer, (snapshot) => snapshot.connection === 'offline');
  await staff.accept(customer.conversation);
  server.noSockets = false;
  const snapshot = await until(customer, has('for whoever comes', 'sent'));
  assert.equal(snapshot.epoch, 1);
  const [old, renewed] = server.appended.slice(before).map((append) => decode(Envelope, append.body)) as [
    Envelope,
    Envelope,
  ];
  assert.deepEqual([old.id, old.counter], [renewed.id, renewed.counter]);
  assert.notDeepEqual(old.packet, renewed.packet);
  assert.notDeepEqual(old.nonce, renewed.nonce);
});

test('refusals: waiting ones pass later, final ones fail and can be sent again or taken back', async () => {
  const { server, customer, agent } = await talking();
  fates(server, 'storage_full', undefined);
  await customer.send('when there is room');
  const full = await until(customer, (snapshot) =>
    messages(snapshot).some((message) => message.problem === 'storage_full'),
  );
  assert.equal(full.error, 'storage_full');
  await until(agent, has('when there is room', 'received'));
  await until(customer, (snapshot) => snapshot.error === undefined);

  fates(server, 'malformed', 'not_permitted');
  const id = await customer.send('refused');
  await customer.send('also refused');
  await customer.send('goes on');
  await until(agent, has('goes on', 'received'));
  const failed = await until(customer, has('also refused', 'failed'));
  assert.deepEqual(
    messages(failed)
      .filter((message) => message.status === 'failed')
      .map((message) => message.problem),
    ['malformed', 'not_permitted'],
  );
  await customer.retry(id);
  await until(agent, has('refused', 'received'));
  const other = messages(customer.snapshot).find((message) => message.status === 'failed');
  assert.equal(await customer.discard(other?.id as string), 'also refused');
  await until(customer, (snapshot) => !messages(snapshot).some((message) => message.status === 'failed'));
});

for (const [what, kind] of [
  ['the certificate', EntryKind.cert],
  ['the introduction', EntryKind.message],
] as const) {
  test(`a message says what keeps it when ${what} before it is refused`, async () => {
    const all = await world();
    const visitor = await openVisitor(all);
    const customer = await keep(visitor.start());
    await until(customer, (snapshot) => snapshot.caughtUp);
    await all.staff.accept(customer.conversation);
    let full = true;
    all.server.onAppend = (append) => (full && append.kind === kind ? 'storage_full' : undefined);
    const { chat: agent } = await frameOf(all, customer.conversation);
    await until(agent, (snapshot) => snapshot.caughtUp && snapshot.error === 'storage_full');
    await agent.send('waits for what goes before it');
    await until(agent, (snapshot) => messages(snapshot).some((message) => message.problem === 'storage_full'));
    full = false;
    await until(customer, has('waits for what goes before it', 'received'));
    await until(agent, ({ error }) => error === undefined);
    await until(agent, (snapshot) => messages(snapshot).at(-1)?.problem === undefined);
  });
}

test('what cannot be sent is refused at once: empty, too long', async () => {
  const { customer } = await talking();
  assert.equal(await codeOf(customer.send('  \n')), 'malformed');
  assert.equal(await codeOf(customer.send('ä'.repeat(16_385))), 'too_large');
  await customer.send('ä'.repeat(16_384));
  await until(customer, (snapshot) => messages(snapshot).at(-1)?.status === 'delivered');
});

test('closed while a message waits: not sent, and said so', async () => {
  const { server, customer, agent } = await talking();
  server.down = true;
  server.cut();
  await until(customer, (snapshot) => snapshot.connection === 'offline');
  const id = await customer.send('never arrives');
  server.conversation(customer.conversation).status = 'closed';
  server.down = false;
  const snapshot = await until(customer, (is) => is.status === 'closed');
  assert.deepEqual(snapshot.timeline.at(-2), {
    ...snapshot.timeline.at(-2),
    kind: 'closed',
    by: 'server',
    reason: 'idle',
  });
  await until(customer, has('never arrives', 'not_sent'));
  assert.equal(await customer.discard(id), 'never arrives');
  await until(agent, (is) => is.status === 'closed');
});

test('the server closes an abandoned conversation while somebody looks', async () => {
  const { server, customer } = await talking();
  server.closeIdle(server.conversation(customer.conversation));
  const snapshot = await until(customer, (is) => is.status === 'closed');
  assert.equal(snapshot.timeline.at(-1)?.kind, 'closed');
});

test('a lie of the server stops the chat, visibly, and goes on record', async () => {
  const all = await talking();
  const { server, customer, agent } = all;
  await customer.send('one');
  await until(agent, has('one', 'received'));
  const found = server.conversation(customer.conversation);
  // A message vanishes, and the next takes its place.
  server.show = (entries) => entries.slice(0, -1);
  server.cut();
  const snapshot = await until(agent, (is) => is.connection === 'refused');
  assert.deepEqual(
    snapshot.violations.map((violation) => violation.code),
    ['bad_transcript'],
  );
  assert.equal(snapshot.canSend, false);
  assert.equal(await codeOf(agent.send('x')), 'conversation_closed');
  await happens(() => server.reports.length === 1);
  assert.equal(server.reports[0]?.code, 27);
  assert.deepEqual(server.reports[0]?.conversation, found.id);
});

test('an acknowledged message that the server does not show is a lie', async () => {
  const { server, customer, agent } = await talking();
  const found = server.conversation(customer.conversation);
  await customer.send('acknowledged');
  await until(customer, has('acknowledged', 'delivered'));
  // The next is acknowledged, but another entry is shown at its place.
  server.onAppend = (append) => {
    if (append.kind !== EntryKind.message) return undefined;
    const socket = [...found.sockets].find((one) => !one.session?.person);
    const wire = socket as NonNullable<typeof socket>;
    void import('../../web/shared/gen/wire').then(({ Ack, FrameType }) =>
      wire.frame(FrameType.ack, Ack, { ref: append.ref, seq: found.entries.length + 1, time_ms: 1 }),
    );
    return 'swallow';
  };
  await customer.send('swallowed');
  await until(customer, has('swallowed', 'sent'));
  server.onAppend = () => undefined;
  await agent.send('in its place');
  const snapshot = await until(customer, (is) => is.connection === 'refused');
  assert.deepEqual(
    snapshot.violations.map(({ code, seq }) => [code, seq]),
    [['bad_transcript', found.entries.length]],
  );
});

test('a rolled-back conversation is refused after a reload too', async () => {
  const all = await talking();
  const { server, customer, store } = all;
  await customer.send('seen');
  await until(customer, has('seen', 'delivered'));
  await happens(
    async () => (await kept(store)).seen?.seq === server.conversation(customer.conversation).entries.length,
  );
  customer.stop();
  const found = server.conversation(customer.conversation);
  server.show = () => found.entries.slice(0, 4);
  const again = await openVisitor(all, store);
  const resumed = await keep(again.resume(customer.conversation));
  const snapshot = await until(resumed, (is) => is.connection === 'refused');
  assert.equal(snapshot.violations[0]?.code, 'bad_transcript');
});

test('another root, a truncated key log: the widget does not open', async () => {
  const all = await world();
  const { server } = all;
  const api = (): Api => new Api({ base: BASE, fetch: server.fetch });
  assert.equal(
    await codeOf(Visitor.open({ site: server.site.id, root: random(32), api: api(), store: Store.inMemory() })),
    'wrong_root',
  );
  assert.equal(
    await codeOf(Visitor.open({ site: random(16), root: server.site.root, api: api(), store: Store.inMemory() })),
    'wrong_site',
  );
  const store = Store.inMemory();
  await openVisitor(all, store);
  server.site.acts.pop();
  assert.notEqual(await codeOf(openVisitor(all, store)), 'nothing was thrown');
});

test('a clock that is wrong by an hour is put right by the first answer', async () => {
  const all = await world();
  const api = new Api({ base: BASE, fetch: all.server.fetch, clock: () => Date.now() - 3_600_000 });
  const visitor = await openVisitor(all, Store.inMemory(), api);
  assert.deepEqual(await visitor.conversations(), []);
  assert.ok(Math.abs(api.now() - Date.now()) < 3000);
});

test('staff who change while a visitor writes: the first packet is made anew', async () => {
  const all = await world();
  const visitor = await openVisitor(all);
  await all.staff.invite(1);
  const customer = await keep(visitor.start());
  const snapshot = await until(customer, (is) => is.caughtUp);
  assert.equal(snapshot.status, 'waiting');
  assert.equal(visitor.site.roster.size, all.server.site.acts.length);
});

test('a session that has ended is begun anew with the same keys', async () => {
  const all = await world();
  const store = Store.inMemory();
  const visitor = await openVisitor(all, store);
  const customer = await keep(visitor.start());
  await until(customer, (snapshot) => snapshot.caughtUp);
  all.server.sessions.clear();
  assert.equal((await visitor.conversations()).length, 1);
});

test('deleting leaves nothing in this browser, and ends conversation and session', async () => {
  const { server, visitor, store, customer, agent } = await talking();
  await customer.send('for nobody who comes after me');
  await until(agent, has('for nobody who comes after me', 'received'));
  const own = server.sessions.size;
  // As it is when the browser is done; what the conversation keeps after that is in memory, and goes with the document.
  let left: string[] | undefined;
  const erase = store.erase.bind(store);
  store.erase = async () => {
    await erase();
    left = await store.keys('');
  };
  await visitor.erase(customer);
  assert.deepEqual(left, []);
  assert.deepEqual(await store.keys('visitor/'), []);
  await until(agent, (snapshot) => snapshot.status === 'closed');
  assert.equal(server.sessions.size, own - 1);
});

test('deleting does not wait for a server that is out of reach', async () => {
  const all = await talking();
  all.server.down = true;
  all.server.cut();
  await until(all.customer, (snapshot) => snapshot.connection === 'offline');
  await all.visitor.erase(all.customer);
  // What the conversation keeps after that is in memory, and goes with the document.
  assert.deepEqual(await all.store.keys('visitor/'), []);
});

test('the keys of a customer last as long as their first session may, however many follow', async () => {
  const all = await world();
  const store = Store.inMemory();
  const clock = { ms: Date.now() };
  const at = (): Api => new Api({ base: BASE, fetch: all.server.fetch, clock: () => clock.ms });
  const pass = (ms: number): void => {
    clock.ms += ms;
    all.server.skewMs += ms;
  };
  const first = await openVisitor(all, store, at());
  (await keep(first.start())).stop();
  const end = first.expiresMs;
  pass(end - clock.ms - 60_000);
  all.server.sessions.clear();
  const later = await openVisitor(all, store, at());
  assert.equal((await later.conversations()).length, 1, 'the same keys in a new session');
  assert.equal(later.expiresMs, end);
  pass(60_000);
  const last = await openVisitor(all, store, at());
  assert.deepEqual([last.known, await last.conversations()], [false, []]);
  assert.deepEqual(await store.keys('outbox/'), []);
});

test('two tabs: one holds the conversation, the other takes over and goes on with the same sender', async () => {
  Object.defineProperty(globalThis, 'navigator', { value: { locks: new Locks() }, configurable: true });
  const all = await world();
  const store = Store.inMemory();
  const [first, second] = [await openVisitor(all, store), await openVisitor(all, store)];
  const one = await keep(first.start());
  await one.send('from the first tab');
  await until(one, has('from the first tab', 'sent'));
  const two = await keep(second.resume(one.conversation));
  const waiting = await until(two, (snapshot) => snapshot.connection === 'follower');
  assert.equal(waiting.canSend, false);
  await two.send('written while waiting');
  await two.takeOver();
  await until(two, has('written while waiting', 'sent'));
  await until(one, (snapshot) => snapshot.connection === 'follower');
  assert.deepEqual(shown(two.snapshot), ['> from the first tab (sent)', '> written while waiting (sent)']);
  await one.takeOver();
  await one.send('and back');
  await until(one, has('and back', 'sent'));
  assert.equal(shown(one.snapshot).length, 3);
  assert.equal(all.server.conversation(one.conversation).senders.size, 1);
  assert.deepEqual(all.server.reports, []);
  Reflect.deleteProperty(globalThis, 'navigator');
});

test('a conversation that began on a key log from before somebody left is refused and put on record', async () => {
  for (const [aheadMs, refused] of [
    [60_000, false],
    [600_000, true],
  ] as const) {
    const all = await world();
    const { server, staff } = all;
    const ben = await colleague(all, Role.agent, 'Ben');
    // The customer begins long after the removal that they were not shown: their clock is moved, not the order.
    server.skewMs = aheadMs;
    const customer = await keep((await openVisitor(all)).start());
    server.skewMs = 0;
    await staff.removePerson(ben.person);
    if (!refused) await staff.accept(customer.conversation);
    else {
      assert.equal(await codeOf(staff.accept(customer.conversation)), 'stale_roster');
      await happens(() => server.reports.length > 0);
      assert.equal(server.reports.at(-1)?.code, new CloisterError('stale_roster').number);
    }
  }
});

test('whoever has left by the newest key log is not written to, and the customer is told', async () => {
  const all = await world();
  const boss = all.staff;
  const ben = await colleague(all, Role.agent, 'Ben');
  const customer = await keep((await openVisitor(all)).start());
  await until(customer, (snapshot) => snapshot.caughtUp);
  await ben.accept(customer.conversation);
  await until(customer, (snapshot) => snapshot.status === 'assigned');
  await boss.removePerson(ben.person);
  await (customer as LiveChat).rosterChanged();
  const before = all.server.appended.length;
  await customer.send('for whom?');
  const told = await until(customer, (snapshot) => messages(snapshot)[0]?.problem === 'revoked');
  assert.equal(messages(told)[0]?.status, 'sending');
  assert.equal(all.server.appended.length, before);
  await customer.close('left');
  await until(customer, has('for whom?', 'not_sent'));
  assert.equal(all.server.appended.length, before + 1, 'only the closing');
});

/** A message that the server swallows, and says it has at `ahead` after the last entry. */
async function falselyAcknowledged({ server, customer }: Awaited<ReturnType<typeof talking>>, ahead: number) {
  const found = server.conversation(customer.conversation);
  fates(server, 'swallow');
  const before = server.appended.length;
  await customer.send('dropped');
  await happens(() => server.appended.length > before);
  const { ref } = server.appended.at(-1) as { ref: number };
  const socket = [...found.sockets].find(({ session }) => !session?.person);
  socket?.frame(FrameType.ack, Ack, { ref, seq: found.entries.length + ahead, time_ms: 1 });
  return { ref, found };
}
/** An entry without its body. */
async function addErased({ found }: Awaited<ReturnType<typeof falselyAcknowledged>>, hash: Bytes): Promise<void> {
  const entry = { seq: found.entries.length + 1, time_ms: 1, kind: EntryKind.message, hash, body: new Uint8Array() };
  found.heads.push(await transcriptNext(found.heads.at(-1) as Bytes, entry.seq, entry.kind, hash));
  found.entries.push(entry);
  for (const socket of found.sockets) socket.frame(FrameType.entry, Entry, entry);
}
const refusedAs = (code: string) => (snapshot: ChatSnapshot) =>
  snapshot.connection === 'refused' && snapshot.violations[0]?.code === code;

test('an acknowledgement far ahead of the entries is a lie', async () => {
  const all = await talking();
  await falselyAcknowledged(all, 90_000);
  await until(all.customer, refusedAs('bad_transcript'));
});

test('a conversation shorter than what was acknowledged is a lie', async () => {
  const all = await talking();
  await falselyAcknowledged(all, 9);
  await until(all.customer, has('dropped', 'sent'));
  all.server.cut();
  await until(all.customer, refusedAs('bad_transcript'));
});

test('an acknowledged message that is left out behind an erased entry is missed at the next', async () => {
  const all = await talking();
  const { server, customer } = all;
  const made = await falselyAcknowledged(all, 9);
  await until(customer, has('dropped', 'sent'));
  await addErased(made, random(32));
  for (const sender of made.found.senders.values()) if (!sender.counter) sender.counter = 1;
  const { length } = server.appended;
  await customer.send('next');
  await happens(() => server.appended.length > length);
  await until(customer, refusedAs('bad_transcript'));
});

test('an entry that was erased before its sender saw it is theirs by its hash; another is not', async () => {
  for (const right of [true, false]) {
    const all = await talking();
    const made = await falselyAcknowledged(all, 1);
    await until(all.customer, has('dropped', 'sent'));
    const body = all.server.appended.at(-1)?.body as Uint8Array;
    await addErased(made, right ? await sha256(body) : random(32));
    const after = await until(
      all.customer,
      ({ connection, timeline }) =>
        connection === 'refused' || timeline.some((item) => 'erased' in item && item.erased),
    );
    assert.deepEqual(
      after.violations.map(({ code }) => code),
      right ? [] : ['bad_transcript'],
    );
    assert.equal(has('dropped', 'sent')(after), !right);
  }
});

test('closing codes of the server end the chat', async () => {
  for (const [code, error] of [
    [4001, 'session_expired'],
    [4003, 'session_locked'],
  ] as const) {
    const { server, customer } = await talking();
    server.cut(code);
    const snapshot = await until(customer, (is) => is.connection === 'ended');
    assert.equal(snapshot.error, error);
  }
});

test('staff: invitation, joining, new team keys, a second device, removal, lock', async () => {
  const all = await world();
  const { server, staff, staffStore, passkey } = all;
  const visitor = await openVisitor(all);
  const customer = await keep(visitor.start());
  await customer.send('written before Ben was hired');
  await until(customer, has('written before Ben was hired', 'sent'));

  const { fragment } = await staff.invite(3);
  const link = parseEnrolFragment(`#${fragment}`) as JoinLink;
  const benKey = await SoftPasskey.make();
  const benStore = persistentStore();
  const api = (): Api => new Api({ base: BASE, fetch: server.fetch });
  const ben = await enrolJoin({ ...link, seed: link.seed.slice() }, 'Ben', {
    api: api(),
    store: benStore,
    passkeys: benKey,
  });
  assert.deepEqual([ben.name, ben.roles], ['Ben', 3]);
  assert.equal(
    await codeOf(enrolJoin(link, 'Eve', { api: api(), store: persistentStore(), passkeys: benKey })),
    'already_enrolled',
  );
  const unread = await ben.preview(customer.conversation);
  assert.equal(unread.items.map((item) => item.kind === 'message' && item.problem).join(), 'missing_key');
  assert.equal(await codeOf(ben.accept(customer.conversation)), 'missing_key', 'he would never read what was written');

  await staff.maintain();
  assert.equal(staff.site.roster.now.teamKey('support')?.body.generation, 2);
  await staff.maintain();
  assert.equal(staff.site.roster.now.teamKey('support')?.body.generation, 2, 'only when something has changed');
  await ben.maintain();
  const read = await ben.preview(customer.conversation);
  assert.equal(read.items.map((item) => item.kind === 'message' && item.text).join(), 'written before Ben was hired');
  assert.deepEqual((await staff.people()).map((person) => person.name).sort(), ['Anna', 'Ben']);

  const phone = await enrolDevice(parseEnrolFragment(ben.deviceLink) as DeviceLink, {
    api: api(),
    store: persistentStore(),
    passkeys: benKey,
  });
  await ben.accept(customer.conversation);
  await until(customer, (snapshot) => snapshot.status === 'assigned');
  assert.equal(phone.site.roster.now.devicesOf(ben.person).length, 2);

  await staff.removePerson(ben.person);
  assert.equal(staff.site.roster.now.teamKey('support')?.body.generation, 3);
  const [known] = await Staff.known(benStore);
  assert.equal(
    await codeOf(Staff.signIn(known as NonNullable<typeof known>, { api: api(), store: benStore, passkeys: benKey })),
    'revoked',
  );

  await staff.lock();
  assert.equal(await codeOf(staff.preview(customer.conversation)).then((code) => code !== 'nothing was thrown'), true);
  const [anna] = await Staff.known(staffStore);
  const back = await Staff.signIn(anna as NonNullable<typeof anna>, {
    api: api(),
    store: staffStore,
    passkeys: passkey,
  });
  assert.equal(back.name, 'Anna');
  assert.equal((await back.preview(customer.conversation)).refused, undefined);
});

test('the desk: state first, then events, with reconnection', async () => {
  const { server, staff } = await world();
  const events: DeskEvent[] = [];
  const states: string[] = [];
  const desk = staff.desk({
    onState: (state) => states.push(state.is),
    onEvent: (event) => events.push(event),
    environment: server.environment,
  });
  running.push(desk);
  desk.start();
  await happens(() => events.length === 1);
  server.cut();
  await happens(() => events.length === 2);
  assert.deepEqual(
    events.map((event) => event.t),
    ['state', 'state'],
  );
  assert.deepEqual(states, ['connecting', 'online', 'offline', 'connecting', 'online']);
  server.cut(4003);
  await happens(() => states.at(-1) === 'ended');
});

test('an open invitation is listed, and withdrawn leads nowhere', async () => {
  const { server, staff } = await world();
  const { fragment } = await staff.invite(1);
  const [open] = staff.site.roster.openInvitations;
  assert.equal(open?.body.roles, 1);
  await staff.withdraw(open?.id as Bytes);
  assert.deepEqual(staff.site.roster.openInvitations, []);
  const link = parseEnrolFragment(`#${fragment}`) as JoinLink;
  const environment = {
    api: new Api({ base: BASE, fetch: server.fetch }),
    store: persistentStore(),
    passkeys: await SoftPasskey.make(),
  };
  assert.equal(await codeOf(enrolJoin(link, 'Ben', environment)), 'already_enrolled');
});

test('a server that shows another staff log is put on record by whoever has a session', async () => {
  const { server, visitor, store, staff, staffStore, passkey } = await talking();
  const before = server.site.acts.length;
  assert.ok(visitor.known);
  server.reports.length = 0;
  server.falseRoot = random(32);
  const { id: site, root } = server.site;
  const options = { site, root, api: new Api({ base: BASE, fetch: server.fetch }) };
  assert.equal(await codeOf(Visitor.open({ ...options, store })), 'wrong_root');
  await happens(() => server.reports.length === 1);
  // Who has no session gets none for this.
  assert.equal(await codeOf(Visitor.open({ ...options, store: Store.inMemory() })), 'wrong_root');
  const [known] = await Staff.known(staffStore);
  const api = new Api({ base: BASE, fetch: server.fetch });
  const signedIn = Staff.signIn(known as NonNullable<typeof known>, { api, store: staffStore, passkeys: passkey });
  assert.equal(await codeOf(signedIn), 'wrong_root');
  await happens(() => server.reports.length === 2);
  assert.deepEqual(
    server.reports.map(({ code }) => code),
    [25, 25],
  );
  assert.equal(server.site.acts.length, before);
  staff.report('focus_taken', random(16));
  await happens(() => server.reports.length === 3);
});

test('a team key that was sealed to an agent wrongly is on record, and a colleague makes the next', async () => {
  const all = await world();
  const { server, staff } = all;
  const ben = await colleague(all, Role.agent, 'Ben');
  const { body } = staff.site.roster.now.teamKey('support') as TeamKey;
  const members = staff.site.roster.now
    .teamDevices('support')
    .map(({ id, record }) => ({ id, kemKey: record.kem_key }));
  const input = { site: server.site.id, team: body.team, generation: body.generation + 1, members };
  const made = decode(TeamKeyBody, await makeTeamKey({ ...input, previous: random(32) }));
  const spoil = (share: SealedShare) =>
    equal(share.device, ben.device.id) ? { ...share, sealed: random(113) } : share;
  const spoilt = encode(TeamKeyBody, { ...made, shares: made.shares.map(spoil) });
  await server.site.push(staff.device, ActKind.team_key, spoilt);
  const told: string[] = [];
  ben.onSpoiltKey = (team) => told.push(team);
  for (let time = 0; time < 2; time++) await ben.maintain();
  assert.deepEqual([told, [...ben.spoiltKeys]], [['support'], ['support']]);
  await happens(() => server.reports.length > 0);
  assert.deepEqual(
    server.reports.map(({ code }) => code),
    [new CloisterError('decryption_failed').number],
  );
  await ben.renewTeamKeys();
  const generation = (): number | undefined => staff.site.roster.now.teamKey('support')?.body.generation;
  await staff.maintain();
  assert.equal(generation(), input.generation, 'not by somebody who cannot open it');
  await staff.renewTeamKeys();
  assert.equal(generation(), input.generation + 1);
  const customer = await keep((await openVisitor(all)).start());
  await until(customer, (snapshot) => snapshot.caughtUp);
  await ben.accept(customer.conversation);
});

test('a shared computer keeps nothing, and its device ends with the session', async () => {
  const all = await talking();
  const { server, staff, passkey } = all;
  const at = async (store: Store): Promise<Staff> => {
    const link = parseEnrolFragment(staff.deviceLink) as DeviceLink;
    const api = new Api({ base: BASE, fetch: server.fetch });
    return enrolDevice(link, { api, store, passkeys: passkey, shared: true });
  };
  const store = Store.inMemory();
  const shared = await at(store);
  assert.deepEqual(await Staff.known(store), []);
  assert.equal(shared.device.keys.sign.privateKey.extractable, false);
  assert.equal(shared.device.keys.kem.privateKey.extractable, false);
  await staff.maintain();
  await shared.maintain();
  const devices = (): number => staff.site.roster.now.devicesOf(staff.person).length;
  assert.equal(devices(), 2);

  // The window was closed: the next one takes its place.
  const next = await at(Store.inMemory());
  await staff.maintain();
  assert.equal(devices(), 2);
  assert.equal(staff.site.roster.now.device(shared.device.id), undefined);

  await next.lock();
  await staff.maintain();
  assert.equal(devices(), 1, 'locking is the end of it');
  assert.equal(next.device.keys, undefined);
  const memory = { api: new Api({ base: BASE, fetch: server.fetch }), store: Store.inMemory(), passkeys: passkey };
  const link = parseEnrolFragment(staff.deviceLink) as DeviceLink;
  assert.equal(await codeOf(enrolDevice(link, memory)), 'unsupported_browser', 'unless one says so');
});

test('new readers are allowed: the agent makes a new packet, and the customer sees it', async () => {
  const all = await talking();
  const { server, staff, customer, agent } = all;
  const link = staff.deviceLink;
  const api = new Api({ base: BASE, fetch: server.fetch });
  await enrolDevice(parseEnrolFragment(link) as DeviceLink, {
    api,
    store: persistentStore(),
    passkeys: all.passkey,
  });
  await staff.maintain();
  await agent.rosterChanged();
  const snapshot = await until(customer, (is) => is.epoch === 2);
  assert.equal(snapshot.timeline.at(-1)?.kind, 'readers');
  await customer.send('under the new epoch');
  await until(agent, has('under the new epoch', 'received'));
  assert.deepEqual(server.reports, []);
});

test('the frame gets its own conversation and nothing else', async () => {
  const all = await talking();
  const visitor = await openVisitor(all);
  const other = await keep(visitor.start());
  await until(other, (snapshot) => snapshot.caughtUp);
  await all.staff.accept(other.conversation);
  const services = all.staff.frameServices(all.customer.conversation);
  const foreign = all.server.conversation(other.conversation).entries[1]?.body as Bytes;
  assert.equal(await codeOf(services.openPacket(foreign)), 'wrong_conversation');
  const own = all.server.conversation(all.customer.conversation).entries[1]?.body as Bytes;
  const key = await services.openPacket(own);
  assert.deepEqual([key.algorithm.name, key.extractable], ['HKDF', false]);
  assert.equal(await codeOf(services.signCert(random(31))), 'malformed');
  assert.equal(await codeOf(services.makePacket({ epoch: -1, prev: random(32), head: random(32) })), 'malformed');
  assert.equal(await codeOf(services.ticket('x' as unknown as Bytes)), 'malformed');
});
