// What screen readers are told: politely, not more often than one can listen to.
const EVERY_MS = 6000;

export class Announcer {
  text = '';
  private next: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly changed: () => void) {}

  /** Only the last of what comes in between is said. */
  say(text: string): void {
    if (text === this.text && !this.timer) return;
    this.next = text;
    if (!this.timer) this.speak();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private speak(): void {
    this.timer = undefined;
    if (this.next === undefined) return;
    this.text = this.next;
    this.next = undefined;
    this.timer = setTimeout(() => this.speak(), EVERY_MS);
    this.changed();
  }
}
