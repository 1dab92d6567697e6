// The agent's conversations: one row and one frame each. What a frame may ask of the desk is answered here, for its own
// conversation.
import { toBase64url } from '../../shared/base64url';
import { errorFrom } from '../../shared/errors';
import type { FrameServices } from '../../shared/frame_services';
import { sentences } from '../../shared/gen/sentences';
import type { ConversationInfo, ErrorName } from '../../shared/gen/wire';
import type { Staff } from '../../shared/staff';
import { t } from '../messages';
import type { MineRow, MineState, NoticeKind, ShutReason } from '../model/desk_model';
import { FrameGate } from '../model/frame_gate';
import type { FrameState } from '../model/frame_model';
import { type DeskServices, type Look, safeLink } from '../model/frame_protocol';
import type { Command } from '../model/keys';
import type { Identities } from '../model/pseudonym';
import type { Drafts } from './drafts';
import { Frames } from './frames';
import { isConnection } from './words';

/** Frames are opened one after the other, so that the one in front is not held up. */
const OPEN_EVERY_MS = 150;
/** A frame in front that takes the keyboard from the desk so often is shut. */
const MAX_THEFTS = 3;
const SLOTS = 9;
/** What a frame was shut for, as the server's record knows it. A roster that lies is recorded once, by who found it. */
const recordedAs: Partial<Record<ShutReason, ErrorName>> = {
  reloaded: 'frame_left',
  protocol: 'malformed',
  flood: 'limit_reached',
  focus: 'focus_taken',
};

interface Room {
  info: ConversationInfo;
  state: FrameState | undefined;
  shut: ShutReason | undefined;
  /** The frame could not be opened for want of a connection. */
  failed: boolean;
  thefts: number;
  gate: FrameGate;
}

export interface RoomsOptions {
  staff: Staff;
  identities: Identities;
  drafts: Drafts;
  look(id: string): Look;
  changed(): void;
  command(command: Command): void;
  link(id: string, url: URL): void;
  active(): void;
  /** The frame in front says that it has lost the keyboard. */
  blurred(): void;
  notice(kind: NoticeKind, id: string, sentence: string): void;
}

export class Rooms {
  readonly frames = new Frames();
  /** In the order in which they were accepted. */
  private readonly rooms = new Map<string, Room>();
  private readonly queue: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private focused: string | undefined;

  constructor(private readonly options: RoomsOptions) {}

  ids(): string[] {
    return [...this.rooms.keys()];
  }
  conversations(): Uint8Array[] {
    return [...this.rooms.values()].map(({ info }) => info.conversation);
  }
  shutReason(id: string | undefined): ShutReason | undefined {
    return id === undefined ? undefined : this.rooms.get(id)?.shut;
  }
  get front(): string | undefined {
    return this.focused;
  }

  /** New, or changed. */
  put(info: ConversationInfo): void {
    const id = toBase64url(info.conversation);
    const room = this.rooms.get(id);
    if (room) {
      room.info = info;
      return;
    }
    const gate = new FrameGate(() => this.pressedIn(id));
    this.rooms.set(id, { info, state: undefined, shut: undefined, failed: false, thefts: 0, gate });
    this.schedule(id);
  }

  /** All there are; others go, unless they are closed and still being looked at. */
  putAll(infos: ConversationInfo[]): void {
    const present = new Set(infos.map((info) => toBase64url(info.conversation)));
    for (const [id, room] of this.rooms) {
      const closed = room.info.status === 'closed' || room.state?.phase === 'closed';
      if (!present.has(id) && !closed) this.drop(id);
    }
    for (const info of [...infos].sort((a, b) => a.created_ms - b.created_ms)) this.put(info);
  }

  /** Takes a conversation off the list. */
  drop(id: string): void {
    this.frames.close(id);
    this.rooms.delete(id);
    if (this.focused === id) this.focus(undefined);
  }

  focus(id: string | undefined): void {
    this.focused = id !== undefined && this.rooms.has(id) ? id : undefined;
    this.frames.show(this.focused);
    if (this.focused) this.open(this.focused);
    this.tellLooks();
  }

  /** Puts the caret into the conversation in front. */
  write(): void {
    const id = this.focused;
    if (id === undefined) return;
    this.frames.element(id)?.focus();
    this.frames.rpc(id)?.tell('write');
  }

  tellLooks(): void {
    this.frames.tellAll((rpc, id) => rpc.tell('look', this.options.look(id)));
  }
  tellRoster(): void {
    this.frames.tellAll((rpc) => rpc.tell('rosterChanged'));
  }
  /** What the frame in front says of itself. */
  async frontHasKeyboard(): Promise<boolean> {
    const rpc = this.focused === undefined ? undefined : this.frames.rpc(this.focused);
    return rpc ? rpc.call('hasKeyboard') : true;
  }
  /** Resolves when every frame has handed over what must be kept. */
  async leave(): Promise<void> {
    const leaving: Promise<void>[] = [];
    this.frames.tellAll((rpc) => leaving.push(rpc.call('leave').catch(() => undefined)));
    await Promise.all(leaving);
  }
  /** The roster cannot be trusted, so no reader can be. */
  shutAll(reason: ShutReason): void {
    this.queue.length = 0;
    for (const id of this.frames.ids()) this.frames.shut(id, reason);
  }
  closeAll(): void {
    clearTimeout(this.timer);
    this.queue.length = 0;
    this.frames.closeAll();
  }

