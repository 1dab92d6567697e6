// What somebody has decided about values in this conversation: kept as fingerprints under a key that exists in the
// memory of this document only. The values are not kept.
import { randomKey, siphash } from './siphash';
import { type Outcome, outcomes } from './tally';

const encoder = new TextEncoder();
/** More decisions than people make; the oldest go first. */
const MAX_REMEMBERED = 500;

export type Decision =
  /** "This is not sensitive". */
  | 'harmless'
  /** Was sent although it was warned of. */
  | 'accepted'
  /** Has been counted, with what became of it. */
  | `counted ${Outcome}`;

export class Memory {
  private readonly key = randomKey();
  private readonly decided = new Set<string>();
  private conversation = '';

  /** Another conversation starts with nothing. What was written before there was one belongs to it. */
  enter(conversation: string): void {
    if (this.conversation && this.conversation !== conversation) this.decided.clear();
    this.conversation = conversation;
  }

  remember(kind: string, value: string, decision: Decision): void {
    const [oldest] = this.decided;
    if (this.decided.size >= MAX_REMEMBERED && oldest) this.decided.delete(oldest);
    this.decided.add(this.fingerprint(kind, value, decision));
  }

  has(kind: string, value: string, decision: Decision): boolean {
    return this.decided.has(this.fingerprint(kind, value, decision));
  }

  /** What was counted of it counts again. */
  forget(kind: string, value: string): void {
    for (const outcome of outcomes) this.decided.delete(this.fingerprint(kind, value, `counted ${outcome}`));
  }

  /** However it is spaced. */
  private fingerprint(kind: string, value: string, decision: Decision): string {
    const folded = value.normalize('NFKC').replace(/[\s\p{P}\p{Cf}]/gu, '');
    return siphash(this.key, encoder.encode(`${decision} ${kind} ${folded.toLowerCase()}`)).toString(36);
  }
}
