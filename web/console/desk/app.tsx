// What stands on the page: a door (sign-in, lock, enrolment) or the desk.
import { render } from 'preact';
import { toHex } from '../../shared/bytes';
import { enrolDevice, enrolFirst, enrolJoin, parseEnrolFragment } from '../../shared/enrol';
import { CloisterError } from '../../shared/errors';
import { checkPlatform } from '../../shared/requirements';
import { type KnownDevice, Staff } from '../../shared/staff';
import { Store } from '../../shared/store';
import { t } from '../messages';
import type { DoorActions, DoorModel, EmbedLine } from '../model/desk_model';
import { copyText } from './copy';
import { Door } from './doors';
import { embedLine } from './embed_line';
import { FrameSlot } from './frame_slot';
import type { Leaving } from './leaving';
import { Notifier } from './notify';
import {
  applyTheme,
  clearNote,
  forgetPreferences,
  leaveNote,
  loadPreferences,
  type Note,
  readNote,
} from './preferences';
import { Desk } from './view';
import { sentenceOf } from './words';
import { Workplace } from './workplace';

type Invitation = ReturnType<typeof parseEnrolFragment>;

function enrol(invitation: Invitation, name: string, environment: { store: Store; shared: boolean }): Promise<Staff> {
  if (invitation.kind === 'first') return enrolFirst(invitation, name, environment);
  if (invitation.kind === 'join') return enrolJoin(invitation, name, environment);
  return enrolDevice(invitation, environment);
}

const MAX_NAME = 60;

export class App {
  private door: DoorModel = { kind: 'loading' };
  private workplace: Workplace | undefined;
  private store: Store | undefined;
  /** Where the desk keeps things: in memory on a shared computer. */
  private deskStore: Store | undefined;
  private known: KnownDevice[] = [];
  private note: Note | undefined;
  private invitation: Invitation | undefined;
  /** Enrolled, and looking at what comes next. */
  private staff: Staff | undefined;
  private readonly notifier = new Notifier();

  constructor(private readonly root: HTMLElement) {
    applyTheme(loadPreferences().settings.theme);
  }

  async start(): Promise<void> {
    this.draw();
    try {
      checkPlatform();
      this.takeInvitation();
      this.store = await Store.open();
      this.known = await Staff.known(this.store);
      this.note = readNote();
      this.door = this.firstDoor();
    } catch (error) {
      const sentence =
        error instanceof CloisterError && error.code === 'malformed' ? t.door.badLink : sentenceOf(error);
      this.door = { kind: 'stopped', title: t.door.stoppedTitle, sentence, retry: false };
    }
    this.draw();
  }

  /** The secret of the link leaves the address bar before anything else happens. */
  private takeInvitation(): void {
    if (location.pathname !== '/enrol') return;
    const { hash } = location;
    history.replaceState(null, '', '/');
    if (hash !== '') this.invitation = parseEnrolFragment(hash);
  }

  private firstDoor(): DoorModel {
    const again = !this.invitation && this.note?.is === 'shared';
    if (this.note?.is === 'shared') this.invitation ??= parseEnrolFragment(this.note.link);
    if (this.invitation)
      return { kind: 'enrol', busy: false, how: this.invitation.kind, name: '', shared: again, again };
    if (this.note?.is === 'locked' && this.lockedIndex >= 0) return this.lockedDoor(this.note);
    return this.signInDoor(this.note?.is === 'ended' ? sentenceOf(new CloisterError(this.note.code)) : undefined);
  }
  private signInDoor(error?: string): DoorModel {
    const people = this.known.map((device) => device.name);
    return { kind: 'sign-in', busy: false, people, ...(error ? { error } : {}) };
  }
  /** Whose desk was locked. */
  private get lockedIndex(): number {
    return this.known.findIndex((device) => this.note?.is === 'locked' && toHex(device.id) === this.note.device);
  }

  private lockedDoor({ why, name, conversations }: Extract<Note, { is: 'locked' }>): DoorModel {
    this.notifier.locked();
    return { kind: 'locked', busy: false, name, why, conversations };
  }

