// Every desk of this browser locks when one of them is locked by hand or signed out: whoever leaves means all windows.
// A desk that locks because nobody used it says nothing: its owner may be busy in another window.

const CHANNEL = 'cloister-lock';
const LOCK = 'lock';

export class LockTogether {
  private channel: BroadcastChannel | undefined;

  /** `lock` is called when another desk was locked. Frames have another origin and cannot call it. */
  constructor(lock: () => void) {
    try {
      this.channel = new BroadcastChannel(CHANNEL);
      this.channel.onmessage = ({ data }) => data === LOCK && lock();
    } catch {
      // Where a browser refuses it with storage, each window locks alone.
    }
  }

  /** Locks all the others. */
  tell(): void {
    this.channel?.postMessage(LOCK);
  }

  stop(): void {
    this.channel?.close();
    this.channel = undefined;
  }
}
