// Messages of one's own that are not in the log yet: numbered, sealed under the epoch in force, kept in the outbox.
import { type Bytes, equal, fromHex, random, toHex } from './bytes';
import { decode } from './codec';
import type { ConversationLog, LogSender } from './conversation';
import { sha256 } from './crypto/sha256';
import { CloisterError } from './errors';
import { ContentKind, Envelope, type ErrorName, IntroContent, type Reader, TextContent } from './gen/wire';
import { openMessage, sealMessage } from './messages';
import type { OnShow } from './on_show';
import type { Outbox, OutboxItem, OutboxSender } from './outbox';
import { newReaders } from './readers';
import type { Roster } from './roster';

/** The signing key of this browser in this conversation, and its id. */
export type Sender = OutboxSender & { id: Bytes };

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
  state: 'sending' | 'held' | 'failed' | 'not_sent';
  /** Hash of the packet whose readers were on show when send was pressed, hex; empty when none were known. */
  meantFor: string;
}

const outgoing = (id: string, text: string, timeMs: number, meantFor: string, intro = false): Outgoing => ({
  id,
  text,
  timeMs,
  meantFor,
  item: undefined,
  intro,
  acked: 0,
  problem: undefined,
  state: 'sending',
});

export class Sending {
  messages: Outgoing[] = [];
  sender: Sender | undefined;
  /** Items of the outbox that wait for the log. */
  private stored: OutboxItem[] = [];

  constructor(
    private readonly log: ConversationLog,
    private readonly bound: { site: Uint8Array; conversation: Uint8Array },
    private readonly outbox: Outbox,
    private readonly roster: () => Roster,
    private readonly onShow: OnShow,
  ) {}

  /** From before a reload. */
  begin(sender: Sender, stored: OutboxItem[]): void {
    this.sender = sender;
    this.stored = stored;
    // Written before it was known what had been shown.
    for (const one of this.messages) one.meantFor ||= this.onShow.meantFor;
  }

  /** The own sender, once its certificate is in the log. */
  get own(): LogSender | undefined {
    return this.sender && this.log.senders.get(toHex(this.sender.id));
  }

  add(text: string, timeMs: number): string {
    const id = toHex(random(16));
    this.messages.push(outgoing(id, text, timeMs, this.onShow.meantFor));
    return id;
  }

  /** The first message of an agent is their name, before what was written already. */
  async introduce(name: string, timeMs: number): Promise<void> {
    if (this.messages.some((one) => one.intro)) return;
    const others = this.messages;
    const intro = outgoing(toHex(random(16)), name, timeMs, '', true);
    this.messages = [intro, ...others];
    if (!others.some((one) => one.item)) return;
    await this.seal(intro, (this.own?.counter ?? 0) + 1);
    await this.number();
  }

  /** Sends a failed or held message again, behind the others, to those who are on the screen now. */
  retry(id: string): boolean {
    const message = this.messages.find((one) => one.id === id && /^(failed|held)$/.test(one.state));
    if (!message) return false;
    this.messages = this.messages.filter((one) => one !== message);
    this.messages.push({ ...outgoing(id, message.text, message.timeMs, this.onShow.meantFor) });
    return true;
  }

  /** Takes what is not on its way off the list. */
  async discard(id: string): Promise<string | undefined> {
    const message = this.messages.find((one) => one.id === id && one.state !== 'sending');
    if (!message) return undefined;
    this.messages = this.messages.filter((one) => one !== message);
    await this.outbox.remove(id);
    return message.text;
  }

  /** Who has come since send was pressed, so that it is held; everybody when it is not known who could then. */
  added(message: Outgoing): Reader[] {
    const { epoch, epochs } = this.log;
    if (!epoch || message.intro) return [];
    return newReaders(epochs.get(message.meantFor)?.packet, epoch.packet, this.roster());
  }

  /** The next that the server has not acknowledged. */
  next(): Outgoing | undefined {
    return this.messages.find((one) => one.state === 'sending' && one.acked === 0);
  }

  /** The server takes nothing for now, be it a message or what must go before one: the first that is seen says so. */
  delayed(code: ErrorName): void {
    const first = this.messages.find((one) => one.state === 'sending' && one.acked === 0 && !one.intro);
    if (first) first.problem = code;
  }

  /** The log holds it now. */
  async taken(id: string): Promise<void> {
    if (![...this.messages, ...this.stored].some((one) => one.id === id)) return;
    this.messages = this.messages.filter((one) => one.id !== id);
    this.stored = this.stored.filter((one) => one.id !== id);
    await this.outbox.remove(id);
  }

  /** The log holds an entry whose body is erased; it may have been one of these. */
  async erased(hash: Uint8Array): Promise<void> {
    for (const { id, item } of this.messages)
      if (item && equal(await sha256(item.envelope), hash)) await this.taken(id);
  }

