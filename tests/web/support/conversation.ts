// A conversation made by hand, entry by entry, right or wrong.
import { type Bytes, random, zeros } from '../../../web/shared/bytes';
import { decode, encode, type Struct } from '../../../web/shared/codec';
import { ConversationLog, type Violation } from '../../../web/shared/conversation';
import { generateSignKeys, publicSignKey } from '../../../web/shared/crypto/ed25519';
import { sha256 } from '../../../web/shared/crypto/sha256';
import { type Device, DeviceKeyholder } from '../../../web/shared/device';
import {
  Assign,
  Close,
  CloseReason,
  ContentKind,
  ConversationGenesis,
  Entry,
  EntryKind,
  Envelope,
  IntroContent,
  Mark,
  OwnerKind,
  Packet,
  SenderCert,
  SUITE_P256_AES256GCM,
  TextContent,
} from '../../../web/shared/gen/wire';
import { sealMessage } from '../../../web/shared/messages';
import { certHash, packetHash, signed, transcriptNext, transcriptStart } from '../../../web/shared/names';
import type { Seen } from '../../../web/shared/outbox';
import { sealPacket } from '../../../web/shared/packets';
import { type AllowedReader, allowedReaders, type Continuity } from '../../../web/shared/readers';
import type { Roster } from '../../../web/shared/roster';
import { DeviceTeamKeys } from '../../../web/shared/team_keys';
import { newDevice, START_MS, type StaffMember, type TestSite } from './site';

export interface TestSender {
  id: Bytes;
  keys: CryptoKeyPair;
  device: Device;
  counter: number;
}
export interface PacketChanges {
  assigned?: Uint8Array;
  continuity?: Continuity;
  epoch?: number;
  prev?: Uint8Array;
  head?: Uint8Array;
  treeSize?: number;
  treeRoot?: Uint8Array;
  conversation?: Uint8Array;
  site?: Uint8Array;
  readers?: (allowed: AllowedReader[]) => AllowedReader[];
  signer?: Device;
}
export type EnvelopeChanges = Partial<Envelope> & {
  signer?: CryptoKey;
  bound?: { site: Uint8Array; conversation: Uint8Array };
};

export const resigned = async <T extends { signature: Uint8Array }>(
  type: Struct<T>,
  bytes: Uint8Array,
  key: CryptoKey,
  changes: Partial<T>,
  ...context: Uint8Array[]
): Promise<Bytes> => signed(type, key, { ...decode(type, bytes), ...changes }, ...context);

export class TestConversation {
  id = random(16);
  entries: Entry[] = [];
  heads: Bytes[] = [];
  packet: Packet | undefined;
  packetHash: Bytes = zeros(32);
  epochKey!: CryptoKey;
  customerSender!: TestSender;
  roster!: Roster;

  private constructor(
    readonly site: TestSite,
    readonly customer: Device,
  ) {}

  /** Entries 1 to 3. */
  static async begin(site: TestSite): Promise<TestConversation> {
    const customer = await newDevice(site.id, random(16), OwnerKind.customer);
    const made = new TestConversation(site, customer);
    made.heads = [await transcriptStart(site.id, made.id)];
    await made.add(EntryKind.genesis, await made.genesis());
    await made.newEpoch(customer);
    made.customerSender = await made.newSender(customer);
    return made;
  }

  get seq(): number {
    return this.entries.length;
  }
  get head(): Bytes {
    return this.heads[this.seq] as Bytes;
  }
  get bound(): { site: Uint8Array; conversation: Uint8Array } {
    return { site: this.site.id, conversation: this.id };
  }

  async entry(kind: number, body: Bytes, seq = this.seq + 1): Promise<Entry> {
    return { seq, time_ms: START_MS + seq, kind, hash: await sha256(body), body };
  }
  async add(kind: number, body: Bytes): Promise<Entry> {
    const entry = await this.entry(kind, body);
    this.heads.push(await transcriptNext(this.head, entry.seq, kind, entry.hash));
    this.entries.push(entry);
    return entry;
  }

