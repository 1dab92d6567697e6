// HPKE base mode (RFC 9180), single shot, for the one suite of the protocol: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256,
// AES-256-GCM. On WebCrypto alone; why not a library is in docs/decisions/0004-hpke-in-the-browser.md.
import { type Bytes, own, zeros } from '../bytes';
import { concat, integer } from '../codec';
import { CloisterError } from '../errors';
import { generateKemKeys, importKemPublic, publicKemKey } from './p256';

const ENC_BYTES = 65;
const NONCE_BYTES = 12;
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const empty = zeros(0);

/** RFC 9180 section 7.3. The product seals with AES-256-GCM only; AES-128-GCM is here for the vectors of appendix A.3. */
export interface HpkeAead {
  id: number;
  keyBytes: number;
}
const aes256: HpkeAead = { id: 2, keyBytes: 32 };

/** Section 4.1 and 5.1: KEM 0x0010, KDF 0x0001. */
const kemSuite = concat(ascii('KEM'), integer(0x0010, 2));
const hpkeSuite = (aead: HpkeAead): Bytes =>
  concat(ascii('HPKE'), integer(0x0010, 2), integer(0x0001, 2), integer(aead.id, 2));

/** Section 4: what LabeledExtract and LabeledExpand put before their input. */
const labeled = (suite: Uint8Array, label: string, ...input: Uint8Array[]): Bytes =>
  concat(ascii('HPKE-v1'), suite, ascii(label), ...input);

/** LabeledExtract with an empty salt; HMAC pads its key with zeros. */
async function extract(suite: Uint8Array, label: string, input: Uint8Array): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', zeros(32), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, labeled(suite, label, input)));
}

/** LabeledExpand(LabeledExtract(salt, from, ikm), to, info, size): WebCrypto does both steps in one. */
async function derive(
  suite: Uint8Array,
  salt: Bytes,
  [from, ikm]: [string, Uint8Array],
  [to, info]: [string, Uint8Array],
  size: number,
): Promise<Bytes> {
  const material = labeled(suite, from, ikm);
  const key = await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveBits']);
  material.fill(0);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt, info: concat(integer(size, 2), labeled(suite, to, info)) };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, size * 8));
}

/** Sections 4.1 and 5.1: the AES key and nonce that both sides get of their Diffie-Hellman value. */
async function schedule(
  own: CryptoKey,
  peer: CryptoKey,
  kemContext: Bytes,
  info: Uint8Array,
  aead: HpkeAead,
): Promise<{ key: CryptoKey; iv: Bytes }> {
  const dh = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: peer }, own, 256));
  const shared = await derive(kemSuite, empty, ['eae_prk', dh], ['shared_secret', kemContext], 32);
  const suite = hpkeSuite(aead);
  const context = concat(
    integer(0, 1),
    await extract(suite, 'psk_id_hash', empty),
    await extract(suite, 'info_hash', info),
  );
  const raw = await derive(suite, shared, ['secret', empty], ['key', context], aead.keyBytes);
  const iv = await derive(suite, shared, ['secret', empty], ['base_nonce', context], NONCE_BYTES);
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  for (const secret of [dh, shared, raw]) secret.fill(0);
  return { key, iv };
}

/** enc (65 bytes) ‖ ciphertext. `ephemeral` is for published vectors only: such a key must never be used twice. */
export async function hpkeSeal(
  recipient: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
  ephemeral?: CryptoKeyPair,
  aead = aes256,
): Promise<Bytes> {
  const keys = ephemeral ?? (await generateKemKeys());
  const enc = await publicKemKey(keys);
  const peer = await importKemPublic(recipient);
  const { key, iv } = await schedule(keys.privateKey, peer, concat(enc, recipient), info, aead);
  const parameters = { name: 'AES-GCM', iv, additionalData: own(aad) };
  return concat(enc, new Uint8Array(await crypto.subtle.encrypt(parameters, key, own(plaintext))));
}

/** Throws `decryption_failed` for anything that was not sealed to these keys with this info and aad. */
export async function hpkeOpen(
  recipient: CryptoKeyPair,
  info: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
  aead = aes256,
): Promise<Bytes> {
  try {
    const enc = sealed.slice(0, ENC_BYTES);
    const kemContext = concat(enc, await publicKemKey(recipient));
    const { key, iv } = await schedule(recipient.privateKey, await importKemPublic(enc), kemContext, info, aead);
    const parameters = { name: 'AES-GCM', iv, additionalData: own(aad) };
    return new Uint8Array(await crypto.subtle.decrypt(parameters, key, own(sealed.slice(ENC_BYTES))));
  } catch (cause) {
    throw new CloisterError('decryption_failed', { cause });
  }
}
