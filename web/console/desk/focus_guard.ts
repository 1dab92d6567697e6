// Keeps the keyboard out of frames that are not in front. A frame with an opaque origin can call focus() at any time;
// hidden ones are display:none and cannot, but the desk does not rely on that alone.
//
// The browser tells the parent of a frame that took the focus only by `blur` of the window and by
// document.activeElement; so both are watched, and the latter also by the clock.
const WATCH_MS = 200;

export interface FocusGuardOptions {
  /** The frame that may have the keyboard now; undefined while a dialog, page or door is in front. */
  allowed(): HTMLIFrameElement | undefined;
  onTaken(frame: HTMLIFrameElement): void;
}

export class FocusGuard {
  private readonly stopping = new AbortController();
  private readonly timer: ReturnType<typeof setInterval>;
  private last: HTMLElement | undefined;

  constructor(private readonly options: FocusGuardOptions) {
    const { signal } = this.stopping;
    const check = () => this.check();
    window.addEventListener(
      'blur',
      () => {
        this.check();
        // activeElement is the frame only after the event.
        setTimeout(check);
      },
      { signal, capture: true },
    );
    document.addEventListener(
      'focusin',
      (event) => {
        if (event.target instanceof HTMLElement && !(event.target instanceof HTMLIFrameElement))
          this.last = event.target;
        this.check();
      },
      { signal, capture: true },
    );
    this.timer = setInterval(check, WATCH_MS);
  }

  stop(): void {
    this.stopping.abort();
    clearInterval(this.timer);
  }

  private check(): void {
    const active = document.activeElement;
    if (!(active instanceof HTMLIFrameElement) || active === this.options.allowed()) return;
    active.blur();
    window.focus();
    const goal = this.last?.isConnected
      ? this.last
      : document.querySelector<HTMLElement>('dialog[open] input, dialog[open] button');
    goal?.focus();
    this.options.onTaken(active);
  }
}
