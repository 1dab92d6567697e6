// Verification of passkey assertions inside the roster (WebAuthn Level 2 section 7.2), ES256 only.

import { fromBase64url } from './base64url';
import { type Bytes, equal, own } from './bytes';
import { concat } from './codec';
import { sha256 } from './crypto/sha256';
import { CloisterError } from './errors';
import type { Passkey, PasskeyAssertion } from './gen/wire';

const USER_PRESENT_AND_VERIFIED = 0x05;
const RP_ID_HASH_BYTES = 32;
/** rpIdHash, flags, counter. */
const MIN_AUTHENTICATOR_DATA = 37;

const bad = (): never => {
  throw new CloisterError('bad_passkey');
};

/** An ASN.1 DER ECDSA signature as r ‖ s of 32 bytes each. */
export function ecdsaFromDer(der: Uint8Array): Bytes {
  const out = new Uint8Array(64);
  if (der[0] !== 0x30 || der[1] !== der.length - 2) bad();
  let at = 2;
  for (const end of [32, 64]) {
    const size = der[at + 1] ?? 0;
    const integer = der.subarray(at + 2, at + 2 + size);
    const sign = integer[0] ?? 0x80;
    // Minimal and positive.
    if (der[at] !== 2 || integer.length !== size || sign > 127 || (sign === 0 && (integer[1] ?? 0) < 128)) bad();
    const digits = sign === 0 ? integer.subarray(1) : integer;
    if (digits.length > 32) bad();
    out.set(digits, end - digits.length);
    at += 2 + size;
  }
  if (at !== der.length) bad();
  return out;
}

/** Throws `bad_passkey`. */
export async function verifyPasskey(
  rpId: string,
  passkey: Passkey,
  challenge: Uint8Array,
  assertion: PasskeyAssertion,
): Promise<void> {
  if (!equal(assertion.credential_id, passkey.credential_id)) bad();
  let client: unknown;
  try {
    client = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(assertion.client_data));
  } catch {
    bad();
  }
  // The origin is the server's to check, at the door: consoles may move, and the chain is judged the same for ever.
  const { type, challenge: said } = (client ?? {}) as Record<string, unknown>;
  if (type !== 'webauthn.get' || typeof said !== 'string') bad();
  if (!equal(fromBase64url(said as string) ?? new Uint8Array(), challenge)) bad();
  const data = assertion.authenticator_data;
  const flags = data[RP_ID_HASH_BYTES] ?? 0;
  if (data.length < MIN_AUTHENTICATOR_DATA || (flags & USER_PRESENT_AND_VERIFIED) !== USER_PRESENT_AND_VERIFIED) bad();
  if (!equal(data.subarray(0, RP_ID_HASH_BYTES), await sha256(new TextEncoder().encode(rpId)))) bad();
  const signature = ecdsaFromDer(assertion.signature);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  let right = false;
  try {
    const key = await crypto.subtle.importKey('raw', own(passkey.public_key), algorithm, false, ['verify']);
    right = await crypto.subtle.verify(algorithm, key, signature, concat(data, await sha256(assertion.client_data)));
  } catch {
    // A key that is no point has signed nothing.
  }
  if (!right) bad();
}
