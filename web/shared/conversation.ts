// The verified log of one conversation: takes entries in order, checks everything that a receiver must, and knows what
// follows from them. No I/O of its own.
import { type Bytes, equal, toHex, zeros } from './bytes';
import { decode } from './codec';
import { checkSignKey } from './crypto/ed25519';
import { importKemPublic } from './crypto/p256';
import { sha256 } from './crypto/sha256';
import { CloisterError } from './errors';
import {
  Assign,
  Close,
  CloseReason,
  ContentKind,
  ConversationGenesis,
  type DeviceRecord,
  type Entry,
  EntryKind,
  Envelope,
  type ErrorName,
  IntroContent,
  MAX_CERTS,
  MAX_ENTRIES,
  Mark,
  MarkKind,
  OwnerKind,
  Packet,
  Role,
  SenderCert,
  SUITE_P256_AES256GCM,
  TextContent,
} from './gen/wire';
import { openMessage } from './messages';
import { certHash, deviceId, packetHash, transcriptNext, transcriptStart, verifySigned } from './names';
import type { Seen } from './outbox';
import { checkReaders, isLost, type Participants } from './readers';
import type { Roster } from './roster';

export type Side = 'customer' | 'staff';

/** Something the server or a peer must not do. After it the conversation is not shown as trustworthy any more. */
export interface Violation {
  code: ErrorName;
  /** Entry at which it was found; 0 when it is not about one entry. */
  seq: number;
  /** False when only one message is concerned (it cannot be read) and the conversation goes on. */
  fatal: boolean;
}

export interface LogContext {
  site: Uint8Array;
  /** Root fingerprint. */
  root: Uint8Array;
  conversation: Uint8Array;
  /** Device of the customer, or person of the agent, that is looking. */
  own: { side: 'customer'; device: Uint8Array } | { side: 'staff'; person: Uint8Array };
  /** A verified roster of at least this size. */
  rosterUpTo(size: number): Promise<Roster>;
  /** As Keyholder.openPacket. */
  openPacket(packet: Bytes): Promise<CryptoKey>;
  onViolation(violation: Violation): void;
  /** How far this browser has seen the conversation before. */
  seen?: Seen | undefined;
}

export interface LogSender {
  id: Bytes;
  cert: SenderCert;
  side: Side;
  /** Person of a staff sender, hex. */
  person: string | undefined;
  mine: boolean;
  /** Last counter taken. */
  counter: number;
  /** Erased messages at that time: each may hide one further counter. */
  erasedThen: number;
}

export interface LogEpoch {
  packet: Packet;
  hash: Bytes;
  /** Undefined: no key for it on this device. */
  key: CryptoKey | undefined;
}

export interface LogMessage {
  kind: 'message';
  /** Client message id, hex; `entry-<seq>` when erased. */
  id: string;
  seq: number;
  side: Side;
  mine: boolean;
  sender: string;
  text: string;
  timeMs: number;
  epoch: number;
  erased: boolean;
  problem: ErrorName | undefined;
}
export type LogEvent =
  | { kind: 'assigned'; seq: number; timeMs: number; person: string; you: boolean }
  | { kind: 'named'; seq: number; timeMs: number; name: string; you: boolean }
  | { kind: 'readers'; seq: number; timeMs: number }
  /** What was written before this can no longer be read by the team: the only key to it was lost. */
  | { kind: 'lost'; seq: number; timeMs: number }
  | { kind: 'closed'; seq: number; timeMs: number; by: Side | 'server'; reason: 'done' | 'left' | 'idle' };
export type LogItem = LogMessage | LogEvent;

const HEAD_BYTES = 32;
/** The last moment that a Date can hold (ECMA-262, "Time Values and Time Range"). */
export const MAX_TIME_MS = 8.64e15;
const MAX_PENDING_MARKS = 128;
const MAX_NAME = 200;

/** Codes that say that something could not be asked, not that something is wrong with the conversation. */
const outside: ReadonlySet<ErrorName> = new Set<ErrorName>([
  'internal',
  'too_slow',
  'shutting_down',
  'no_session',
  'session_expired',
  'session_locked',
]);

