// What depends on the browser: missing features, refused storage, several tabs.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { random } from '../../web/shared/bytes';
import { generateSignKeys } from '../../web/shared/crypto/ed25519';
import { enrolJoin, parseEnrolFragment } from '../../web/shared/enrol';
import { Role } from '../../web/shared/gen/wire';
import type { JoinLink } from '../../web/shared/invitation';
import { alone, WebLock } from '../../web/shared/locks';
import { StoredOutbox } from '../../web/shared/outbox';
import { browserPasskeys, type Passkeys } from '../../web/shared/passkeys';
import { checkPlatform, type KeySet, makeStoredKeys, type UnsupportedBrowser } from '../../web/shared/requirements';
import { Api } from '../../web/shared/session';
import { Store } from '../../web/shared/store';
import { Locks } from './support/locks';
import { SoftPasskey } from './support/passkeys';
import { codeOf, happens } from './support/site';
import { BASE, persistentStore, stopAll, world } from './support/talk';

const define = (name: string, value: unknown): void =>
  void Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  stopAll();
  define('isSecureContext', true);
  if (before) Object.defineProperty(globalThis, 'navigator', before);
});

test('what is missing is said', () => {
  define('isSecureContext', false);
  assert.throws(
    checkPlatform,
    (error: UnsupportedBrowser) => error.code === 'unsupported_browser' && error.missing.join() === 'secure_context',
  );
  define('isSecureContext', true);
  const { WebSocket } = globalThis;
  define('WebSocket', undefined);
  assert.throws(checkPlatform, (error: UnsupportedBrowser) => error.missing.join() === 'web_sockets');
  define('WebSocket', WebSocket);
  checkPlatform();
});

test('a key kind that the browser does not know is named, and there is no weaker mode', async () => {
  const generate = crypto.subtle.generateKey;
  const without = (name: string): void => {
    Object.defineProperty(crypto.subtle, 'generateKey', {
      configurable: true,
      value: (algorithm: unknown, ...rest: unknown[]) => {
        const asked = typeof algorithm === 'string' ? algorithm : (algorithm as { name: string }).name;
        if (asked === name) return Promise.reject(new DOMException('no', 'NotSupportedError'));
        return Reflect.apply(generate, crypto.subtle, [algorithm, ...rest]);
      },
    });
  };
  const make = (): Promise<unknown> => makeStoredKeys(Store.inMemory(), 'k', async (keys) => ({ keys }));
  for (const [algorithm, requirement] of [
    ['Ed25519', 'ed25519'],
    ['ECDH', 'p256'],
  ] as const) {
    without(algorithm);
    await assert.rejects(make(), (error: UnsupportedBrowser) => error.missing.join() === requirement);
  }
  Reflect.deleteProperty(crypto.subtle, 'generateKey');
  await make();
});

/** A store of a browser that cannot keep such keys. */
class BrokenStore {
  persistent = true;
  kept = new Map<string, unknown>();
  constructor(private readonly how: 'refuses' | 'changes') {}
  async put(key: string, value: unknown): Promise<void> {
    if (this.how === 'refuses' && this.persistent) throw new DOMException('no', 'DataCloneError');
    this.kept.set(key, value);
  }
  async get(key: string): Promise<unknown> {
    if (!this.persistent) return this.kept.get(key);
    return { keys: { sign: await generateSignKeys(), kem: {} } };
  }
  async delete(key: string): Promise<void> {
    this.kept.delete(key);
  }
  forget(): void {
    this.persistent = false;
  }
}

test('keys that storage refuses or spoils stay in memory, and the caller is told', async () => {
  for (const how of ['refuses', 'changes'] as const) {
    const store = new BrokenStore(how) as unknown as Store;
    const made = await makeStoredKeys(store, 'k', async (keys: KeySet) => ({ keys, more: 1 }));
    assert.equal(store.persistent, false, how);
    assert.equal(await store.get('k'), made);
    assert.equal(made.keys.sign.privateKey.extractable || made.keys.kem.privateKey.extractable, false);
  }
});

test('on a shared computer a passkey is made elsewhere, on what its owner carries along', async () => {
  const asked: PublicKeyCredentialCreationOptions[] = [];
  const create = ({ publicKey }: { publicKey: PublicKeyCredentialCreationOptions }): Promise<null> => {
    asked.push(publicKey);
    return Promise.resolve(null);
  };
  define('navigator', { credentials: { create } });
  const user = { id: random(16), name: 'Anna' };
  for (const carried of [false, true])
    assert.equal(await codeOf(browserPasskeys.create('example.org', random(32), user, carried)), 'bad_passkey');
  assert.deepEqual(
    asked.map((one) => one.authenticatorSelection?.authenticatorAttachment),
    [undefined, 'cross-platform'],
  );
  assert.deepEqual(
    asked.map((one) => (one as { hints?: string[] }).hints),
    [undefined, ['hybrid', 'security-key']],
  );
});

