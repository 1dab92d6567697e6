// Counts of what was noticed, on their way to the server: kinds and what became of them, never a word. What cannot be
// told at once waits for a connection.
export const outcomes = ['blocked', 'warned', 'masked', 'sent', 'removed', 'dismissed'] as const;
export type Outcome = (typeof outcomes)[number];

/** More than a person causes while there is no connection. */
const MAX_WAITING = 64;
const AGAIN_MS = 3000;

export class Tally {
  private waiting: [string, Outcome][] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `tell` says whether it could. */
  constructor(private readonly tell: (kind: string, outcome: Outcome) => boolean | undefined) {}

  count(kind: string, outcome: Outcome): void {
    if (this.waiting.length < MAX_WAITING) this.waiting.push([kind, outcome]);
    this.flush();
  }

  private flush(): void {
    clearTimeout(this.timer);
    for (let next = this.waiting[0]; next && this.tell(...next); next = this.waiting[0]) this.waiting.shift();
    if (this.waiting.length > 0) this.timer = setTimeout(() => this.flush(), AGAIN_MS);
  }
}