const demand = (condition: boolean, code: ErrorName): void => {
  if (!condition) throw new CloisterError(code);
};
const found = <T>(value: T | undefined, code: ErrorName): T => {
  if (value === undefined) throw new CloisterError(code);
  return value;
};
/** Names are shown beside words of the interface: no control characters, no direction overrides, nothing unseen. */
const cleanName = (name: string): string =>
  name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u3164\u2800]/gu, '')
    .trim()
    .slice(0, MAX_NAME);

export class ConversationLog {
  /** Last entry taken. */
  seq = 0;
  status: 'waiting' | 'assigned' | 'closed' = 'waiting';
  /** Set after a fatal violation: nothing is taken any more. */
  refused: Violation | undefined;
  readonly items: LogItem[] = [];
  readonly violations: Violation[] = [];
  customer: { record: DeviceRecord; id: Bytes } | undefined;
  assigned: Bytes | undefined;
  agentName: string | undefined;
  epoch: LogEpoch | undefined;
  /** By packet hash, hex. */
  readonly epochs = new Map<string, LogEpoch>();
  /** By sender id, hex. */
  readonly senders = new Map<string, LogSender>();
  /** Furthest positions that the other side, and one's own, have marked. */
  readonly marks = { peer: { delivered: 0, read: 0 }, own: { delivered: 0, read: 0 } };
  private heads = new Uint8Array(HEAD_BYTES * 64);
  private start: Bytes | undefined;
  private readonly ids = new Set<string>();
  private readonly pendingMarks = new Map<string, Mark>();
  private pendingAssign: { assign: Assign; seq: number; timeMs: number } | undefined;
  private erased = 0;

  constructor(private readonly context: LogContext) {}

  /** T(seq); undefined for what was not taken yet. */
  headAt(seq: number): Bytes | undefined {
    if (seq > this.seq) return undefined;
    if (seq === 0) return this.start;
    return this.heads.slice((seq - 1) * HEAD_BYTES, seq * HEAD_BYTES) as Bytes;
  }
  get head(): Bytes | undefined {
    return this.headAt(this.seq);
  }
  get participants(): Participants | undefined {
    return (
      this.customer && { customerDevice: this.customer.record, customerId: this.customer.id, assigned: this.assigned }
    );
  }

  /**
   * Takes the next entry. What must not be becomes a violation, not an exception; exceptions are only those of
   * `rosterUpTo` and `openPacket` when they could not be asked (then the entry was not taken).
   */
  async take(entry: Entry): Promise<void> {
    if (this.refused) return;
    await this.guard(entry.seq, async () => {
      demand(entry.seq === this.seq + 1 && entry.seq <= MAX_ENTRIES, 'bad_transcript');
      demand(entry.time_ms <= MAX_TIME_MS, 'malformed');
      this.start ??= await transcriptStart(this.context.site, this.context.conversation);
      const before = this.head as Bytes;
      const erased = entry.body.length === 0 && entry.kind === EntryKind.message;
      demand(erased || equal(await sha256(entry.body), entry.hash), 'bad_transcript');
      const head = await transcriptNext(before, entry.seq, entry.kind, entry.hash);
      const { seen } = this.context;
      if (seen?.seq === entry.seq) demand(equal(seen.head, head), 'bad_transcript');
      demand(this.status !== 'closed', 'conversation_closed');
      demand(!this.pendingAssign || entry.kind === EntryKind.packet, 'out_of_order');
      if (erased) this.takeErased(entry);
      else await this.takeBody(entry, before);
      this.keepHead(entry.seq, head);
    });
    await this.settleMarks();
  }

  /** Takes a mark; one about entries or senders not yet seen waits. */
  async takeMark(mark: Mark): Promise<void> {
    if (this.refused) return;
    const key = `${toHex(mark.sender)}${mark.kind}`;
    const waiting = this.pendingMarks.get(key);
    if (waiting && waiting.seq >= mark.seq) return;
    if (!waiting && this.pendingMarks.size >= MAX_PENDING_MARKS) return;
    this.pendingMarks.set(key, mark);
    await this.settleMarks();
  }

  /** The server says it closed the conversation; nothing is signed then. */
  closedByServer(timeMs: number): void {
    if (this.status === 'closed') return;
    this.status = 'closed';
    this.items.push({ kind: 'closed', seq: this.seq, timeMs, by: 'server', reason: 'idle' });
  }

