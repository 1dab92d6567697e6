import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { random } from '../../web/shared/bytes';
import { generateSignKeys } from '../../web/shared/crypto/ed25519';
import { CloisterError } from '../../web/shared/errors';
import { checkedId, checkedItem, checkedSender } from '../../web/shared/frame_checks';
import { connect, type Method, type Rpc } from '../../web/shared/port';
import { ConnectionError } from '../../web/shared/session';
import { codeOf } from './support/site';

interface Served {
  double(value: number): Promise<number>;
  nothing(): Promise<void>;
  key(): Promise<CryptoKey>;
  echo(value: unknown): Promise<unknown>;
  fail(code: string): Promise<void>;
  never(): Promise<void>;
}
const served: { [name: string]: Method } = {
  double: async (value: number) => value * 2,
  nothing: async () => undefined,
  key: async () => (await generateSignKeys()).privateKey,
  echo: async (value: unknown) => value,
  fail: async (code: string) => {
    if (code === 'offline') throw new ConnectionError();
    if (code === 'bug') throw new TypeError('internal detail');
    throw new CloisterError('stale_head');
  },
  never: () => new Promise(() => undefined),
};

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
function pair(): { rpc: Rpc<Served>; raw: MessagePort } {
  const { port1, port2 } = new MessageChannel();
  const [server, rpc] = [connect(port1, served), connect<Served>(port2, {})];
  open.push(server, rpc);
  return { rpc, raw: port2 };
}

test('calls answer with values, keys included', async () => {
  const { rpc } = pair();
  assert.equal(await rpc.call('double', 21), 42);
  assert.equal(await rpc.call('nothing'), undefined);
  assert.equal((await rpc.call('key')).extractable, false);
  const data = new Uint8Array(70_000).fill(7);
  assert.deepEqual(await rpc.call('echo', { data, list: ['a', 1, true] }), { data, list: ['a', 1, true] });
});

test('errors arrive by their code, and details do not', async () => {
  const { rpc } = pair();
  assert.equal(await codeOf(rpc.call('fail', 'stale')), 'stale_head');
  assert.equal(await codeOf(rpc.call('fail', 'bug')), 'internal');
  await assert.rejects(rpc.call('fail', 'offline'), ConnectionError);
});

test('nothing but the methods can be called', async () => {
  const { rpc } = pair();
  for (const name of ['other', 'constructor', 'toString', '__proto__']) {
    assert.equal(
      await codeOf((rpc as unknown as Rpc<Record<string, () => Promise<void>>>).call(name)),
      'not_found',
      name,
    );
  }
});

test('junk and what is beyond bounds is not answered', async () => {
  const { rpc, raw } = pair();
  let nested: unknown = 1;
  for (let i = 0; i < 12; i++) nested = [nested];
  const junk = [
    null,
    1,
    'x',
    [],
    {},
    { ask: 'x' },
    { ask: 1 },
    { answer: 99, value: 1 },
    { ask: 1, method: 'echo', argument: 'x'.repeat(1_100_000) },
    { ask: 2, method: 'echo', argument: nested },
    { ask: 3, method: 'echo', argument: new Array(10_100).fill(0) },
    // Counted or refused, whatever shape it comes in.
    { ask: 4, method: 'echo', argument: { ['x'.repeat(1_100_000)]: 1 } },
    { ask: 5, method: 'echo', argument: new Array(2 ** 32 - 1) },
    { ask: 6, method: 'echo', argument: new Map([[1, 1]]) },
    { ask: 7, method: 'echo', argument: [new Set([1])] },
    { ask: 8, method: 'echo', argument: { inside: new Blob(['x']) } },
    { ask: 9, method: 'echo', argument: new Float64Array(1) },
    { ask: 10, method: 'echo', argument: new Date() },
    { ask: 11, method: 'echo', argument: 1n },
  ];
  const answered: unknown[] = [];
  raw.addEventListener('message', ({ data }) => answered.push(data.answer));
  for (const message of junk) raw.postMessage(message);
  raw.postMessage({ ask: 99, method: 'double', argument: 1 });
  assert.equal(await rpc.call('double', 1), 2);
  // Only the calls of the last two lines.
  assert.deepEqual(answered, [99, 1]);
});

test('open calls are few, and end when the port is closed', async () => {
  const { rpc } = pair();
  const waiting = Array.from({ length: 64 }, () => codeOf(rpc.call('never')));
  assert.equal(await codeOf(rpc.call('double', 1)), 'limit_reached');
  rpc.close();
  assert.deepEqual(new Set(await Promise.all(waiting)), new Set(['shutting_down']));
  assert.equal(await codeOf(rpc.call('double', 1)), 'shutting_down');
});

const ID = 'ab'.repeat(16);
const item = () => ({ id: ID, counter: 3, envelope: random(100), timeMs: 5, meantFor: 'cd'.repeat(32) });

test('what a frame hands over to be kept is copied field by field', () => {
  const made = item();
  const kept = checkedItem({ ...made, more: new Map() });
  assert.deepEqual(kept, made);
  assert.notEqual(kept.envelope.buffer, made.envelope.buffer);
  assert.equal(checkedItem({ ...made, meantFor: '' }).meantFor, '');
});

test('what a frame hands over in another shape is refused', async () => {
  const keys = await generateSignKeys();
  const cert = random(200);
  assert.deepEqual(checkedSender({ keys, cert, more: 1 }), { keys: { ...keys }, cert });
  const changes: object[] = [
    { id: 'ab' },
    { id: `${ID}\n` },
    { id: new String(ID) },
    { counter: -1 },
    { counter: 2 ** 32 },
    { counter: 0.5 },
    { envelope: new Uint8Array(0) },
    { envelope: new Uint8Array(65_537) },
    { envelope: new Blob(['x']) },
    { timeMs: Number.NaN },
    { timeMs: '5' },
    { meantFor: 'cd' },
    { meantFor: undefined },
  ];
  for (const change of changes) assert.throws(() => checkedItem({ ...item(), ...change }), /malformed/);
  const open = await generateSignKeys(true);
  const senders: unknown[] = [
    null,
    { keys, cert: new Uint8Array(1025) },
    { keys: { privateKey: keys.publicKey, publicKey: keys.privateKey }, cert },
    { keys: { privateKey: new Map(), publicKey: keys.publicKey }, cert },
    { keys: open, cert },
    { keys: await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']), cert },
  ];
  for (const sender of senders) assert.throws(() => checkedSender(sender), /malformed/);
  for (const id of [undefined, 7, {}, `x${ID}`]) assert.throws(() => checkedId(id), /malformed/);
});
