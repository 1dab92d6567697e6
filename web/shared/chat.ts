// A conversation as the interfaces use it: socket, verified log, keys and outbox in one object with snapshots.
import { type Bytes, equal, fromHex, random, toHex } from './bytes';
import { decode } from './codec';
import { comparisonCode } from './compare';
import {
  ConversationLog,
  type LogEvent,
  type LogMessage,
  type LogSender,
  type Side,
  type Violation,
} from './conversation';
import { generateSignKeys, publicSignKey } from './crypto/ed25519';
import { CloisterError } from './errors';
import {
  type Ack,
  Close,
  CloseReason,
  ContentKind,
  type Ending,
  type Entry,
  EntryKind,
  Envelope,
  type ErrorName,
  IntroContent,
  MAX_TEXT_BYTES,
  Mark,
  MarkKind,
  type Presence,
  type Ready,
  SenderCert,
  type SocketError,
  type StatusEvent,
  SUITE_P256_AES256GCM,
  TextContent,
  type Typing,
} from './gen/wire';
import type { Keyholder } from './keyholder';
import type { TabLock } from './locks';
import { openMessage, sealMessage } from './messages';
import { certHash, signed } from './names';
import type { Outbox, OutboxItem, OutboxSender, Seen } from './outbox';
import { type ReaderView, readerViews } from './readers';
import type { Site } from './site';
import { ConversationSocket, type SocketEnvironment, type SocketState } from './socket';

export type { LogEvent as ChatEvent, Violation } from './conversation';

export type MessageStatus =
  /** Being sealed, or on its way; resent until the server answers. */
  | 'sending'
  /** The server has it on disk. */
  | 'sent'
  | 'delivered'
  | 'read'
  /** Refused by the server (`problem` says why); `retry(id)` sends it again. */
  | 'failed'
  /** Cannot be sent any more (the conversation was closed, or the key for it is gone). */
  | 'not_sent'
  /** From the other side. */
  | 'received';

export interface ChatMessage {
  kind: 'message';
  /** Client message id, hex: stable from the first display on. */
  id: string;
  /** 0 until acknowledged. */
  seq: number;
  mine: boolean;
  /** Own messages of another tab or device of the same side are `mine` too. */
  side: 'customer' | 'staff';
  text: string;
  /** Server's clock once acknowledged, own clock before. */
  timeMs: number;
  status: MessageStatus;
  epoch: number;
  /** The body was erased. */
  erased: boolean;
  /** Why it cannot be read (`missing_key`, `decryption_failed`, …) or was not sent. */
  problem: ErrorName | undefined;
}
export type TimelineItem = ChatMessage | LogEvent;

export interface ChatSnapshot {
  conversation: string;
  side: 'customer' | 'staff';
  /**
   * `follower`: another tab has this conversation open (`takeOver()` asks for it). `ended`: the session is over, `error`
   * says how. `refused`: a violation; nothing is sent or shown any more.
   */
  connection: 'connecting' | 'online' | 'offline' | 'follower' | 'ended' | 'refused';
  /** When offline: time of the next attempt (Date.now() scale), 0 if none is planned. */
  retryAtMs: number;
  /** All entries so far were received and verified. */
  caughtUp: boolean;
  status: 'waiting' | 'assigned' | 'closed';
  timeline: readonly TimelineItem[];
  /** Messages of the other side beyond the own read mark. */
  unread: number;
  peerOnline: boolean;
  peerTyping: boolean;
  /** Display name of the agent, from the encrypted intro. */
  agentName: string | undefined;
  /** Who can read what is written now. */
  readers: readonly ReaderView[];
  epoch: number;
  /** Whether `send` makes sense now. */
  canSend: boolean;
  ending: { atMs: number; why: 'idle' | 'absolute' } | undefined;
  violations: readonly Violation[];
  /** The last error that people should hear about. */
  error: ErrorName | undefined;
}

