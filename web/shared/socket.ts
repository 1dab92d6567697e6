// Sockets: proof, reconnection with bounded back-off, typed frames. What the frames mean is for others.
import type { Bytes } from './bytes';
import { concat, decode, encode, type JsonObject, parse, type Struct, stringify } from './codec';
import { publicSignKey } from './crypto/ed25519';
import { sha256 } from './crypto/sha256';
import { CloisterError, errorFrom } from './errors';
import {
  Ack,
  Active,
  Append,
  Available,
  DeskGone,
  DeskMine,
  DeskRoster,
  DeskState,
  DeskWaiting,
  Ended,
  Ending,
  Entry,
  type ErrorName,
  FrameType,
  Hello,
  MAX_FRAME_BYTES,
  Mark,
  Noticed,
  Presence,
  ProveConversation,
  ProveDesk,
  Ready,
  Refused,
  SocketError,
  StatusEvent,
  Typing,
} from './gen/wire';
import { prove } from './names';
import type { SessionKeys } from './session';

/** `ended` carries the error with which the session went; nothing is tried again then. */
export type SocketState =
  | { is: 'connecting' }
  | { is: 'online' }
  | { is: 'offline'; retryAtMs: number }
  | { is: 'ended'; code: ErrorName };

/** What both kinds of socket need from outside; tests hand in their own. */
export interface SocketEnvironment {
  connect(url: string): WebSocket;
  /** 0 up to, not including, 1. */
  random(): number;
}
const browser: SocketEnvironment = { connect: (url) => new WebSocket(url), random: Math.random };

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;
const HELLO_MS = 10_000;
/** Frames received and not yet dealt with; beyond, the connection is cut and taken up again from the last entry. */
const MAX_PENDING_BYTES = 16 << 20;
const CLOSE_SESSION_ENDED = 4001;
const CLOSE_LOCKED = 4003;

/** Errors after which another attempt is useless. */
const final: ReadonlySet<ErrorName> = new Set<ErrorName>([
  'no_session',
  'session_expired',
  'session_locked',
  'not_found',
  'not_permitted',
  'revoked',
  'bad_origin',
]);

type Events = Record<string, JsonObject<{ t: string }>>;

export abstract class ReconnectingSocket {
  private socket: WebSocket | undefined;
  private attempts = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private hello: ReturnType<typeof setTimeout> | undefined;
  private stopped = true;
  private preparing = false;
  private work: Promise<void> = Promise.resolve();
  private pendingBytes = 0;
  private readonly onOnline = (): void => this.attempt();

  constructor(
    private readonly url: string,
    private readonly events: Events,
    private readonly onState: (state: SocketState) => void,
    private readonly environment: SocketEnvironment = browser,
  ) {}

  start(): void {
    this.stopped = false;
    globalThis.addEventListener?.('online', this.onOnline);
    this.attempt();
  }
  stop(): void {
    this.stopped = true;
    globalThis.removeEventListener?.('online', this.onOnline);
    clearTimeout(this.retry);
    this.drop();
  }
  /** Cuts the connection and makes a new one. */
  restart(): void {
    if (this.socket) this.lost();
  }

  /** What is needed before connecting: an unproven connection lives for seconds only. */
  protected async prepare(): Promise<void> {}
  protected abstract proof(challenge: Uint8Array): Promise<string>;
  protected abstract onEvent(event: { t: string }): Promise<void>;
  protected abstract onFrame(type: number, body: Uint8Array): Promise<void>;

  protected sendText<T>(type: JsonObject<T>, value: T): boolean {
    return this.transmit(stringify(type, value));
  }
  protected sendFrame<T>(frame: number, type: Struct<T>, value: T): boolean {
    return this.transmit(concat(Uint8Array.of(frame), encode(type, value)));
  }
  /** Somebody is at the device. */
  active(): boolean {
    return this.sendText(Active, { t: 'active' });
  }
  /** The server has accepted the proof. */
  protected proven(): void {
    this.attempts = 0;
    clearTimeout(this.hello);
    this.onState({ is: 'online' });
  }
  protected end(code: ErrorName): void {
    if (this.stopped) return;
    this.stop();
    this.onState({ is: 'ended', code });
  }

