// The time limits of a desk, kept by the browser itself: a console that is out of reach of the server, or wakes from
// sleep, locks no later than the server would have locked it.

/** Both in milliseconds. */
export interface Clocks {
  /** Time of day: counts sleep, but somebody may set it back. */
  wall(): number;
  /** Cannot be set, but may stand still during sleep. */
  steady(): number;
}

const browserClocks: Clocks = { wall: () => Date.now(), steady: () => performance.now() };

export class TimeLimits {
  private readonly started: number[];
  private activeAt: number[];

  /** Starts now, with somebody here. `idle_ms`: longest silence. `left_ms`: how long the session lasts at most. */
  constructor(
    private readonly idle_ms: number,
    private readonly left_ms: number,
    private readonly clocks = browserClocks,
  ) {
    this.started = this.now();
    this.activeAt = this.started;
  }

  /** Which limit is passed. Once one is, it stays so. */
  get over(): 'idle' | 'absolute' | undefined {
    if (this.since(this.started) >= this.left_ms) return 'absolute';
    return this.since(this.activeAt) >= this.idle_ms ? 'idle' : undefined;
  }

  /** Somebody is here. Too late when a limit is passed: the first touch after a sleep must not undo it. */
  active(): void {
    if (!this.over) this.activeAt = this.now();
  }

  private now(): number[] {
    return [this.clocks.wall(), this.clocks.steady()];
  }
  /** By the clock that says more. */
  private since(then: number[]): number {
    return Math.max(...this.now().map((now, clock) => now - (then[clock] ?? 0)));
  }
}