  /** Whether one that the server has acknowledged, with a smaller counter than this, is not in the log. */
  missing(counter: number): boolean {
    return this.messages.some(({ acked, item }) => acked && item && item.counter < counter);
  }

  /** The server refuses it for good. */
  async refused(message: Outgoing, code: ErrorName): Promise<void> {
    message.state = 'failed';
    message.problem = code;
    await this.outbox.remove(message.id);
    await this.number();
  }

  /** Nothing more is taken. */
  async closed(): Promise<void> {
    for (const message of this.messages) {
      if (!/^(sending|held)$/.test(message.state) || message.acked > 0) continue;
      message.state = 'not_sent';
      message.problem = 'conversation_closed';
      await this.outbox.remove(message.id);
    }
  }

  /** Seals what is not sealed yet. */
  async sealNew(): Promise<void> {
    for (const message of this.messages) {
      if (message.state === 'sending' && !message.item && !this.hold(message))
        await this.seal(message, this.lastCounter() + 1);
    }
  }

  /** Unacknowledged messages get consecutive counters, under the current epoch; what already fits keeps its bytes. */
  async number(): Promise<void> {
    let counter = this.own?.counter ?? 0;
    for (const message of this.messages) {
      if (message.state !== 'sending' || !message.item) continue;
      if (message.acked > 0) {
        counter = Math.max(counter, message.item.counter);
        continue;
      }
      if (this.hold(message)) continue;
      counter += 1;
      const { packet } = decode(Envelope, message.item.envelope);
      if (message.item.counter !== counter || !this.log.epoch || !equal(packet, this.log.epoch.hash))
        await this.seal(message, counter);
    }
  }

  /** Items kept from before a reload that the log does not hold go on where they were. */
  async restore(): Promise<void> {
    const items = this.stored;
    this.stored = [];
    const restored: Outgoing[] = [];
    for (const item of items) {
      if (!this.messages.some((one) => one.id === item.id)) restored.push(await this.reopen(item));
    }
    if (restored.length === 0) return;
    this.messages = [...restored, ...this.messages];
    await this.number();
  }

  private async reopen(item: OutboxItem): Promise<Outgoing> {
    const envelope = decode(Envelope, item.envelope);
    const intro = envelope.kind === ContentKind.intro;
    const message: Outgoing = { ...outgoing(item.id, '', item.timeMs, item.meantFor, intro), item };
    const epoch = this.log.epochs.get(toHex(envelope.packet));
    try {
      if (!epoch?.key) throw new CloisterError('missing_key');
      const opened = { hash: epoch.hash, key: epoch.key };
      if (intro) message.text = (await openMessage(this.bound, opened, envelope, IntroContent)).name;
      else message.text = (await openMessage(this.bound, opened, envelope, TextContent)).text;
      // The key it was signed with is gone: it can only be written again.
      if (!this.sender || !equal(envelope.sender, this.sender.id)) throw new CloisterError('missing_key');
    } catch (error) {
      if (!(error instanceof CloisterError)) throw error;
      message.state = 'not_sent';
      message.problem = error.code;
      await this.outbox.remove(item.id);
    }
    return message;
  }

  /** The recipients are frozen when send is pressed: whom it was not meant for does not get it unasked. */
  private hold(message: Outgoing): boolean {
    if (this.added(message).length === 0) return false;
    message.state = 'held';
    message.item = undefined;
    message.problem = undefined;
    return true;
  }

  private lastCounter(): number {
    return this.messages.reduce(
      (most, { item, state }) => Math.max(most, state === 'sending' ? (item?.counter ?? 0) : 0),
      this.own?.counter ?? 0,
    );
  }

  /** Seals one message under the current epoch and stores the exact bytes. */
  private async seal(message: Outgoing, counter: number): Promise<void> {
    const { log, sender, bound } = this;
    if (!sender || !log.epoch) return;
    if (!log.epoch.key) {
      message.state = 'failed';
      message.problem = 'missing_key';
      return;
    }
    const head = { id: fromHex(message.id), counter, seen_seq: log.seq, seen_head: log.head as Bytes };
    const [epoch, by] = [
      { hash: log.epoch.hash, key: log.epoch.key },
      { id: sender.id, key: sender.keys.privateKey },
    ];
    const envelope = message.intro
      ? await sealMessage(bound, epoch, by, { ...head, kind: ContentKind.intro }, IntroContent, { name: message.text })
      : await sealMessage(bound, epoch, by, { ...head, kind: ContentKind.text }, TextContent, { text: message.text });
    message.item = { id: message.id, counter, envelope, timeMs: message.timeMs, meantFor: message.meantFor };
    // A full or lost store must not keep the message from going out; it is still in memory.
    await this.outbox.put(message.item).catch(() => undefined);
  }
}
