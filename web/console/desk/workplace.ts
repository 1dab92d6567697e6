// An unlocked desk: the session of one member of staff, its socket, its conversations, and what the agent does.
import { type NoticedCount, Role } from '../../shared/gen/wire';
import type { DeskEvent, DeskSocket, SocketState } from '../../shared/socket';
import type { Staff } from '../../shared/staff';
import type { Store } from '../../shared/store';
import { t } from '../messages';
import type { Connection, DeskActions, DeskModel, Dialog, NoticeKind, Pane } from '../model/desk_model';
import type { Look } from '../model/frame_protocol';
import { type Command, commandOf } from '../model/keys';
import { Identities } from '../model/pseudonym';
import { TimeLimits } from '../model/time_limits';
import { Announcer } from './announcer';
import { Attention } from './attention';
import { copyText } from './copy';
import { Drafts } from './drafts';
import { embedLine } from './embed_line';
import { FocusGuard } from './focus_guard';
import { farewell, type Leaving } from './leaving';
import { LockTogether } from './lock_together';
import { NoticeList } from './notice_list';
import type { Notifier } from './notify';
import { applyTheme, loadPreferences, savePreferences } from './preferences';
import { Queue } from './queue';
import { Rooms } from './rooms';
import { RosterWatch } from './roster_watch';
import { narrow, Shortcuts } from './shortcuts';
import { TeamRoom } from './team_room';

