// HKDF-SHA256 (RFC 5869) with an empty salt, from secrets that are HKDF keys and cannot be exported.
import { type Bytes, own, zeros } from '../bytes';

/** Wipes `secret`. */
export async function hkdfKey(secret: Bytes): Promise<CryptoKey> {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits', 'deriveKey']);
  secret.fill(0);
  return key;
}

const parameters = (info: Uint8Array): HkdfParams => ({
  name: 'HKDF',
  hash: 'SHA-256',
  salt: zeros(0),
  info: own(info),
});

/** HKDF-Expand(HKDF-Extract("", secret), info, 32). */
export const expand = async (key: CryptoKey, info: Uint8Array): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.deriveBits(parameters(info), key, 256));

/** The same as an AES-256-GCM key that cannot be exported. */
export const expandToAes = (key: CryptoKey, info: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.deriveKey(parameters(info), key, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
