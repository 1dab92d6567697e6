// Names by hash, transcript heads and signatures of structures (docs/protocol.md sections 1 and 4).
import type { Bytes } from './bytes';
import { concat, encode, hashBytes, integer, label, type Struct, signingBytes } from './codec';
import { ed25519Sign, ed25519Verify } from './crypto/ed25519';
import { sha256 } from './crypto/sha256';
import { Act, DeviceRecord, Packet, SenderCert } from './gen/wire';

export const deviceId = (record: DeviceRecord): Promise<Bytes> => sha256(hashBytes(DeviceRecord, record));
export const actHash = (act: Act): Promise<Bytes> => sha256(hashBytes(Act, act));
export const packetHash = (packet: Packet): Promise<Bytes> => sha256(hashBytes(Packet, packet));
/** The sender id. */
export const certHash = (cert: SenderCert): Promise<Bytes> => sha256(hashBytes(SenderCert, cert));

/** T(0). */
export const transcriptStart = (site: Uint8Array, conversation: Uint8Array): Promise<Bytes> =>
  sha256(label('transcript'), site, conversation);
/** T(n) from T(n-1). `bodyHash` is SHA-256 of the body of entry n. */
export const transcriptNext = (before: Uint8Array, seq: number, kind: number, bodyHash: Uint8Array): Promise<Bytes> =>
  sha256(label('transcript-entry'), before, integer(seq, 8), integer(kind, 1), bodyHash);

/** The encoding of a structure with its signature. */
export async function signed<T extends { signature: Uint8Array }>(
  type: Struct<T>,
  key: CryptoKey,
  value: Omit<T, 'signature'>,
  ...context: Uint8Array[]
): Promise<Bytes> {
  const signature = await ed25519Sign(key, signingBytes(type, value, ...context));
  return encode(type, { ...value, signature } as T);
}

/** Throws `bad_signature`. */
export const verifySigned = <T extends { signature: Uint8Array }>(
  type: Struct<T>,
  publicKey: Uint8Array,
  value: T,
  ...context: Uint8Array[]
): Promise<void> => ed25519Verify(publicKey, value.signature, signingBytes(type, value, ...context));

/** A proof that is not a structure: a signature over label(name) and fields one after the other. */
export const prove = (key: CryptoKey, name: string, ...fields: Uint8Array[]): Promise<Bytes> =>
  ed25519Sign(key, concat(label(name), ...fields));