const ACTIVE_EVERY_MS = 10_000;
const CLOCK_MS = 15_000;
const CLOCK_ENDING_MS = 1000;
/** How often the time limits are looked at. */
const LIMITS_EVERY_MS = 1000;
/** Locking waits no longer than this for the frames. */
const LEAVE_MS = 1500;

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
  private readonly queue: Queue;
  private readonly shortcuts: Shortcuts;
  private readonly attention: Attention;
  private readonly notices = new NoticeList();
  private readonly together = new LockTogether(() => void this.lock('hand'));
  private readonly stopping = new AbortController();
  private readonly limits: TimeLimits;
  private readonly watch: ReturnType<typeof setInterval>;

  private connection: Connection = 'connecting';
  private available = false;
  /** What the agent chose last; a restarted server is told again. */
  private wantsAvailable: boolean | undefined;
  private wished: string;
  private pane: Pane = 'conversations';
  private figures: readonly NoticedCount[] | undefined;
  private drawer = false;
  private dialog: Dialog | undefined;
  private ending: DeskModel['ending'];
  private embedCopied = false;
  private deviceLinkCopied = false;
  private left = false;
  private lastActive_ms = 0;
  private devicesBefore = 0;
  private clock: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: WorkplaceOptions) {
    const { staff, store } = options;
    const draw = () => this.draw();
    this.wished = options.focus;
    this.limits = new TimeLimits(staff.idleMs, staff.expiresMs - staff.api.now());
    this.watch = setInterval(() => this.checkLimits(), LIMITS_EVERY_MS);
    this.identities = new Identities(this.preferences.given);
    this.drafts = new Drafts(store, staff.device);
    this.team = new TeamRoom(staff, draw);
    this.announcer = new Announcer(draw);
    this.attention = new Attention(this.announcer, options.notifier);
    this.queue = new Queue(staff, this.identities, {
      changed: () => this.changed(),
      accepted: (id, info) => {
        this.rooms.put(info);
        this.actions.focus(id);
      },
      mayAccept: () => this.roster.state !== 'violation',
    });
    this.rooms = new Rooms({
      staff,
      identities: this.identities,
      drafts: this.drafts,
      look: (id) => this.look(id),
      changed: () => this.changed(),
      command: (command) => this.command(command),
      link: (id, url) => this.askLink(id, url),
      active: () => this.active(),
      blurred: () => void this.guard.frontBlurred(),
      notice: (kind, id, sentence) => this.notice(kind, sentence, this.identities.of(id).name),
    });
    this.shortcuts = new Shortcuts(this.rooms, this.queue, this.actions);
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
      frontHasKeyboard: () => this.rooms.frontHasKeyboard(),
      onTaken: (frame) => this.rooms.keyboardTaken(frame),
      onStolen: () => this.rooms.keyboardStolen(),
    });
    this.socket = staff.desk({ onState: (state) => this.onState(state), onEvent: (event) => this.onEvent(event) });
    applyTheme(this.preferences.settings.theme);
    this.devicesBefore = this.ownDevices();
    this.listen();
    if (staff.otherName !== undefined) this.notice('name', t.notices.otherName(staff.name, staff.otherName));
    for (const team of staff.spoiltKeys) this.notice('key', t.notices.spoiltKey(team));
    staff.onSpoiltKey = (team) => this.notice('key', t.notices.spoiltKey(team));
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
        if (this.left) return;
        if (event.key === 'Escape' && this.drawer && !this.dialog) this.actions.drawer(false);
        const writing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
        const command = commandOf(event, writing);
        if (!command) return;
        event.preventDefault();
        this.command(command);
      },
      options,
    );
    document.addEventListener('visibilitychange', () => !this.checkLimits() && this.changed(), { signal });
    // After a sleep these come before the clock does.
    for (const name of ['focus', 'pageshow']) window.addEventListener(name, () => this.checkLimits(), { signal });
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
        this.queue.putAll(event.waiting);
        this.rooms.putAll(event.mine);
        this.roster.check(event.acts);
        this.prune();
        if (this.wished) this.rooms.focus(this.wished);
        this.wished = '';
        break;
      case 'waiting':
        this.queue.put(event.conversation);
        break;
      case 'mine':
        this.queue.drop(event.conversation.conversation);
        this.rooms.put(event.conversation);
        break;
      case 'gone':
        this.queue.drop(event.conversation);
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
    if (this.checkLimits()) return;
    this.limits.active();
    const now_ms = performance.now();
    const soon = this.lastActive_ms > 0 && now_ms - this.lastActive_ms < ACTIVE_EVERY_MS;
    if (soon && this.ending?.why !== 'idle') return;
    this.lastActive_ms = now_ms;
    if (this.socket.active() && this.ending?.why === 'idle') {
      this.ending = undefined;
      this.draw();
    }
  }

  /** Locks when a limit is passed, whether or not the server can be reached. True when it is locked. */
  private checkLimits(): boolean {
    const { over } = this.limits;
    // At once: the drafts were kept when their writer fell silent.
    if (over) this.leave(this.locked(over === 'idle' ? 'idle' : 'server'));
    return this.left;
  }

  // What there is to do.

  private changed(): void {
    if (this.left) return;
    this.identities.keep(new Set([...this.queue.ids(), ...this.rooms.ids()]));
    const { settings } = this.preferences;
    this.attention.update(this.rooms.rows(), this.rooms.front, this.queue.size, this.available, settings);
    this.draw();
  }

  /** Anew at each look; what was known stays on screen meanwhile, and when the server does not answer. */
  private async loadFigures(): Promise<void> {
    this.figures = await this.options.staff.noticed().catch(() => this.figures);
    this.changed();
  }

  private notice(kind: NoticeKind, sentence: string, conversation?: string): void {
    const routine = kind === 'roster' && this.roster.state !== 'violation';
    this.notices.add(kind, sentence, conversation, routine);
    if (this.pane === 'notices') this.notices.allSeen();
    this.draw();
  }

  /** What is kept for conversations that are the agent's no more goes. */
  private prune(): void {
    const own = this.rooms.conversations();
    void this.drafts.prune(own).catch(() => undefined);
    void this.options.staff.pruneOutbox(own).catch(() => undefined);
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
    this.shortcuts.run(command);
  }

  private askLink(id: string, url: URL): void {
    // What stands there is being read, or about to be pressed.
    if (this.dialog) return;
    this.dialog = { kind: 'link', url: url.href, host: url.host, from: this.identities.of(id).name };
    this.changed();
  }

  private locked(why: 'hand' | 'idle' | 'server'): Leaving {
    return { kind: 'locked', why, conversations: this.rooms.ids().length, focused: this.rooms.front ?? '' };
  }
  private async lock(why: 'hand' | 'idle' | 'server'): Promise<void> {
    const leaving = this.locked(why);
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
    clearInterval(this.watch);
    this.together.stop();
    this.announcer.stop();
    this.guard.stop();
    this.roster.stop();
    this.rooms.closeAll();
    this.socket.stop();
    this.options.onLeave(leaving, farewell(leaving, this.options.staff, this.drafts));
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
    accept: (id) => void this.queue.accept(id),
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
      if (pane === 'settings') void this.loadFigures();
      if (pane === 'notices') this.notices.allSeen();
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
    lock: () => {
      this.together.tell();
      void this.lock('hand');
    },
    signOut: () => {
      this.together.tell();
      this.leave({ kind: 'signed-out' });
    },
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
    followLink: (url) => {
      window.open(url, '_blank', 'noopener,noreferrer');
      this.actions.closeDialog();
    },
    dismissTrouble: () => {
      this.queue.trouble = undefined;
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
    withdraw: (id) => this.team.withdraw(id),
    reloadTeam: () => void this.team.load(),
    renewTeamKeys: () => this.team.renewKeys(),
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
    return `${location.origin}/enrol#${this.options.staff.deviceLink}`;
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
      waiting: this.queue.rows(),
      mine: this.rooms.rows(),
      pane: this.pane,
      drawer: this.drawer,
      roster: this.roster.state,
      notices: this.notices.all,
      noticesSeen: this.notices.seen,
      settings: this.preferences.settings,
      shared: !store.persistent,
      team: this.team.page,
      ...(this.figures && { figures: this.figures }),
      deviceLink: { link: this.deviceLink, copied: this.deviceLinkCopied },
      announcement: this.announcer.text,
      ...(this.queue.accepting === undefined ? {} : { accepting: this.queue.accepting }),
      ...(this.rooms.front === undefined ? {} : { focused: this.rooms.front }),
      ...(this.dialog ? { dialog: this.dialog } : {}),
      ...(this.ending ? { ending: this.ending } : {}),
      ...(this.roster.sentence ? { rosterSentence: this.roster.sentence } : {}),
      ...(admin ? { embed: { ...embedLine(staff.site), copied: this.embedCopied } } : {}),
      ...(shut ? { shut: { reason: shut } } : {}),
      ...(this.queue.trouble ? { trouble: this.queue.trouble } : {}),
    };
  }
}
