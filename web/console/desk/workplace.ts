// An unlocked desk: the session of one member of staff, its socket, its conversations, and what the agent does.
import { toBase64url } from '../../shared/base64url';
import { CloisterError } from '../../shared/errors';
import { type ConversationInfo, type ErrorName, Role } from '../../shared/gen/wire';
import { deviceFragment } from '../../shared/invitation';
import type { DeskEvent, DeskSocket, SocketState } from '../../shared/socket';
import type { Staff } from '../../shared/staff';
import type { Store } from '../../shared/store';
import { t } from '../messages';
import type { Connection, DeskActions, DeskModel, Dialog, NoticeKind, Pane, WaitingRow } from '../model/desk_model';
import type { Look } from '../model/frame_protocol';
import { type Command, commandOf } from '../model/keys';
import { Identities } from '../model/pseudonym';
import { Announcer } from './announcer';
import { copyText } from './copy';
import { Drafts } from './drafts';
import { embedLine } from './embed_line';
import { FocusGuard } from './focus_guard';
import type { Notifier } from './notify';
import { applyTheme, loadPreferences, savePreferences } from './preferences';
import { Rooms } from './rooms';
import { RosterWatch } from './roster_watch';
import { TeamRoom } from './team_room';
import { sentenceOf } from './words';

/** Where the rail is a drawer; as in ui/desk.css. */
const narrow = matchMedia('(max-width: 46rem)');
const MAX_NOTICES = 200;
const ACTIVE_EVERY_MS = 10_000;
const CLOCK_MS = 15_000;
const CLOCK_ENDING_MS = 1000;
/** Locking waits no longer than this for the frames, and no longer than this for the server. */
const LEAVE_MS = 1500;
const FAREWELL_MS = 3000;

export type Leaving =
  | { kind: 'locked'; why: 'hand' | 'idle' | 'server'; conversations: number; focused: string }
  | { kind: 'ended'; code: ErrorName }
  | { kind: 'signed-out' };

export interface WorkplaceOptions {
  staff: Staff;
  store: Store;
  notifier: Notifier;
  /** The conversation to be in front, from before a lock. */
  focus: string;
  draw(): void;
  /** The frames are gone. `done` says whether the server was told. */
  onLeave(leaving: Leaving, done: Promise<boolean>): void;
}

export class Workplace {
  readonly rooms: Rooms;
  private readonly preferences = loadPreferences();
  private readonly identities: Identities;
  private readonly drafts: Drafts;
  private readonly team: TeamRoom;
  private readonly roster: RosterWatch;
  private readonly announcer: Announcer;
  private readonly guard: FocusGuard;
  private readonly socket: DeskSocket;
  private readonly stopping = new AbortController();

