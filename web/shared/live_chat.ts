// A conversation as the interfaces use it: socket, verified log, keys and outbox in one object with snapshots.
import { Attendance } from './attendance';
import { type Bytes, toHex } from './bytes';
import type { Chat, ChatSnapshot } from './chat';
import { decode } from './codec';
import { comparisonCode } from './compare';
import { ConversationLog, type Side, type Violation } from './conversation';
import { generateSignKeys, publicSignKey } from './crypto/ed25519';
import { CloisterError, Contradiction } from './errors';
import {
  type Ack,
  Close,
  CloseReason,
  type Ending,
  type Entry,
  EntryKind,
  Envelope,
  type ErrorName,
  MAX_TEXT_BYTES,
  Mark,
  type Presence,
  type Reader,
  type Ready,
  SenderCert,
  type SocketError,
  type StatusEvent,
  SUITE_P256_AES256GCM,
  type Typing,
} from './gen/wire';
import type { Keyholder } from './keyholder';
import type { TabLock } from './locks';
import { certHash, signed } from './names';
import { OnShow } from './on_show';
import type { Outbox, Seen } from './outbox';
import { OwnMarks } from './own_marks';
import { readerViews } from './readers';
import { Requests } from './requests';
import type { Roster } from './roster';
import { type Outgoing, Sending } from './sending';
import type { Site } from './site';
import { ConversationSocket, type SocketEnvironment, type SocketState } from './socket';
import { Timeline } from './timeline';
import { Timers } from './timers';

export interface ChatOptions {
  site: Site;
  conversation: Uint8Array;
  own: { side: 'customer'; device: Uint8Array } | { side: 'staff'; person: Uint8Array };
  keyholder: Keyholder;
  outbox: Outbox;
  lock: TabLock;
  socketUrl: string;
  ticket(keyHash: Bytes): Promise<Uint8Array>;
  /** Puts a violation on record at the server. */
  report(violation: Violation): void;
  /** Hash of the packet that has just been made for a new conversation, hex: its readers were on show. */
  firstEpoch?: string;
  /** Clock of the server. */
  now(): number;
  adjustClock?(serverMs: number): void;
  environment?: SocketEnvironment | undefined;
}

const DELIVERED_AFTER_MS = 250;
const SEEN_AFTER_MS = 500;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;
const ROSTER_EVERY_MS = 120_000;
/** Also how far an acknowledgement may be ahead of the entries: clients have at most 16 each under way. */
const MAX_UNSENT = 100;

/** Refusals after which the same bytes may pass later. */
const transient: ReadonlySet<ErrorName> = new Set<ErrorName>([
  'internal',
  'limit_reached',
  'storage_full',
  'storage_failed',
  'shutting_down',
  'too_slow',
]);

export class LiveChat implements Chat {
  snapshot: ChatSnapshot;
  protected readonly log: ConversationLog;
  private readonly listeners = new Set<() => void>();
  private socket: ConversationSocket | undefined;
  private readonly requests = new Requests<'cert' | 'packet' | 'close' | Outgoing>();
  private retries = 0;
  protected readonly timers = new Timers();
  protected readonly sending: Sending;
  private readonly marks: OwnMarks;
  private readonly timeline: Timeline;
  private readonly attendance = new Attendance(this.timers, () => this.changed());
  private held = false;
  private follower = false;
  private stopped = false;
  private state: SocketState = { is: 'connecting' };
  private lastSeq = 0;
  /** The server has answered the proof of this connection. */
  private online = false;
  /** All that there was at the last connection has been taken. */
  private caughtUp = false;
  protected error: ErrorName | undefined;
  private closing: { reason: number; resolve(): void; reject(error: Error): void } | undefined;
  private seen: Seen | undefined;
  private readonly onShow: OnShow;
  private work: Promise<void> = Promise.resolve();
  private notified = false;

