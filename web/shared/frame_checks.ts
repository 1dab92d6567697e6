// What a frame hands to the desk to keep, copied field by field: nothing else is stored, and nothing of another shape.
import { type Bytes, own } from './bytes';
import { CloisterError } from './errors';
import type { OutboxItem, OutboxSender } from './outbox';

/** More than the longest encoding of a sealed message. */
const MAX_ENVELOPE_BYTES = 65_536;
const MAX_CERT_BYTES = 1024;
const MAX_U32 = 0xffff_ffff;

const bad = (): never => {
  throw new CloisterError('malformed');
};
const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : bad();
const text = (value: unknown, form: RegExp): string => (typeof value === 'string' && form.test(value) ? value : bad());
const upTo = (value: unknown, most: number): number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most ? (value as number) : bad();
const bytes = (value: unknown, most: number): Bytes =>
  value instanceof Uint8Array && value.length > 0 && value.length <= most ? own(value).slice() : bad();

/** A client message id. */
export const checkedId = (value: unknown): string => text(value, /^[0-9a-f]{32}$/);

/** The hash of a packet, hex; empty for none. */
export const checkedPacket = (value: unknown): string => text(value, /^(?:[0-9a-f]{64})?$/);

/** Throws `malformed`. */
export function checkedItem(value: unknown): OutboxItem {
  const { id, counter, envelope, timeMs, meantFor } = record(value);
  return {
    id: checkedId(id),
    counter: upTo(counter, MAX_U32),
    envelope: bytes(envelope, MAX_ENVELOPE_BYTES),
    timeMs: typeof timeMs === 'number' && Number.isFinite(timeMs) ? timeMs : bad(),
    meantFor: checkedPacket(meantFor),
  };
}

function key(value: unknown, type: KeyType): CryptoKey {
  if (!(value instanceof CryptoKey) || value.type !== type || value.algorithm.name !== 'Ed25519') return bad();
  return type === 'private' && value.extractable ? bad() : value;
}

/** Throws `malformed`. */
export function checkedSender(value: unknown): OutboxSender {
  const { keys, cert } = record(value);
  const { privateKey, publicKey } = record(keys);
  return {
    keys: { privateKey: key(privateKey, 'private'), publicKey: key(publicKey, 'public') },
    cert: bytes(cert, MAX_CERT_BYTES),
  };
}
