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
  const phone = await enrolDevice(parseEnrolFragment(all.staff.deviceLink()) as DeviceLink, 'Anna', {
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

test('what is written while the readers are still being checked waits for its writer', async () => {
  const all = await world();
  await colleague(all, Role.supervisor, 'Sue');
  const store = Store.inMemory();
  const first = await keep((await openVisitor(all, store)).start());
  await until(first, (snapshot) => snapshot.caughtUp);
  first.stop();
  await all.staff.accept(first.conversation);
  const resumed = await keep((await openVisitor(all, store)).resume(first.conversation as Bytes));
  assert.deepEqual(resumed.snapshot.readers, []);
  const id = await resumed.send('to nobody in particular');
  const held = await until(resumed, (snapshot) => /held|sent|read/.test(messages(snapshot)[0]?.status ?? ''));
  assert.equal(messages(held)[0]?.status, 'held');
  await resumed.retry(id);
  await until(resumed, has('to nobody in particular', 'sent'));
});
