// What a frame may do to the desk. Frames run what customers wrote through, so each claim that a person pressed something
// needs evidence the frame cannot make, and one press is good for one thing.
import type { Command } from './keys';

/**
 * One link in this time, of each frame; and one command in that, which an agent who runs through their conversations with
 * Alt and numbers does not notice. A command that leads elsewhere puts the frame behind, where nothing of it is believed.
 */
const LINK_EVERY_MS = 1000;
const COMMAND_EVERY_MS = 100;

export class FrameGate {
  private command_ms = Number.NEGATIVE_INFINITY;
  private link_ms = Number.NEGATIVE_INFINITY;

  /**
   * `pressed`: the frame is in front, has the keyboard, and the browser knows that a person has just used the page.
   * `now_ms` never goes back.
   */
  constructor(
    private readonly pressed: () => boolean,
    private readonly now_ms: () => number = () => performance.now(),
  ) {}

  /** Somebody is here. */
  active(): boolean {
    return this.pressed();
  }

  /**
   * What to do for a command of a frame; undefined: nothing. Accepting takes a press at the desk itself, so a frame gets
   * only as far as giving the keyboard to the list: the same keys once more accept.
   */
  command(command: Command): Command | undefined {
    if (!this.pressed() || this.now_ms() - this.command_ms < COMMAND_EVERY_MS) return undefined;
    this.command_ms = this.now_ms();
    return command === 'accept' ? 'rail' : command;
  }

  link(): boolean {
    if (!this.pressed() || this.now_ms() - this.link_ms < LINK_EVERY_MS) return false;
    this.link_ms = this.now_ms();
    return true;
  }
}
