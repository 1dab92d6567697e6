// What this browser must be able to do. Tested by feature, with the keys that will be used, before they are published.
import { equal, random } from './bytes';
import { aeadOpen, aeadSeal } from './crypto/aead';
import { ed25519Sign, ed25519Verify, generateSignKeys, publicSignKey } from './crypto/ed25519';
import { expandToAes, hkdfKey } from './crypto/hkdf';
import { hpkeOpen, hpkeSeal } from './crypto/hpke';
import { generateKemKeys, publicKemKey } from './crypto/p256';
import { CloisterError } from './errors';
import type { Store } from './store';

export type Requirement =
  | 'secure_context'
  | 'web_crypto'
  | 'web_sockets'
  | 'ed25519'
  | 'p256'
  | 'hkdf_aes_gcm'
  | 'storage';

/** `missing` says what, for people who can do something about it. */
export class UnsupportedBrowser extends CloisterError {
  constructor(
    readonly missing: Requirement[],
    options?: ErrorOptions,
  ) {
    super('unsupported_browser', options);
  }
}

export interface KeySet {
  sign: CryptoKeyPair;
  kem: CryptoKeyPair;
}

/** Throws UnsupportedBrowser. There is no weaker mode. */
async function attempt<T>(requirement: Requirement, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw new UnsupportedBrowser([requirement], { cause });
  }
}
const demand = (works: boolean): void => {
  if (!works) throw new Error('does not do what it should');
};

export function checkPlatform(): void {
  const missing: Requirement[] = [];
  if (!globalThis.isSecureContext) missing.push('secure_context');
  if (typeof crypto?.subtle?.generateKey !== 'function') missing.push('web_crypto');
  if (typeof WebSocket !== 'function') missing.push('web_sockets');
  if (missing.length > 0) throw new UnsupportedBrowser(missing);
}

/** Whether the keys do what they are for. */
async function useKeys(keys: KeySet): Promise<void> {
  const data = random(32);
  await attempt('ed25519', async () =>
    ed25519Verify(await publicSignKey(keys.sign), await ed25519Sign(keys.sign.privateKey, data), data),
  );
  await attempt('p256', async () => {
    const sealed = await hpkeSeal(await publicKemKey(keys.kem), data, data, data);
    demand(equal(await hpkeOpen(keys.kem, data, data, sealed), data));
  });
  await attempt('hkdf_aes_gcm', async () => {
    const key = await expandToAes(await hkdfKey(random(32)), data);
    const nonce = random(12);
    demand(equal(await aeadOpen(key, nonce, data, await aeadSeal(key, nonce, data, data)), data));
  });
}

/**
 * New keys, stored under `key` with what `record` adds to them, read back and used. When the store cannot keep such
 * keys it falls back to memory (`store.persistent` tells).
 */
export async function makeStoredKeys<T extends { keys: KeySet }>(
  store: Store,
  key: string,
  record: (keys: KeySet) => Promise<T>,
): Promise<T> {
  const sign = await attempt('ed25519', () => generateSignKeys());
  const kem = await attempt('p256', () => generateKemKeys());
  const made = await record({ sign, kem });
  if (store.persistent) {
    try {
      await store.put(key, made);
      const back = await store.get<T>(key);
      await useKeys((back as T).keys);
      return back as T;
    } catch {
      // Refused, or engines that cannot store this kind of key: keys stay in memory, and the caller can tell.
      await store.delete(key).catch(() => undefined);
      store.forget();
    }
  }
  await useKeys(made.keys);
  await store.put(key, made);
  return made;
}
