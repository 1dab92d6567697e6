// AES-256-GCM with 96-bit nonces: the one module through which content is encrypted and decrypted.
import { type Bytes, own } from '../bytes';
import { CloisterError } from '../errors';

const parameters = (nonce: Uint8Array, aad: Uint8Array): AesGcmParams => ({
  name: 'AES-GCM',
  iv: own(nonce),
  additionalData: own(aad),
});

/** Ciphertext with the 16-byte tag at its end. */
export const aeadSeal = async (
  key: CryptoKey,
  nonce: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Promise<Bytes> => new Uint8Array(await crypto.subtle.encrypt(parameters(nonce, aad), key, own(plaintext)));

/** Throws `decryption_failed`. */
export async function aeadOpen(
  key: CryptoKey,
  nonce: Uint8Array,
  aad: Uint8Array,
  ciphertext: Uint8Array,
): Promise<Bytes> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters(nonce, aad), key, own(ciphertext)));
  } catch (cause) {
    throw new CloisterError('decryption_failed', { cause });
  }
}