  private transmit(data: string | Bytes): boolean {
    if (this.socket?.readyState !== 1) return false;
    this.socket.send(data);
    return true;
  }

  private attempt(): void {
    if (this.stopped || this.socket || this.preparing) return;
    clearTimeout(this.retry);
    this.onState({ is: 'connecting' });
    this.preparing = true;
    this.prepare()
      .then(() => {
        this.preparing = false;
        if (!this.stopped) this.open(this.environment.connect(this.url));
      })
      .catch((error: unknown) => {
        this.preparing = false;
        this.failed(error);
      });
  }

  private failed(error: unknown): void {
    if (error instanceof CloisterError && final.has(error.code)) this.end(error.code);
    else this.lost();
  }

  private open(socket: WebSocket): void {
    this.socket = socket;
    this.work = Promise.resolve();
    this.pendingBytes = 0;
    socket.binaryType = 'arraybuffer';
    const current = (): boolean => this.socket === socket;
    this.hello = setTimeout(() => current() && this.lost(), HELLO_MS);
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      const size = typeof data === 'string' ? data.length : data.byteLength;
      this.pendingBytes += size;
      if (size > MAX_FRAME_BYTES || this.pendingBytes > MAX_PENDING_BYTES) {
        if (current()) this.lost();
        return;
      }
      // One after the other; what fails to be dealt with cuts the connection, and the entry comes again.
      this.work = this.work
        .then(async () => {
          if (current()) await this.receive(data);
          this.pendingBytes -= size;
        })
        .catch((error: unknown) => {
          if (current()) this.failed(error);
        });
    };
    socket.onclose = ({ code }) => {
      if (!current()) return;
      if (code === CLOSE_SESSION_ENDED) this.end('session_expired');
      else if (code === CLOSE_LOCKED) this.end('session_locked');
      else this.lost();
    };
  }

  private async receive(data: string | ArrayBuffer): Promise<void> {
    if (typeof data !== 'string') {
      const bytes = new Uint8Array(data);
      await this.onFrame(bytes[0] ?? 0, bytes.subarray(1));
      return;
    }
    const name = (JSON.parse(data) as { t?: unknown } | null)?.t;
    if (name === 'hello') {
      const answer = await this.proof(parse(Hello, data).challenge);
      this.transmit(answer);
      return;
    }
    const type = typeof name === 'string' && Object.hasOwn(this.events, name) ? this.events[name] : undefined;
    if (!type) return;
    const event = parse(type, data);
    if (event.t === 'ended') this.end(errorFrom((event as Ended).code).code);
    else await this.onEvent(event);
  }

  private lost(): void {
    this.drop();
    if (this.stopped) return;
    const longest = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.attempts);
    this.attempts += 1;
    const wait = longest * (0.5 + this.environment.random() / 2);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.attempt(), wait);
    this.onState({ is: 'offline', retryAtMs: Date.now() + wait });
  }
  private drop(): void {
    clearTimeout(this.hello);
    const { socket } = this;
    this.socket = undefined;
    if (!socket) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }
}

export interface ConversationSocketOptions {
  url: string;
  conversation: Uint8Array;
  /** The key that the ticket is bound to and the socket proves. */
  keys: CryptoKeyPair;
  /** A ticket for the key with this SHA-256. */
  ticket(keyHash: Bytes): Promise<Uint8Array>;
  /** Last entry that was taken. */
  after(): number;
  environment?: SocketEnvironment | undefined;
  onState(state: SocketState): void;
  onReady(ready: Ready): Promise<void>;
  onEntry(entry: Entry): Promise<void>;
  onMark(mark: Mark): Promise<void>;
  onAck(ack: Ack): Promise<void>;
  onRefused(ref: number, code: ErrorName): Promise<void>;
  onEvent(event: Typing | Presence | StatusEvent | Ending | SocketError): Promise<void>;
}