  constructor(protected readonly options: ChatOptions) {
    const { site, conversation, own, keyholder, outbox } = options;
    const bound = { site: site.pin.site, conversation };
    const chat = this;
    this.onShow = new OnShow(options.firstEpoch ?? '', outbox);
    this.log = new ConversationLog({
      site: site.pin.site,
      root: site.pin.root,
      conversation,
      own,
      rosterUpTo: (size) => site.upTo(size),
      openPacket: (packet) => keyholder.openPacket(packet),
      onViolation: (violation) => this.violated(violation),
      get seen() {
        return chat.seen;
      },
    });
    this.sending = new Sending(this.log, bound, outbox, () => site.roster, this.onShow);
    this.marks = new OwnMarks(this.log, bound.site, conversation);
    this.timeline = new Timeline(this.log, own.side);
    this.snapshot = this.look();
  }

  get conversation(): Uint8Array {
    return this.options.conversation;
  }
  private get side(): Side {
    return this.options.own.side;
  }

  /** Begins, or waits until no other tab has this conversation. */
  start(): this {
    this.options.lock.start(
      () => {
        this.held = true;
        this.follower = false;
        this.exclusive(() => this.begin()).catch((error: unknown) => this.failed(error));
      },
      () => {
        this.held = false;
        this.follower = true;
        this.disconnect();
        this.changed();
      },
    );
    return this;
  }

