// A conversation as the interfaces see it: what can be done with it, and immutable snapshots of what there is to show.
import type { LogEvent, Violation } from './conversation';
import type { ErrorName } from './gen/wire';
import type { ReaderView } from './readers';

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
  /** Not sent, because `added` can read now and could not when send was pressed. `retry(id)` sends it to them too. */
  | 'held'
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
  /** Why it is held. */
  added?: readonly ReaderView[];
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
  /** To a customer who waits: somebody of the team takes conversations. */
  peerOnline: boolean;
  peerTyping: boolean;
  /** Display name of the agent, from the encrypted intro. */
  agentName: string | undefined;
  /** Who can read what is written now; empty while that is being checked. */
  readers: readonly ReaderView[];
  epoch: number;
  /**
   * Whether what is sent leaves at once. Otherwise it waits: until the readers are shown it goes to nobody, and then, unasked,
   * to those only whom this person has seen before.
   */
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
  /** Sends a failed or held message to those who can read now. */
  retry(id: string): Promise<void>;
  /** Takes a failed, held or not_sent message off the screen and returns its text, so that it can be edited. */
  discard(id: string): Promise<string | undefined>;
  /** Everything up to this entry has been on screen. Coalesced; never goes back. */
  markRead(seq: number): void;
  /** A boolean, never the text; repeated calls are coalesced. */
  setTyping(on: boolean): void;
  /** Counts what became of something sensitive in a draft; never a word of it. Not true without a connection. */
  noticed(kind: string, outcome: string): boolean | undefined;
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
