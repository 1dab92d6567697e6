// The words of the widget, in English.
import type { ErrorName } from '../../shared/gen/wire';

const people = (count: number): string => (count === 1 ? '1\u00a0person' : `${count}\u00a0people`);

export const en = {
  people,
  title: 'Support chat',
  close: 'Close the chat window',
  more: 'More',
  you: 'you',
  someone: 'Someone of the team',
  someoneMid: 'someone of the team',
  team: { support: 'the support team', supervisors: 'the supervisors' },
  teamSized: (team: string, count: number) => `${team} (${people(count)})`,

  // Header
  here: 'We are here',
  away: 'We answer when we are back',
  waiting: 'Waiting for the team',
  withYou: (who: string) => `${who} is with you`,
  steppedAway: (who: string) => `${who} is away for a moment`,
  closed: 'Conversation closed',
  connecting: 'Connecting…',
  noConnection: 'No connection',
  ended: 'Session ended',
  stopped: 'Stopped for your safety',
  elsewhere: 'Open in another tab',

  // Menu
  soundOn: 'Sound for new messages',
  on: 'On',
  off: 'Off',
  ownWindow: 'Open in its own window',
  endChat: 'End the conversation',

  // Readers
  readersHead: 'People with a key to this conversation',
  readersHeadNew: 'People who will get a key when you write',
  youFull: 'You',
  youWhy: 'The key is in this browser and cannot leave it.',
  agentWhy: 'Your contact, with the key on their own devices.',
  support: 'Support team',
  supportWhy: (count: number) => `${people(count)}. Whoever answers you first becomes your only contact.`,
  supportKept: (count: number) => `${people(count)}, so that your case goes on when your contact is away.`,
  supervisors: 'Supervisors',
  supervisorsWhy: (count: number) => `${people(count)}, so that your case goes on when your contact is away.`,
  nobodyElse: 'Nobody else can: not the people who run the server, and not the page this chat is on.',
  compareHead: 'Make sure nobody sits in between',
  compareWhy: (who: string) =>
    `Ask ${who} to read out the code they see, best by phone. If it is the same as yours, your messages go to them and nobody else.`,
  compareLater: 'As soon as somebody is with you, you can compare a code with them here.',
  codeFailed: 'The code could not be worked out. Please try again.',
  serverHead: 'What the server knows',
  serverWhy:
    'That a conversation exists, when and roughly how much is written, and who answers. Your internet address while you are connected; it is not stored. No word of what is written, and no name.',

  // Welcome
  hello: 'Hello. How can we help?',
  helloText: 'Write to us as openly as you need to. What you type is sealed in this browser, before it leaves it.',
  factReaders: 'Only people who help you can read it',
  factStored: 'Nothing is stored until you write',
  factServer: 'The server carries it, but holds no key',
  awayTitle: 'Nobody is here right now',
  awayText: 'Leave your message: it is sealed to the team. The answer waits for you here, in this browser.',
  consent: 'Your first message starts a conversation. It is then kept, encrypted, until it is erased.',
  writeFirst: 'Write a message',
  write: 'Write a message',
  writeTo: (who: string) => `Write to ${who}`,
  messageLabel: 'Your message',

  // States of a conversation
  sealedTo: (count: number) => `Your message is sealed to the support team (${people(count)}).`,
  soonHere: 'Somebody will be with you soon. You can go on writing.',
  sealedAway: 'Nobody is here right now. The answer will wait for you here, in this browser.',
  offlineTitle: 'No connection',
  offlineText: 'What you write is kept here and sent as soon as the connection is back.',
  tryNow: 'Trying again…',
  inSeconds: (count: number) => (count <= 1 ? 'Trying again in a second.' : `Trying again in ${count} seconds.`),
  memoryTitle: 'This browser lets nothing be kept here',
  memoryText: 'The chat works, but it ends when you leave or reload this page. In its own window it can stay.',
  memoryOwn: 'The chat works, but it ends when you close or reload this window.',
  dismiss: 'Got it',
  followerTitle: 'This conversation is open in another tab',
  followerText: 'To keep everything in order, only one of them writes.',
  takeOver: 'Continue here',
  endingIdle: (seconds: number) => `Are you still there? This session ends in ${seconds} s.`,
  endingIdleText: 'It is closed when nobody has been here for a while, so that nobody else finds it open.',
  endingAbsolute: (seconds: number) => `This session has reached its longest time and ends in ${seconds} s.`,
  endingAbsoluteText: 'What you have sent has arrived. You can come back at once afterwards.',
  stillHere: 'I am still here',
  endedTitle: 'Your session has ended',
  endedText: 'Nobody was here for a while, or the longest time was reached. What you have sent has arrived.',
  comeBack: 'Come back in',
  closedByYou: 'You ended this conversation.',
  closedByThem: (who: string) => `${who} closed this conversation.`,
  closedByServer: 'The server closed this conversation because nobody wrote any more.',
  closedTitle: 'This conversation is closed',
  closedText: 'You can still read it here.',
  startNew: 'Start a new conversation',

  // Notes between messages
  joined: (who: string) => `${who} is with you now. From here on only the people named above can read along.`,
  readersChanged: 'The people who can read this have changed. They are named above.',
  erased: 'A message was erased.',
  unreadable: 'A message could not be read here and is not shown.',

  // Ending a conversation
  endTitle: 'End this conversation?',
  endText: 'Nobody can write in it afterwards. You can still read it in this browser until your session ends.',
  endYes: 'End it',
  endNo: 'Keep it open',

  // Starting, and what keeps it from starting
  starting: 'Setting up an encrypted connection…',
  unsupportedTitle: 'This browser cannot chat confidentially',
  unsupportedText: 'There is no weaker way to fall back to, so the chat stays closed. An up-to-date browser has all of this:',
  unsupportedMissing: 'What is missing here',
  unsupportedHelp: 'Chrome or Edge 137, Firefox 136, Safari 17 or newer will do.',
  tryAgain: 'Try again',
  stoppedTitle: {
    wrong_root: 'This is not the team that this page names',
    not_ready: 'This chat is not ready yet',
    clock_skew: 'The clock of this device is wrong',
    unreachable: 'The chat cannot be reached',
    limit_reached: 'Too much at once',
    untrusted: 'The proof of who answers here does not add up',
    failed: 'The chat could not start',
  },
  stoppedText: {
    wrong_root:
      'The server showed another root of trust than the one pinned by the page that you came from. Somebody may be trying to read along. Nothing was sent.',
    not_ready: 'Nobody has been entrusted with its keys so far. Please come back a little later.',
    clock_skew: 'Confidential chat needs it to be right to within a minute. Please correct it and try again.',
    unreachable: 'The server does not answer. Check your connection; nothing was lost.',
    limit_reached: 'The server is asking for a short break. Please try again in a minute.',
    untrusted: 'The signed list of staff was changed or is incomplete. Somebody may be trying to read along. Nothing was sent.',
    failed: 'Something went wrong on the way. Nothing was lost; please try again.',
  },
  violationTitle: 'The server showed a changed history',
  violationText:
    'The proofs that belong to this conversation do not fit together any more. Nothing is sent from here now, and what is shown may not be complete. Please reach the company in another way and tell them about it.',
  details: (code: string, seq: number) => (seq ? `For the report: ${code}, entry ${seq}` : `For the report: ${code}`),
  stopWriting: 'Writing has been stopped here.',

  // Outside the window
  frameTitle: 'Support chat',
  newMessage: 'New message',

  missing: {
    ed25519: 'Ed25519 signatures',
    p256: 'P-256 key agreement',
    hkdf: 'Key derivation (HKDF)',
    aes: 'AES-256-GCM encryption',
    crypto: 'Web cryptography (the page must be loaded over HTTPS)',
    websocket: 'WebSocket connections',
    locks: 'Web Locks',
    storage: 'Storing keys so that scripts cannot take them out',
  } as Record<string, string>,

  noAnswer: 'The server does not answer.',

  reasons: {
    too_large: 'It is too long.',
    limit_reached: 'Too much at once; please wait a moment.',
    storage_full: 'The server has no room left.',
    storage_failed: 'The server could not store it.',
    conversation_closed: 'The conversation was closed.',
    missing_key: 'The readers have changed meanwhile.',
    stale_epoch: 'The readers have changed meanwhile.',
    shutting_down: 'The server is being restarted.',
    unavailable: 'The server cannot take it now.',
  } as Partial<Record<ErrorName, string>>,
} as const;
