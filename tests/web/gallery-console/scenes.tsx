// Every state of the console, drawn from samples.
import type { JSX } from 'preact';
import { Door } from '../../../web/console/desk/doors';
import { Desk } from '../../../web/console/desk/view';
import { Frame, type Unfolded } from '../../../web/console/frame/view';
import type { DeskActions, DeskModel, DoorActions, DoorModel } from '../../../web/console/model/desk_model';
import type { FrameActions, FrameModel } from '../../../web/console/model/frame_model';
import { chat, desk, frame, id, identity, long, mine, NOW, troubled, waiting } from './samples';

const nothing = () => {};
const deskActions = new Proxy({}, { get: () => nothing }) as DeskActions;
const doorActions = new Proxy({}, { get: () => nothing }) as DoorActions;
const frameActions: FrameActions = {
  send: nothing,
  retry: nothing,
  takeBack: async () => undefined,
  draft: nothing,
  noticed: () => true,
  atEnd: nothing,
  close: nothing,
  comparisonCode: async () => '01234 56789 01234 56789',
  openLink: nothing,
  reopen: nothing,
};

const door = (model: DoorModel) => () => <Door model={model} act={doorActions} />;
const scene =
  (model: DeskModel, inside?: FrameModel, unfolded: Unfolded = {}) =>
  () => (
    <Desk
      model={model}
      act={deskActions}
      frames={<div class="frame-host">{inside && <Frame model={inside} act={frameActions} unfolded={unfolded} />}</div>}
    />
  );

const one = [mine(1)];
const nine = [
  mine(1),
  mine(2, { unread: 2, waiting_since_ms: NOW - 4 * 60_000 }),
  mine(3, { typing: true }),
  mine(4, { unread: 12, waiting_since_ms: NOW - 11 * 60_000 }),
  mine(5, { draft: true }),
  mine(6, { state: 'offline', unsent: 1 }),
  mine(7, { state: 'closed' }),
  mine(8, { unread: 1, waiting_since_ms: NOW - 30_000 }),
  mine(9, { state: 'violation' }),
];
const queue = [waiting(21, 12, 4), waiting(22, 5, 2), waiting(23, 2), waiting(24, 0.3)];
const talking = (rows = one, change: Partial<DeskModel> = {}) => desk({ mine: rows, focused: id(1), ...change });
const long_name = {
  ...identity(3),
  name: 'Extraordinarily Considerate Hippopotamus of the Northern Wetlands and Far Beyond 2',
};

const embed = {
  line: '<script src="https://chat.example.com/embed.js" data-site="q83vEjRWeJCrze8SNFZ4kA" data-root="3q2-796tvu_erb7v3q2-796tvu_erb7v3q2-796tvu8" async></script>',
  fingerprint: '3q2-796tvu_erb7v3q2-796tvu_erb7v3q2-796tvu8',
  copied: false,
};

const people = [
  { id: '1', name: 'Anna Winter', roles: 7, devices: 2, me: true },
  { id: '2', name: 'Bekele Tadesse', roles: 1, devices: 1, me: false },
  { id: '3', name: 'Chiara von Hohenstein-Montecuccoli della Rovere', roles: 3, devices: 3, me: false },
  { id: '4', name: '明美', roles: 1, devices: 1, me: false },
];
const pending = [
  { id: 'a', roles: 1, expires_ms: 1_900_000_000_000 },
  { id: 'b', roles: 7, expires_ms: 1_900_100_000_000 },
];
const team = { state: 'ready' as const, people, pending, mayInvite: true, inviting: false };

