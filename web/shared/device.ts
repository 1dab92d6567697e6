// A device with its private keys: what opens and makes packets and signs certificates. Keys cannot be exported.
import { type Bytes, equal } from './bytes';
import { decode } from './codec';
import { publicSignKey } from './crypto/ed25519';
import { publicKemKey } from './crypto/p256';
import { CloisterError } from './errors';
import { type DeviceRecord, Packet, ReaderKind, SenderCert, SUITE_P256_AES256GCM } from './gen/wire';
import type { Keyholder, MadePacket, PacketDraft } from './keyholder';
import { deviceId, signed } from './names';
import { openReader, sealPacket } from './packets';
import { allowedReaders, type Continuity, type Participants } from './readers';
import type { KeySet } from './requirements';
import type { Roster } from './roster';

export interface Device {
  id: Bytes;
  record: DeviceRecord;
  keys: KeySet;
}

/** The record and id of new keys. */
export async function describeDevice(
  keys: KeySet,
  site: Uint8Array,
  ownerKind: number,
  owner: Uint8Array,
  createdMs: number,
): Promise<Device> {
  const record: DeviceRecord = {
    suite: SUITE_P256_AES256GCM,
    site,
    owner_kind: ownerKind,
    owner,
    sign_key: await publicSignKey(keys.sign),
    kem_key: await publicKemKey(keys.kem),
    created_ms: createdMs,
  };
  return { id: await deviceId(record), record, keys };
}

/** The private halves of team keys that a device can reach. */
export interface TeamKeys {
  /** By the hash of the team_key act; undefined when it cannot be reached. */
  get(id: Uint8Array): Promise<CryptoKeyPair | undefined>;
}

export interface KeyholderOptions {
  device: Device;
  conversation: Uint8Array;
  /** Who takes part, as a verified log knows it. */
  participants: Participants;
  /** The last verified roster. */
  roster(): Roster;
  continuity(): Continuity;
  /** Staff only. */
  teamKeys?: TeamKeys;
  now(): number;
}

export class DeviceKeyholder implements Keyholder {
  constructor(private readonly options: KeyholderOptions) {}

  get device(): Uint8Array {
    return this.options.device.id;
  }

  async openPacket(bytes: Uint8Array): Promise<CryptoKey> {
    const { device, conversation, teamKeys } = this.options;
    const packet = decode(Packet, bytes);
    if (!equal(packet.site, device.record.site)) throw new CloisterError('wrong_site');
    if (!equal(packet.conversation, conversation)) throw new CloisterError('wrong_conversation');
    const direct = packet.readers.find((reader) => reader.kind !== ReaderKind.team_key && equal(reader.id, device.id));
    if (direct) return openReader(packet, direct, device.keys.kem);
    for (const reader of packet.readers) {
      const keys = reader.kind === ReaderKind.team_key ? await teamKeys?.get(reader.id) : undefined;
      if (keys) return openReader(packet, reader, keys);
    }
    throw new CloisterError('missing_key');
  }

  async makePacket(draft: PacketDraft): Promise<MadePacket> {
    const { device, conversation, participants, roster, continuity } = this.options;
    const view = roster().now;
    return sealPacket({
      site: device.record.site,
      conversation,
      draft,
      treeSize: view.size,
      treeRoot: await view.root(),
      maker: device.id,
      makerKey: device.keys.sign.privateKey,
      readers: allowedReaders(view, participants, continuity()),
    });
  }

  signCert(signKey: Uint8Array): Promise<Bytes> {
    const { device, conversation, now } = this.options;
    return signed(SenderCert, device.keys.sign.privateKey, {
      suite: SUITE_P256_AES256GCM,
      site: device.record.site,
      conversation,
      device: device.id,
      sign_key: signKey,
      created_ms: Math.round(now()),
    });
  }
}
