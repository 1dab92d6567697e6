// Keeps the keyboard out of frames that are not in front. A frame with an opaque origin can take it at any time, by
// focus() of an element when it is displayed, and even when it is display:none by focus() of its window.
//
// The browser tells the parent of a frame that took the focus only by `blur` of the window and by
// document.activeElement; so both are watched, and the latter also by the clock. Frames of one process pass the keyboard
// among themselves unseen by the parent: there the frame in front tells that it has lost it.
const WATCH_MS = 200;
const RESTORE_AFTER_MS = [0, 50, 150];

export interface FocusGuardOptions {
  /** The frame that may have the keyboard now; undefined while a dialog, page or door is in front. */
  allowed(): HTMLIFrameElement | undefined;
  /** Asks that frame whether it has the keyboard, or gets it before long. */
  frontHasKeyboard(): Promise<boolean>;
  onTaken(frame: HTMLIFrameElement): void;
  /** A frame behind the one in front took the keyboard; which one cannot be told. */
  onStolen(): void;
}

export class FocusGuard {
  private readonly stopping = new AbortController();
  private readonly timer: ReturnType<typeof setInterval>;
  private last: HTMLElement | undefined;
  /** The frame that had the keyboard with good reason; it loses it without blame when something comes before it. */
  private held: HTMLIFrameElement | undefined;
  /** How often the keyboard went to or from something of the desk. */
  private moves = 0;
  /** The frame that is being asked whether it has the keyboard. */
  private asked: HTMLIFrameElement | undefined;

  constructor(private readonly options: FocusGuardOptions) {
    const { signal } = this.stopping;
    const check = () => this.check();
    window.addEventListener(
      'blur',
      () => {
        this.moves += 1;
        this.check();
        // activeElement is the frame only after the event.
        setTimeout(check);
      },
      { signal, capture: true },
    );
    document.addEventListener(
      'focusin',
      (event) => {
        this.moves += 1;
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

  /**
   * The frame in front says that it has lost the keyboard. That may be out of date: the frame is asked anew, and what it
   * answers counts only if the desk has left the keyboard alone meanwhile.
   */
  async frontBlurred(): Promise<void> {
    const front = this.options.allowed();
    if (!front || front === this.asked || !this.mustHave(front)) return;
    const { moves } = this;
    this.asked = front;
    // A frame that cannot answer is not there any more.
    const has = await this.options.frontHasKeyboard().catch(() => true);
    if (this.asked === front) this.asked = undefined;
    if (has || !this.mustHave(front)) return;
    if (moves !== this.moves) return this.frontBlurred();
    this.options.onStolen();
    front.blur();
    window.focus();
    front.focus();
  }

  /** If another window or the desk had the keyboard, one of these would tell. */
  private mustHave(front: HTMLIFrameElement): boolean {
    return front === this.options.allowed() && document.hasFocus() && document.activeElement === front;
  }

  private check(): void {
    const active = document.activeElement;
    if (!(active instanceof HTMLIFrameElement)) {
      this.held = undefined;
      return;
    }
    if (active === this.options.allowed()) {
      this.held = active;
      return;
    }
    if (active === this.held) {
      this.held = undefined;
      active.blur();
      this.restore();
      return;
    }
    // First the frame goes, or it would take the keyboard again; then the keyboard comes back.
    this.options.onTaken(active);
    active.blur();
    this.restore();
    for (const after_ms of RESTORE_AFTER_MS) setTimeout(() => this.restore(), after_ms);
  }

  private restore(): void {
    if (this.stopping.signal.aborted || document.activeElement instanceof HTMLIFrameElement) return;
    // The window as well: when a focused frame is removed, no frame at all has the keyboard.
    window.focus();
    const open = document.querySelector<HTMLElement>('dialog[open]');
    const inside = this.last?.isConnected && (!open || open.contains(this.last));
    const goal = inside ? this.last : open?.querySelector<HTMLElement>('input, button');
    goal?.blur();
    goal?.focus();
  }
}
