// HPKE base mode (RFC 9180), single shot: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { type Bytes, own } from '../bytes';
import { concat } from '../codec';
import { CloisterError } from '../errors';
import { importKemPublic } from './p256';

const ENC_BYTES = 65;
let made: CipherSuite | undefined;
const suite = (): CipherSuite => {
  made ??= new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  return made;
};

/** enc (65 bytes) ‖ ciphertext. `ephemeral` is for published vectors only: an ephemeral key must never be used twice. */
export async function hpkeSeal(
  recipient: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
  ephemeral?: CryptoKeyPair,
): Promise<Bytes> {
  const recipientPublicKey = await importKemPublic(recipient);
  const context = await suite().createSenderContext({
    recipientPublicKey,
    info: own(info),
    ...(ephemeral && { ekm: ephemeral }),
  });
  const ciphertext = await context.seal(own(plaintext), own(aad));
  return concat(new Uint8Array(context.enc), new Uint8Array(ciphertext));
}

/** Throws `decryption_failed` for anything that was not sealed to these keys with this info and aad. */
export async function hpkeOpen(
  recipient: CryptoKeyPair,
  info: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Promise<Bytes> {
  try {
    const enc = own(sealed.slice(0, ENC_BYTES));
    const context = await suite().createRecipientContext({ recipientKey: recipient, enc, info: own(info) });
    return new Uint8Array(await context.open(own(sealed.slice(ENC_BYTES)), own(aad)));
  } catch (cause) {
    throw new CloisterError('decryption_failed', { cause });
  }
}
