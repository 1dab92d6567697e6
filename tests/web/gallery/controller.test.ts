// What the widget does with a visitor and a conversation: when a session is opened, what happens to first messages, what
// counts as read.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Chat, ChatSnapshot } from '../../../web/shared/chat';
import { CloisterError, Contradiction } from '../../../web/shared/errors';
import type { ConversationInfo } from '../../../web/shared/gen/wire';
import { ConnectionError } from '../../../web/shared/session';
import type { Visitor } from '../../../web/shared/visitor';
import { Controller } from '../../../web/widget/controller';
import type { WidgetModel } from '../../../web/widget/model';

// Timers of a page go with it; those of a test must not keep it from ending.
const { setTimeout: lasting } = globalThis;
globalThis.setTimeout = ((action: () => void, ms?: number) => lasting(action, ms).unref()) as typeof setTimeout;

const settle = () => new Promise((done) => setImmediate(done));

const snapshot: ChatSnapshot = {
  conversation: 'c',
  side: 'customer',
  connection: 'online',
  retryAtMs: 0,
  caughtUp: true,
  status: 'waiting',
  timeline: [],
  unread: 0,
  peerOnline: false,
  peerTyping: false,
  agentName: undefined,
  readers: [],
  epoch: 0,
  canSend: true,
  ending: undefined,
  violations: [],
  error: undefined,
};

class FakeChat {
  snapshot = snapshot;
  sent: string[] = [];
  read: number[] = [];
  typing: boolean[] = [];
  tookOver = 0;
  listener = () => {};
  subscribe(listener: () => void) {
    this.listener = listener;
    return () => {};
  }
  change(changes: Partial<ChatSnapshot>) {
    this.snapshot = { ...this.snapshot, ...changes };
    this.listener();
  }
  async send(text: string) {
    this.sent.push(text);
    return 'id';
  }
  markRead(seq: number) {
    this.read.push(seq);
  }
  setTyping(on: boolean) {
    this.typing.push(on);
  }
  async takeOver() {
    this.tookOver += 1;
  }
  active() {}
  stop() {}
}

interface World {
  provisional?: boolean;
  known?: boolean;
  conversations?: ConversationInfo[];
  expiresMs?: number;
  failOpen?: unknown;
  failStart?: unknown[];
}

function world(is: World = {}) {
  const log: string[] = [];
  const chat = new FakeChat();
  const models: WidgetModel[] = [];
  const marks: boolean[] = [];
  const visitor = {
    known: is.known ?? false,
    persistent: true,
    expiresMs: is.expiresMs ?? Number.MAX_SAFE_INTEGER,
    api: { now: () => 0 },
    erase: async () => log.push('erase'),
    site: { info: { available: true }, roster: { now: { members: () => [1, 2] } } },
    conversations: async () => {
      log.push('conversations');
      return is.conversations ?? [];
    },
    start: async () => {
      log.push('start');
      const failure = is.failStart?.shift();
      if (failure) throw failure;
      return chat;
    },
    resume: async () => {
      log.push('resume');
      return chat;
    },
  };
  const controller = new Controller({
    embedded: true,
    open: async (toWrite) => {
      log.push(toWrite ? 'open to write' : 'open');
      if (is.failOpen) throw is.failOpen;
      return {
        visitor: visitor as unknown as Visitor,
        provisional: (is.provisional ?? true) && !toWrite,
        persistent: true,
      };
    },
    render: (model) => models.push(model),
    unread: (waits) => marks.push(waits),
    arrived: () => log.push('arrived'),
    openWindow: () => {},
    minimise: () => {},
    restart: () => log.push('restart'),
  });
  const model = () => models[models.length - 1] as WidgetModel;
  return { controller, log, chat, model, marks, asChat: chat as unknown as Chat };
}

const info = (status: string, updatedMs: number): ConversationInfo => ({
  conversation: new Uint8Array(16),
  status,
  last_seq: 3,
  messages: 1,
  created_ms: 0,
  updated_ms: updatedMs,
  read_seq: 0,
});

test('a first visit opens no session and keeps no keys before something is written', async () => {
  const { controller, log, model } = world();
  await controller.start();
  controller.draft('I am thinking');
  assert.deepEqual(log, ['open']);
  assert.equal(model().stage.is, 'welcome');
  assert.equal(model().teamSize, 2);
});

test('the first messages make one conversation and arrive in order', async () => {
  const { controller, log, chat, model } = world();
  await controller.start();
  controller.send('one');
  controller.send('two');
  await settle();
  assert.deepEqual(log, ['open', 'open to write', 'start']);
  assert.deepEqual(chat.sent, ['one', 'two']);
  assert.equal(model().stage.is, 'chat');
});

