// What a chat keeps across reloads: the signing key of its sender, the exact bytes of messages that the server has not
// acknowledged, and how far the conversation was seen.
import type { Bytes } from './bytes';

export interface OutboxSender {
  /** Ed25519, private half not extractable. */
  keys: CryptoKeyPair;
  /** Encoding of the SenderCert. */
  cert: Bytes;
}

export interface OutboxItem {
  /** Client message id, hex. */
  id: string;
  counter: number;
  /** Encoding of the Envelope, sent again byte for byte. */
  envelope: Bytes;
  /** When it was written, for display. */
  timeMs: number;
}

/** How far the conversation was seen: it can never be shorter or different up to here. */
export interface Seen {
  seq: number;
  head: Bytes;
}

export interface OutboxState {
  sender?: OutboxSender;
  items: OutboxItem[];
  seen?: Seen;
}

/** Storage of one conversation's outbox. Each call resolves when it is stored. */
export interface Outbox {
  load(): Promise<OutboxState>;
  setSender(sender: OutboxSender): Promise<void>;
  put(item: OutboxItem): Promise<void>;
  remove(id: string): Promise<void>;
  setSeen(seen: Seen): Promise<void>;
}
