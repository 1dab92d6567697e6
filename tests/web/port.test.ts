import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { generateSignKeys } from '../../web/shared/crypto/ed25519';
import { CloisterError } from '../../web/shared/errors';
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
  ];
  for (const message of junk) raw.postMessage(message);
  assert.equal(await rpc.call('double', 1), 2);
});

test('open calls are few, and end when the port is closed', async () => {
  const { rpc } = pair();
  const waiting = Array.from({ length: 64 }, () => codeOf(rpc.call('never')));
  assert.equal(await codeOf(rpc.call('double', 1)), 'limit_reached');
  rpc.close();
  assert.deepEqual(new Set(await Promise.all(waiting)), new Set(['shutting_down']));
  assert.equal(await codeOf(rpc.call('double', 1)), 'shutting_down');
});
