// What waits for an answer of the server on a conversation's socket: one thing at a time.
import type { ConversationSocket } from './socket';

const ANSWER_MS = 15_000;

export class Requests<What> {
  private refs = 0;
  private waiting: { ref: number; what: What; timer: ReturnType<typeof setTimeout> } | undefined;

  get busy(): boolean {
    return this.waiting !== undefined;
  }

  append(socket: ConversationSocket | undefined, what: What, kind: number, body: Uint8Array): void {
    this.refs += 1;
    const ref = this.refs;
    if (!socket?.append({ ref, kind, body })) return;
    // A connection that takes and does not answer is cut; everything is sent again.
    this.waiting = { ref, what, timer: setTimeout(() => socket.restart(), ANSWER_MS) };
  }

  /** What was answered; undefined for an answer to something else. */
  answered(ref: number): What | undefined {
    const what = this.waiting?.ref === ref ? this.waiting.what : undefined;
    if (what !== undefined) this.forget();
    return what;
  }

  forget(): void {
    clearTimeout(this.waiting?.timer);
    this.waiting = undefined;
  }
}