export interface Chat {
  readonly conversation: Uint8Array;
  /** Immutable; a new object after each change. */
  readonly snapshot: ChatSnapshot;
  /** Called after changes, at most once per task. Returns the way to stop. */
  subscribe(listener: () => void): () => void;
  /** Puts a message into the outbox and resolves with its id. Throws `too_large`, `conversation_closed`, `malformed` (empty), `limit_reached`. */
  send(text: string): Promise<string>;
  /** Sends a failed message again. */
  retry(id: string): Promise<void>;
  /** Takes a failed or not_sent message off the screen and returns its text, so that it can be edited. */
  discard(id: string): Promise<string | undefined>;
  /** Everything up to this entry has been on screen. Coalesced; never goes back. */
  markRead(seq: number): void;
  /** A boolean, never the text; repeated calls are coalesced. */
  setTyping(on: boolean): void;
  /** Somebody is at the device (counts against the idle limit). Coalesced. */
  active(): void;
  /** Closes the conversation. */
  close(reason: 'done' | 'left'): Promise<void>;
  /** Twenty digits in four groups; both sides of an epoch see the same. */
  comparisonCode(): Promise<string>;
  /** Asks the tab that holds this conversation to hand it over. */
  takeOver(): Promise<void>;
  /** New readers may be allowed (the roster has grown): staff make a new packet if so. */
  rosterChanged(): Promise<void>;
  /** Stops everything; keeps what is stored. */
  stop(): void;
}

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
  /** Clock of the server. */
  now(): number;
  adjustClock?(serverMs: number): void;
  environment?: SocketEnvironment | undefined;
}

const DELIVERED_AFTER_MS = 250;
const SEEN_AFTER_MS = 500;
const TYPING_EVERY_MS = 3000;
const TYPING_LASTS_MS = 6000;
const ACTIVE_EVERY_MS = 20_000;
const ANSWER_MS = 15_000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;
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

/** A message of one's own that is not in the log yet. */
export interface Outgoing {
  id: string;
  text: string;
  timeMs: number;
  /** Undefined until it is sealed and stored. */
  item: OutboxItem | undefined;
  /** An introduction is not shown. */
  intro: boolean;
  /** Set when the server has it; the entry itself may still be on its way. */
  acked: number;
  problem: ErrorName | undefined;
  state: 'sending' | 'failed' | 'not_sent';
}

/** What waits for an answer of the server: one thing at a time. */
interface Request {
  ref: number;
  what: 'cert' | 'packet' | 'close' | Outgoing;
  timer: ReturnType<typeof setTimeout>;
}

export class ConversationChat implements Chat {
  snapshot: ChatSnapshot;
  protected readonly log: ConversationLog;
  private readonly listeners = new Set<() => void>();
  private socket: ConversationSocket | undefined;
  private sender: (OutboxSender & { id: Bytes }) | undefined;
  protected outgoing: Outgoing[] = [];
  private request: Request | undefined;
  private refs = 0;
  private retries = 0;
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private held = false;
  private follower = false;
  private stopped = false;
  private state: SocketState = { is: 'connecting' };
  private lastSeq = 0;
  /** The server has answered the proof of this connection. */
  private online = false;
  /** All that there was at the last connection has been taken. */
  private caughtUp = false;
  /** Items of the outbox that wait for the log. */
  private stored: OutboxItem[] = [];
  private messages = new Map<string, ChatMessage>();
  private peerOnline = false;
  private peerTyping = false;
  private ending: ChatSnapshot['ending'];
  protected error: ErrorName | undefined;
  private readTo = 0;
  private deliveredSent = 0;
  private readSent = 0;
  private typingSentMs = 0;
  private activeSentMs = 0;
  private closing: { reason: number; resolve(): void; reject(error: Error): void } | undefined;
  private seen: Seen | undefined;
  private work: Promise<void> = Promise.resolve();
  private notified = false;

  constructor(protected readonly options: ChatOptions) {
    const { site, conversation, own, keyholder } = options;
    const chat = this;
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
    if (this.outgoing.length >= MAX_UNSENT) throw new CloisterError('limit_reached');
    const id = toHex(random(16));
    this.add(id, text, false);
    return id;
  }

  async retry(id: string): Promise<void> {
    const message = this.outgoing.find((one) => one.id === id && one.state === 'failed');
    if (!message) return;
    this.outgoing = [
      ...this.outgoing.filter((one) => one !== message),
      { ...message, item: undefined, state: 'sending', problem: undefined },
    ];
    this.changed();
    this.pump();
  }