  stop(): void {
    this.stopped = true;
    this.disconnect();
    this.timers.stop();
    this.options.lock.stop();
    this.listeners.clear();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async send(text: string): Promise<string> {
    if (text.trim() === '') throw new CloisterError('malformed');
    if (new TextEncoder().encode(text).length > MAX_TEXT_BYTES) throw new CloisterError('too_large');
    if (this.log.status === 'closed' || this.log.refused) throw new CloisterError('conversation_closed');
    if (this.sending.messages.length >= MAX_UNSENT) throw new CloisterError('limit_reached');
    this.onShow.looked();
    const id = this.sending.add(text, Math.round(this.options.now()));
    this.changed();
    this.pump();
    return id;
  }

  async retry(id: string): Promise<void> {
    this.onShow.looked();
    if (!this.sending.retry(id)) return;
    this.changed();
    this.pump();
  }

  async discard(id: string): Promise<string | undefined> {
    const text = await this.sending.discard(id);
    this.changed();
    return text;
  }

  markRead(seq: number): void {
    this.onShow.looked();
    if (seq <= this.marks.readTo) return;
    this.marks.readTo = Math.min(seq, this.log.seq);
    this.timers.later('marks', DELIVERED_AFTER_MS, () => this.exclusive(() => this.sendMarks()));
    this.changed();
  }

  setTyping(on: boolean): void {
    this.attendance.typing(on, this.socket);
  }

  noticed(kind: string, outcome: string): boolean | undefined {
    return this.online && this.socket?.noticed(kind, outcome);
  }

  active(): void {
    this.onShow.looked();
    this.attendance.active(this.socket);
  }

  close(reason: 'done' | 'left'): Promise<void> {
    if (this.log.status === 'closed') return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.closing = { reason: CloseReason[reason], resolve, reject };
      this.pump();
    });
  }

  async comparisonCode(): Promise<string> {
    const { epoch, customer } = this.log;
    if (!epoch || !customer) throw new CloisterError('not_found');
    const { site, root } = this.options.site.pin;
    return comparisonCode({
      site,
      root,
      conversation: this.conversation,
      packetHash: epoch.hash,
      customerDevice: customer.id,
      maker: epoch.packet.maker,
    });
  }

  async takeOver(): Promise<void> {
    this.options.lock.takeOver();
  }

  async rosterChanged(): Promise<void> {
    await this.refreshRoster();
    this.pump();
  }

  /** A key log that does not hold ends the conversation here: nobody it names can be believed. */
  protected async refreshRoster(): Promise<Roster> {
    try {
      return await this.options.site.refresh();
    } catch (error) {
      if (error instanceof Contradiction && !this.stopped && !this.log.refused) this.log.violate(error.code);
      throw error;
    }
  }

  /** Again and again while connected: whoever leaves must not be written to. */
  private followRoster(): void {
    // Without a connection it is asked for at the next.
    this.rosterChanged().catch(() => {});
    this.timers.later('roster', ROSTER_EVERY_MS, () => this.followRoster());
  }

  // What a member of staff does besides (staff_chat.ts).

  /** Before anything is sealed. */
  protected async prepare(): Promise<void> {}
  /** A new epoch that is due. */
  protected async nextPacket(): Promise<Bytes | undefined> {
    return undefined;
  }
  protected packetRefused(code: ErrorName): void {
    this.error = code;
  }

  // What comes from the server. All of it, and all sending, runs one thing after the other.

  private exclusive(action: () => Promise<void>): Promise<void> {
    const done = this.work.then(() => (this.stopped ? undefined : action()));
    this.work = done.catch(() => undefined);
    return done;
  }

  private async begin(): Promise<void> {
    if (!this.held || this.log.refused) return;
    const { outbox, keyholder, conversation, socketUrl, ticket, environment } = this.options;
    const kept = await outbox.load();
    this.seen = kept.seen;
    this.onShow.restore(kept.shown);
    let sender = kept.sender;
    if (!sender) {
      const keys = await generateSignKeys();
      sender = { keys, cert: await keyholder.signCert(await publicSignKey(keys)) };
      await outbox.setSender(sender);
    }
    this.sending.begin({ ...sender, id: await certHash(decode(SenderCert, sender.cert)) }, kept.items);
    if (this.stopped || !this.held) return;
    this.socket = new ConversationSocket({
      url: socketUrl,
      conversation,
      keys: sender.keys,
      ticket,
      after: () => this.log.seq,
      environment,
      onState: (state) => this.onState(state),
      onReady: (ready) => this.exclusive(() => this.onReady(ready)),
      onEntry: (entry) => this.exclusive(() => this.onEntry(entry)),
      onMark: (mark) => this.exclusive(() => this.onMark(mark)),
      onAck: (ack) => this.exclusive(() => this.onAck(ack)),
      onRefused: (ref, code) => this.exclusive(() => this.onRefused(ref, code)),
      onEvent: async (event) => this.onEvent(event),
    });
    this.socket.start();
  }

  /** It could not begin: keys or certificate were not to be had. */
  private failed(error: unknown): void {
    this.state = { is: 'ended', code: error instanceof CloisterError ? error.code : 'internal' };
    this.error = this.state.code;
    this.changed();
  }
  private disconnect(): void {
    this.socket?.stop();
    this.socket = undefined;
    this.offline();
    this.timers.clearAll();
  }
  private offline(): void {
    this.online = false;
    this.attendance.offline();
    this.requests.forget();
  }

  private onState(state: SocketState): void {
    this.state = state;
    if (state.is !== 'online') this.offline();
    if (state.is === 'ended') {
      this.error = state.code;
      this.attendance.ending = undefined;
    }
    this.changed();
  }

  private async onReady(ready: Ready): Promise<void> {
    const { log, options } = this;
    options.adjustClock?.(ready.server_ms);
    this.online = true;
    this.attendance.peerOnline = ready.peer_online;
    this.lastSeq = ready.last_seq;
    this.marks.forgetSent();
    this.attendance.ending = undefined;
    // Shorter than what was seen or acknowledged before.
    const acked = this.sending.messages.map((one) => one.acked);
    if (ready.last_seq < Math.max(log.seq, this.seen?.seq ?? 0, ...acked))
      return log.violate('bad_transcript', ready.last_seq);
    for (const mark of ready.marks) await log.takeMark(decode(Mark, mark));
    await this.progress();
    if (ready.status === 'closed' && this.caughtUp) this.closedByServer();
  }

  private async onEntry(entry: Entry): Promise<void> {
    const { log } = this;
    if (!this.held || log.refused) return;
    const [before, epoch] = [log.items.length, log.epoch];
    await log.take(entry);
    if (log.refused) return;
    for (const item of log.items.slice(before)) {
      if (item.kind === 'message' && !item.mine) this.attendance.peerTyping = false;
    }
    await this.dropTaken(entry);
    if (entry.seq > this.lastSeq) this.lastSeq = entry.seq;
    if (log.epoch !== epoch) await this.sending.number();
    await this.progress();
  }

  /** Takes what the log now holds out of the outbox. */
  private async dropTaken(entry: Entry): Promise<void> {
    const { log, sending } = this;
    if (entry.kind === EntryKind.message && entry.body.length === 0) await sending.erased(entry.hash);
    else if (entry.kind === EntryKind.message) {
      const envelope = decode(Envelope, entry.body);
      const by = log.senders.get(toHex(envelope.sender));
      if (by?.mine) await sending.taken(toHex(envelope.id));
      // Erased entries let counters skip: what was acknowledged before this one must be in the log before it.
      if (by === sending.own && sending.missing(envelope.counter)) log.violate('bad_transcript', entry.seq);
    }
    // The server acknowledged one of ours at this place, and now shows something else there.
    if (sending.messages.some((one) => one.acked === entry.seq)) log.violate('bad_transcript', entry.seq);
  }

  /** After something was taken: whether that was all, and what it allows. */
  private async progress(): Promise<void> {
    const { log } = this;
    // While there is more to come nothing is sent, and nothing is drawn.
    if (this.online && log.seq < this.lastSeq) return;
    if (this.online) {
      this.caughtUp = true;
      await this.sending.restore();
      if (!this.timers.has('roster')) this.followRoster();
    }
    if (log.status === 'closed') await this.settleClosed();
    this.timers.later('marks', DELIVERED_AFTER_MS, () => this.exclusive(() => this.sendMarks()));
    this.timers.later('seen', SEEN_AFTER_MS, () => this.exclusive(() => this.keepSeen()));
    this.changed();
    this.pump();
  }

  private async keepSeen(): Promise<void> {
    const { head, seq, refused } = this.log;
    if (refused || !head || seq <= (this.seen?.seq ?? 0)) return;
    this.seen = { seq, head };
    await this.options.outbox.setSeen(this.seen);
  }

  private async onMark(mark: Mark): Promise<void> {
    await this.log.takeMark(mark);
    this.changed();
  }

  private async onAck(ack: Ack): Promise<void> {
    const message = this.requests.answered(ack.ref);
    if (!message) return;
    this.retries = 0;
    this.error = undefined;
    if (typeof message === 'object') {
      message.acked = ack.seq;
      message.timeMs = ack.time_ms;
      message.problem = undefined;
      const shown = ack.seq <= this.log.seq && this.sending.messages.includes(message);
      if (shown || ack.seq - this.lastSeq > MAX_UNSENT) this.log.violate('bad_transcript', ack.seq);
    }
    this.changed();
    this.pump();
  }

  private async onRefused(ref: number, code: ErrorName): Promise<void> {
    const what = this.requests.answered(ref);
    if (!what) return;
    if (typeof what === 'object' && what.state === 'held') {
      // It was not to be taken.
    } else if (transient.has(code)) {
      this.error = code;
      this.sending.delayed(code);
      this.retryLater();
    } else if (what === 'cert') {
      // Known already: its entry is on the way.
      if (code !== 'duplicate') this.error = code;
    } else if (what === 'packet') {
      this.packetRefused(code);
    } else if (what === 'close') {
      if (code === 'conversation_closed') this.closing?.resolve();
      else this.closing?.reject(new CloisterError(code));
      this.closing = undefined;
    } else if (code === 'conversation_closed') {
      Object.assign(what, { state: 'not_sent', problem: code });
    } else if (code === 'stale_epoch') {
      // The packet is on the way; what it concerns is encrypted anew when it comes, or held.
      this.retryLater();
    } else if ((code === 'out_of_order' || code === 'duplicate') && this.retries < 3) {
      // Another use of this sender key took the number.
      await this.sending.number();
      this.retryLater();
    } else {
      await this.sending.refused(what, code);
    }
    this.changed();
    if (!this.timers.has('retry')) this.pump();
  }

  private onEvent(event: Typing | Presence | StatusEvent | Ending | SocketError): void {
    if (event.t === 'status') {
      const { status, reason } = event as StatusEvent;
      if (status === 'closed' && reason === 'idle') this.closedByServer();
    } else if (event.t !== 'error') this.attendance.take(event as Typing | Presence | Ending);
    this.changed();
  }

  private closedByServer(): void {
    this.log.closedByServer(this.options.now());
    this.exclusive(() => this.settleClosed()).catch(() => undefined);
  }
  private async settleClosed(): Promise<void> {
    await this.sending.closed();
    this.closing?.resolve();
    this.closing = undefined;
    this.changed();
  }

  private violated(violation: Violation): void {
    this.options.report(violation);
    if (violation.fatal) this.disconnect();
    this.changed();
  }

  // What goes to the server.

  protected pump(): void {
    this.exclusive(() => this.advance()).catch((error: unknown) => {
      if (error instanceof CloisterError) this.error = error.code;
      this.retryLater();
      this.changed();
    });
  }

  /** Seals what can be sealed, then sends the next thing if nothing waits for an answer. */
  private async advance(): Promise<void> {
    const { log, options, sending } = this;
    const { sender } = sending;
    if (!this.held || !this.caughtUp || !sender || log.refused || log.status === 'closed') return;
    // By the newest key log that is held.
    const left = log.assigned && !options.site.roster.now.person(log.assigned);
    if (left) for (const message of sending.messages) message.problem = 'revoked';
    else {
      await this.prepare();
      await sending.sealNew();
    }
    this.changed();
    if (!this.online || this.requests.busy || log.seq < this.lastSeq || this.timers.has('retry')) return;
    if (!sending.own) return this.append('cert', EntryKind.cert, sender.cert);
    const packet = await this.nextPacket();
    if (packet) return this.append('packet', EntryKind.packet, packet);
    const next = left ? undefined : sending.next();
    if (next?.item) return this.append(next, EntryKind.message, next.item.envelope);
    if (this.closing) {
      const close = await signed(Close, sender.keys.privateKey, {
        suite: SUITE_P256_AES256GCM,
        site: options.site.pin.site,
        conversation: this.conversation,
        sender: sender.id,
        reason: this.closing.reason,
        head: log.head as Bytes,
        seen_seq: log.seq,
      });
      this.append('close', EntryKind.close, close);
    }
  }

  private append(what: 'cert' | 'packet' | 'close' | Outgoing, kind: number, body: Uint8Array): void {
    this.requests.append(this.socket, what, kind, body);
  }
  private retryLater(): void {
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.retries);
    this.retries += 1;
    this.timers.later('retry', wait, () => this.pump());
  }

  private async sendMarks(): Promise<void> {
    const { sender, own } = this.sending;
    if (!this.online || !this.caughtUp || !own || !sender || this.log.refused) return;
    await this.marks.tell(sender, (mark) => this.socket?.mark(mark) ?? false);
  }

  // What is shown.

  protected changed(): void {
    if (this.notified) return;
    this.notified = true;
    queueMicrotask(() => {
      this.notified = false;
      this.snapshot = this.look();
      for (const listener of this.listeners) listener();
    });
  }

  private look(): ChatSnapshot {
    const { log, state, options } = this;
    const readTo = Math.max(this.marks.readTo, log.marks.own.read);
    // What is still being taken is the past, and not who can read now.
    const epoch = this.caughtUp ? log.epoch : undefined;
    if (epoch) this.onShow.draw(toHex(epoch.hash));
    const own = options.own.side === 'staff' ? options.own.person : undefined;
    const views = (readers: readonly Reader[]) =>
      readerViews(readers, options.site.roster, this.side, own, log.agentName);
    const connection = log.refused ? 'refused' : state.is === 'ended' ? 'ended' : this.follower ? 'follower' : state.is;
    return {
      conversation: toHex(this.conversation),
      side: this.side,
      connection: connection === 'online' && !this.online ? 'connecting' : connection,
      retryAtMs: state.is === 'offline' ? state.retryAtMs : 0,
      caughtUp: this.caughtUp,
      status: log.status,
      timeline: this.timeline.items(this.sending.messages, (message) => views(this.sending.added(message))),
      unread: log.items.filter((item) => item.kind === 'message' && !item.mine && item.seq > readTo).length,
      peerOnline: this.attendance.peerOnline,
      peerTyping: this.attendance.peerTyping,
      agentName: log.agentName,
      readers: views(epoch?.packet.readers ?? []),
      epoch: epoch?.packet.epoch ?? 0,
      canSend: this.held && this.onShow.any && !log.refused && log.status !== 'closed' && state.is !== 'ended',
      ending: this.attendance.ending,
      violations: [...log.violations],
      error: this.error,
    };
  }
}
