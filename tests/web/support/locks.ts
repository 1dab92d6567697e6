/** Locks of one browser, as far as tabs use them. */
export class Locks {
  private readonly held = new Map<string, { reject(error: Error): void }>();
  private readonly queue: { name: string; run(): void; signal?: AbortSignal }[] = [];

  request(
    name: string,
    options: LockOptions | (() => Promise<void>),
    action?: (lock: object | null) => Promise<void> | undefined,
  ): Promise<unknown> {
    if (typeof options === 'function') return this.request(name, {}, options);
    return new Promise((resolve, reject) => {
      const run = (): void => {
        this.held.get(name)?.reject(new DOMException('stolen', 'AbortError'));
        const holding = { reject };
        this.held.set(name, holding);
        Promise.resolve(action?.({})).then((value) => {
          if (this.held.get(name) === holding) {
            this.held.delete(name);
            this.next(name);
          }
          resolve(value);
        }, reject);
      };
      if (!this.held.has(name) || options.steal) run();
      else if (options.ifAvailable) Promise.resolve(action?.(null)).then(resolve, reject);
      else {
        const waiting = { name, run, ...(options.signal && { signal: options.signal }) };
        options.signal?.addEventListener('abort', () => {
          this.queue.splice(this.queue.indexOf(waiting), 1);
          reject(new DOMException('aborted', 'AbortError'));
        });
        this.queue.push(waiting);
      }
    });
  }
  private next(name: string): void {
    const index = this.queue.findIndex((one) => one.name === name);
    if (index >= 0) this.queue.splice(index, 1)[0]?.run();
  }
}