  async discard(id: string): Promise<string | undefined> {
    const message = this.outgoing.find((one) => one.id === id && one.state !== 'sending');
    if (!message) return undefined;
    this.outgoing = this.outgoing.filter((one) => one !== message);
    this.changed();
    return message.text;
  }

  markRead(seq: number): void {
    if (seq <= this.readTo) return;
    this.readTo = Math.min(seq, this.log.seq);
    this.later('marks', DELIVERED_AFTER_MS, () => this.exclusive(() => this.sendMarks()));
    this.changed();
  }

  setTyping(on: boolean): void {
    const now = Date.now();
    if (on ? now - this.typingSentMs < TYPING_EVERY_MS : this.typingSentMs === 0) return;
    this.typingSentMs = on ? now : 0;
    this.socket?.typing(on);
  }

  active(): void {
    const now = Date.now();
    if (now - this.activeSentMs < ACTIVE_EVERY_MS || !this.socket?.active()) return;
    this.activeSentMs = now;
    if (this.ending?.why === 'idle') this.ending = undefined;
    this.changed();
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

  rosterChanged(): Promise<void> {
    return Promise.resolve();
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
    this.stored = kept.items;
    let sender = kept.sender;
    if (!sender) {
      const keys = await generateSignKeys();
      sender = { keys, cert: await keyholder.signCert(await publicSignKey(keys)) };
      await outbox.setSender(sender);
    }
    this.sender = { ...sender, id: await certHash(decode(SenderCert, sender.cert)) };
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
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }
  private offline(): void {
    this.online = false;
    this.peerOnline = false;
    this.peerTyping = false;
    this.answered();
  }

  private onState(state: SocketState): void {
    this.state = state;
    if (state.is !== 'online') this.offline();
    if (state.is === 'ended') {
      this.error = state.code;
      this.ending = undefined;
    }
    this.changed();
  }

  private async onReady(ready: Ready): Promise<void> {
    const { log, options } = this;
    options.adjustClock?.(ready.server_ms);
    this.online = true;
    this.peerOnline = ready.peer_online;
    this.lastSeq = ready.last_seq;
    this.deliveredSent = 0;
    this.readSent = 0;
    this.ending = undefined;
    // Shorter than what was seen before.
    if (ready.last_seq < Math.max(log.seq, this.seen?.seq ?? 0)) return log.violate('bad_transcript', ready.last_seq);
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
      if (item.kind === 'message' && !item.mine) this.peerTyping = false;
    }
    await this.dropTaken(entry);
    if (entry.seq > this.lastSeq) this.lastSeq = entry.seq;
    if (log.epoch !== epoch) {
      await this.number();
    }
    await this.progress();
  }

  /** Takes what the log now holds out of the outbox. */
  private async dropTaken(entry: Entry): Promise<void> {
    if (entry.kind === EntryKind.message && entry.body.length > 0) {
      const envelope = decode(Envelope, entry.body);
      const id = toHex(envelope.id);
      const own = this.log.senders.get(toHex(envelope.sender))?.mine;
      if (own && (this.outgoing.some((one) => one.id === id) || this.stored.some((one) => one.id === id))) {
        this.outgoing = this.outgoing.filter((one) => one.id !== id);
        this.stored = this.stored.filter((one) => one.id !== id);
        await this.options.outbox.remove(id);
      }
    }
    // The server acknowledged one of ours at this place, and now shows something else there.
    if (this.outgoing.some((one) => one.acked === entry.seq)) this.log.violate('bad_transcript', entry.seq);
  }

