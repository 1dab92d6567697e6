// Every state that the widget can show, as sample models. Nothing here stands in for a part of the product: views are
// functions of these models, and this is what they are given.
import type { ChatMessage, ChatSnapshot, TimelineItem } from '../../../web/shared/chat';
import type { Stage, WidgetModel } from '../../../web/widget/model';
import type { Unfolded } from '../../../web/widget/view';

export const now = new Date(2026, 4, 6, 14, 32).getTime();
const minute = 60_000;

interface Sample {
  model: WidgetModel;
  unfolded?: Unfolded;
  dir?: 'rtl';
  colour?: string;
}

function model(stage: Stage, changes: Partial<WidgetModel> = {}): WidgetModel {
  return {
    stage,
    embedded: true,
    persistent: true,
    kept: true,
    available: true,
    teamSize: 2,
    policy: undefined,
    sound: false,
    now,
    ...changes,
  };
}

let ids = 0;
function message(mine: boolean, text: string, ago: number, changes: Partial<ChatMessage> = {}): ChatMessage {
  ids += 1;
  return {
    kind: 'message',
    id: `m${ids}`,
    seq: ids,
    mine,
    side: mine ? 'customer' : 'staff',
    text,
    timeMs: now - ago * minute,
    status: mine ? 'read' : 'received',
    epoch: 1,
    erased: false,
    problem: undefined,
    ...changes,
  };
}

const waitingReaders: ChatSnapshot['readers'] = [{ kind: 'you' }, { kind: 'team', team: 'support', members: 2 }];
const readersWith = (name: string | undefined): ChatSnapshot['readers'] => [
  { kind: 'you' },
  { kind: 'person', person: 'aa', name, you: false },
  { kind: 'team', team: 'supervisors', members: 3 },
];

function chat(changes: Partial<ChatSnapshot>): Stage {
  return {
    is: 'chat',
    chat: {
      conversation: 'c',
      side: 'customer',
      connection: 'online',
      retryAtMs: 0,
      caughtUp: true,
      status: 'assigned',
      timeline: talk,
      unread: 0,
      peerOnline: true,
      peerTyping: false,
      agentName: 'Anna',
      readers: readersWith('Anna'),
      epoch: 1,
      canSend: true,
      ending: undefined,
      violations: [],
      error: undefined,
      ...changes,
    },
  };
}

const opening = [message(true, 'Hi! My parcel 48-2217 shows as delivered, but nothing is here.', 26)];
const joined: TimelineItem[] = [
  { kind: 'assigned', seq: 900, timeMs: now - 24 * minute, person: 'aa', you: false },
  { kind: 'named', seq: 901, timeMs: now - 24 * minute, name: 'Anna', you: false },
];
const talk: TimelineItem[] = [
  ...opening,
  ...joined,
  message(false, 'Hello, I am Anna. I am sorry about that, let me look it up.', 23),
  message(false, 'The driver left it with a neighbour: no. 14, second floor. Does that help?', 22),
  message(true, 'Oh! I will ask them right now', 20),
  message(true, 'One more thing: can I still change the address for the second parcel?', 19),
  message(
    false,
    'Of course. Please write the new one here, only you, the supervisors and I can read it.\n\nHow it works: https://shop.example/help/address-change?from=chat',
    4,
  ),
  message(true, 'Lindenweg 7, 20144 Hamburg', 2, { status: 'delivered' }),
  message(true, '🙏', 1, { status: 'delivered' }),
];

const long = `I have been a customer since 2011 and this is the first time that something like this has happened. ${'It began on a Tuesday, when the first of three letters arrived, and I thought nothing of it. '.repeat(14)}`;

const arabic: TimelineItem[] = [
  message(true, 'مرحبًا، لم يصل طلبي رقم 48-2217 بعد.', 30),
  { kind: 'assigned', seq: 910, timeMs: now - 24 * minute, person: 'aa', you: false },
  { kind: 'named', seq: 911, timeMs: now - 24 * minute, name: 'ليلى حدّاد', you: false },
  message(false, 'أهلًا بك، أنا ليلى. سأتحقق من الأمر حالًا.', 23),
  message(false, 'Order 48-2217: https://shop.example/orders/48-2217 ✅', 22),
  message(true, 'شكرًا جزيلًا!', 2, { status: 'delivered' }),
];

