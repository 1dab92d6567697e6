// Epoch packets: sealing an epoch secret to its readers and opening it (docs/protocol.md section 4).
import { type Bytes, equal, random } from './bytes';
import { concat, integer, label } from './codec';
import { expand, hkdfKey } from './crypto/hkdf';
import { hpkeOpen, hpkeSeal } from './crypto/hpke';
import { CloisterError } from './errors';
import { Packet, type Reader, SUITE_P256_AES256GCM } from './gen/wire';
import type { MadePacket, PacketDraft } from './keyholder';
import { signed } from './names';
import type { AllowedReader } from './readers';

const SECRET_BYTES = 32;

type Named = Pick<Packet, 'suite' | 'site' | 'conversation' | 'epoch' | 'maker' | 'prev'>;

const epochInfo = (packet: Named, reader: { kind: number; id: Uint8Array }): Bytes =>
  concat(
    label('epoch'),
    integer(packet.suite, 2),
    packet.site,
    packet.conversation,
    integer(packet.epoch, 4),
    integer(reader.kind, 1),
    reader.id,
    packet.maker,
  );

/** What a packet commits to. */
export const commitment = (epochKey: CryptoKey): Promise<Bytes> => expand(epochKey, label('commit'));

export interface PacketInput {
  site: Uint8Array;
  conversation: Uint8Array;
  draft: PacketDraft;
  treeSize: number;
  treeRoot: Uint8Array;
  maker: Uint8Array;
  makerKey: CryptoKey;
  readers: AllowedReader[];
  /** For shared vectors only. */
  fixed?: { secret: Bytes; ephemeral: CryptoKeyPair[] };
}

export async function sealPacket(input: PacketInput): Promise<MadePacket> {
  const secret = input.fixed?.secret.slice() ?? random(SECRET_BYTES);
  const named = {
    suite: SUITE_P256_AES256GCM,
    site: input.site,
    conversation: input.conversation,
    ...input.draft,
    maker: input.maker,
  };
  const readers: Reader[] = [];
  for (const [i, { kind, id, kemKey }] of input.readers.entries()) {
    readers.push({
      kind,
      id,
      sealed: await hpkeSeal(kemKey, epochInfo(named, { kind, id }), named.prev, secret, input.fixed?.ephemeral[i]),
    });
  }
  const key = await hkdfKey(secret as Bytes);
  const packet = await signed(Packet, input.makerKey, {
    ...named,
    tree_size: input.treeSize,
    tree_root: input.treeRoot,
    commit: await commitment(key),
    readers,
  });
  return { packet, key };
}

/** The epoch secret as one of its readers. Throws `decryption_failed`, and `wrong_reader` for a secret the packet does not commit to. */
export async function openReader(packet: Packet, reader: Reader, keys: CryptoKeyPair): Promise<CryptoKey> {
  const secret = await hpkeOpen(keys, epochInfo(packet, reader), packet.prev, reader.sealed);
  const right = secret.length === SECRET_BYTES;
  const key = await hkdfKey(secret);
  if (!right) throw new CloisterError('decryption_failed');
  if (!equal(await commitment(key), packet.commit)) throw new CloisterError('wrong_reader');
  return key;
}
