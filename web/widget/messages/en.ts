// The words of the widget, in English.
import type { ErrorName } from '../../shared/gen/wire';

const people = (count: number): string => (count === 1 ? '1\u00a0person' : `${count}\u00a0people`);

export const en = {
  language: 'en',
  direction: 'ltr',
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
  halted: 'Stopped for your safety',
  notHere: 'Not available in this browser',
  notNow: 'Not available right now',
  elsewhere: 'Open in another tab',

  // Menu
  soundOn: 'Turn sound on',
  soundOff: 'Turn sound off',
  ownWindow: 'Open in its own window',
  endChat: 'End the conversation',
  erase: 'End and delete from this browser',

  // Readers
  readersHead: 'People with a key to this conversation',
  readersHeadNew: 'People who will get a key when you write',
  youFull: 'You',
  youWhy: 'The key is in this browser and cannot leave it.',
  agentWhy: 'Your contact, with the key on their own devices.',
  support: 'Support team',
  supportWhy: (count: number) => `${people(count)}. Whoever answers you first becomes your only contact.`,
  supervisors: 'Supervisors',
  keptWhy: (count: number) => `${people(count)}, so that your case goes on when your contact is away.`,
  nobodyElse: 'Nobody else can: not who runs the server, and not the page around this chat.',
  compareHead: 'Compare a code',
  compareWhy: (who: string) =>
    `Ask ${who} to read out the code they see, best by phone. If it is yours, nobody sits in between.`,
  compareLater: 'Possible as soon as somebody is with you.',
  codeFailed: 'That did not work. Please try again.',
  serverHead: 'What the server knows',
  serverWhy:
    'That there is a conversation, when and roughly how much is written, and who answers; your internet address while you are connected. No word of it, and no name.',

  // Welcome
  hello: 'Hello. How can we help?',
  helloText: 'Write openly. What you type is sealed before it leaves this browser.',
  facts: [
    'Only people who help you can read it',
    'The server carries it, but holds no key',
    'Nothing is stored until you write',
  ],
  awayTitle: 'Nobody is here right now.',
  awayText: 'Leave a message, sealed to the team. The answer waits for you in this browser.',
  consent: 'Your first message starts a conversation, kept encrypted until it is erased.',
  write: 'Write a message',
  writeTo: (who: string) => `Write to ${who}`,
  messageLabel: 'Your message',
  sentWhenClear: 'Sent as soon as it is clear who can read.',

  // States of a conversation
  sealedTo: (count: number) => `Your message is sealed to the support team (${people(count)}).`,
  soonHere: 'Somebody will be with you soon. You can go on writing.',
  sealedAway: 'Nobody is here right now. The answer waits for you in this browser.',
  offlineTitle: 'No connection',
  offlineText: 'What you write is sent as soon as the connection is back.',
  memoryTitle: 'This browser lets nothing be kept here',
  memoryText: 'The chat ends when you leave or reload this page.',
  dismiss: 'Got it',
  followerTitle: 'This conversation is open in another tab.',
  followerText: 'Only one of them writes at a time.',
  takeOver: 'Continue here',
  endingIdle: 'Are you still there? This session is about to end.',
  endingIdleText: 'So that nobody else finds it open.',
  endingAbsolute: 'This session has lasted its time and is about to end.',
  endingAbsoluteText: 'You can come back at once.',
  stillHere: 'I am still here',
  endedTitle: 'Your session has ended.',
  endedText: 'What you have sent has arrived.',
  comeBack: 'Come back in',
  closedByYou: 'You ended this conversation.',
  closedByThem: (who: string) => `${who} closed this conversation.`,
  closedByServer: 'Closed by the server, because nobody wrote any more.',
  closedTitle: 'This conversation is closed.',
  closedText: 'You can still read it here.',
  startNew: 'Start a new conversation',

  // Notes between messages
  joined: (who: string) => `${who} is with you now. From here on, only those named above can read.`,
  keyLost: 'The team lost the key to what you wrote before. Nobody there can read it now; please write it again.',
  readersChanged: 'Those who can read this have changed; they are named above.',
  erased: 'A message was erased.',
  unreadable: 'A message could not be read here.',

  // Ending a conversation
  /** Title, text, yes, no. */
  ending: {
    end: ['End this conversation?', 'Nobody can write in it afterwards.', 'End it', 'Keep it open'],
    erase: [
      'Delete everything from this browser?',
      'The conversation ends, and its keys are deleted here. Nobody can bring them back.',
      'Delete it',
      'Keep it',
    ],
  },

  // Starting, and what keeps it from starting
  starting: 'Setting up an encrypted connection…',
  unsupportedTitle: 'This browser cannot chat confidentially',
  unsupportedText: 'There is no weaker mode, so the chat stays closed here.',
  unsupportedHelp: 'Chrome or Edge 137, Firefox 136, Safari 17 or newer will do.',
  tryAgain: 'Try again',
  /** Title and text. */
  stopped: {
    wrong_root: [
      'This is not the team that this page names',
      'The server shows another root of trust. Somebody may be trying to read along. Nothing was sent.',
    ],
    not_ready: ['This chat is not ready yet', 'Nobody holds its keys so far. Please come back later.'],
    clock_skew: ['The clock of this device is wrong', 'It must be right to within a minute. Please correct it.'],
    untrusted: [
      'The proof of who answers here does not add up',
      'Somebody may be trying to read along. Nothing was sent.',
    ],
    failed: ['The chat cannot be reached', 'Check your connection and try again. Nothing was lost.'],
  },
  readersUncertain: 'Who can read this is no longer certain.',
  violationTitle: 'The server showed a changed history',
  violationText:
    'Its proofs do not fit together. Nothing is sent from here now, and what is shown may be incomplete. Please tell the company in another way.',
  details: (code: string, seq: number) => (seq ? `For the report: ${code}, entry ${seq}` : `For the report: ${code}`),
  stopWriting: 'Writing has been stopped here.',

  // Outside the window
  newMessage: 'New message',

  missing: (what: string) => `Missing here: ${what}`,
  noAnswer: 'The server does not answer.',

  otherReason: 'Something did not work.',
  reasons: {
    too_large: 'It is too long.',
    limit_reached: 'Too much at once; please wait a moment.',
    storage_full: 'The server has no room left.',
    storage_failed: 'The server could not store it.',
    conversation_closed: 'The conversation was closed.',
    missing_key: 'The readers have changed meanwhile.',
    stale_epoch: 'The readers have changed meanwhile.',
    revoked: 'They have left.',
    shutting_down: 'The server is being restarted.',
    unavailable: 'The server cannot take it now.',
  } as Partial<Record<ErrorName, string>>,
} as const;