  /** Puts on record what was found outside of the entries, and stops. */
  violate(code: ErrorName, seq = 0, fatal = true): void {
    const violation: Violation = { code, seq, fatal };
    this.violations.push(violation);
    if (fatal) this.refused ??= violation;
    this.context.onViolation(violation);
  }

  private async guard(seq: number, check: () => Promise<void>): Promise<void> {
    try {
      await check();
    } catch (error) {
      if (!(error instanceof CloisterError) || outside.has(error.code)) throw error;
      this.violate(error.code, seq);
    }
  }

  private keepHead(seq: number, head: Bytes): void {
    if (seq * HEAD_BYTES > this.heads.length) {
      const larger = new Uint8Array(this.heads.length * 2);
      larger.set(this.heads);
      this.heads = larger;
    }
    this.heads.set(head, (seq - 1) * HEAD_BYTES);
    this.seq = seq;
  }

  private async takeBody(entry: Entry, before: Bytes): Promise<void> {
    if (entry.seq === 1) {
      demand(entry.kind === EntryKind.genesis, 'out_of_order');
      return this.takeGenesis(decode(ConversationGenesis, entry.body));
    }
    if (entry.seq <= 3) demand(entry.kind === (entry.seq === 2 ? EntryKind.packet : EntryKind.cert), 'out_of_order');
    switch (entry.kind) {
      case EntryKind.packet:
        return this.takePacket(entry, decode(Packet, entry.body), before);
      case EntryKind.cert:
        return this.takeCert(decode(SenderCert, entry.body));
      case EntryKind.assign:
        return this.takeAssign(entry, decode(Assign, entry.body), before);
      case EntryKind.message:
        return this.takeMessage(entry, decode(Envelope, entry.body));
      case EntryKind.close:
        return this.takeClose(entry, decode(Close, entry.body));
      default:
        throw new CloisterError('malformed');
    }
  }

  private belongsHere(to: { suite: number; site: Uint8Array; conversation: Uint8Array }): void {
    demand(to.suite === SUITE_P256_AES256GCM, 'unsupported_suite');
    demand(equal(to.site, this.context.site), 'wrong_site');
    demand(equal(to.conversation, this.context.conversation), 'wrong_conversation');
  }

  private async takeGenesis(genesis: ConversationGenesis): Promise<void> {
    this.belongsHere(genesis);
    const { device } = genesis;
    demand(equal(genesis.root, this.context.root), 'wrong_root');
    demand(device.suite === SUITE_P256_AES256GCM, 'unsupported_suite');
    demand(equal(device.site, this.context.site), 'wrong_site');
    demand(device.owner_kind === OwnerKind.customer, 'wrong_reader');
    await checkSignKey(device.sign_key);
    await importKemPublic(device.kem_key);
    await verifySigned(ConversationGenesis, device.sign_key, genesis);
    const id = await deviceId(device);
    if (this.context.own.side === 'customer') demand(equal(id, this.context.own.device), 'wrong_reader');
    this.customer = { record: device, id };
  }