  /** After something was taken: whether that was all, and what it allows. */
  private async progress(): Promise<void> {
    const { log } = this;
    // While there is more to come nothing is sent, and nothing is drawn.
    if (this.online && log.seq < this.lastSeq) return;
    if (this.online) {
      const first = !this.caughtUp;
      this.caughtUp = true;
      await this.restoreStored();
      if (first) this.rosterChanged().catch(() => undefined);
    }
    if (log.status === 'closed') await this.settleClosed();
    this.later('marks', DELIVERED_AFTER_MS, () => this.exclusive(() => this.sendMarks()));
    this.later('seen', SEEN_AFTER_MS, () => this.exclusive(() => this.keepSeen()));
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
    const { request } = this;
    if (request?.ref !== ack.ref) return;
    this.answered();
    this.retries = 0;
    this.error = undefined;
    if (typeof request.what === 'object') {
      const message = request.what;
      message.acked = ack.seq;
      message.timeMs = ack.time_ms;
      message.problem = undefined;
      const shown = ack.seq <= this.log.seq && this.outgoing.includes(message);
      if (shown) this.log.violate('bad_transcript', ack.seq);
    }
    this.changed();
    this.pump();
  }

  private async onRefused(ref: number, code: ErrorName): Promise<void> {
    const { request } = this;
    if (request?.ref !== ref) return;
    this.answered();
    const { what } = request;
    if (transient.has(code)) {
      this.error = code;
      if (typeof what === 'object') what.problem = code;
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
      what.state = 'not_sent';
    } else if (code === 'stale_epoch') {
      // The packet is on the way, and everything is encrypted anew when it comes.
      this.retryLater();
    } else if ((code === 'out_of_order' || code === 'duplicate') && this.retries < 3) {
      // Another use of this sender key took the number.
      await this.number();
      this.retryLater();
    } else {
      what.state = 'failed';
      what.problem = code;
      await this.options.outbox.remove(what.id);
      await this.number();
    }
    this.changed();
    if (!this.timers.has('retry')) this.pump();
  }

  private onEvent(event: Typing | Presence | StatusEvent | Ending | SocketError): void {
    switch (event.t) {
      case 'typing':
        this.peerTyping = event.on;
        if (event.on) {
          this.clear('typing');
          this.later('typing', TYPING_LASTS_MS, () => {
            this.peerTyping = false;
            this.changed();
          });
        }
        break;
      case 'presence':
        this.peerOnline = event.online;
        break;
      case 'status':
        if (event.status === 'closed' && event.reason === 'idle') this.closedByServer();
        break;
      case 'ending':
        this.ending = { atMs: Date.now() + event.in_ms, why: event.why === 'absolute' ? 'absolute' : 'idle' };
        break;
      case 'error':
        break;
    }
    this.changed();
  }