const hour = 60;
const day = 24 * hour;

export const samples: Record<string, Sample> = {
  starting: { model: model({ is: 'starting' }) },
  unsupported: { model: model({ is: 'unsupported', missing: ['ed25519', 'p256'] }) },
  'wrong-root': { model: model({ is: 'stopped', why: 'wrong_root', code: 'wrong_root' }) },
  'not-ready': { model: model({ is: 'stopped', why: 'not_ready', code: 'not_ready' }) },
  unreachable: { model: model({ is: 'stopped', why: 'failed', code: '' }) },
  welcome: { model: model({ is: 'welcome' }) },
  'welcome-away': { model: model({ is: 'welcome' }, { available: false }) },
  'welcome-memory': { model: model({ is: 'welcome' }, { persistent: false }) },
  'welcome-readers': { model: model({ is: 'welcome' }), unfolded: { readers: true } },
  'first-sending': {
    model: model({ is: 'welcome', first: { texts: ['Hi! Is anybody there?'], failed: false, reason: '' } }),
  },
  'first-failed': {
    model: model({
      is: 'welcome',
      first: { texts: ['Hi! Is anybody there?'], failed: true, reason: 'The server does not answer.' },
    }),
  },
  waiting: {
    model: model(
      chat({
        status: 'waiting',
        agentName: undefined,
        peerOnline: true,
        epoch: 0,
        readers: waitingReaders,
        timeline: [
          message(true, 'Hi! My parcel 48-2217 shows as delivered, but nothing is here.', 0, { status: 'sent' }),
        ],
      }),
    ),
  },
  held: {
    model: model(
      chat({
        readers: readersWith('Anna-Magdalena Oberhollenzer-Schwarzenegger'),
        agentName: 'Anna-Magdalena Oberhollenzer-Schwarzenegger',
        timeline: [
          ...talk,
          message(true, 'It is about the other parcel, the one for my sister.', 0, {
            status: 'held',
            seq: 0,
            added: readersWith('Anna-Magdalena Oberhollenzer-Schwarzenegger').slice(1),
          }),
          message(true, 'Shh.', 0, {
            status: 'held',
            seq: 0,
            added: [{ kind: 'team', team: 'supervisors', members: 3 }],
          }),
        ],
      }),
    ),
  },
  'waiting-away': {
    model: model(
      chat({
        status: 'waiting',
        agentName: undefined,
        peerOnline: false,
        epoch: 0,
        readers: waitingReaders,
        timeline: [
          message(true, 'Hi! My parcel 48-2217 shows as delivered, but nothing is here.', 0, { status: 'sent' }),
        ],
      }),
    ),
  },
  assigned: { model: model(chat({})) },
  unnamed: {
    model: model(
      chat({
        agentName: undefined,
        readers: readersWith(undefined),
        timeline: [...opening, joined[0] as TimelineItem],
      }),
    ),
  },
  typing: { model: model(chat({ peerTyping: true })) },
  draft: {
    model: model(chat({})),
    unfolded: { draft: 'Thank you, Anna!\nI have just rung at no. 14, they do have it. 🎉' },
  },
  emoji: { model: model(chat({})), unfolded: { emoji: true } },
  menu: { model: model(chat({}), { sound: true }), unfolded: { menu: true } },
  'end-dialog': { model: model(chat({})), unfolded: { ending: 'end' } },
  'erase-dialog': { model: model(chat({})), unfolded: { ending: 'erase' } },
  readers: { model: model(chat({})), unfolded: { readers: true } },
  'not-sent': {
    model: model(
      chat({
        timeline: [
          ...talk.slice(0, 6),
          message(true, 'And can you tell me when it will be here?', 1, { status: 'failed', problem: 'storage_full' }),
          message(true, 'Hello?', 0, { status: 'not_sent', problem: 'stale_epoch' }),
          message(true, 'Still there?', 0, { status: 'sending' }),
        ],
      }),
    ),
  },
  offline: {
    model: model(
      chat({
        connection: 'offline',
        retryAtMs: now + 8000,
        timeline: [...talk, message(true, 'They do have it, thank you!', 0, { status: 'sending' })],
      }),
    ),
  },
  connecting: { model: model(chat({ connection: 'connecting', caughtUp: false, timeline: talk.slice(0, 4) })) },
  follower: { model: model(chat({ connection: 'follower' })) },
  'ending-idle': { model: model(chat({ ending: { atMs: now + 45_000, why: 'idle' } })) },
  'ending-absolute': { model: model(chat({ ending: { atMs: now + 45_000, why: 'absolute' } })) },
  ended: { model: model(chat({ connection: 'ended', error: 'session_expired' })) },
  'closed-by-agent': {
    model: model(
      chat({
        status: 'closed',
        canSend: false,
        timeline: [...talk, { kind: 'closed', seq: 990, timeMs: now, by: 'staff', reason: 'done' }],
      }),
    ),
  },
  'closed-by-server': {
    model: model(
      chat({
        status: 'closed',
        canSend: false,
        timeline: [...talk, { kind: 'closed', seq: 990, timeMs: now, by: 'server', reason: 'idle' }],
      }),
    ),
  },
  violation: {
    model: model(
      chat({
        connection: 'refused',
        canSend: false,
        violations: [{ code: 'bad_transcript', seq: 17, fatal: true }],
      }),
    ),
  },
  notes: {
    model: model(
      chat({
        timeline: [
          ...talk.slice(0, 6),
          { kind: 'readers', seq: 920, timeMs: now - 8 * minute },
          message(false, '', 6, { problem: 'decryption_failed' }),
          message(false, '', 5, { erased: true }),
          message(true, 'https://münchen.example/straße and http://user:pass@evil.example', 3),
          message(false, '🎉🎉', 2),
        ],
      }),
    ),
  },
  days: {
    model: model(
      chat({
        timeline: [
          message(true, 'Last year I had ordered the same tent.', 400 * day),
          message(true, 'It still stands.', 40 * day),
          message(true, 'On Sunday I wanted to buy another.', 3 * day),
          message(false, 'Good choice!', 1 * day),
          message(true, 'Is it on sale?', 10),
        ],
      }),
    ),
  },
  long: {
    model: model(
      chat({
        timeline: [
          ...joined,
          message(true, long, 30),
          message(
            false,
            `${'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen'.repeat(3)} is a long word.`,
            10,
          ),
        ],
      }),
    ),
  },
  'long-name': {
    model: model(
      chat({
        agentName: 'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Maximiliana Alexandra',
        readers: readersWith('Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Maximiliana Alexandra'),
        timeline: [
          ...opening,
          { kind: 'assigned', seq: 930, timeMs: now - 24 * minute, person: 'aa', you: false },
          {
            kind: 'named',
            seq: 931,
            timeMs: now - 24 * minute,
            name: 'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Maximiliana Alexandra',
            you: false,
          },
          message(false, 'Hello!', 3),
        ],
      }),
    ),
  },
  'too-long-draft': { model: model(chat({})), unfolded: { draft: 'word '.repeat(6570) } },
  many: {
    model: model(
      chat({
        timeline: Array.from({ length: 600 }, (_, index) =>
          message(index % 3 === 0, `Message ${index + 1}`, 600 - index),
        ),
      }),
    ),
  },
  rtl: {
    model: model(chat({ agentName: 'ليلى حدّاد', readers: readersWith('ليلى حدّاد'), timeline: arabic })),
    dir: 'rtl',
  },
  'rtl-welcome': { model: model({ is: 'welcome' }), dir: 'rtl' },
  'rtl-readers': {
    model: model(chat({ agentName: 'ليلى حدّاد', readers: readersWith('ليلى حدّاد'), timeline: arabic })),
    dir: 'rtl',
    unfolded: { readers: true },
  },
  'own-window': { model: model(chat({}), { embedded: false }) },
  colour: { model: model(chat({})), colour: '#f2b705' },
};
