// Who is there: presence and typing of the other side, signs of life of one's own, and the end of the session drawing
// near.
import type { ChatSnapshot } from './chat';
import type { Ending, Presence, Typing } from './gen/wire';
import type { ConversationSocket } from './socket';
import type { Timers } from './timers';

const TYPING_EVERY_MS = 3000;
const TYPING_LASTS_MS = 6000;
const ACTIVE_EVERY_MS = 20_000;

type Socket = ConversationSocket | undefined;

export class Attendance {
  peerOnline = false;
  peerTyping = false;
  ending: ChatSnapshot['ending'];
  private typingSentMs = 0;
  private activeSentMs = 0;

  constructor(
    private readonly timers: Timers,
    private readonly changed: () => void,
  ) {}

  /** The connection is gone, and with it what is known of the other side. */
  offline(): void {
    this.peerOnline = false;
    this.peerTyping = false;
  }

  take(event: Typing | Presence | Ending): void {
    if (event.t === 'typing') this.takeTyping((event as Typing).on);
    else if (event.t === 'presence') this.peerOnline = (event as Presence).online;
    else {
      const { in_ms, why } = event as Ending;
      this.ending = { atMs: Date.now() + in_ms, why: why === 'absolute' ? 'absolute' : 'idle' };
    }
  }

  typing(on: boolean, socket: Socket): void {
    const now = Date.now();
    if (on ? now - this.typingSentMs < TYPING_EVERY_MS : this.typingSentMs === 0) return;
    this.typingSentMs = on ? now : 0;
    socket?.typing(on);
  }

  active(socket: Socket): void {
    const now = Date.now();
    if (now - this.activeSentMs < ACTIVE_EVERY_MS || !socket?.active()) return;
    this.activeSentMs = now;
    if (this.ending?.why === 'idle') this.ending = undefined;
    this.changed();
  }

  private takeTyping(on: boolean): void {
    this.peerTyping = on;
    if (!on) return;
    this.timers.clear('typing');
    this.timers.later('typing', TYPING_LASTS_MS, () => {
      this.peerTyping = false;
      this.changed();
    });
  }
}
