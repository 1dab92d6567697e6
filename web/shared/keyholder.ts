// What needs the private keys of a device, for one conversation. `device.ts` has the keys; `port.ts` reaches them over a
// MessagePort, so that a frame of the console gets nothing but the epoch secrets of its own conversation.
import type { Bytes } from './bytes';

/** Where a new epoch stands. Readers are not an argument: who holds the keys works them out from the roster itself. */
export interface PacketDraft {
  epoch: number;
  /** Hash of the packet before; zero for epoch 0. */
  prev: Uint8Array;
  /** Transcript head before the entry. */
  head: Uint8Array;
}

export interface MadePacket {
  /** Encoding of the signed Packet. */
  packet: Bytes;
  /** The epoch secret as an HKDF key, not extractable. */
  key: CryptoKey;
}

export interface Keyholder {
  /** Id of the device. */
  readonly device: Uint8Array;
  /**
   * The epoch secret (HKDF key, not extractable) of an encoded packet, its commitment checked. Throws `missing_key` when
   * no reader of it is at hand, `wrong_conversation`, `decryption_failed`, `wrong_reader` for a false commitment.
   */
  openPacket(packet: Uint8Array): Promise<CryptoKey>;
  /** Makes and signs the next epoch for exactly the readers that the roster allows now. */
  makePacket(draft: PacketDraft): Promise<MadePacket>;
  /** Certifies an Ed25519 public key for this conversation: encoding of the signed SenderCert. */
  signCert(signKey: Uint8Array): Promise<Bytes>;
}
