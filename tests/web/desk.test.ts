// What the console's desk decides without a page: when it locks, and what it believes of frames.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Drafts } from '../../web/console/desk/drafts';
import { LockTogether } from '../../web/console/desk/lock_together';
import { NoticeList } from '../../web/console/desk/notice_list';
import { Queue } from '../../web/console/desk/queue';
import { FrameGate } from '../../web/console/model/frame_gate';
import { Identities } from '../../web/console/model/pseudonym';
import { TimeLimits } from '../../web/console/model/time_limits';
import { random } from '../../web/shared/bytes';
import { concat } from '../../web/shared/codec';
import type { Device } from '../../web/shared/device';
import type { ConversationInfo } from '../../web/shared/gen/wire';
import { storeKey } from '../../web/shared/session';
import { happens } from './support/site';
import { stopAll, world } from './support/talk';

/** Open windows; left open, they keep the run of a failed test from ending. */
const windows: LockTogether[] = [];
afterEach(() => {
  stopAll();
  for (const one of windows.splice(0)) one.stop();
});

const MINUTE_MS = 60_000;

/** A desk that locks after 15 minutes of silence and after 12 hours at most. */
function limits(): { limits: TimeLimits; pass(wall_ms: number, steady_ms?: number): void } {
  const clocks = { wall_ms: 1_700_000_000_000, steady_ms: 5000 };
  return {
    limits: new TimeLimits(15 * MINUTE_MS, 720 * MINUTE_MS, {
      wall: () => clocks.wall_ms,
      steady: () => clocks.steady_ms,
    }),
    pass: (wall_ms, steady_ms = wall_ms) => {
      clocks.wall_ms += wall_ms;
      clocks.steady_ms += steady_ms;
    },
  };
}

test('limits: silence locks, and somebody who is here puts it off', () => {
  const desk = limits();
  desk.pass(15 * MINUTE_MS - 1);
  assert.equal(desk.limits.over, undefined);
  desk.limits.active();
  desk.pass(15 * MINUTE_MS - 1);
  assert.equal(desk.limits.over, undefined);
  desk.pass(1);
  assert.equal(desk.limits.over, 'idle');
});

test('limits: sleep counts, and the first touch after it comes too late', () => {
  const desk = limits();
  desk.pass(60 * MINUTE_MS, 0);
  desk.limits.active();
  assert.equal(desk.limits.over, 'idle');
});

test('limits: setting the clock back wins no time', () => {
  const desk = limits();
  desk.pass(-600 * MINUTE_MS, 15 * MINUTE_MS);
  assert.equal(desk.limits.over, 'idle');
});

test('limits: the session ends however busy it is', () => {
  const desk = limits();
  for (let minute = 0; minute < 719; minute++) {
    desk.pass(MINUTE_MS);
    desk.limits.active();
    assert.equal(desk.limits.over, undefined);
  }
  desk.pass(MINUTE_MS);
  assert.equal(desk.limits.over, 'absolute');
});

/** The gate of a frame that a person uses, until `pressed` says otherwise. */
function gate(): { gate: FrameGate; person: { pressed: boolean; now_ms: number } } {
  const person = { pressed: true, now_ms: 0 };
  return {
    gate: new FrameGate(
      () => person.pressed,
      () => person.now_ms,
    ),
    person,
  };
}

test('frames: without a person nothing is believed', () => {
  const { gate: frame, person } = gate();
  person.pressed = false;
  assert.equal(frame.active(), false);
  assert.equal(frame.link(), false);
  assert.equal(frame.command('slot-1'), undefined);
  person.pressed = true;
  assert.equal(frame.active(), true);
  assert.equal(frame.link(), true);
  assert.equal(frame.command('slot-1'), 'slot-1');
});

test('frames: a press is good for one link a second, and for commands no faster than a person gives them', () => {
  const { gate: frame, person } = gate();
  const did = { commands: 0, links: 0 };
  // What the browser calls a press lasts five seconds.
  for (; person.now_ms < 5000; person.now_ms += 10) {
    did.commands += Number(frame.command('next') !== undefined);
    did.links += Number(frame.link());
  }
  assert.deepEqual(did, { commands: 50, links: 5 });
});

test('frames: a frame cannot accept, only give the keyboard to the list', () => {
  assert.equal(gate().gate.command('accept'), 'rail');
});

test('what is kept goes with its conversation, and only what this device keeps', async () => {
  const all = await world();
  const { staff, staffStore: store } = all;
  const [mine, other] = [random(16), random(16)];
  const elsewhere: Device = { ...staff.device, id: random(32) };
  const [drafts, foreign] = [new Drafts(store, staff.device), new Drafts(store, elsewhere)];
  await store.put(storeKey('outbox', concat(elsewhere.id, other)), { items: [] });
  await foreign.keep(other, 'of a colleague');
  const item = { id: 'ab'.repeat(16), counter: 1, envelope: random(9), timeMs: 1, meantFor: '' };
  for (const conversation of [mine, other]) {
    await drafts.keep(conversation, 'a draft');
    await staff.frameServices(conversation).outboxPut(item);
  }
  const count = async () => (await store.keys('draft/')).length + (await store.keys('outbox/')).length;
  assert.equal(await count(), 6);
  await drafts.prune([mine]);
  await staff.pruneOutbox([mine]);
  assert.equal(await count(), 4);
  assert.equal(await drafts.load(mine), 'a draft');
  assert.equal(await drafts.load(other), '');
  assert.deepEqual((await staff.frameServices(mine).outboxLoad()).items, [item]);
  await drafts.prune([]);
  await staff.pruneOutbox([]);
  assert.equal(await count(), 2);
  assert.equal(await foreign.load(other), 'of a colleague');
});

test('notices: one room is listed a few times, then counted, and pushes out nobody', () => {
  const list = new NoticeList();
  list.add('shut', 'of another room', 'Blue Fox', false);
  for (let time = 0; time < 500; time++) list.add('violation', 'refused', 'Red Owl', false);
  list.add('violation', 'of another room', 'Blue Fox', false);
  assert.equal(list.all.length, 7);
  assert.equal(list.all[0]?.conversation, 'Blue Fox');
  assert.deepEqual(
    list.all.map(({ more }) => more),
    [undefined, undefined, undefined, undefined, undefined, 495, undefined],
  );
  for (let act = 0; act < 10; act++) list.add('roster', 'of the site', undefined, true);
  assert.equal(list.all.length, 17);
});

test('windows: locking one locks the others, not itself', async () => {
  const locked: string[] = [];
  const all = ['a', 'b', 'c'].map((name) => new LockTogether(() => locked.push(name)));
  for (const one of all) windows.push(one);
  all[2]?.stop();
  all[0]?.tell();
  // As locking does, which must not take the word back.
  all[0]?.stop();
  await happens(() => locked.length > 0);
  assert.deepEqual(locked, ['b']);
});

test('queue: a conversation is offered once its first message has arrived', async () => {
  const { staff } = await world();
  const queue = new Queue(staff, new Identities(), {
    changed: () => undefined,
    accepted: () => undefined,
    mayAccept: () => true,
  });
  const made: ConversationInfo = {
    conversation: random(16),
    status: 'waiting',
    last_seq: 2,
    messages: 0,
    created_ms: staff.api.now(),
    updated_ms: staff.api.now(),
    read_seq: 0,
  };
  queue.putAll([made]);
  assert.deepEqual([queue.size, queue.rows()], [0, []]);
  queue.put({ ...made, messages: 1 });
  assert.deepEqual([queue.size, queue.rows().length], [1, 1]);
});
