// Messages: sealing, signing and opening of one envelope (docs/protocol.md section 4).
import { type Bytes, random, toHex } from './bytes';
import { concat, decode, encode, integer, label, type Struct } from './codec';
import { aeadOpen, aeadSeal } from './crypto/aead';
import { expandToAes } from './crypto/hkdf';
import { pad, unpad } from './crypto/padding';
import { Envelope, SUITE_P256_AES256GCM } from './gen/wire';
import { signed } from './names';

/** The conversation that a signature or ciphertext is bound to. */
export interface Bound {
  site: Uint8Array;
  conversation: Uint8Array;
}
export interface Epoch {
  /** Packet hash. */
  hash: Uint8Array;
  /** Epoch secret. */
  key: CryptoKey;
}
export interface SenderKeys {
  /** Sender id: hash of the certificate. */
  id: Uint8Array;
  key: CryptoKey;
}
export type EnvelopeHead = Pick<Envelope, 'id' | 'kind' | 'counter' | 'seen_seq' | 'seen_head'>;

/** One key for each sender of an epoch; gone with the epoch's. */
const messageKeys = new WeakMap<CryptoKey, Map<string, Promise<CryptoKey>>>();

function messageKey(epoch: Epoch, sender: Uint8Array): Promise<CryptoKey> {
  const ofEpoch = messageKeys.get(epoch.key) ?? new Map<string, Promise<CryptoKey>>();
  messageKeys.set(epoch.key, ofEpoch);
  const name = toHex(concat(epoch.hash, sender));
  const key = ofEpoch.get(name) ?? expandToAes(epoch.key, concat(label('message-key'), epoch.hash, sender));
  ofEpoch.set(name, key);
  return key;
}

const associatedData = (bound: Bound, envelope: Pick<Envelope, 'suite' | 'packet' | 'sender' | 'id' | 'kind'>): Bytes =>
  concat(
    label('message-aad'),
    bound.site,
    bound.conversation,
    integer(envelope.suite, 2),
    envelope.packet,
    envelope.sender,
    envelope.id,
    integer(envelope.kind, 1),
  );

/** The encoding of the signed envelope. `nonce` is for shared vectors only. */
export async function sealMessage<T>(
  bound: Bound,
  epoch: Epoch,
  sender: SenderKeys,
  head: EnvelopeHead,
  type: Struct<T>,
  content: T,
  nonce: Bytes = random(12),
): Promise<Bytes> {
  const named = { suite: SUITE_P256_AES256GCM, packet: epoch.hash, sender: sender.id, ...head };
  const plain = encode(type, content);
  const padded = pad(plain);
  const ciphertext = await aeadSeal(await messageKey(epoch, sender.id), nonce, associatedData(bound, named), padded);
  plain.fill(0);
  padded.fill(0);
  return signed(Envelope, sender.key, { ...named, nonce, ciphertext }, bound.site, bound.conversation);
}

/** The content of an envelope whose signature was checked. Throws `decryption_failed`, `bad_padding`, `malformed`. */
export async function openMessage<T>(bound: Bound, epoch: Epoch, envelope: Envelope, type: Struct<T>): Promise<T> {
  const padded = await aeadOpen(
    await messageKey(epoch, envelope.sender),
    envelope.nonce,
    associatedData(bound, envelope),
    envelope.ciphertext,
  );
  const plain = unpad(padded);
  try {
    return decode(type, plain);
  } finally {
    padded.fill(0);
    plain.fill(0);
  }
}