export const scenes: Record<string, () => JSX.Element> = {
  'door-sign-in': door({ kind: 'sign-in', busy: false, people: ['Anna Winter'] }),
  'door-sign-in-new': door({ kind: 'sign-in', busy: false, people: [] }),
  'door-sign-in-error': door({
    kind: 'sign-in',
    busy: false,
    people: ['Anna Winter', 'Bekele Tadesse'],
    error: 'The passkey was not accepted.',
  }),
  'door-locked': door({ kind: 'locked', busy: false, name: 'Anna Winter', why: 'idle', conversations: 8 }),
  'door-enrol-first': door({ kind: 'enrol', busy: false, how: 'first', name: '', shared: false, again: false }),
  'door-enrol-join': door({ kind: 'enrol', busy: true, how: 'join', name: 'Bekele', shared: false, again: false }),
  'door-enrol-device': door({ kind: 'enrol', busy: false, how: 'device', name: '', shared: false, again: false }),
  'door-enrolled': door({ kind: 'enrolled', how: 'first', name: 'Anna', shared: false, embed }),
  'door-enrolled-join': door({ kind: 'enrolled', how: 'join', name: 'Bekele', shared: false }),
  'door-stopped': door({
    kind: 'stopped',
    title: 'This cannot go on',
    sentence: 'The server shows another root of trust than the one this page pins.',
    retry: false,
  }),

  'desk-empty': scene(desk()),
  'desk-away': scene(desk({ available: false })),
  'desk-queue': scene(desk({ waiting: queue })),
  'desk-one': scene(talking(), frame(1)),
  'desk-nine': scene(talking(nine, { waiting: queue }), frame(1, { chat: chat({ peerTyping: true }) })),
  'desk-two': scene(desk({ mine: nine, focused: id(2), waiting: queue.slice(3) }), frame(2, { draft: 'Let me see' })),
  'desk-choose': scene(desk({ mine: nine })),
  'desk-long-names': scene(
    desk({
      me: { name: 'Maximiliane Charlotte von Hohenstein-Montecuccoli', roles: 1 },
      mine: [mine(1, { identity: long_name, unread: 240 }), ...nine.slice(1)],
      waiting: [{ ...waiting(22, 4), identity: long_name }],
      focused: id(1),
    }),
    frame(1, { identity: long_name, chat: chat({ timeline: long }) }),
  ),
  'desk-drawer': scene(talking(nine, { waiting: queue, drawer: true }), frame(1)),
  'desk-ending': scene(talking(one, { ending: { at_ms: NOW + 42_000, why: 'idle' } }), frame(1)),
  'desk-offline': scene(
    talking(nine.slice(0, 3), { connection: 'offline' }),
    frame(1, { chat: chat({ connection: 'offline', retryAtMs: NOW + 7000, timeline: troubled }) }),
  ),
  'desk-roster-violation': scene(
    talking([mine(1, { state: 'shut' })], {
      roster: 'violation',
      rosterSentence: 'The signed log does not follow from what was seen before.',
      shut: { reason: 'roster' },
    }),
  ),
  'desk-trouble': scene(
    desk({ waiting: queue, trouble: 'Somebody else has accepted this conversation.', roster: 'changed' }),
  ),
  'desk-shut': scene(talking([mine(1, { state: 'shut' })], { shut: { reason: 'reloaded' } })),
  'desk-help': scene(talking(nine, { dialog: { kind: 'help' } }), frame(1)),
  'desk-switcher': scene(talking(nine, { waiting: queue, dialog: { kind: 'switcher', query: '', at: 1 } }), frame(1)),
  'desk-link': scene(
    talking(one, {
      dialog: {
        kind: 'link',
        url: 'https://help.example.com/account/devices?from=chat',
        host: 'help.example.com',
        from: identity(1).name,
      },
    }),
    frame(1),
  ),
  'desk-sign-out': scene(desk({ pane: 'settings', dialog: { kind: 'sign-out' } })),

  'frame-opening': scene(talking([mine(1, { state: 'opening' })]), frame(1, { chat: undefined })),
  'frame-failed': scene(
    talking([mine(1)]),
    frame(1, { chat: undefined, failure: 'The key to read this is not on this device.' }),
  ),
  'frame-empty': scene(talking(), frame(1, { chat: chat({ timeline: [], peerOnline: false }) })),
  'frame-long': scene(talking(), frame(1, { chat: chat({ timeline: long }), draft: 'A draft\nof two lines' })),
  'frame-unsent': scene(talking(), frame(1, { chat: chat({ timeline: troubled }) })),
  'frame-readers': scene(talking(), frame(1), { readers: true, code: '01234 56789 01234 56789' }),
  'frame-emoji': scene(talking(), frame(1), { emoji: true }),
  'frame-closing': scene(talking(), frame(1, { chat: chat({ timeline: troubled }) }), { closing: true }),
  'frame-closed': scene(
    talking([mine(1, { state: 'closed' })]),
    frame(1, {
      chat: chat({
        status: 'closed',
        canSend: false,
        timeline: [...chat().timeline, { kind: 'closed', seq: 40, timeMs: NOW, by: 'customer', reason: 'left' }],
      }),
    }),
  ),
  'frame-violation': scene(
    talking([mine(1, { state: 'violation' })], {
      notices: [
        {
          id: 1,
          kind: 'violation',
          time_ms: NOW,
          conversation: identity(1).name,
          sentence: 'The history shown by the server was changed.',
        },
      ],
    }),
    frame(1, {
      chat: chat({
        connection: 'refused',
        canSend: false,
        violations: [{ code: 'bad_transcript', seq: 12, fatal: true }],
      }),
    }),
  ),

  'page-team': scene(desk({ pane: 'team', team })),
  'page-team-link': scene(
    desk({
      pane: 'team',
      team: {
        ...team,
        invitation: {
          link: 'https://console.example.com/enrol#join.q83vEjRWeJCrze8SNFZ4kBI0VniQq83vEjRWeJCrze8SNFZ4kA.MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg',
          roles: 3,
          expires_ms: NOW + 7 * 86_400_000,
          copied: true,
        },
      },
    }),
  ),
  'page-team-agent': scene(
    desk({ pane: 'team', me: { name: 'Bekele', roles: 1 }, team: { ...team, mayInvite: false } }),
  ),
  'page-notices-none': scene(desk({ pane: 'notices' })),
  'page-notices': scene(
    desk({
      pane: 'notices',
      mine: nine,
      notices: [
        {
          id: 1,
          kind: 'roster',
          time_ms: NOW - 9e6,
          sentence: 'The staff log grew to 14 acts, and all of them check out.',
        },
        {
          id: 2,
          kind: 'focus',
          time_ms: NOW - 8e5,
          conversation: identity(4).name,
          sentence: 'A frame that was not in front took the keyboard. It was taken back, and the frame was shut.',
        },
        {
          id: 3,
          kind: 'violation',
          time_ms: NOW - 1e5,
          conversation: identity(9).name,
          sentence: 'The history shown by the server was changed.',
        },
      ],
    }),
  ),
  'page-settings': scene(
    desk({
      pane: 'settings',
      embed,
      figures: [
        { kind: 'PASSWORD', outcome: 'blocked', count: 7 },
        { kind: 'PASSWORD', outcome: 'dismissed', count: 2 },
        { kind: 'ASKS_FOR_SECRET', outcome: 'blocked', count: 3 },
        { kind: 'IBAN', outcome: 'warned', count: 12 },
        { kind: 'IBAN', outcome: 'sent', count: 9 },
        { kind: 'DRIVING_LICENCE', outcome: 'warned', count: 1 },
      ],
    }),
  ),
};
