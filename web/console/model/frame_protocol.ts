// What the desk and the frame of one conversation say to each other, over two MessagePorts that are handed over once,
// with the first `load` of the frame:
//
//   desk → frame   window.postMessage({ cloister: HANDOVER, look }, '*', [keys, desk])
//
// the only window message (the frame's origin is opaque and cannot be named). Both ports speak shared/port.ts. On `keys`
// the desk serves FrameServices to the chat in the frame: init, openPacket, makePacket, signCert, ticket, roster, outbox…
// and report, for this conversation only. On `desk` it serves DeskServices, and the frame serves FrameCommands.
//
// Whatever a frame sends is counted and checked before anything else sees it; the first breach revokes both ports and
// removes the frame.
import type { FrameServices } from '../../shared/frame_services';
import type { Method } from '../../shared/port';
import type { Theme } from './desk_model';
import type { FrameState } from './frame_model';
import { type Command, isCommand } from './keys';
import type { Identity } from './pseudonym';

export const HANDOVER = 1;

/** How a frame looks. */
export interface Look {
  identity: Identity;
  theme: Theme;
  lang: string;
  dir: 'ltr' | 'rtl';
  /** The conversation is the one in front. */
  shown: boolean;
}

export interface Handover {
  cloister: typeof HANDOVER;
  look: Look;
}

/** Served by the desk. */
export interface DeskServices {
  /** Counts and marks. */
  state(state: FrameState): Promise<void>;
  command(command: Command): Promise<void>;
  openLink(url: string): Promise<void>;
  /** The conversation could not be opened: once more, in a new frame. */
  reopen(): Promise<void>;
  /** Somebody uses keyboard or pointer in the frame. */
  active(): Promise<void>;
  /** The frame lost the keyboard and did not get it back at once. The desk asks `hasKeyboard` before it believes it. */
  blurred(): Promise<void>;
  /** A draft from before the console was locked; empty when there is none. */
  draftLoad(): Promise<string>;
  draftKeep(text: string): Promise<void>;
}

/** Served by the frame. */
export interface FrameCommands {
  look(look: Look): Promise<void>;
  /** Puts the caret where one writes. */
  write(): Promise<void>;
  /** Whether the frame has the keyboard, or gets it before long. */
  hasKeyboard(): Promise<boolean>;
  rosterChanged(): Promise<void>;
  /** The console is about to lock: answers when everything that must be kept was handed over. */
  leave(): Promise<void>;
}

export type Served = { [name: string]: Method };

/** What the arguments must be is checked where the keys are. */
const keyMethods: Record<keyof FrameServices, true> = {
  init: true,
  openPacket: true,
  makePacket: true,
  signCert: true,
  ticket: true,
  roster: true,
  outboxLoad: true,
  outboxSetSender: true,
  outboxPut: true,
  outboxRemove: true,
  outboxSetSeen: true,
  outboxSetShown: true,
  report: true,
};

export const MAX_LINK_CHARACTERS = 2048;
export const MAX_DRAFT_CHARACTERS = 40_000;
const MAX_COUNT = 100_000;

const phases = ['opening', 'open', 'offline', 'closed', 'violation', 'ended', 'failed'];

const isCount = (value: unknown): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= MAX_COUNT;

function isState(value: unknown): value is FrameState {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 6) return false;
  const state = value as Record<keyof FrameState, unknown>;
  return (
    phases.includes(state.phase as string) &&
    isCount(state.unread) &&
    isCount(state.unsent) &&
    typeof state.waitingSinceMs === 'number' &&
    Number.isFinite(state.waitingSinceMs) &&
    state.waitingSinceMs >= 0 &&
    typeof state.typing === 'boolean' &&
    typeof state.draft === 'boolean'
  );
}

/** An address that may be opened, as the browser will use it; undefined for anything else. */
export function safeLink(value: unknown): URL | undefined {
  if (typeof value !== 'string' || value.length > MAX_LINK_CHARACTERS || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  const plain = /^https?:$/.test(url.protocol) && url.host !== '' && url.username === '' && url.password === '';
  return plain ? url : undefined;
}

const checks: Record<keyof DeskServices, (argument: unknown) => boolean> = {
  state: isState,
  command: isCommand,
  openLink: (argument) => safeLink(argument) !== undefined,
  reopen: (argument) => argument === undefined,
  active: (argument) => argument === undefined,
  blurred: (argument) => argument === undefined,
  draftLoad: (argument) => argument === undefined,
  draftKeep: (argument) => typeof argument === 'string' && argument.length <= MAX_DRAFT_CHARACTERS,
};

export type PortName = 'keys' | 'desk';

/** Whether a message from a frame is one that a frame may send on this port. */
export function isFrameMessage(port: PortName, data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  const message = data as Record<string, unknown>;
  if (typeof message.answer === 'number') {
    return port === 'desk' && (Object.hasOwn(message, 'value') || typeof message.error === 'number');
  }
  if (typeof message.ask !== 'number' || typeof message.method !== 'string') return false;
  if (port === 'keys') return Object.hasOwn(keyMethods, message.method);
  return Object.hasOwn(checks, message.method) && checks[message.method as keyof DeskServices](message.argument);
}

/** So many messages at once, and so many each second in the long run: opening a long history stays below. */
export const BURST_MESSAGES = 5000;
export const STEADY_MESSAGES_PER_S = 100;

export class FloodGate {
  private left = BURST_MESSAGES;
  private at_ms: number;

  constructor(now_ms: number) {
    this.at_ms = now_ms;
  }

  /** False when it is too much. */
  pass(now_ms: number): boolean {
    const earned = (Math.max(0, now_ms - this.at_ms) / 1000) * STEADY_MESSAGES_PER_S;
    this.left = Math.min(BURST_MESSAGES, this.left + earned) - 1;
    this.at_ms = now_ms;
    return this.left >= 0;
  }
}