  private readonly actions: DoorActions = {
    setName: (name) => {
      if (this.door.kind === 'enrol') this.change({ ...this.door, name: name.slice(0, MAX_NAME) });
    },
    setShared: (shared) => {
      if (this.door.kind === 'enrol') this.change({ ...this.door, shared });
    },
    signIn: (index) => void this.signIn(index),
    unlock: () => void this.signIn(this.lockedIndex),
    enrol: () => void this.enrol(),
    enter: () => {
      if (this.staff) this.enter(this.staff, '');
    },
    retry: () => location.reload(),
    copyEmbed: () => void this.copyEmbed(),
  };

  private async signIn(index: number): Promise<void> {
    const { store, note } = this;
    const known = this.known[index];
    if (!known || !store || !('busy' in this.door) || this.door.busy) return;
    this.busy();
    try {
      this.deskStore = store;
      this.enter(await Staff.signIn(known, { store }), note?.is === 'locked' ? note.focused : '');
    } catch (error) {
      this.trouble(error);
    }
  }

  private async enrol(): Promise<void> {
    const { invitation, store, door } = this;
    if (!invitation || !store || door.kind !== 'enrol' || door.busy) return;
    const name = door.name.trim();
    if (name === '' && door.how !== 'device') {
      this.change({ ...door, error: t.door.nameMissing });
      return;
    }
    this.busy();
    try {
      const { shared } = door;
      this.deskStore = shared ? Store.inMemory() : store;
      const staff = await enrol(invitation, name, { store: this.deskStore, shared });
      this.staff = staff;
      this.invitation = undefined;
      this.known = await Staff.known(store);
      const embed: EmbedLine = { ...embedLine(staff.site), copied: false };
      this.change({ kind: 'enrolled', how: door.how, name, shared, ...(door.how === 'first' ? { embed } : {}) });
    } catch (error) {
      this.trouble(error);
    }
  }

  private async copyEmbed(): Promise<void> {
    const { door } = this;
    if (door.kind !== 'enrolled' || !door.embed) return;
    const copied = await copyText(door.embed.line);
    this.change({ ...door, embed: { ...door.embed, copied } });
  }

  private enter(staff: Staff, focus: string): void {
    clearNote();
    this.note = undefined;
    this.staff = undefined;
    // Several events of one moment are drawn once.
    let drawing = false;
    this.workplace = new Workplace({
      staff,
      store: this.deskStore as Store,
      notifier: this.notifier,
      focus,
      draw: () => {
        if (drawing) return;
        drawing = true;
        queueMicrotask(() => {
          drawing = false;
          this.draw();
        });
      },
      onLeave: (leaving, done) => void this.left(leaving, staff, done),
    });
    this.draw();
  }

  /** The desk is gone: frames removed, keys forgotten. The document goes as well. */
  private async left(leaving: Leaving, staff: Staff, done: Promise<boolean>): Promise<void> {
    this.workplace = undefined;
    this.change({ kind: 'loading' });
    const reached = await done;
    if (leaving.kind === 'signed-out') forgetPreferences();
    if (staff.shared) {
      this.note = leaving.kind === 'signed-out' ? undefined : { is: 'shared', link: staff.deviceLink };
    } else if (leaving.kind === 'locked') {
      const { why, conversations, focused } = leaving;
      const device = toHex(staff.device.id);
      this.note = { is: 'locked', why, name: staff.name, device, conversations, focused };
    } else this.note = leaving.kind === 'ended' ? { is: 'ended', code: leaving.code } : undefined;
    if (this.note) leaveNote(this.note);
    this.door = this.firstDoor();
    this.draw();
    // A new document holds nothing of the old one. When the server is out of reach there would be none; then this one
    // stays, with nothing in it.
    if (reached && this.store?.persistent) location.replace('/');
  }

  private busy(): void {
    if ('busy' in this.door) {
      const { error: _, ...door } = this.door;
      this.change({ ...door, busy: true });
    }
  }
  private trouble(error: unknown): void {
    if ('busy' in this.door) this.change({ ...this.door, busy: false, error: sentenceOf(error) });
  }
  private change(door: DoorModel): void {
    this.door = door;
    this.draw();
  }

  private draw(): void {
    const { workplace } = this;
    render(
      workplace ? (
        <Desk
          key="desk"
          model={workplace.model}
          act={workplace.actions}
          frames={<FrameSlot host={workplace.rooms.frames.host} />}
        />
      ) : (
        <Door key="door" model={this.door} act={this.actions} />
      ),
      this.root,
    );
  }
}
