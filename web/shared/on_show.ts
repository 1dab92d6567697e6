// Whom a message is meant for: the readers on the screen when send is pressed or, while none are, those that this person
// has seen last. Readers go by the hash of their packet, hex; empty stands for none.
import type { Outbox } from './outbox';

export class OnShow {
  private seenLast = '';

  /**
   * `drawn`: the packet whose readers the snapshot shows. The log may be ahead of it: entries are taken, and more is
   * announced before anything is drawn, which is the server's to time.
   */
  constructor(
    private drawn: string,
    private readonly outbox: Outbox,
  ) {}

  /** Whether readers are on the screen. */
  get any(): boolean {
    return this.drawn !== '';
  }
  get meantFor(): string {
    return this.drawn || this.seenLast;
  }

  draw(packet: string): void {
    this.drawn = packet;
  }
  /** From before a reload. */
  restore(packet = ''): void {
    this.seenLast = packet;
  }
  /** Somebody is in front of the screen, and remembers who could read even when the page is loaded anew. */
  looked(): void {
    if (!this.any || this.drawn === this.seenLast) return;
    this.seenLast = this.drawn;
    // Where it cannot be kept, they are asked after a reload.
    this.outbox.setShown(this.drawn).catch(() => undefined);
  }
}
