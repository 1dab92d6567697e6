// What the desk does for the frame of one conversation, and only for that one.
import { type Bytes, own } from './bytes';
import type { DeviceKeyholder } from './device';
import { CloisterError, errorFrom } from './errors';
import { checkedId, checkedItem, checkedPacket, checkedSender } from './frame_checks';
import {
  conversation_socket_path,
  conversation_ticket,
  type Roster as RosterPage,
  type SensitiveData,
} from './gen/wire';
import type { MadePacket, PacketDraft } from './keyholder';
import type { Outbox, OutboxItem, OutboxSender, OutboxState, Seen } from './outbox';
import type { Continuity } from './readers';
import { putOnRecord } from './report';
import type { Staff } from './staff';

export interface FrameInit {
  site: Bytes;
  root: Bytes;
  conversation: Bytes;
  device: Bytes;
  person: Bytes;
  /** Display name of the agent, for the intro. */
  name: string;
  continuity: Continuity;
  /** About drafts, as the site says. */
  sensitiveData: SensitiveData | undefined;
  /** wss://… of the conversation socket. */
  socketUrl: string;
  /** What the server's clock is ahead of this device's. */
  skewMs: number;
}

/** The console puts methods of its own beside these; the frame then calls `FrameServices & ItsMethods`. */
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
  outboxSetShown(packet: string): Promise<void>;
  report(violation: { code: number; seq: number }): Promise<void>;
}

const PAGE_BYTES = 512 * 1024;
const MAX_REPORTS = 20;

const bytes = (value: unknown, size?: number): Bytes => {
  if (!(value instanceof Uint8Array) || (size !== undefined && value.length !== size))
    throw new CloisterError('malformed');
  return own(value);
};
const integer = (value: unknown): number => {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new CloisterError('malformed');
  return value as number;
};

/**
 * The services for one conversation assigned to this person. What arrives from the frame is checked like what arrives
 * from outside: the frame handles what customers write.
 */
export function frameServices(
  staff: Staff,
  conversation: Bytes,
  keyholder: () => Promise<DeviceKeyholder>,
  outbox: Outbox,
): FrameServices {
  const { api, site } = staff;
  let reports = 0;
  return {
    init: async () => ({
      site: own(site.pin.site),
      root: own(site.pin.root),
      conversation,
      device: staff.device.id,
      person: staff.person,
      name: staff.name,
      continuity: site.continuity,
      sensitiveData: site.info?.sensitive_data,
      socketUrl: api.socketUrl(conversation_socket_path),
      skewMs: api.now() - Date.now(),
    }),
    openPacket: async (packet) => (await keyholder()).openPacket(bytes(packet)),
    makePacket: async ({ epoch, prev, head }) => {
      await site.refresh();
      return (await keyholder()).makePacket({ epoch: integer(epoch), prev: bytes(prev, 32), head: bytes(head, 32) });
    },
    signCert: async (signKey) => (await keyholder()).signCert(bytes(signKey, 32)),
    ticket: async (keyHash) =>
      own((await api.call(conversation_ticket, { key: bytes(keyHash, 32) }, { conversation })).ticket),
    roster: async (from) => {
      const at = integer(from);
      if (at >= site.roster.size) await site.refresh();
      const { acts } = site.roster;
      const page: Bytes[] = [];
      for (let i = at, size = 0; i < acts.length && size < PAGE_BYTES; i++) {
        const act = acts[i] as Bytes;
        page.push(act);
        size += act.length;
      }
      return { acts: page, from: at, size: acts.length, checkpoint: site.checkpoint };
    },
    outboxLoad: () => outbox.load(),
    outboxSetSender: async (sender) => outbox.setSender(checkedSender(sender)),
    outboxPut: async (item) => outbox.put(checkedItem(item)),
    outboxRemove: async (id) => outbox.remove(checkedId(id)),
    outboxSetSeen: ({ seq, head }) => outbox.setSeen({ seq: integer(seq), head: bytes(head, 32) }),
    outboxSetShown: async (packet) => outbox.setShown(checkedPacket(packet)),
    report: async ({ code, seq }) => {
      reports += 1;
      if (reports > MAX_REPORTS) return;
      putOnRecord(api, errorFrom(integer(code)).code, conversation, integer(seq));
    },
  };
}
