// The desk's side of the wrong-chat guard: what is known of each open or recent conversation of this agent, as keyed
// fingerprints in memory.
import { Commons } from './commons';
import type { Fingerprint, Kind, Side } from './kinds';
import { Shelf } from './shelf';
import { Judge, type Occasion, type Verdict } from './verdict';

/** A conversation that was closed or reassigned is compared with for so long: the clipboard and the head keep it too. */
export const RECENT_MS = 30 * 60_000;
export const MAX_OPEN = 9;
export const MAX_RECENT = 16;

interface Place {
  shelf: Shelf;
  /** Copied in its frame, and perhaps nowhere else: a draft that was cut. */
  copied: Fingerprint[];
  left_ms: number | undefined;
}

/** Two conversations with one of these in common are one customer's. */
const personal: ReadonlySet<Kind> = new Set(['card', 'account', 'identity', 'email', 'phone']);

export class GuardIndex {
  private readonly places = new Map<string, Place>();
  private readonly commons = new Commons();

  /** Opened, or opened again. */
  open(id: string): void {
    const place = this.places.get(id);
    if (place) place.left_ms = undefined;
    else if (this.openIds().length < MAX_OPEN) {
      this.places.set(id, { shelf: new Shelf(), copied: [], left_ms: undefined });
    }
  }

  /** Closed, or somebody else's now. Times never go back. */
  leave(id: string, now_ms: number): void {
    const place = this.places.get(id);
    if (place) place.left_ms ??= now_ms;
    this.prune(now_ms);
  }

  /** A message arrived or was sent; also the ones from before, when a frame opens. */
  message(id: string, side: Side, prints: readonly Fingerprint[]): void {
    const place = this.places.get(id);
    for (const print of place ? prints : []) {
      place?.shelf.put(print, side);
      this.commons.seen(print.mac, id, side);
    }
  }

  /** The company's own: numbers, addresses, canned replies, pages of its handbook. */
  own(prints: readonly Fingerprint[]): void {
    for (const { mac } of prints) this.commons.addOwn(mac);
  }

  /** Something was copied or cut in this frame; the one before is forgotten. */
  copied(id: string, prints: readonly Fingerprint[]): void {
    const place = this.places.get(id);
    if (place) place.copied = [...prints];
  }

  /** For a text that is about to be sent to this conversation, or was pasted there. */
  judge(id: string, draft: readonly Fingerprint[], occasion: Occasion, now_ms: number): Verdict {
    this.prune(now_ms);
    const target = this.places.get(id);
    if (!target || target.left_ms !== undefined) return { is: 'gone' };
    const others = [...this.places].filter(([other]) => other !== id);
    if (occasion === 'paste') {
      const from = others.find(([, place]) => isCopyOf(draft, place.copied));
      if (from && !isCopyOf(draft, target.copied)) return { is: 'belongs', to: from[0], why: ['phrase'], score: 100 };
    }
    const judge = new Judge(draft, { id, shelf: target.shelf }, this.commons, occasion);
    const strangers = others.filter(([, place]) => !isSamePerson(target.shelf, place.shelf));
    return judge.verdict(strangers.map(([other, place]) => [other, place.shelf]));
  }

  private openIds(): string[] {
    return [...this.places].filter(([, place]) => place.left_ms === undefined).map(([id]) => id);
  }

  private prune(now_ms: number): void {
    const left = [...this.places]
      .flatMap(([id, { left_ms }]) => (left_ms === undefined ? [] : [{ id, left_ms }]))
      .sort((a, b) => b.left_ms - a.left_ms);
    for (const [at, { id, left_ms }] of left.entries()) {
      if (at >= MAX_RECENT || now_ms - left_ms >= RECENT_MS) this.places.delete(id);
    }
  }
}

/** The same text: the first fingerprint of what is copied and pasted is of all of it. */
function isCopyOf(draft: readonly Fingerprint[], copied: readonly Fingerprint[]): boolean {
  return draft.length > 0 && copied.length > 0 && draft[0]?.mac === copied[0]?.mac;
}

function isSamePerson(a: Shelf, b: Shelf): boolean {
  for (const [mac, known] of a.entries()) {
    if (!personal.has(known.kind) || !known.customer || known.fit !== 'exact' || known.strength < 100) continue;
    const there = b.get(mac);
    if (there?.customer && personal.has(there.kind) && there.strength === 100) return true;
  }
  return false;
}
