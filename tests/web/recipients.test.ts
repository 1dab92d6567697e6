// The recipients of a message are frozen when send is pressed: whoever comes after that does not get it unasked.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Bytes } from '../../web/shared/bytes';
import type { Chat } from '../../web/shared/chat';
import { decode } from '../../web/shared/codec';
import { enrolDevice, parseEnrolFragment } from '../../web/shared/enrol';
import { Envelope, type Packet, Role } from '../../web/shared/gen/wire';
import type { DeviceLink } from '../../web/shared/invitation';
import { type Continuity, newReaders } from '../../web/shared/readers';
import { Api } from '../../web/shared/session';
import type { Staff } from '../../web/shared/staff';
import { Store } from '../../web/shared/store';
import { TestConversation } from './support/conversation';
import { happens, type StaffMember, TestSite } from './support/site';
import {
  BASE,
  colleague,
  fates,
  frameOf,
  has,
  keep,
  messages,
  openVisitor,
  persistentStore,
  stopAll,
  talking,
  until,
  type World,
  world,
} from './support/talk';

afterEach(stopAll);

// Who is new, by the acts.

/** A conversation that waits, and what an acceptance under each continuity adds. */
async function added(site: TestSite, agent: StaffMember, continuity: Continuity): Promise<string[]> {
  const made = await TestConversation.begin(site);
  const before = made.packet as Packet;
  await made.accept(agent, continuity);
  const roster = await site.roster();
  return newReaders(before, made.packet as Packet, roster).map(({ id }) => roster.teamKeyById(id)?.team ?? 'a person');
}

test('an agent of the team and supervisors who are in it are nobody new; others are', async () => {
  const site = await TestSite.make();
  const agent = await site.addMember(Role.agent);
  await site.teamKey('support');
  assert.deepEqual(await added(site, agent, 'nobody'), []);
  assert.deepEqual(await added(site, agent, 'supervisors'), [], 'the one supervisor is an agent too');
  assert.deepEqual(await added(site, agent, 'team'), []);
  await site.addMember(Role.supervisor);
  await site.teamKey('supervisors');
  assert.deepEqual(await added(site, agent, 'nobody'), []);
  assert.deepEqual(await added(site, agent, 'supervisors'), ['supervisors']);
});

test('whoever joins the team later can open what waits, and is nobody new; the next agent after one is', async () => {
  const site = await TestSite.make();
  const anna = await site.addMember(Role.agent);
  await site.teamKey('support');
  const made = await TestConversation.begin(site);
  const waiting = made.packet as Packet;
  const ben = await site.addMember(Role.agent);
  await site.teamKey('support');
  await made.accept(ben, 'nobody');
  const bens = made.packet as Packet;
  const roster = await site.roster();
  assert.deepEqual(newReaders(waiting, bens, roster), []);
  const other = await TestConversation.begin(site);
  await other.accept(anna, 'nobody');
  const annas = other.packet as Packet;
  assert.equal(newReaders(annas, bens, roster).length, 1, 'another person');
  assert.equal(newReaders(undefined, bens, roster).length, 1, 'not known what it was meant for: everybody is new');
  assert.deepEqual(newReaders(bens, waiting, roster).length, 1, 'a whole team instead of one of them');
});

// What becomes of messages.