  genesis(changes: Partial<ConversationGenesis> = {}, signer = this.customer): Promise<Bytes> {
    return signed(ConversationGenesis, signer.keys.sign.privateKey, {
      suite: SUITE_P256_AES256GCM,
      site: this.site.id,
      conversation: this.id,
      root: this.site.root,
      device: this.customer.record,
      created_ms: START_MS,
      ...changes,
    });
  }

  /** The encoding of a packet on top, not added. */
  async makePacket(maker: Device, changes: PacketChanges = {}): Promise<{ packet: Bytes; key: CryptoKey }> {
    this.roster = await this.site.roster();
    const view = this.roster.at(Math.min(changes.treeSize ?? this.roster.size, this.roster.size));
    const who = { customerDevice: this.customer.record, customerId: this.customer.id, assigned: changes.assigned };
    const allowed = allowedReaders(view, who, changes.continuity ?? 'supervisors');
    return sealPacket({
      site: changes.site ?? this.site.id,
      conversation: changes.conversation ?? this.id,
      draft: {
        epoch: changes.epoch ?? (this.packet ? this.packet.epoch + 1 : 0),
        prev: changes.prev ?? this.packetHash,
        head: changes.head ?? this.head,
      },
      treeSize: changes.treeSize ?? view.size,
      treeRoot: changes.treeRoot ?? (await view.root()),
      maker: maker.id,
      makerKey: (changes.signer ?? maker).keys.sign.privateKey,
      readers: changes.readers ? changes.readers(allowed) : allowed,
    });
  }
  async takePacket(made: { packet: Bytes; key: CryptoKey }): Promise<Entry> {
    const entry = await this.add(EntryKind.packet, made.packet);
    this.packet = decode(Packet, made.packet);
    this.packetHash = await packetHash(this.packet);
    this.epochKey = made.key;
    return entry;
  }
  async newEpoch(maker: Device, changes: PacketChanges = {}): Promise<Entry> {
    return this.takePacket(await this.makePacket(maker, changes));
  }

  async cert(device: Device, signKey: Uint8Array, changes: Partial<SenderCert> = {}, signer = device): Promise<Bytes> {
    return signed(SenderCert, signer.keys.sign.privateKey, {
      suite: SUITE_P256_AES256GCM,
      site: this.site.id,
      conversation: this.id,
      device: device.id,
      sign_key: signKey,
      created_ms: START_MS,
      ...changes,
    });
  }
  async newSender(device: Device): Promise<TestSender> {
    const keys = await generateSignKeys();
    const cert = await this.cert(device, await publicSignKey(keys));
    await this.add(EntryKind.cert, cert);
    return { id: await certHash(decode(SenderCert, cert)), keys, device, counter: 0 };
  }

  assign(member: StaffMember, changes: Partial<Assign> = {}, signer = member.devices[0] as Device): Promise<Bytes> {
    return signed(Assign, signer.keys.sign.privateKey, {
      suite: SUITE_P256_AES256GCM,
      site: this.site.id,
      conversation: this.id,
      person: member.person,
      device: (member.devices[0] as Device).id,
      head: this.head,
      time_ms: START_MS,
      ...changes,
    });
  }
  async accept(member: StaffMember, continuity: Continuity = 'supervisors'): Promise<TestSender> {
    await this.add(EntryKind.assign, await this.assign(member));
    await this.newEpoch(member.devices[0] as Device, { assigned: member.person, continuity });
    return this.newSender(member.devices[0] as Device);
  }

