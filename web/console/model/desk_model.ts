// All that the console shows, as data. Views are pure functions of it; what a person does comes out as DeskActions.
import type { NoticedCount } from '../../shared/gen/wire';
import type { Identity } from './pseudonym';

export type Connection = 'online' | 'connecting' | 'offline';

/** Why a conversation's frame was shut by the desk. */
export type ShutReason = 'reloaded' | 'protocol' | 'flood' | 'focus' | 'silent' | 'failed' | 'roster';

export interface WaitingRow {
  id: string;
  identity: Identity;
  since_ms: number;
  messages: number;
}

export type MineState = 'opening' | 'open' | 'offline' | 'closed' | 'shut' | 'violation';

export interface MineRow {
  id: string;
  identity: Identity;
  /** Alt + slot goes there; the tenth and later have none. */
  slot?: number;
  state: MineState;
  unread: number;
  /** Since when the customer waits for an answer. */
  waiting_since_ms?: number;
  typing: boolean;
  draft: boolean;
  unsent: number;
}

export interface Me {
  name: string;
  roles: number;
}

export type Pane = 'conversations' | 'team' | 'notices' | 'settings';

export type Theme = 'system' | 'light' | 'dark';

export interface Settings {
  sound: boolean;
  title: boolean;
  theme: Theme;
}

export interface PersonRow {
  id: string;
  name: string;
  roles: number;
  devices: number;
  me: boolean;
}

export interface Invitation {
  link: string;
  roles: number;
  expires_ms: number;
  copied: boolean;
}

export interface TeamPage {
  state: 'loading' | 'ready' | 'failed';
  people: PersonRow[];
  /** Invitations made and not yet used. */
  pending: { id: string; roles: number; expires_ms: number }[];
  mayInvite: boolean;
  inviting: boolean;
  /** New team keys were just made by hand. */
  renewed?: boolean;
  invitation?: Invitation;
  error?: string;
}

export type NoticeKind = 'violation' | 'shut' | 'focus' | 'roster' | 'device' | 'name' | 'key';

/** Something on record; never a word of a conversation. */
export interface Notice {
  id: number;
  kind: NoticeKind;
  time_ms: number;
  conversation?: string;
  sentence: string;
  /** So many more of this kind in this conversation, not listed. */
  more?: number;
}

export interface EmbedLine {
  line: string;
  fingerprint: string;
  copied: boolean;
}

export type RosterState = 'good' | 'checking' | 'changed' | 'violation';

export type Dialog =
  | { kind: 'help' }
  | { kind: 'switcher'; query: string; at: number }
  | { kind: 'link'; url: string; host: string; from: string }
  | { kind: 'sign-out' };

export interface DeskModel {
  now_ms: number;
  me: Me;
  connection: Connection;
  available: boolean;
  waiting: WaitingRow[];
  /** The waiting conversation that is being accepted. */
  accepting?: string;
  mine: MineRow[];
  focused?: string;
  pane: Pane;
  /** The rail is open over the page on narrow screens. */
  drawer: boolean;
  dialog?: Dialog;
  ending?: { at_ms: number; why: 'idle' | 'absolute' };
  roster: RosterState;
  /** What the roster check said, when it is a violation. */
  rosterSentence?: string;
  notices: Notice[];
  noticesSeen: number;
  settings: Settings;
  /** Keys live in memory only. */
  shared: boolean;
  team: TeamPage;
  /** What was noticed in this agent's drafts; undefined until it is known. */
  figures?: readonly NoticedCount[];
  embed?: EmbedLine;
  /** A link that adds a device of one's own; no secret. */
  deviceLink: { link: string; copied: boolean };
  /** Why the focused frame is shut. */
  shut?: { reason: ShutReason };
  /** A sentence about the last thing that failed; dismissable. */
  trouble?: string;
  announcement: string;
}

export interface DeskActions {
  focus(id: string): void;
  accept(id: string): void;
  setAvailable(on: boolean): void;
  pane(pane: Pane): void;
  drawer(open: boolean): void;
  openDialog(dialog: Dialog): void;
  closeDialog(): void;
  lock(): void;
  signOut(): void;
  stillHere(): void;
  reopen(id: string): void;
  /** Takes a closed conversation off the list. */
  dismiss(id: string): void;
  /** The address that was on show. */
  followLink(url: string): void;
  dismissTrouble(): void;
  settings(change: Partial<Settings>): void;
  invite(roles: number): void;
  copyInvitation(): void;
  dropInvitation(): void;
  removePerson(id: string): void;
  withdraw(id: string): void;
  copyEmbed(): void;
  copyDeviceLink(): void;
  reloadTeam(): void;
  renewTeamKeys(): void;
}

/** The very first of the site, by invitation, or a further device of one's own. */
export type Enrolment = 'first' | 'join' | 'device';

/** The doors: what is shown instead of the desk. */
export type DoorModel =
  | { kind: 'loading' }
  /** `people`: who is enrolled in this browser. */
  | { kind: 'sign-in'; busy: boolean; error?: string; people: string[] }
  | {
      kind: 'locked';
      busy: boolean;
      error?: string;
      name: string;
      why: 'hand' | 'idle' | 'server';
      conversations: number;
    }
  /** `again`: after locking a shared computer. */
  | { kind: 'enrol'; busy: boolean; error?: string; how: Enrolment; name: string; shared: boolean; again: boolean }
  | { kind: 'enrolled'; how: Enrolment; name: string; shared: boolean; embed?: EmbedLine }
  | { kind: 'stopped'; title: string; sentence: string; retry: boolean };

export interface DoorActions {
  /** Which of `people`. */
  signIn(index: number): void;
  unlock(): void;
  enrol(): void;
  enter(): void;
  retry(): void;
  setName(name: string): void;
  setShared(on: boolean): void;
  copyEmbed(): void;
}