  private async takePacket(entry: Entry, packet: Packet, before: Bytes): Promise<void> {
    const last = this.epoch;
    this.belongsHere(packet);
    demand(!last || packet.epoch > last.packet.epoch, 'stale_epoch');
    demand(
      packet.epoch === (last ? last.packet.epoch + 1 : 0) && equal(packet.prev, last?.hash ?? zeros(HEAD_BYTES)),
      'bad_chain',
    );
    demand(equal(packet.head, before), 'bad_transcript');
    demand(packet.tree_size >= (last?.packet.tree_size ?? 1), 'stale_roster');
    const roster = await this.context.rosterUpTo(packet.tree_size);
    demand(roster.size >= packet.tree_size, 'bad_chain');
    const view = roster.at(packet.tree_size);
    demand(equal(await view.root(), packet.tree_root), 'bad_chain');

    const customer = found(this.customer, 'out_of_order');
    const pending = this.pendingAssign;
    const assigned = pending ? (pending.assign.person as Bytes) : this.assigned;
    if (!last) {
      demand(equal(packet.maker, customer.id), 'wrong_reader');
      await verifySigned(Packet, customer.record.sign_key, packet);
    } else {
      const maker = found(view.device(packet.maker), 'wrong_reader');
      demand(!!assigned && equal(maker.person.id, assigned), 'not_permitted');
      await verifySigned(Packet, maker.record.sign_key, packet);
      if (pending) {
        demand(equal(pending.assign.device, maker.id), 'wrong_reader');
        demand((maker.person.roles & Role.agent) !== 0, 'not_permitted');
        await verifySigned(Assign, maker.record.sign_key, pending.assign);
      }
    }
    checkReaders(packet, view, { customerDevice: customer.record, customerId: customer.id, assigned });
    const key = await this.context.openPacket(entry.body as Bytes).catch((error: unknown) => {
      if (error instanceof CloisterError && error.code === 'missing_key') return undefined;
      throw error;
    });

    const epoch: LogEpoch = { packet, hash: await packetHash(packet), key };
    this.epoch = epoch;
    this.epochs.set(toHex(epoch.hash), epoch);
    if (pending && assigned) {
      this.assigned = assigned;
      this.status = 'assigned';
      this.pendingAssign = undefined;
      this.items.push({
        kind: 'assigned',
        seq: pending.seq,
        timeMs: pending.timeMs,
        person: toHex(assigned),
        you: this.isOwnPerson(assigned),
      });
      if (last && isLost(last.packet, view)) this.items.push({ kind: 'lost', seq: entry.seq, timeMs: entry.time_ms });
    } else if (last) {
      this.items.push({ kind: 'readers', seq: entry.seq, timeMs: entry.time_ms });
    }
  }

  private async takeAssign(entry: Entry, assign: Assign, before: Bytes): Promise<void> {
    this.belongsHere(assign);
    demand(this.status === 'waiting', 'already_assigned');
    demand(equal(assign.head, before), 'bad_transcript');
    // The rest is checked with the packet that must follow, against the roster which that names.
    this.pendingAssign = { assign, seq: entry.seq, timeMs: entry.time_ms };
  }

  /**
   * Whose device this is, if it may speak here: the customer's, or one of the assigned person that was current at the
   * epoch's roster or has come since.
   */
  private async owner(
    device: Uint8Array,
  ): Promise<{ side: Side; key: Uint8Array; person: string | undefined; mine: boolean }> {
    const { own } = this.context;
    if (this.customer && equal(device, this.customer.id)) {
      return { side: 'customer', key: this.customer.record.sign_key, person: undefined, mine: own.side === 'customer' };
    }
    const epoch = found(this.epoch, 'out_of_order');
    const { assigned } = this;
    demand(!!assigned, 'not_permitted');
    const roster = await this.context.rosterUpTo(epoch.packet.tree_size);
    const known =
      roster.devices.get(toHex(device)) ?? (await this.context.rosterUpTo(roster.size + 1)).devices.get(toHex(device));
    const staff = found(known, 'not_permitted');
    demand(equal(staff.person.id, assigned as Bytes) && staff.until >= epoch.packet.tree_size, 'not_permitted');
    return {
      side: 'staff',
      key: staff.record.sign_key,
      person: toHex(staff.person.id),
      mine: this.isOwnPerson(staff.person.id),
    };
  }

  private isOwnPerson(person: Uint8Array): boolean {
    return this.context.own.side === 'staff' && equal(this.context.own.person, person);
  }

  private async takeCert(cert: SenderCert): Promise<void> {
    this.belongsHere(cert);
    const { key, ...owner } = await this.owner(cert.device);
    await checkSignKey(cert.sign_key);
    await verifySigned(SenderCert, key, cert);
    const id = await certHash(cert);
    demand(!this.senders.has(toHex(id)), 'duplicate');
    demand(this.senders.size < MAX_CERTS, 'limit_reached');
    this.senders.set(toHex(id), { id, cert, ...owner, counter: 0, erasedThen: 0 });
  }

  /** The sender of something signed for this conversation; whether it may still speak is checked again. */
  private async speaker(id: Uint8Array): Promise<LogSender> {
    const sender = found(this.senders.get(toHex(id)), 'bad_signature');
    await this.owner(sender.cert.device);
    return sender;
  }

  /** What was signed over is what was taken before it. */
  private sameHistory(seq: number, head: Uint8Array): void {
    const own = this.headAt(seq);
    demand(!!own && equal(own, head), 'bad_transcript');
  }

