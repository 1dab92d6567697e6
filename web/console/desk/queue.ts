// Who waits, and accepting them: one after the other, the longest first.
import { toBase64url } from '../../shared/base64url';
import { CloisterError } from '../../shared/errors';
import type { ConversationInfo } from '../../shared/gen/wire';
import type { Staff } from '../../shared/staff';
import type { WaitingRow } from '../model/desk_model';
import type { Identities } from '../model/pseudonym';
import { sentenceOf } from './words';

interface Listeners {
  changed(): void;
  /** It is this agent's now. */
  accepted(id: string, info: ConversationInfo): void;
  /** False while the staff log cannot be trusted. */
  mayAccept(): boolean;
}

export class Queue {
  /** What was said about the last attempt that failed. */
  trouble: string | undefined;
  /** Being accepted. */
  accepting: string | undefined;
  private readonly waiting = new Map<string, ConversationInfo>();
  /** The key was pressed once more while one was being accepted. */
  private again = false;

  constructor(
    private readonly staff: Staff,
    private readonly identities: Identities,
    private readonly listeners: Listeners,
  ) {}

  get size(): number {
    return this.shown().length;
  }
  ids(): string[] {
    return [...this.waiting.keys()];
  }
  put(info: ConversationInfo): void {
    this.waiting.set(toBase64url(info.conversation), info);
  }
  putAll(infos: ConversationInfo[]): void {
    this.waiting.clear();
    for (const info of infos) this.put(info);
  }
  drop(conversation: Uint8Array): void {
    this.waiting.delete(toBase64url(conversation));
  }

  /**
   * A conversation is made a moment before its first message. Accepted in between, the message would find readers for
   * whom it was not meant, and be held.
   */
  private shown(): [string, ConversationInfo][] {
    return [...this.waiting].filter(([, { messages }]) => messages > 0);
  }

  rows(): WaitingRow[] {
    return this.shown()
      .map(([id, info]) => ({
        id,
        identity: this.identities.of(id),
        // The server's clock, as far as it differs from this one.
        since_ms: info.created_ms - this.staff.api.now() + Date.now(),
        messages: info.messages,
      }))
      .sort((a, b) => a.since_ms - b.since_ms);
  }

  /** By key: one more when the one under way is done. */
  acceptNext(): void {
    if (this.accepting === undefined) this.acceptLongest();
    else this.again = true;
  }

  async accept(id: string): Promise<void> {
    const info = this.waiting.get(id);
    if (!info || this.accepting !== undefined || !this.listeners.mayAccept()) return;
    this.accepting = id;
    this.trouble = undefined;
    this.listeners.changed();
    try {
      await this.staff.accept(info.conversation);
      this.waiting.delete(id);
      this.listeners.accepted(id, { ...info, status: 'assigned', assigned: this.staff.person });
    } catch (error) {
      // To whom it is no longer open it does not exist.
      const gone = error instanceof CloisterError && /^(already_assigned|not_found)$/.test(error.code);
      this.trouble = sentenceOf(gone ? new CloisterError('already_assigned') : error);
      if (gone) this.waiting.delete(id);
    }
    this.accepting = undefined;
    this.listeners.changed();
    const again = this.again && !this.trouble;
    this.again = false;
    if (again) this.acceptLongest();
  }

  private acceptLongest(): void {
    const next = this.rows()[0];
    if (next) void this.accept(next.id);
  }
}