test('who joins on a shared computer makes the passkey so', async () => {
  const { server, staff } = await world();
  const join = async (shared: boolean): Promise<unknown> => {
    const { fragment } = await staff.invite(Role.agent);
    const passkeys = await SoftPasskey.make();
    let asked: unknown;
    const create: Passkeys['create'] = (rpId, challenge, _user, carried) => {
      asked = carried;
      return passkeys.create(rpId, challenge);
    };
    const environment = {
      api: new Api({ base: BASE, fetch: server.fetch }),
      store: shared ? Store.inMemory() : persistentStore(),
      passkeys: { create, get: passkeys.get.bind(passkeys) },
      shared,
    };
    await enrolJoin(parseEnrolFragment(`#${fragment}`) as JoinLink, 'Ben', environment);
    return asked;
  };
  assert.deepEqual([await join(false), await join(true)], [false, true]);
});

test('without IndexedDB there is memory', async () => {
  const store = await Store.open();
  assert.equal(store.persistent, false);
  await store.put('a/1', 1);
  await store.put('a/2', 2);
  await store.put('b/1', 3);
  assert.deepEqual(await store.keys('a/'), ['a/1', 'a/2']);
  await store.clear('a/');
  assert.deepEqual([await store.get('a/1'), await store.get('b/1')], [undefined, 3]);
});

test('outbox: in order of counters, changed one after the other, bounded', async () => {
  const store = Store.inMemory();
  const outbox = new StoredOutbox(store, random(16));
  const item = (counter: number) => ({ id: String(counter), counter, envelope: random(10), timeMs: 1, meantFor: '' });
  await Promise.all([outbox.put(item(2)), outbox.put(item(1)), outbox.put(item(3)), outbox.remove('2')]);
  assert.deepEqual(
    (await outbox.load()).items.map((one) => one.counter),
    [1, 3],
  );
  for (let i = 4; i < 202; i++) await outbox.put(item(i));
  assert.equal(await codeOf(outbox.put(item(202))), 'limit_reached');
  await outbox.put({ ...item(5), envelope: random(11) });
});

interface Tab {
  lock: WebLock;
  log: string[];
}
function tab(name: string): Tab {
  const lock = new WebLock(name);
  const log: string[] = [];
  stops.push(() => lock.stop());
  lock.start(
    () => log.push('held'),
    () => log.push('lost'),
  );
  return { lock, log };
}
const says = (tab: Tab, log: string): Promise<void> => happens(() => tab.log.join() === log);

test('tabs: the first holds, the second waits, and gets it when the first closes', async () => {
  define('navigator', { locks: new Locks() });
  const [one, two] = [tab('chat/a'), tab('chat/a')];
  await says(two, 'lost');
  assert.deepEqual(one.log, ['held']);
  await says(tab('chat/b'), 'held');
  one.lock.stop();
  await says(two, 'lost,held');
});

test('tabs: taking over asks the holder, who gives it and may ask back', async () => {
  define('navigator', { locks: new Locks() });
  const [one, two] = [tab('chat/a'), tab('chat/a')];
  await says(two, 'lost');
  two.lock.takeOver();
  await says(two, 'lost,held');
  await says(one, 'held,lost');
  one.lock.takeOver();
  await says(one, 'held,lost,held');
  await says(two, 'lost,held,lost');
});

test('tabs: one whose lock is stolen has lost it, and waits', async () => {
  const locks = new Locks();
  define('navigator', { locks });
  const one = tab('chat/a');
  await says(one, 'held');
  let end: () => void = () => undefined;
  void locks.request(
    'chat/a',
    { steal: true },
    () =>
      new Promise((resolve) => {
        end = resolve;
      }),
  );
  await says(one, 'held,lost');
  end();
  await says(one, 'held,lost,held');
});

test('tabs: a holder that does not answer loses it', async () => {
  const locks = new Locks();
  define('navigator', { locks });
  void locks.request('chat/a', {}, () => new Promise(() => undefined)).catch(() => undefined);
  const two = tab('chat/a');
  await says(two, 'lost');
  two.lock.takeOver();
  await says(two, 'lost,held');
});

test('tabs: where locks are refused, as where nothing may be stored, it is held at once', async () => {
  define('navigator', { locks: { request: () => Promise.reject(new DOMException('denied', 'SecurityError')) } });
  await says(tab('chat/a'), 'held');
  assert.equal(await alone('x', async () => 1), 1);
  await assert.rejects(
    alone('x', () => Promise.reject(new Error('its own'))),
    /its own/,
  );
});

test('alone: one after the other where there are locks, and anyhow where not', async () => {
  define('navigator', undefined);
  assert.equal(await alone('x', async () => 1), 1);
  define('navigator', { locks: new Locks() });
  const order: string[] = [];
  const slow = alone('x', async () => {
    await new Promise((resolve) => setImmediate(resolve));
    order.push('first');
  });
  await Promise.all([slow, alone('x', async () => void order.push('second'))]);
  assert.deepEqual(order, ['first', 'second']);
});
