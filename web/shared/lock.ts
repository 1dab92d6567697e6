// Keys of a staff device at rest: encrypted under a key that needs the share which the server gives only for the passkey
// (docs/protocol.md section 5).
import { type Bytes, random } from './bytes';
import { concat, label } from './codec';
import { aeadOpen, aeadSeal } from './crypto/aead';
import { ed25519Sign, ed25519Verify, exportSignSeed, importSignSeed } from './crypto/ed25519';
import { expandToAes, hkdfKey } from './crypto/hkdf';
import { exportKemScalar, importKemKeys } from './crypto/p256';
import { CloisterError } from './errors';
import type { DeviceRecord } from './gen/wire';
import type { KeySet } from './requirements';

const NONCE_BYTES = 12;
const none = new Uint8Array();

const lockKey = async (share: Uint8Array, device: Uint8Array): Promise<CryptoKey> =>
  expandToAes(await hkdfKey(share.slice() as Bytes), concat(label('lock'), device));

/** nonce ‖ AES-256-GCM of Ed25519 seed ‖ P-256 scalar. `keys` must be extractable. */
export async function wrapKeys(
  keys: KeySet,
  share: Uint8Array,
  device: Uint8Array,
  nonce: Bytes = random(NONCE_BYTES),
): Promise<Bytes> {
  const [seed, scalar] = [await exportSignSeed(keys.sign.privateKey), await exportKemScalar(keys.kem.privateKey)];
  const plain = concat(seed, scalar);
  const sealed = await aeadSeal(await lockKey(share, device), nonce, none, plain);
  for (const secret of [seed, scalar, plain]) secret.fill(0);
  return concat(nonce, sealed);
}

/** The keys, not extractable any more. Throws `decryption_failed` for another share or device. */
export async function unwrapKeys(
  wrapped: Uint8Array,
  share: Uint8Array,
  device: Uint8Array,
  record: DeviceRecord,
): Promise<KeySet> {
  const plain = await aeadOpen(
    await lockKey(share, device),
    wrapped.subarray(0, NONCE_BYTES),
    none,
    wrapped.subarray(NONCE_BYTES),
  );
  try {
    if (plain.length !== 64) throw new CloisterError('decryption_failed');
    const privateKey = await importSignSeed(plain.subarray(0, 32));
    const kem = await importKemKeys(plain.subarray(32), record.kem_key);
    const publicKey = await crypto.subtle.importKey('raw', record.sign_key as Bytes, 'Ed25519', true, ['verify']);
    // The record is the one of these keys.
    await ed25519Verify(record.sign_key, await ed25519Sign(privateKey, device), device);
    return { sign: { privateKey, publicKey }, kem };
  } finally {
    plain.fill(0);
  }
}
