// Keeps the staff log checked: takes what is new, makes new team keys where the devices of a team have changed, and says
// when the server shows something that cannot be true.
import { Contradiction } from '../../shared/errors';
import { sentences } from '../../shared/gen/sentences';
import type { Staff } from '../../shared/staff';
import type { RosterState } from '../model/desk_model';

const RETRY_MS = 5000;

interface Listeners {
  changed(): void;
  /** New acts were checked; conversations may need new readers. */
  grown(acts: number): void;
  contradiction(sentence: string): void;
}

export class RosterWatch {
  state: RosterState = 'good';
  sentence = '';
  private running = false;
  private again = false;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly staff: Staff,
    private readonly listeners: Listeners,
  ) {
    // Frames ask for the log too, at times of their own.
    staff.site.onContradiction = (found) => this.refuse(found);
  }

  /** The log has so many acts now, says the server. */
  check(acts: number): void {
    if (this.refused) return;
    if (this.running) {
      this.again = true;
      return;
    }
    if (acts !== this.staff.site.roster.size) void this.run();
  }

  stop(): void {
    clearTimeout(this.retry);
    this.running = true;
    this.staff.site.onContradiction = undefined;
  }

  private get refused(): boolean {
    return this.state === 'violation';
  }
  /** For good: it is said once, and nothing is asked for any more. */
  private refuse({ code }: Contradiction): void {
    if (this.refused) return;
    clearTimeout(this.retry);
    this.staff.report(code);
    this.state = 'violation';
    this.sentence = sentences[code];
    this.listeners.contradiction(this.sentence);
    this.listeners.changed();
  }

  private async run(): Promise<void> {
    clearTimeout(this.retry);
    this.running = true;
    this.state = 'changed';
    this.listeners.changed();
    const before = this.staff.site.roster.size;
    try {
      await this.staff.maintain();
      if (this.refused) return;
      this.state = 'good';
    } catch (error) {
      // Said already.
      if (this.refused || error instanceof Contradiction) return;
      // No connection, or somebody else was first: tried again.
      this.retry = setTimeout(() => void this.run(), RETRY_MS);
    }
    this.running = false;
    const { size } = this.staff.site.roster;
    if (size > before) this.listeners.grown(size);
    if (this.again) {
      this.again = false;
      void this.run();
    } else this.listeners.changed();
  }
}