/** A message that the server has not taken when the connection goes. */
async function interrupted(all: World, chat: Chat, text: string): Promise<string> {
  const { server } = all;
  fates(server, 'swallow');
  const before = server.appended.length;
  const id = await chat.send(text);
  await happens(() => server.appended.length > before);
  server.noSockets = true;
  server.cut();
  await until(chat, (snapshot) => snapshot.connection === 'offline');
  return id;
}
test('a message for the team waits when somebody outside of it can read now, until its writer says so', async () => {
  const all = await world();
  await colleague(all, Role.supervisor, 'Sue');
  const store = Store.inMemory();
  const visitor = await openVisitor(all, store);
  const customer = await keep(visitor.start());
  await until(customer, (snapshot) => snapshot.caughtUp);
  const id = await interrupted(all, customer, 'for the team only');
  const dropped = await customer.send('this too');
  const sent = all.server.appended.length;
  await all.staff.accept(customer.conversation);
  all.server.noSockets = false;

  const held = await until(customer, has('for the team only', 'held'));
  assert.deepEqual(
    messages(held).map(({ status, added }) => [status, added]),
    [1, 2].map(() => ['held', [{ kind: 'team', team: 'supervisors', members: 2 }]]),
  );
  await customer.send('for those I see now');
  await until(customer, has('for those I see now', 'sent'));
  const after = all.server.appended.slice(sent).map(({ body }) => decode(Envelope, body));
  assert.equal(after.length, 1, 'nothing else has left the browser');

  // Also after a reload.
  customer.stop();
  const again = await openVisitor(all, store);
  const resumed = await keep(again.resume(customer.conversation as Bytes));
  await until(resumed, has('for the team only', 'held'));
  await resumed.retry(id);
  assert.equal(await resumed.discard(dropped), 'this too');
  const done = await until(resumed, has('for the team only', 'sent'));
  assert.deepEqual(
    messages(done).map(({ text, status }) => [text, status]),
    [
      ['for those I see now', 'sent'],
      ['for the team only', 'sent'],
    ],
  );
  const third = await openVisitor(all, store);
  const last = await keep(third.resume(customer.conversation as Bytes));
  resumed.stop();
  const snapshot = await until(last, has('for the team only', 'sent'));
  assert.equal(messages(snapshot).length, 2, 'what was discarded does not come back');
});

test('a held message ends with its conversation', async () => {
  const all = await world();
  await colleague(all, Role.supervisor, 'Sue');
  const customer = await keep((await openVisitor(all)).start());
  await until(customer, (snapshot) => snapshot.caughtUp);
  await interrupted(all, customer, 'too late');
  await all.staff.accept(customer.conversation);
  all.server.noSockets = false;
  await until(customer, has('too late', 'held'));
  await customer.close('left');
  const closed = await until(customer, has('too late', 'not_sent'));
  assert.equal(messages(closed)[0]?.problem, 'conversation_closed');
});

/** A further device of Anna's, and what was made for it. */
async function phoneOf(all: World): Promise<Staff> {
  const phone = await enrolDevice(parseEnrolFragment(all.staff.deviceLink) as DeviceLink, {
    api: new Api({ base: BASE, fetch: all.server.fetch }),
    store: persistentStore(),
    passkeys: all.passkey,
  });
  await all.staff.maintain();
  await phone.maintain();
  return phone;
}

test('another device of the same agent is nobody new: it goes out by itself', async () => {
  const all = await talking();
  const { server, agent, customer } = all;
  fates(server, 'swallow');
  const before = server.appended.length;
  await agent.send('from me as before');
  await happens(() => server.appended.length > before);
  await phoneOf(all);
  await agent.rosterChanged();
  server.cut();
  const received = await until(customer, has('from me as before', 'received'));
  assert.equal(messages(received).at(-1)?.epoch, 2);
});

test('an agent whose site lets the supervisors read from now on is asked first', async () => {
  const all = await world();
  const { server, staff } = all;
  await colleague(all, Role.supervisor, 'Sue');
  const phone = await phoneOf(all);
  server.continuity = 'nobody';
  await staff.site.loadInfo();
  const customer = await keep((await openVisitor(all)).start());
  await until(customer, (snapshot) => snapshot.caughtUp);
  await staff.accept(customer.conversation);
  const { chat: agent } = await frameOf(all, customer.conversation);
  await until(agent, (snapshot) => snapshot.agentName === 'Anna');
  fates(server, 'swallow');
  const before = server.appended.length;
  const id = await agent.send('between us');
  await happens(() => server.appended.length > before);
  // Anna's other device hears of the setting first, and makes the epoch.
  server.continuity = 'supervisors';
  await phone.site.loadInfo();
  await frameOf({ ...all, staff: phone }, customer.conversation);
  const held = await until(agent, has('between us', 'held'));
  assert.deepEqual(messages(held).at(-1)?.added, [{ kind: 'team', team: 'supervisors', members: 2 }]);
  await agent.retry(id);
  server.cut();
  await until(customer, has('between us', 'received'));
});

// What the server times: the log may know of readers before the screen does.

