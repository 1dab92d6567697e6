// Stands in for web/shared/crypto/aead.ts in a bundle made for one test, which shows that the search for words finds
// them when nothing is encrypted. It must never be part of a product; the text below is looked for there.
import type { Bytes } from '../../../web/shared/bytes';
import { concat } from '../../../web/shared/coding';
import { CloisterError } from '../../../web/shared/errors';

/** As long as a tag. */
const tag = new TextEncoder().encode('NOT ENCRYPTED!!!');

export const aeadSeal = async (
  _key: CryptoKey,
  _nonce: Uint8Array,
  _aad: Uint8Array,
  plaintext: Uint8Array,
): Promise<Bytes> => concat(plaintext, tag);

export async function aeadOpen(
  _key: CryptoKey,
  _nonce: Uint8Array,
  _aad: Uint8Array,
  ciphertext: Uint8Array,
): Promise<Bytes> {
  if (ciphertext.length < tag.length) throw new CloisterError('decryption_failed');
  return new Uint8Array(ciphertext.subarray(0, ciphertext.length - tag.length));
}