  /** After a failure or a shutting for safety: everything anew, in a new frame. */
  reopen(id: string): void {
    const room = this.rooms.get(id);
    if (!room) return;
    this.frames.close(id);
    Object.assign(room, { shut: undefined, failed: false, state: undefined, thefts: 0 });
    this.open(id);
    this.options.changed();
  }
  /** The connection is back. */
  reopenFailed(): void {
    for (const [id, room] of this.rooms) {
      if (room.failed || room.shut === 'silent' || room.state?.phase === 'failed') this.reopen(id);
    }
  }

  /** The keyboard was found in a frame that must not have it, and was taken back. */
  keyboardTaken(frame: HTMLIFrameElement): void {
    const id = this.frames.idOf(frame);
    const room = id === undefined ? undefined : this.rooms.get(id);
    if (id === undefined || !room) return;
    room.thefts += 1;
    // The one in front may have been about to write when a dialog opened; any other has no excuse.
    if (id !== this.focused || room.thefts >= MAX_THEFTS) this.frames.shut(id, 'focus');
    else this.report(room, 'focus_taken');
    this.options.notice('focus', id, id === this.focused ? t.notices.focusFront : t.notices.focusTaken);
  }

  /**
   * Some frame behind the one in front took the keyboard, and the browser does not say which: all of them go. They come
   * back when they are chosen.
   */
  keyboardStolen(): void {
    for (const id of [...this.rooms.keys()]) {
      if (id === this.focused) continue;
      this.frames.shut(id, 'focus');
      this.options.notice('focus', id, t.notices.focusTaken);
    }
  }

  /** Puts on record at the server what was refused; whose it was, never what was in it. */
  private report({ info }: Room, code: ErrorName | undefined): void {
    if (code) this.options.staff.report(code, info.conversation);
  }

  rows(): MineRow[] {
    return [...this.rooms].map(([id, room], index) => {
      const { state } = room;
      const waiting = state !== undefined && state.waitingSinceMs > 0;
      return {
        id,
        identity: this.options.identities.of(id),
        ...(index < SLOTS ? { slot: index + 1 } : {}),
        state: rowState(room),
        // Until the frame has counted, the server's metadata says whether there is something.
        unread: state ? state.unread : Number(room.info.last_seq > room.info.read_seq && room.info.read_seq > 0),
        ...(waiting ? { waiting_since_ms: state.waitingSinceMs } : {}),
        typing: state?.typing ?? false,
        draft: state?.draft ?? false,
        unsent: state?.unsent ?? 0,
      };
    });
  }

  private schedule(id: string): void {
    this.queue.push(id);
    this.timer ??= setTimeout(() => this.openNext(), OPEN_EVERY_MS);
  }
  private openNext(): void {
    this.timer = undefined;
    const id = this.queue.shift();
    if (id !== undefined) this.open(id);
    if (this.queue.length > 0) this.timer = setTimeout(() => this.openNext(), OPEN_EVERY_MS);
  }

  private open(id: string): void {
    const room = this.rooms.get(id);
    if (!room || room.shut || this.frames.has(id)) return;
    const { options } = this;
    this.frames.open(id, t.conversation(options.identities.of(id).name), {
      look: () => options.look(id),
      services: async () => this.keyServices(id, room),
      desk: this.deskServices(id, room),
      onShut: (reason) => {
        room.shut = reason;
        room.state = undefined;
        this.report(room, recordedAs[reason]);
        if (reason !== 'silent') options.notice('shut', id, t.stage.shutText(reason));
        options.changed();
      },
      onFailed: (error) => {
        this.frames.close(id);
        room.failed = isConnection(error);
        if (!room.failed) room.shut = 'failed';
        options.changed();
      },
    });
  }

  /** A person has just used the frame in front; the frame itself can make none of it so. */
  private pressedIn(id: string): boolean {
    const hasKeyboard = document.activeElement === this.frames.element(id);
    return this.focused === id && hasKeyboard && navigator.userActivation.isActive;
  }

  private keyServices(id: string, room: Room): FrameServices {
    const services = this.options.staff.frameServices(room.info.conversation);
    return {
      ...services,
      report: async (violation) => {
        const { code } = errorFrom(Number(violation?.code));
        this.options.notice('violation', id, sentences[code]);
        await services.report(violation);
      },
    };
  }

  /** Called only with arguments that frame_protocol.ts has let through. */
  private deskServices(id: string, room: Room): DeskServices {
    const { options } = this;
    const inFront = () => this.focused === id;
    const { gate } = room;
    return {
      state: async (state) => {
        room.state = state;
        options.changed();
      },
      command: async (command) => {
        const allowed = gate.command(command);
        if (allowed) options.command(allowed);
      },
      openLink: async (url) => {
        const safe = safeLink(url);
        if (safe && gate.link()) options.link(id, safe);
      },
      reopen: async () => {
        if (this.pressedIn(id)) this.reopen(id);
      },
      active: async () => {
        if (gate.active()) options.active();
      },
      blurred: async () => {
        if (inFront()) options.blurred();
      },
      draftLoad: () => options.drafts.load(room.info.conversation),
      draftKeep: (text) => options.drafts.keep(room.info.conversation, text),
    };
  }
}

function rowState(room: Room): MineState {
  if (room.shut) return 'shut';
  switch (room.state?.phase) {
    case 'violation':
      return 'violation';
    case 'closed':
      return 'closed';
    case 'open':
      return 'open';
    case 'offline':
    case 'ended':
    case 'failed':
      return 'offline';
    default:
      return room.failed ? 'offline' : 'opening';
  }
}