  private async takeMessage(entry: Entry, envelope: Envelope): Promise<void> {
    const { context } = this;
    demand(envelope.suite === SUITE_P256_AES256GCM, 'unsupported_suite');
    const sender = await this.speaker(envelope.sender);
    await verifySigned(Envelope, sender.cert.sign_key, envelope, context.site, context.conversation);
    const epoch = found(this.epochs.get(toHex(envelope.packet)), 'bad_chain');
    demand(epoch === this.epoch, 'stale_epoch');
    this.sameHistory(envelope.seen_seq, envelope.seen_head);
    demand(envelope.counter > sender.counter, 'duplicate');
    demand(envelope.counter <= sender.counter + 1 + this.erased - sender.erasedThen, 'out_of_order');
    const id = toHex(envelope.id);
    demand(!this.ids.has(id), 'duplicate');

    this.ids.add(id);
    sender.counter = envelope.counter;
    sender.erasedThen = this.erased;
    const { side, mine } = sender;
    const base = {
      kind: 'message' as const,
      id,
      seq: entry.seq,
      side,
      mine,
      sender: toHex(sender.id),
      timeMs: entry.time_ms,
    };
    const message = { ...base, epoch: epoch.packet.epoch, erased: false };
    try {
      if (!epoch.key) throw new CloisterError('missing_key');
      const opened = { hash: epoch.hash, key: epoch.key };
      if (envelope.kind === ContentKind.text) {
        const { text } = await openMessage(context, opened, envelope, TextContent);
        this.items.push({ ...message, text, problem: undefined });
      } else {
        demand(envelope.kind === ContentKind.intro && side === 'staff', 'malformed');
        const name = cleanName((await openMessage(context, opened, envelope, IntroContent)).name);
        // Who is who is said once.
        demand(!this.agentName || this.agentName === name, 'duplicate');
        this.agentName = name;
        this.items.push({ kind: 'named', seq: entry.seq, timeMs: entry.time_ms, name, you: mine });
      }
    } catch (error) {
      // Signed by its sender, so the history is right; only this message cannot be read.
      if (!(error instanceof CloisterError)) throw error;
      this.items.push({ ...message, text: '', problem: error.code });
      if (error.code !== 'missing_key') this.violate(error.code, entry.seq, false);
    }
  }

  private takeErased(entry: Entry): void {
    demand(entry.seq > 3, 'bad_transcript');
    this.erased += 1;
    const epoch = this.epoch?.packet.epoch ?? 0;
    const base = {
      kind: 'message' as const,
      id: `entry-${entry.seq}`,
      seq: entry.seq,
      side: 'customer' as Side,
      mine: false,
    };
    this.items.push({ ...base, sender: '', text: '', timeMs: entry.time_ms, epoch, erased: true, problem: undefined });
  }

  private async takeClose(entry: Entry, close: Close): Promise<void> {
    this.belongsHere(close);
    const sender = await this.speaker(close.sender);
    await verifySigned(Close, sender.cert.sign_key, close);
    this.sameHistory(close.seen_seq, close.head);
    this.status = 'closed';
    const reason = close.reason === CloseReason.left ? 'left' : 'done';
    this.items.push({ kind: 'closed', seq: entry.seq, timeMs: entry.time_ms, by: sender.side, reason });
  }

  private async settleMarks(): Promise<void> {
    for (const [key, mark] of this.pendingMarks) {
      if (this.refused) return;
      const sender = this.senders.get(toHex(mark.sender));
      if (!sender || mark.seq > this.seq) continue;
      this.pendingMarks.delete(key);
      await this.guard(mark.seq, async () => {
        demand(mark.suite === SUITE_P256_AES256GCM, 'unsupported_suite');
        await verifySigned(Mark, sender.cert.sign_key, mark, this.context.site, this.context.conversation);
        this.sameHistory(mark.seq, mark.head);
        const kept = sender.mine ? this.marks.own : this.marks.peer;
        if (mark.kind === MarkKind.read) kept.read = Math.max(kept.read, mark.seq);
        // What was read was delivered.
        kept.delivered = Math.max(kept.delivered, mark.seq);
      });
    }
  }
}