test('a first message that could not be sent stays and is sent again', async () => {
  const { controller, chat, model } = world({ failStart: [new ConnectionError()] });
  await controller.start();
  controller.send('one');
  await settle();
  const { stage } = model();
  assert.ok(stage.is === 'welcome' && stage.first?.failed);
  assert.deepEqual(stage.first.texts, ['one']);
  controller.retry('first0');
  await settle();
  assert.deepEqual(chat.sent, ['one']);
});

test('a running conversation is taken up, a closed one only for a day', async () => {
  const running = world({
    provisional: false,
    known: true,
    conversations: [info('closed', Date.now()), info('waiting', 1)],
  });
  await running.controller.start();
  assert.deepEqual(running.log, ['open', 'conversations', 'resume']);
  const old = world({ provisional: false, known: true, conversations: [info('closed', 1)] });
  await old.controller.start();
  assert.equal(old.model().stage.is, 'welcome');
});

test('deleting deletes, and begins anew', async () => {
  const { controller, log, model } = world({ provisional: false, known: true, conversations: [info('waiting', 1)] });
  await controller.start();
  assert.equal(model().kept, true);
  await controller.erase();
  assert.deepEqual(log, ['open', 'conversations', 'resume', 'erase', 'restart']);
});

test('an open window does not outlast the keys', async () => {
  const { controller, log } = world({
    provisional: false,
    known: true,
    conversations: [info('waiting', 1)],
    expiresMs: 5,
  });
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    await controller.start();
    mock.timers.tick(4);
    assert.ok(!log.includes('erase'));
    mock.timers.tick(1);
    mock.timers.reset();
    await settle();
    assert.deepEqual(log.slice(-2), ['erase', 'restart']);
  } finally {
    mock.timers.reset();
  }
});

test('a limit beyond what a timer can take is not passed at once', async () => {
  const { controller, log } = world({ provisional: false, known: true, conversations: [info('waiting', 1)] });
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    await controller.start();
    mock.timers.tick(2 ** 31);
    assert.ok(!log.includes('erase'));
  } finally {
    mock.timers.reset();
  }
});

test('a key log that does not hold is said to be that, with whichever code it fails', async () => {
  const found = new Contradiction('not_permitted');
  const opening = world({ failOpen: found });
  await opening.controller.start();
  const writing = world({ failStart: [found] });
  await writing.controller.start();
  writing.controller.send('one');
  await settle();
  for (const { model } of [opening, writing])
    assert.deepEqual(model().stage, { is: 'stopped', why: 'untrusted', code: 'not_permitted' });
});

test('what stops the start is told apart', async () => {
  const cases = {
    wrong_root: 'wrong_root',
    bad_chain: 'untrusted',
    not_ready: 'not_ready',
    internal: 'failed',
  } as const;
  for (const [code, why] of Object.entries(cases)) {
    const { controller, model } = world({ failOpen: new CloisterError(code as keyof typeof cases) });
    await controller.start();
    const { stage } = model();
    assert.ok(stage.is === 'stopped' && stage.why === why, code);
  }
  const { controller, model } = world({ failOpen: new ConnectionError() });
  await controller.start();
  assert.ok(model().stage.is === 'stopped');
});

test('only what can be seen counts as read', async () => {
  const { controller, chat, log, marks } = world({
    provisional: false,
    known: true,
    conversations: [info('assigned', 1)],
  });
  await controller.start();
  controller.setVisible(false);
  const item = { kind: 'readers', seq: 9, timeMs: 1 } as const;
  chat.change({ unread: 1, timeline: [item] });
  assert.deepEqual(chat.read, []);
  assert.equal(marks.at(-1), true);
  assert.ok(log.includes('arrived'));
  controller.setVisible(true);
  assert.deepEqual(chat.read, [9]);
  controller.atEnd(false);
  chat.change({ unread: 1, timeline: [item, { ...item, seq: 10 }] });
  assert.deepEqual(chat.read, [9]);
  controller.atEnd(true);
  assert.deepEqual(chat.read, [9, 10]);
});

test('a conversation opened here is asked for once, and not fought over', async () => {
  const { controller, chat } = world({ provisional: false, known: true, conversations: [info('assigned', 1)] });
  chat.snapshot = { ...snapshot, connection: 'follower' };
  await controller.start();
  assert.equal(chat.tookOver, 1);
  chat.change({ connection: 'online' });
  chat.change({ connection: 'follower' });
  assert.equal(chat.tookOver, 1);
});

test('a conversation that was held here and is taken away is left to the other tab', async () => {
  const { controller, chat } = world({ provisional: false, known: true, conversations: [info('assigned', 1)] });
  await controller.start();
  chat.change({ connection: 'follower' });
  assert.equal(chat.tookOver, 0);
});
