// P-256 keys for HPKE. Private halves always travel with their public half: engines cannot derive it from a key that
// is not extractable.

import { fromBase64url, toBase64url } from '../base64url';
import { type Bytes, own } from '../bytes';
import { CloisterError } from '../errors';

const algorithm: EcKeyAlgorithm = { name: 'ECDH', namedCurve: 'P-256' };

export const generateKemKeys = (extractable = false): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(algorithm, extractable, ['deriveBits']) as Promise<CryptoKeyPair>;

export const publicKemKey = async (keys: CryptoKeyPair): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));

/** Throws `weak_key` for what is no uncompressed point of the curve. */
export async function importKemPublic(point: Uint8Array): Promise<CryptoKey> {
  try {
    if (point[0] !== 4) throw new CloisterError('weak_key');
    return await crypto.subtle.importKey('raw', own(point), algorithm, true, []);
  } catch (cause) {
    throw new CloisterError('weak_key', { cause });
  }
}

/** A key pair of its 32-byte scalar and its point. The scalar is the caller's to wipe. */
export async function importKemKeys(scalar: Uint8Array, point: Uint8Array): Promise<CryptoKeyPair> {
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: toBase64url(scalar),
    x: toBase64url(point.subarray(1, 33)),
    y: toBase64url(point.subarray(33)),
  };
  try {
    const privateKey = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['deriveBits']);
    return { privateKey, publicKey: await importKemPublic(point) };
  } catch (cause) {
    throw new CloisterError('weak_key', { cause });
  }
}

/** The scalar of an extractable key. */
export async function exportKemScalar(key: CryptoKey): Promise<Bytes> {
  const scalar = fromBase64url((await crypto.subtle.exportKey('jwk', key)).d ?? '');
  if (scalar?.length !== 32) throw new CloisterError('weak_key');
  return scalar;
}