  private closedByServer(): void {
    this.log.closedByServer(this.options.now());
    this.exclusive(() => this.settleClosed()).catch(() => undefined);
  }
  private async settleClosed(): Promise<void> {
    for (const message of this.outgoing) {
      if (message.state !== 'sending' || message.acked > 0) continue;
      message.state = 'not_sent';
      message.problem = 'conversation_closed';
      await this.options.outbox.remove(message.id);
    }
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

  private add(id: string, text: string, intro: boolean): void {
    const timeMs = Math.round(this.options.now());
    this.outgoing.push({ id, text, timeMs, item: undefined, intro, acked: 0, problem: undefined, state: 'sending' });
    this.changed();
    this.pump();
  }

  protected get own(): LogSender | undefined {
    return this.sender && this.log.senders.get(toHex(this.sender.id));
  }
  private counter(): number {
    return this.outgoing.reduce(
      (most, { item, state }) => Math.max(most, state === 'sending' ? (item?.counter ?? 0) : 0),
      this.own?.counter ?? 0,
    );
  }

  /** Seals one message under the current epoch and stores the exact bytes. */
  protected async seal(message: Outgoing, counter: number): Promise<void> {
    const { log, sender, options } = this;
    if (!sender || !log.epoch) return;
    if (!log.epoch.key) {
      message.state = 'failed';
      message.problem = 'missing_key';
      return;
    }
    const head = { id: fromHex(message.id), counter, seen_seq: log.seq, seen_head: log.head as Bytes };
    const bound = { site: options.site.pin.site, conversation: this.conversation };
    const [epoch, by] = [
      { hash: log.epoch.hash, key: log.epoch.key },
      { id: sender.id, key: sender.keys.privateKey },
    ];
    const envelope = message.intro
      ? await sealMessage(bound, epoch, by, { ...head, kind: ContentKind.intro }, IntroContent, { name: message.text })
      : await sealMessage(bound, epoch, by, { ...head, kind: ContentKind.text }, TextContent, { text: message.text });
    message.item = { id: message.id, counter, envelope, timeMs: message.timeMs };
    // A full or lost store must not keep the message from going out; it is still in memory.
    await options.outbox.put(message.item).catch(() => undefined);
  }

  /** Unacknowledged messages get consecutive counters, under the current epoch; what already fits keeps its bytes. */
  protected async number(): Promise<void> {
    let counter = this.own?.counter ?? 0;
    for (const message of this.outgoing) {
      if (message.state !== 'sending' || !message.item) continue;
      if (message.acked > 0) {
        counter = Math.max(counter, message.item.counter);
        continue;
      }
      counter += 1;
      const { packet } = decode(Envelope, message.item.envelope);
      if (message.item.counter !== counter || !this.log.epoch || !equal(packet, this.log.epoch.hash))
        await this.seal(message, counter);
    }
  }

  /** Items kept from before a reload that the log does not hold go on where they were. */
  private async restoreStored(): Promise<void> {
    const items = this.stored;
    this.stored = [];
    const restored: Outgoing[] = [];
    for (const item of items) {
      if (this.outgoing.some((one) => one.id === item.id)) continue;
      const envelope = decode(Envelope, item.envelope);
      const intro = envelope.kind === ContentKind.intro;
      const message: Outgoing = {
        id: item.id,
        text: '',
        timeMs: item.timeMs,
        item,
        intro,
        acked: 0,
        problem: undefined,
        state: 'sending',
      };
      const epoch = this.log.epochs.get(toHex(envelope.packet));
      try {
        if (!epoch?.key) throw new CloisterError('missing_key');
        const [bound, opened] = [
          { site: this.options.site.pin.site, conversation: this.conversation },
          { hash: epoch.hash, key: epoch.key },
        ];
        if (intro) message.text = (await openMessage(bound, opened, envelope, IntroContent)).name;
        else message.text = (await openMessage(bound, opened, envelope, TextContent)).text;
        // The key it was signed with is gone: it can only be written again.
        if (!this.sender || !equal(envelope.sender, this.sender.id)) throw new CloisterError('missing_key');
      } catch (error) {
        if (!(error instanceof CloisterError)) throw error;
        message.state = 'not_sent';
        message.problem = error.code;
        await this.options.outbox.remove(item.id);
      }
      restored.push(message);
    }
    if (restored.length === 0) return;
    this.outgoing = [...restored, ...this.outgoing];
    await this.number();
  }

  protected pump(): void {
    this.exclusive(() => this.advance()).catch((error: unknown) => {
      if (error instanceof CloisterError) this.error = error.code;
      this.retryLater();
      this.changed();
    });
  }

  /** Seals what can be sealed, then sends the next thing if nothing waits for an answer. */
  private async advance(): Promise<void> {
    const { log, options, sender } = this;
    if (!this.held || !this.caughtUp || !sender || log.refused || log.status === 'closed') return;
    await this.prepare();
    for (const message of this.outgoing) {
      if (message.state === 'sending' && !message.item) await this.seal(message, this.counter() + 1);
    }
    this.changed();
    if (!this.online || this.request || log.seq < this.lastSeq || this.timers.has('retry')) return;
    if (!this.own) return this.append('cert', EntryKind.cert, sender.cert);
    const packet = await this.nextPacket();
    if (packet) return this.append('packet', EntryKind.packet, packet);
    const next = this.outgoing.find((one) => one.state === 'sending' && one.acked === 0);
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

  private append(what: Request['what'], kind: number, body: Uint8Array): void {
    this.refs += 1;
    const ref = this.refs;
    if (!this.socket?.append({ ref, kind, body })) return;
    // A connection that takes and does not answer is cut; everything is sent again.
    const timer = setTimeout(() => this.socket?.restart(), ANSWER_MS);
    this.request = { ref, what, timer };
  }
  private answered(): void {
    if (this.request) clearTimeout(this.request.timer);
    this.request = undefined;
  }
  private retryLater(): void {
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.retries);
    this.retries += 1;
    this.later('retry', wait, () => this.pump());
  }

  private async sendMarks(): Promise<void> {
    const { log, sender } = this;
    if (!this.online || !this.caughtUp || !this.own || !sender || log.refused) return;
    const received =
      log.items.filter((item): item is LogMessage => item.kind === 'message' && !item.mine).at(-1)?.seq ?? 0;
    const { own } = log.marks;
    const read = Math.max(this.readTo, own.read);
    if (read > Math.max(own.read, this.readSent)) {
      if (await this.sendMark(sender, MarkKind.read, read)) this.readSent = this.deliveredSent = read;
    }
    if (received > Math.max(own.delivered, this.deliveredSent)) {
      if (await this.sendMark(sender, MarkKind.delivered, received)) this.deliveredSent = received;
    }
  }
  private async sendMark(sender: OutboxSender & { id: Bytes }, kind: number, seq: number): Promise<boolean> {
    const { site, conversation } = { site: this.options.site.pin.site, conversation: this.conversation };
    const fields = { suite: SUITE_P256_AES256GCM, sender: sender.id, kind, seq, head: this.log.headAt(seq) as Bytes };
    const mark = decode(Mark, await signed(Mark, sender.keys.privateKey, fields, site, conversation));
    return this.socket?.mark(mark) ?? false;
  }

  // What is shown.

  protected later(name: string, wait: number, action: () => void): void {
    if (this.timers.has(name) || this.stopped) return;
    const timer = setTimeout(() => {
      this.timers.delete(name);
      action();
    }, wait);
    this.timers.set(name, timer);
  }
  private clear(name: string): void {
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
  }

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
    const timeline: TimelineItem[] = [];
    const shown = new Map<string, ChatMessage>();
    const show = (message: ChatMessage): void => {
      const before = this.messages.get(message.id);
      // The same object for the same content, so that lists need not be drawn anew.
      const same =
        before &&
        before.status === message.status &&
        before.seq === message.seq &&
        before.problem === message.problem &&
        before.timeMs === message.timeMs;
      const kept = same ? before : message;
      shown.set(kept.id, kept);
      timeline.push(kept);
    };
    for (const item of log.items) {
      if (item.kind !== 'message') {
        timeline.push(item);
        continue;
      }
      const { sender: _, ...message } = item;
      show({ ...message, status: item.mine ? this.statusAt(item.seq) : 'received' });
    }
    for (const { id, text, timeMs, intro, acked, problem, state: is } of this.outgoing) {
      if (intro) continue;
      const status = acked > 0 ? 'sent' : is;
      const epoch = log.epoch?.packet.epoch ?? 0;
      show({
        kind: 'message',
        id,
        seq: acked,
        mine: true,
        side: this.side,
        text,
        timeMs,
        status,
        epoch,
        erased: false,
        problem,
      });
    }
    this.messages = shown;
    const readTo = Math.max(this.readTo, log.marks.own.read);
    const { epoch } = log;
    const own = options.own.side === 'staff' ? options.own.person : undefined;
    const connection = log.refused ? 'refused' : state.is === 'ended' ? 'ended' : this.follower ? 'follower' : state.is;
    return {
      conversation: toHex(this.conversation),
      side: this.side,
      connection: connection === 'online' && !this.online ? 'connecting' : connection,
      retryAtMs: state.is === 'offline' ? state.retryAtMs : 0,
      caughtUp: this.caughtUp,
      status: log.status,
      timeline,
      unread: log.items.filter((item) => item.kind === 'message' && !item.mine && item.seq > readTo).length,
      peerOnline: this.peerOnline,
      peerTyping: this.peerTyping,
      agentName: log.agentName,
      readers: epoch ? readerViews(epoch.packet, options.site.roster, this.side, own, log.agentName) : [],
      epoch: epoch?.packet.epoch ?? 0,
      canSend: this.held && !log.refused && log.status !== 'closed' && state.is !== 'ended',
      ending: this.ending,
      violations: [...log.violations],
      error: this.error,
    };
  }

  private statusAt(seq: number): MessageStatus {
    const { delivered, read } = this.log.marks.peer;
    return seq <= read ? 'read' : seq <= delivered ? 'delivered' : 'sent';
  }
}