export class ConversationSocket extends ReconnectingSocket {
  private given: { key: Bytes; ticket: Uint8Array } | undefined;

  constructor(private readonly options: ConversationSocketOptions) {
    const events: Events = {
      ready: Ready,
      typing: Typing,
      presence: Presence,
      status: StatusEvent,
      ending: Ending,
      ended: Ended,
      error: SocketError,
    };
    super(options.url, events, options.onState, options.environment);
  }

  /** False when there is no connection. */
  append(append: Append): boolean {
    return this.sendFrame(FrameType.append, Append, append);
  }
  mark(mark: Mark): boolean {
    return this.sendFrame(FrameType.mark, Mark, mark);
  }
  typing(on: boolean): boolean {
    return this.sendText(Typing, { t: 'typing', on });
  }
  noticed(kind: string, outcome: string): boolean {
    return this.sendText(Noticed, { t: 'noticed', kind, outcome });
  }
  protected override async prepare(): Promise<void> {
    const key = await publicSignKey(this.options.keys);
    this.given = { key, ticket: await this.options.ticket(await sha256(key)) };
  }
  protected override async proof(challenge: Uint8Array): Promise<string> {
    const { conversation, keys, after } = this.options;
    if (!this.given) throw new CloisterError('bad_ticket');
    const { key, ticket } = this.given;
    const proof = await prove(keys.privateKey, 'socket', challenge, ticket, conversation);
    return stringify(ProveConversation, { t: 'prove', conversation, ticket, key, proof, after: after() });
  }
  protected override async onEvent(event: { t: string }): Promise<void> {
    if (event.t !== 'ready') return this.options.onEvent(event as Typing);
    this.proven();
    return this.options.onReady(event as Ready);
  }
  protected override async onFrame(type: number, body: Uint8Array): Promise<void> {
    const { options } = this;
    if (type === FrameType.entry) return options.onEntry(decode(Entry, body));
    if (type === FrameType.mark) return options.onMark(decode(Mark, body));
    if (type === FrameType.ack) return options.onAck(decode(Ack, body));
    if (type !== FrameType.refused) throw new CloisterError('internal');
    const { ref, code } = decode(Refused, body);
    return options.onRefused(ref, errorFrom(code).code);
  }
}

export type DeskEvent = DeskState | DeskWaiting | DeskMine | DeskGone | DeskRoster | Ending | SocketError;

export interface DeskSocketOptions {
  url: string;
  session: SessionKeys;
  environment?: SocketEnvironment | undefined;
  onState(state: SocketState): void;
  /** `state` first, after each connection; then what changes. */
  onEvent(event: DeskEvent): void;
}

/** Queue, presence and own conversations: metadata only. */
export class DeskSocket extends ReconnectingSocket {
  constructor(private readonly options: DeskSocketOptions) {
    const events: Events = {
      state: DeskState,
      waiting: DeskWaiting,
      mine: DeskMine,
      gone: DeskGone,
      roster: DeskRoster,
      ending: Ending,
      ended: Ended,
      error: SocketError,
    };
    super(options.url, events, options.onState, options.environment);
  }

  /** Takes conversations, or not. */
  available(on: boolean): boolean {
    return this.sendText(Available, { t: 'available', on });
  }

  protected override async proof(challenge: Uint8Array): Promise<string> {
    const { id, keys } = this.options.session;
    const proof = await prove(keys.privateKey, 'desk', challenge, id);
    return stringify(ProveDesk, { t: 'prove', session: id, proof });
  }
  protected override async onEvent(event: { t: string }): Promise<void> {
    if (event.t === 'state') this.proven();
    this.options.onEvent(event as DeskEvent);
  }
  protected override async onFrame(): Promise<void> {
    throw new CloisterError('internal');
  }
}
