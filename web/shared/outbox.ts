// What a chat keeps across reloads: the signing key of its sender, the exact bytes of messages that the server has not
// acknowledged, how far the conversation was seen, and which readers were.
import { type Bytes, toHex } from './bytes';
import { CloisterError } from './errors';
import type { Store } from './store';

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
  /** Hash of the packet whose readers were on show when send was pressed, hex. */
  meantFor: string;
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
  /** Hash of the packet whose readers this person has seen last, hex. */
  shown?: string;
}

/** Storage of one conversation's outbox. Each call resolves when it is stored. */
export interface Outbox {
  load(): Promise<OutboxState>;
  setSender(sender: OutboxSender): Promise<void>;
  put(item: OutboxItem): Promise<void>;
  remove(id: string): Promise<void>;
  setSeen(seen: Seen): Promise<void>;
  setShown(packet: string): Promise<void>;
}

const MAX_ITEMS = 200;

/** In a store: one record a conversation, changes one after the other. */
export class StoredOutbox implements Outbox {
  private readonly key: string;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: Store,
    conversation: Uint8Array,
  ) {
    this.key = `outbox/${toHex(conversation)}`;
  }

  async load(): Promise<OutboxState> {
    await this.work;
    return this.read();
  }
  setSender(sender: OutboxSender): Promise<void> {
    return this.change((state) => ({ ...state, sender }));
  }
  put(item: OutboxItem): Promise<void> {
    return this.change((state) => {
      const others = state.items.filter((one) => one.id !== item.id);
      if (others.length >= MAX_ITEMS) throw new CloisterError('limit_reached');
      return { ...state, items: [...others, item].sort((a, b) => a.counter - b.counter) };
    });
  }
  remove(id: string): Promise<void> {
    return this.change((state) => ({ ...state, items: state.items.filter((item) => item.id !== id) }));
  }
  setSeen(seen: Seen): Promise<void> {
    return this.change((state) => ({ ...state, seen }));
  }
  setShown(shown: string): Promise<void> {
    return this.change((state) => ({ ...state, shown }));
  }

  /** Read anew each time: another tab may have held the conversation in between. */
  private async read(): Promise<OutboxState> {
    return (await this.store.get<OutboxState>(this.key)) ?? { items: [] };
  }
  private change(next: (state: OutboxState) => OutboxState): Promise<void> {
    const done = this.work.then(async () => this.store.put(this.key, next(await this.read())));
    this.work = done.catch(() => undefined);
    return done;
  }
}
