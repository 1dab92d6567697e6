// Sample data of the console's gallery.

import type { DeskModel, MineRow, WaitingRow } from '../../../web/console/model/desk_model';
import type { FrameModel } from '../../../web/console/model/frame_model';
import { Identities } from '../../../web/console/model/pseudonym';
import type { ChatSnapshot, TimelineItem } from '../../../web/shared/chat';
import type { ReaderView } from '../../../web/shared/readers';

export const NOW = Date.UTC(2026, 4, 12, 10, 42, 0);
const minute = 60_000;

const identities = new Identities();
export const id = (n: number): string => `conversation-${n * 7919}-sample`;
export const identity = (n: number) => identities.of(id(n));

export function mine(n: number, change: Partial<MineRow> = {}): MineRow {
  return {
    id: id(n),
    identity: identity(n),
    ...(n <= 9 ? { slot: n } : {}),
    state: 'open',
    unread: 0,
    typing: false,
    draft: false,
    unsent: 0,
    ...change,
  };
}

export function waiting(n: number, minutes: number, messages = 1): WaitingRow {
  return { id: id(n), identity: identity(n), since_ms: NOW - minutes * minute, messages };
}

export function desk(change: Partial<DeskModel> = {}): DeskModel {
  return {
    now_ms: NOW,
    me: { name: 'Anna Winter', roles: 7 },
    connection: 'online',
    available: true,
    waiting: [],
    mine: [],
    pane: 'conversations',
    drawer: false,
    roster: 'good',
    notices: [],
    noticesSeen: 0,
    settings: { sound: true, title: true, theme: 'system' },
    shared: false,
    team: { state: 'ready', people: [], pending: [], mayInvite: true, inviting: false },
    announcement: '',
    deviceLink: { link: 'https://console.example.com/enrol#device.q83vEjRWeJCrze8SNFZ4kBI0VniQq83v', copied: false },
    ...change,
  };
}

export const readers: ReaderView[] = [
  { kind: 'customer' },
  { kind: 'person', person: 'p', name: 'Anna Winter', you: true },
  { kind: 'team', team: 'supervisors', members: 3 },
];

let seq = 4;
const message = (
  side: 'customer' | 'staff',
  text: string,
  minutesAgo: number,
  change: Partial<Extract<TimelineItem, { kind: 'message' }>> = {},
): TimelineItem => {
  seq += 1;
  return {
    kind: 'message',
    id: `m${seq}`,
    seq,
    mine: side === 'staff',
    side,
    text,
    timeMs: NOW - minutesAgo * minute,
    status: side === 'staff' ? 'read' : 'received',
    epoch: 1,
    erased: false,
    problem: undefined,
    ...change,
  };
};

export const talk: TimelineItem[] = [
  message('customer', 'Hello, I think somebody else can see my orders.', 1464, { epoch: 0 }),
  message('customer', 'I got an e-mail about a parcel that I never ordered.', 1463, { epoch: 0 }),
  { kind: 'assigned', seq: 6, timeMs: NOW - 14 * minute, person: 'p', you: true },
  message(
    'staff',
    'Good morning, this is Anna. Thank you for writing at once.\n\nI look into it now. Until then nothing leaves your account.',
    13,
  ),
  message('staff', 'Could you tell me which of the two addresses in your account is yours?', 12),
  message('customer', 'The one in Lisbon. The other one I have never seen!', 9),
  message('customer', '😱', 9),
  message(
    'staff',
    'Then I remove it. Here is how to see all devices that are signed in: https://help.example.com/account/devices?from=chat',
    4,
    { status: 'delivered' },
  ),
  message('customer', 'Done, there is one I do not know.', 1),
];

const longText = Array.from(
  { length: 30 },
  (_, n) => `Line ${n + 1} of a long message that somebody pasted, with details about what happened and when.`,
).join('\n');

export function chat(change: Partial<ChatSnapshot> = {}): ChatSnapshot {
  return {
    conversation: id(1),
    side: 'staff',
    connection: 'online',
    retryAtMs: 0,
    caughtUp: true,
    status: 'assigned',
    timeline: talk,
    unread: 0,
    peerOnline: true,
    peerTyping: false,
    agentName: 'Anna Winter',
    readers,
    epoch: 1,
    canSend: true,
    ending: undefined,
    violations: [],
    error: undefined,
    ...change,
  };
}

export const long = [
  ...talk,
  message('customer', longText, 3),
  message(
    'customer',
    `See ${'https://example.com/'.padEnd(300, 'abcdef')} and www_without_any_space_${'x'.repeat(200)}`,
    2,
  ),
  message('staff', 'شكرا جزيلا، سأنظر في الأمر الآن.', 1, { status: 'sent' }),
];

export const troubled = [
  ...talk,
  message('staff', 'The device is signed out now.', 1, { status: 'sending', seq: 0 }),
  message('staff', 'Please choose a new passkey.', 0, { status: 'failed', seq: 0, problem: 'storage_full' }),
  message('staff', 'This is between us.', 0, {
    status: 'held',
    seq: 0,
    added: [{ kind: 'team', team: 'supervisors', members: 3 }],
  }),
];

export function frame(n: number, change: Partial<FrameModel> = {}): FrameModel {
  return { identity: identity(n), me: 'Anna Winter', chat: chat(), draft: '', policy: undefined, now: NOW, ...change };
}