  private connection: Connection = 'connecting';
  private available = false;
  /** What the agent chose last; a restarted server is told again. */
  private wantsAvailable: boolean | undefined;
  private readonly waiting = new Map<string, ConversationInfo>();
  private accepting: string | undefined;
  /** The key was pressed once more while one was being accepted. */
  private acceptNext = false;
  private wished: string;
  private pane: Pane = 'conversations';
  private drawer = false;
  private dialog: Dialog | undefined;
  private ending: DeskModel['ending'];
  private notices: DeskModel['notices'] = [];
  private noticesSeen = 0;
  private trouble: string | undefined;
  private embedCopied = false;
  private deviceLinkCopied = false;
  private left = false;
  private lastActive_ms = 0;
  private waitingBefore = 0;
  private dueBefore = 0;
  private devicesBefore = 0;
  private clock: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: WorkplaceOptions) {
    const { staff, store } = options;
    const draw = () => this.draw();
    this.wished = options.focus;
    this.identities = new Identities(this.preferences.given);
    this.drafts = new Drafts(store, staff.device);
    this.team = new TeamRoom(staff, draw);
    this.announcer = new Announcer(draw);
    this.rooms = new Rooms({
      staff,
      identities: this.identities,
      drafts: this.drafts,
      look: (id) => this.look(id),
      changed: () => this.changed(),
      command: (command) => this.command(command),
      link: (id, url) => this.askLink(id, url),
      active: () => this.active(),
      blurred: () => this.guard.frontBlurred(),
      notice: (kind, id, sentence) => this.notice(kind, sentence, this.identities.of(id).name),
    });
    this.roster = new RosterWatch(staff, {
      changed: draw,
      grown: (acts) => {
        this.notice('roster', t.notices.rosterGrew(acts));
        this.watchOwnDevices();
        this.rooms.tellRoster();
        if (this.pane === 'team') void this.team.load();
      },
      contradiction: (sentence) => {
        this.notice('roster', sentence);
        this.rooms.shutAll('roster');
      },
    });
    this.guard = new FocusGuard({
      allowed: () => (this.inRoom ? this.rooms.frames.element(this.rooms.front) : undefined),
      onTaken: (frame) => this.rooms.keyboardTaken(frame),
      onStolen: () => this.rooms.keyboardStolen(),
    });
    this.socket = staff.desk({ onState: (state) => this.onState(state), onEvent: (event) => this.onEvent(event) });
    applyTheme(this.preferences.settings.theme);
    this.devicesBefore = this.ownDevices();
    this.listen();
    this.socket.start();
    this.draw();
  }

  /** A conversation is in front, and nothing of the desk is before it. */
  private get inRoom(): boolean {
    return this.pane === 'conversations' && !this.dialog && !this.drawer && this.rooms.front !== undefined;
  }

  private listen(): void {
    const { signal } = this.stopping;
    const options = { signal, capture: true };
    window.addEventListener('pointerdown', () => this.active(), options);
    window.addEventListener(
      'keydown',
      (event) => {
        this.active();
        if (event.key === 'Escape' && this.drawer && !this.dialog) this.actions.drawer(false);
        const writing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
        const command = commandOf(event, writing);
        if (!command) return;
        event.preventDefault();
        this.command(command);
      },
      options,
    );
    document.addEventListener('visibilitychange', () => this.changed(), { signal });
    // A window that has grown has no drawer: left open, it would stand unseen before the conversation.
    narrow.addEventListener('change', () => this.drawer && this.actions.drawer(false), { signal });
    // A file dropped beside a frame must not navigate the desk away.
    for (const name of ['dragover', 'drop'])
      window.addEventListener(name, (event) => event.preventDefault(), { signal });
  }

  // What the desk's socket says.

  private onState(state: SocketState): void {
    if (state.is === 'ended') {
      if (state.code === 'session_locked') void this.lock(this.ending?.why === 'idle' ? 'idle' : 'server');
      else this.leave({ kind: 'ended', code: state.code });
      return;
    }
    const before = this.connection;
    // Until an attempt succeeds, lost is lost.
    if (state.is !== 'connecting' || before !== 'offline') this.connection = state.is;
    if (before !== 'offline' && this.connection === 'offline') this.announcer.say(t.announce.offline);
    if (before === 'offline' && this.connection === 'online') {
      this.announcer.say(t.announce.online);
      this.rooms.reopenFailed();
    }
    this.draw();
  }

  private onEvent(event: DeskEvent): void {
    switch (event.t) {
      case 'state':
        this.options.staff.api.adjustClock(event.server_ms);
        this.available = event.available;
        if (this.wantsAvailable !== undefined && this.wantsAvailable !== event.available) {
          this.actions.setAvailable(this.wantsAvailable);
        }
        this.waiting.clear();
        for (const info of event.waiting) this.waiting.set(toBase64url(info.conversation), info);
        this.rooms.putAll(event.mine);
        this.roster.check(event.acts);
        void this.drafts.prune(this.rooms.conversations()).catch(() => undefined);
        if (this.wished) this.rooms.focus(this.wished);
        this.wished = '';
        break;
      case 'waiting':
        this.waiting.set(toBase64url(event.conversation.conversation), event.conversation);
        break;
      case 'mine':
        this.waiting.delete(toBase64url(event.conversation.conversation));
        this.rooms.put(event.conversation);
        break;
      case 'gone':
        this.waiting.delete(toBase64url(event.conversation));
        break;
      case 'roster':
        this.roster.check(event.acts);
        break;
      case 'ending':
        this.ending = { at_ms: Date.now() + event.in_ms, why: event.why === 'absolute' ? 'absolute' : 'idle' };
        this.announcer.say(t.announce.ending);
        break;
      default:
    }
    this.changed();
  }

  /** Somebody is here. */
  private active(): void {
    const now_ms = performance.now();
    const soon = this.lastActive_ms > 0 && now_ms - this.lastActive_ms < ACTIVE_EVERY_MS;
    if (soon && this.ending?.why !== 'idle') return;
    this.lastActive_ms = now_ms;
    if (this.socket.active() && this.ending?.why === 'idle') {
      this.ending = undefined;
      this.draw();
    }
  }

  // What waits.

  private changed(): void {
    if (this.left) return;
    const present = new Set([...this.waiting.keys(), ...this.rooms.ids()]);
    this.identities.keep(present);
    const rows = this.rooms.rows();
    const hidden = document.visibilityState !== 'visible';
    const due = rows.filter((row) => row.unread > 0 && (hidden || row.id !== this.rooms.front)).length;
    const waiting = this.waiting.size;
    const { settings } = this.preferences;
    if (waiting !== this.waitingBefore) this.announcer.say(t.announce.waiting(waiting));
    else if (due > this.dueBefore) this.announcer.say(t.announce.unread(due));
    const more = due > this.dueBefore || (this.available && waiting > this.waitingBefore);
    if (settings.sound && more) this.options.notifier.sound();
    this.options.notifier.show(due + (this.available ? waiting : 0), settings.title);
    this.waitingBefore = waiting;
    this.dueBefore = due;
    this.draw();
  }

  private waitingRows(): WaitingRow[] {
    return [...this.waiting]
      .map(([id, info]) => ({
        id,
        identity: this.identities.of(id),
        // The server's clock, as far as it differs from this one.
        since_ms: info.created_ms - this.options.staff.api.now() + Date.now(),
        messages: info.messages,
      }))
      .sort((a, b) => a.since_ms - b.since_ms);
  }

  private notice(kind: NoticeKind, sentence: string, conversation?: string): void {
    const id = (this.notices.at(-1)?.id ?? 0) + 1;
    const notice = { id, kind, time_ms: Date.now(), sentence, ...(conversation ? { conversation } : {}) };
    this.notices = [...this.notices, notice].slice(-MAX_NOTICES);
    if (kind === 'roster' && this.roster.state !== 'violation') this.noticesSeen += 1;
    if (this.pane === 'notices') this.noticesSeen = this.notices.length;
    this.draw();
  }

  /** Acts about oneself are worth a look. */
  private watchOwnDevices(): void {
    const count = this.ownDevices();
    if (count > this.devicesBefore) this.notice('device', t.notices.deviceAdded(count));
    if (count < this.devicesBefore) this.notice('device', t.notices.deviceRemoved(count));
    this.devicesBefore = count;
  }
  private ownDevices(): number {
    const { staff } = this.options;
    return staff.site.roster.now.devicesOf(staff.person).length;
  }

  private look(id: string): Look {
    return {
      identity: this.identities.of(id),
      theme: this.preferences.settings.theme,
      lang: document.documentElement.lang || 'en',
      dir: document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr',
      shown: this.inRoom && id === this.rooms.front,
    };
  }

  // What keys and buttons do.

  private command(command: Command): void {
    if (this.dialog && command !== 'lock') return;
    const rows = this.rooms.rows();
    const at = rows.findIndex((row) => row.id === this.rooms.front);
    const go = (id: string | undefined) => id !== undefined && this.actions.focus(id);
    const slot = /^slot-(\d)$/.exec(command)?.[1];
    if (slot) go(rows[Number(slot) - 1]?.id);
    else if (command === 'next') go(rows[(at + 1) % Math.max(1, rows.length)]?.id);
    else if (command === 'previous') go(rows[(Math.max(0, at) - 1 + rows.length) % Math.max(1, rows.length)]?.id);
    else if (command === 'next-unread') {
      const due = rows.filter((row) => row.unread > 0 && row.id !== this.rooms.front);
      due.sort((a, b) => (a.waiting_since_ms ?? Date.now()) - (b.waiting_since_ms ?? Date.now()));
      go(due[0]?.id);
    } else if (command === 'accept') {
      if (this.accepting === undefined) this.acceptLongest();
      else this.acceptNext = true;
    } else if (command === 'lock') this.actions.lock();
    else if (command === 'help') this.actions.openDialog({ kind: 'help' });
    else if (command === 'switcher') this.actions.openDialog({ kind: 'switcher', query: '', at: 0 });
    else if (command === 'rail') this.betweenRegions();
  }

  private betweenRegions(): void {
    if (document.activeElement instanceof HTMLIFrameElement || !this.rooms.front) {
      if (narrow.matches) this.actions.drawer(true);
      const goals = ['.row-button[aria-current="true"]', '.row-button', '.accept', '.availability'];
      // The keyboard leaves the frame only after this event.
      setTimeout(() => {
        const goal = goals
          .map((one) => document.querySelector<HTMLElement>(`.rail ${one}`))
          .find((one) => one !== null);
        goal?.focus();
      });
    } else this.actions.focus(this.rooms.front);
  }

  private askLink(id: string, url: URL): void {
    this.dialog = { kind: 'link', url: url.href, host: url.host, from: this.identities.of(id).name };
    this.changed();
  }

  private acceptLongest(): void {
    const next = this.waitingRows()[0];
    if (next) void this.accept(next.id);
  }

  private async accept(id: string): Promise<void> {
    const info = this.waiting.get(id);
    if (!info || this.accepting !== undefined || this.roster.state === 'violation') return;
    this.accepting = id;
    this.trouble = undefined;
    this.draw();
    try {
      await this.options.staff.accept(info.conversation);
      this.waiting.delete(id);
      this.rooms.put({ ...info, status: 'assigned', assigned: this.options.staff.person });
      this.actions.focus(id);
    } catch (error) {
      // To whom it is no longer open it does not exist.
      const gone = error instanceof CloisterError && /^(already_assigned|not_found)$/.test(error.code);
      this.trouble = sentenceOf(gone ? new CloisterError('already_assigned') : error);
      if (gone) this.waiting.delete(id);
    }
    this.accepting = undefined;
    this.changed();
    const again = this.acceptNext && !this.trouble;
    this.acceptNext = false;
    if (again) this.acceptLongest();
  }

  private async lock(why: 'hand' | 'idle' | 'server'): Promise<void> {
    const leaving: Leaving = {
      kind: 'locked',
      why,
      conversations: this.rooms.ids().length,
      focused: this.rooms.front ?? '',
    };
    if (this.left) return;
    // Drafts first, sealed; but not longer than a moment.
    await Promise.race([this.rooms.leave(), new Promise((done) => setTimeout(done, LEAVE_MS))]);
    this.leave(leaving);
  }

  /** Removes the frames, forgets the keys, and hands over. */
  private leave(leaving: Leaving): void {
    if (this.left) return;
    this.left = true;
    this.stopping.abort();
    clearTimeout(this.clock);
    this.announcer.stop();
    this.guard.stop();
    this.roster.stop();
    this.rooms.closeAll();
    this.socket.stop();
    const told = this.tellServer(leaving).catch(() => false);
    const late = new Promise<boolean>((done) => setTimeout(() => done(false), FAREWELL_MS));
    this.options.onLeave(leaving, Promise.race([told, late]));
  }

  private async tellServer(leaving: Leaving): Promise<boolean> {
    const { staff } = this.options;
    if (leaving.kind === 'signed-out') await this.drafts.prune([]);
    try {
      await (leaving.kind === 'signed-out' ? staff.signOut() : staff.lock());
    } catch (error) {
      // An answer of the server all the same: the session is locked or gone already.
      if (!(error instanceof CloisterError)) throw error;
    }
    return true;
  }

  readonly actions: DeskActions = {
    focus: (id) => {
      this.pane = 'conversations';
      this.drawer = false;
      this.rooms.focus(id);
      this.announcer.say(t.announce.focused(this.identities.of(id).name));
      this.changed();
      // After the frame is in the layout again; what has no box cannot have the keyboard.
      setTimeout(() => this.inRoom && this.rooms.write());
    },
    accept: (id) => void this.accept(id),
    setAvailable: (on) => {
      if (!this.socket.available(on)) return;
      this.available = on;
      this.wantsAvailable = on;
      this.changed();
    },
    pane: (pane) => {
      this.pane = pane;
      this.drawer = false;
      if (pane === 'team') void this.team.load();
      if (pane === 'notices') this.noticesSeen = this.notices.length;
      this.rooms.tellLooks();
      this.changed();
    },
    drawer: (open) => {
      this.drawer = open;
      this.rooms.tellLooks();
      this.draw();
    },
    openDialog: (dialog) => {
      const opened = !this.dialog;
      this.dialog = dialog;
      if (opened) this.rooms.tellLooks();
      this.draw();
    },
    closeDialog: () => {
      this.dialog = undefined;
      this.rooms.tellLooks();
      this.draw();
      setTimeout(() => this.inRoom && this.rooms.write());
    },
    lock: () => void this.lock('hand'),
    signOut: () => this.leave({ kind: 'signed-out' }),
    stillHere: () => {
      if (this.socket.active()) this.ending = undefined;
      this.draw();
    },
    reopen: (id) => {
      this.rooms.reopen(id);
      this.actions.focus(id);
    },
    dismiss: (id) => {
      this.rooms.drop(id);
      this.changed();
    },
    followLink: () => {
      const { dialog } = this;
      if (dialog?.kind !== 'link') return;
      window.open(dialog.url, '_blank', 'noopener,noreferrer');
      this.actions.closeDialog();
    },
    dismissTrouble: () => {
      this.trouble = undefined;
      this.draw();
    },
    settings: (change) => {
      Object.assign(this.preferences.settings, change);
      applyTheme(this.preferences.settings.theme);
      this.savePreferences();
      this.rooms.tellLooks();
      this.changed();
    },
    invite: (roles) => this.team.invite(roles),
    copyInvitation: () => void this.team.copyInvitation(),
    dropInvitation: () => this.team.dropInvitation(),
    removePerson: (id) => this.team.remove(id),
    reloadTeam: () => void this.team.load(),
    copyDeviceLink: async () => {
      this.deviceLinkCopied = await copyText(this.deviceLink);
      this.draw();
    },
    copyEmbed: async () => {
      this.embedCopied = await copyText(embedLine(this.options.staff.site).line);
      this.draw();
    },
  };

  private get deviceLink(): string {
    const { site, person } = this.options.staff;
    return `${location.origin}/enrol#${deviceFragment({ ...site.pin, person })}`;
  }

  private savePreferences(): void {
    this.preferences.given = this.identities.given();
    savePreferences(this.preferences, !this.options.store.persistent);
  }

  // What is shown.

  private draw(): void {
    if (this.left) return;
    clearTimeout(this.clock);
    this.clock = setTimeout(() => this.draw(), this.ending ? CLOCK_ENDING_MS : CLOCK_MS);
    this.savePreferences();
    this.options.draw();
  }

  get model(): DeskModel {
    const { staff, store } = this.options;
    const shut = this.rooms.shutReason(this.rooms.front);
    const admin = (staff.roles & Role.admin) !== 0;
    return {
      now_ms: Date.now(),
      me: { name: staff.name, roles: staff.roles },
      connection: this.connection,
      available: this.available,
      waiting: this.waitingRows(),
      mine: this.rooms.rows(),
      pane: this.pane,
      drawer: this.drawer,
      roster: this.roster.state,
      notices: this.notices,
      noticesSeen: this.noticesSeen,
      settings: this.preferences.settings,
      shared: !store.persistent,
      team: this.team.page,
      deviceLink: { link: this.deviceLink, copied: this.deviceLinkCopied },
      announcement: this.announcer.text,
      ...(this.accepting === undefined ? {} : { accepting: this.accepting }),
      ...(this.rooms.front === undefined ? {} : { focused: this.rooms.front }),
      ...(this.dialog ? { dialog: this.dialog } : {}),
      ...(this.ending ? { ending: this.ending } : {}),
      ...(this.roster.sentence ? { rosterSentence: this.roster.sentence } : {}),
      ...(admin ? { embed: { ...embedLine(staff.site), copied: this.embedCopied } } : {}),
      ...(shut ? { shut: { reason: shut } } : {}),
      ...(this.trouble ? { trouble: this.trouble } : {}),
    };
  }
}