test('a message goes only to those on the screen when more is announced than delivered', async () => {
  const all = await world();
  const { server } = all;
  await colleague(all, Role.supervisor, 'Sue');
  const customer = await keep((await openVisitor(all)).start());
  await until(customer, (snapshot) => snapshot.caughtUp && snapshot.connection === 'online');
  server.noSockets = true;
  server.cut();
  await until(customer, (snapshot) => snapshot.connection === 'offline');
  await all.staff.accept(customer.conversation);
  // The agent's certificate is announced, and comes only after send was pressed.
  server.announced = (seq) => seq + 1;
  const { length } = server.conversation(customer.conversation).entries;
  server.noSockets = false;
  const { log } = customer as unknown as { log: { seq: number } };
  await happens(() => log.seq === length);
  assert.equal(customer.snapshot.epoch, 0, 'the supervisors are not on the screen');
  await customer.send('for the team only');
  server.announced = (seq) => seq;
  await frameOf(all, customer.conversation);
  const held = await until(customer, (snapshot) => /held|sent|read/.test(messages(snapshot)[0]?.status ?? ''));
  assert.equal(messages(held)[0]?.status, 'held');
});

// After a reload: nobody is on the screen until the readers are checked.

/** A conversation that waits for the team, left by its customer; there is a supervisor outside of the team. */
async function left(store: Store): Promise<World & { conversation: Bytes }> {
  const all = await world();
  await colleague(all, Role.supervisor, 'Sue');
  const first = await keep((await openVisitor(all, store)).start());
  await first.send('Hello');
  await until(first, has('Hello', 'sent'));
  first.stop();
  return { ...all, conversation: first.conversation as Bytes };
}
const back = async (all: World & { conversation: Bytes }, store: Store): Promise<Chat> =>
  keep((await openVisitor(all, store)).resume(all.conversation));
/** Sent before it was clear to whom: it waits until it is, and then is as given. */
async function early(chat: Chat, text: string, status: string): Promise<string> {
  assert.deepEqual([chat.snapshot.readers, chat.snapshot.canSend], [[], false]);
  const id = await chat.send(text);
  await until(chat, has(text, 'sending'));
  const known = await until(chat, (snapshot) => snapshot.readers.length > 0);
  assert.equal(known.canSend, true);
  const then = await until(chat, (snapshot) => messages(snapshot).at(-1)?.status !== 'sending');
  assert.deepEqual([messages(then).at(-1)?.text, messages(then).at(-1)?.status], [text, status]);
  return id;
}

test('what is written before the readers are known goes by itself to those whom its writer has seen before', async () => {
  const store = Store.inMemory();
  const all = await left(store);
  await early(await back(all, store), 'are you there?', 'sent');
});

test('what is written before the readers are known waits for its writer when somebody has come', async () => {
  const store = Store.inMemory();
  const all = await left(store);
  await all.staff.accept(all.conversation);
  const resumed = await back(all, store);
  const id = await early(resumed, 'to the team', 'held');
  await resumed.retry(id);
  await until(resumed, has('to the team', 'sent'));
});

test('readers count as seen only when somebody was there to see them', async () => {
  const store = Store.inMemory();
  const all = await left(store);
  await all.staff.accept(all.conversation);
  const accepted = (snapshot: Chat['snapshot']) => snapshot.epoch === 1;
  const unwatched = await back(all, store);
  await until(unwatched, accepted);
  unwatched.stop();
  const watched = await back(all, store);
  await early(watched, 'behind the back of its writer', 'held');
  watched.active();
  watched.stop();
  await early(await back(all, store), 'in full view', 'sent');
});

test('a past that is still arriving shows no readers', async () => {
  const store = Store.inMemory();
  const all = await left(store);
  await all.staff.accept(all.conversation);
  const { length } = all.server.conversation(all.conversation).entries;
  all.server.announced = (seq) => seq + 1;
  const resumed = await back(all, store);
  const { log } = resumed as unknown as { log: { seq: number } };
  await happens(() => log.seq === length);
  await resumed.send('to nobody in particular');
  const arriving = await until(resumed, has('to nobody in particular', 'sending'));
  assert.deepEqual([arriving.readers, arriving.epoch], [[], 0]);
  all.server.announced = (seq) => seq;
  await frameOf(all, all.conversation);
  await until(resumed, has('to nobody in particular', 'held'));
});

test('an agent whose frame is opened anew sends to those seen before, too', async () => {
  const all = await talking();
  await all.agent.send('one moment');
  await until(all.customer, has('one moment', 'received'));
  all.agent.stop();
  const { chat } = await frameOf(all, all.customer.conversation);
  await early(chat, 'here I am', 'sent');
});
