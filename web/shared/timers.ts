/** Timeouts by name, one of each name at a time. */
export class Timers {
  private readonly running = new Map<string, ReturnType<typeof setTimeout>>();
  private stopped = false;

  has(name: string): boolean {
    return this.running.has(name);
  }
  /** Does nothing while one of this name runs. */
  later(name: string, wait_ms: number, action: () => void): void {
    if (this.has(name) || this.stopped) return;
    const timer = setTimeout(() => {
      this.running.delete(name);
      action();
    }, wait_ms);
    this.running.set(name, timer);
  }
  clear(name: string): void {
    clearTimeout(this.running.get(name));
    this.running.delete(name);
  }
  clearAll(): void {
    for (const name of [...this.running.keys()]) this.clear(name);
  }
  /** For good. */
  stop(): void {
    this.clearAll();
    this.stopped = true;
  }
}
