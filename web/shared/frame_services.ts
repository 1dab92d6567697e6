// What the desk does for the frame of one conversation, and only for that one.
import type { Bytes } from './bytes';
import type { Roster as RosterPage } from './gen/wire';
import type { MadePacket, PacketDraft } from './keyholder';
import type { OutboxItem, OutboxSender, OutboxState, Seen } from './outbox';
import type { Continuity } from './readers';

export interface FrameInit {
  site: Bytes;
  root: Bytes;
  conversation: Bytes;
  device: Bytes;
  person: Bytes;
  /** Display name of the agent, for the intro. */
  name: string;
  continuity: Continuity;
  /** wss://… of the conversation socket. */
  socketUrl: string;
}

/** Pass your own methods beside these to `serve`; the frame's type is then `FrameServices & YourMethods`. */
export interface FrameServices {
  init(): Promise<FrameInit>;
  openPacket(packet: Bytes): Promise<CryptoKey>;
  makePacket(draft: PacketDraft): Promise<MadePacket>;
  signCert(signKey: Bytes): Promise<Bytes>;
  /** A ticket for the socket key with this SHA-256. */
  ticket(keyHash: Bytes): Promise<Bytes>;
  /** Acts from this one on, with the checkpoint. The frame verifies them itself. */
  roster(from: number): Promise<RosterPage>;
  outboxLoad(): Promise<OutboxState>;
  outboxSetSender(sender: OutboxSender): Promise<void>;
  outboxPut(item: OutboxItem): Promise<void>;
  outboxRemove(id: string): Promise<void>;
  outboxSetSeen(seen: Seen): Promise<void>;
  report(violation: { code: number; seq: number }): Promise<void>;
}
