// One tab of a browser holds a conversation: it alone sends. Others may ask for it.
export interface TabLock {
  /** Calls `onHeld` whenever it is ours, `onLost` when another tab has taken it. `held` is false while waiting. */
  start(onHeld: () => void, onLost: () => void): void;
  /** Asks the holder; if it does not answer in time, takes it. */
  takeOver(): void;
  stop(): void;
}

const ANSWER_MS = 2000;

/** Where there are no locks, and in frames (the desk makes one for each conversation): always held. */
export class NoLock implements TabLock {
  start(onHeld: () => void): void {
    onHeld();
  }
  takeOver(): void {}
  stop(): void {}
}

export class WebLock implements TabLock {
  private releaseHeld: (() => void) | undefined;
  private channel: BroadcastChannel | undefined;
  private waiting: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private onHeld: () => void = () => undefined;
  private onLost: () => void = () => undefined;

  constructor(private readonly name: string) {}

  static for(name: string): TabLock {
    return globalThis.navigator?.locks ? new WebLock(name) : new NoLock();
  }

  start(onHeld: () => void, onLost: () => void): void {
    this.onHeld = onHeld;
    this.onLost = onLost;
    this.channel = new BroadcastChannel(this.name);
    this.channel.onmessage = () => this.give();
    void this.request({ ifAvailable: true });
  }

  takeOver(): void {
    this.channel?.postMessage('give');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.releaseHeld) return;
      this.waiting?.abort();
      void this.request({ steal: true });
    }, ANSWER_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.waiting?.abort();
    this.channel?.close();
    this.channel = undefined;
    this.releaseHeld?.();
    this.releaseHeld = undefined;
  }

  private wait(): void {
    this.waiting = new AbortController();
    void this.request({ signal: this.waiting.signal });
  }
  private async request(options: LockOptions): Promise<void> {
    let had = false;
    try {
      await navigator.locks.request(this.name, options, (lock) => {
        had = lock !== null;
        if (had) return this.hold();
        // Another tab has it: that is said, and this one waits for the other to close.
        this.onLost();
        this.wait();
        return undefined;
      });
    } catch (error) {
      // Stolen while held, or aborted while waiting: then perhaps held by another request.
      if (had) this.give();
      // Whoever may not store anything may not lock either, and shares nothing with other tabs.
      else if (isRefusal(error) && this.channel) void this.hold();
    }
  }
  private hold(): Promise<void> {
    clearTimeout(this.timer);
    this.onHeld();
    return new Promise((resolve) => {
      this.releaseHeld = resolve;
    });
  }
  private give(): void {
    if (!this.releaseHeld) return;
    const release = this.releaseHeld;
    this.releaseHeld = undefined;
    this.onLost();
    release();
    if (this.channel) this.wait();
  }
}

const isRefusal = (error: unknown): boolean => error instanceof DOMException && error.name === 'SecurityError';

/** Runs one after the other in all tabs of this browser, where there are locks and they are allowed. */
export async function alone<T>(name: string, action: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return action();
  let begun = false;
  try {
    return await locks.request(name, () => {
      begun = true;
      return action();
    });
  } catch (error) {
    if (begun || !isRefusal(error)) throw error;
    return action();
  }
}
