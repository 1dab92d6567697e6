// Ed25519 (RFC 8032), as strict as native code (src/crypto/ed25519.h): tests/vectors/ed25519.json has what both refuse.
import { type Bytes, equal, own, toHex } from '../bytes';
import { concat } from '../codec';
import { CloisterError } from '../errors';
import { isPrimeOrder } from './ed25519_points';

const ED25519 = 'Ed25519';

export const generateSignKeys = (extractable = false): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(ED25519, extractable, ['sign', 'verify']) as Promise<CryptoKeyPair>;

export const publicSignKey = async (keys: CryptoKeyPair): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));

export const ed25519Sign = async (key: CryptoKey, data: Uint8Array): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.sign(ED25519, key, own(data)));

/** Public keys that were used lately, imported: conversations have few signers and many signatures. */
const imported = new Map<string, CryptoKey>();
const MAX_IMPORTED = 128;

async function importPublic(publicKey: Uint8Array): Promise<CryptoKey> {
  const name = toHex(publicKey);
  const known = imported.get(name);
  if (known) return known;
  if (!isPrimeOrder(publicKey)) throw new CloisterError('weak_key');
  const key = await crypto.subtle.importKey('raw', own(publicKey), ED25519, false, ['verify']);
  const [oldest] = imported.keys();
  if (oldest !== undefined && imported.size >= MAX_IMPORTED) imported.delete(oldest);
  imported.set(name, key);
  return key;
}

/** Throws `weak_key` for a key that nobody must sign with. */
export const checkSignKey = async (publicKey: Uint8Array): Promise<void> => void (await importPublic(publicKey));

/** The neutral element: the one point of small order that R can be where the key is none. */
const neutral = Uint8Array.from({ length: 32 }, (_, i) => Number(i === 0));

/** Throws `bad_signature`, for a weak key too. */
export async function ed25519Verify(publicKey: Uint8Array, signature: Uint8Array, data: Uint8Array): Promise<void> {
  let right = false;
  try {
    right =
      !equal(signature.subarray(0, 32), neutral) &&
      (await crypto.subtle.verify(ED25519, await importPublic(publicKey), own(signature), own(data)));
  } catch {
    // A key that cannot be imported has signed nothing.
  }
  if (!right) throw new CloisterError('bad_signature');
}

/** PKCS#8 of an Ed25519 key up to its 32-byte seed (RFC 8410 section 7). */
const pkcs8Start = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32);

/** A private key of its seed. The copy made in between is wiped; the seed is the caller's. */
export async function importSignSeed(seed: Uint8Array): Promise<CryptoKey> {
  const pkcs8 = concat(pkcs8Start, seed);
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, ED25519, false, ['sign']);
  pkcs8.fill(0);
  return key;
}

/** The seed of an extractable key. */
export async function exportSignSeed(key: CryptoKey): Promise<Bytes> {
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', key));
  const seed = pkcs8.slice(pkcs8Start.length, pkcs8Start.length + 32);
  pkcs8.fill(0);
  return seed;
}