  /** The encoding of a message on top, not added. */
  async makeMessage(sender: TestSender, text: string, changes: EnvelopeChanges = {}): Promise<Bytes> {
    const head = {
      id: changes.id ?? random(16),
      kind: changes.kind ?? ContentKind.text,
      counter: changes.counter ?? sender.counter + 1,
      seen_seq: changes.seen_seq ?? this.seq,
      seen_head: changes.seen_head ?? this.head,
    };
    const epoch = { hash: changes.packet ?? this.packetHash, key: this.epochKey };
    const by = { id: changes.sender ?? sender.id, key: changes.signer ?? sender.keys.privateKey };
    const bound = changes.bound ?? this.bound;
    const envelope =
      head.kind === ContentKind.intro
        ? await sealMessage(bound, epoch, by, head, IntroContent, { name: text })
        : await sealMessage(bound, epoch, by, head, TextContent, { text });
    if (!changes.ciphertext && !changes.suite) return envelope;
    const { signer: _, bound: __, ...fields } = changes;
    return resigned(Envelope, envelope, by.key, fields, bound.site, bound.conversation);
  }
  async message(sender: TestSender, text: string, changes: EnvelopeChanges = {}): Promise<Entry> {
    const entry = await this.add(EntryKind.message, await this.makeMessage(sender, text, changes));
    sender.counter += 1;
    return entry;
  }
  async mark(
    sender: TestSender,
    kind: number,
    seq: number,
    changes: Partial<Mark> & { signer?: CryptoKey } = {},
  ): Promise<Mark> {
    const { signer = sender.keys.privateKey, ...fields } = changes;
    const value = {
      suite: SUITE_P256_AES256GCM,
      sender: sender.id,
      kind,
      seq,
      head: this.heads[seq] ?? zeros(32),
      ...fields,
    };
    return decode(Mark, await signed(Mark, signer, value, this.site.id, this.id));
  }
  makeClose(sender: TestSender, changes: Partial<Close> = {}, signer = sender.keys.privateKey): Promise<Bytes> {
    const value = {
      suite: SUITE_P256_AES256GCM,
      site: this.site.id,
      conversation: this.id,
      sender: sender.id,
      reason: CloseReason.done,
      head: this.head,
      seen_seq: this.seq,
    };
    return signed(Close, signer, { ...value, ...changes });
  }

  /** A copy that goes on by itself: another view of the same conversation. */
  fork(): TestConversation {
    const copy = Object.assign(Object.create(TestConversation.prototype) as TestConversation, this);
    copy.entries = [...this.entries];
    copy.heads = [...this.heads];
    return copy;
  }

  /** A log of one who takes part, with the roster as it is whenever it is asked for. */
  log(as: Device | StaffMember, seen?: Seen): { log: ConversationLog; violations: Violation[] } {
    const violations: Violation[] = [];
    const staff = 'person' in as;
    const device = staff ? (as.devices[0] as Device) : as;
    let roster: Roster | undefined;
    const keyholder = new DeviceKeyholder({
      device,
      conversation: this.id,
      participants: { customerDevice: this.customer.record, customerId: this.customer.id, assigned: undefined },
      roster: () => roster as Roster,
      continuity: () => 'supervisors',
      teamKeys: new DeviceTeamKeys(device, () => roster as Roster),
      now: () => START_MS,
    });
    const log = new ConversationLog({
      site: this.site.id,
      root: this.site.root,
      conversation: this.id,
      own: staff ? { side: 'staff', person: as.person } : { side: 'customer', device: device.id },
      rosterUpTo: async (size) => {
        if (!roster || roster.size < size) roster = await this.site.roster();
        return roster;
      },
      openPacket: (packet) => keyholder.openPacket(packet),
      onViolation: (violation) => violations.push(violation),
      seen,
    });
    return { log, violations };
  }
  /** The log after these entries. */
  async replay(
    as: Device | StaffMember,
    entries: Entry[] = this.entries,
    seen?: Seen,
  ): Promise<{ log: ConversationLog; violations: Violation[] }> {
    const made = this.log(as, seen);
    for (const entry of entries) await made.log.take(decode(Entry, encode(Entry, entry)));
    return made;
  }
}
