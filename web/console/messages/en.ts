// Every text of the console in English.
import type { ErrorName } from '../../shared/gen/wire';
import type { NoticeKind, ShutReason } from '../model/desk_model';
import type { Span } from '../model/time';

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const spanText = ({ unit, count }: Span): string => {
  switch (unit) {
    case 'now':
      return 'less than a minute';
    case 'minute':
      return plural(count, 'minute', 'minutes');
    case 'hour':
      return plural(count, 'hour', 'hours');
    case 'day':
      return plural(count, 'day', 'days');
  }
};

const spanShort = ({ unit, count }: Span): string => {
  switch (unit) {
    case 'now':
      return 'now';
    case 'minute':
      return `${count} min`;
    case 'hour':
      return `${count} h`;
    case 'day':
      return `${count} d`;
  }
};

const shutReasons: Record<ShutReason, string> = {
  reloaded: 'Its frame loaded a second time, which a conversation never does by itself.',
  protocol: 'Its frame said something that does not belong there.',
  flood: 'Its frame said too much at once.',
  focus: 'Its frame tried to take the keyboard while you were somewhere else.',
  silent: 'Its frame did not start.',
  failed: 'What it needs could not be put together.',
  roster: 'The list of staff that the server shows cannot be trusted.',
};

const noticeKinds: Record<NoticeKind, string> = {
  violation: 'Proof did not match',
  shut: 'Conversation shut for safety',
  focus: 'Keyboard taken back',
  roster: 'Staff log',
  device: 'Your devices',
  name: 'Your name',
  key: 'Team key',
};

export const en = {
  product: 'Cloister',
  span: spanText,
  spanShort,
  plural,
  conversation: (name: string) => `Conversation with ${name}`,

  rail: {
    label: 'Conversations',
    open: 'Show the list of conversations',
    openDue: (count: number) => `Show the list of conversations: ${count} wait`,
    close: 'Hide the list of conversations',
    available: 'Taking conversations',
    away: 'Not taking conversations',
    availableHint: 'New customers are told that somebody is here.',
    awayHint: 'You keep the conversations you have.',
    availability: 'Take new conversations',
    waiting: 'Waiting',
    nobodyWaits: 'Nobody is waiting.',
    mine: 'Yours',
    noneMine: 'You have no conversations.',
    accept: 'Accept',
    accepting: 'Accepting…',
    acceptLabel: (name: string, waited: string) => `Accept ${name}, waiting for ${waited}`,
    waitedFor: (waited: string) => `Waiting ${waited}`,
    messages: (count: number) => plural(count, 'message', 'messages'),
    unread: (count: number) => (count > 99 ? '99+' : String(count)),
    unreadLong: (count: number) => plural(count, 'unread message', 'unread messages'),
    answerDue: (waited: string) => `Waits for you: ${waited}`,
    typing: 'Typing',
    draft: 'Draft',
    unsent: (count: number) => `${count} not sent`,
    quiet: 'Nothing new',
    opening: 'Opening…',
    offline: 'Connecting…',
    closed: 'Closed',
    shut: 'Shut for safety',
    violation: 'Stopped: see why',
    slot: (slot: number) => `Alt ${slot}`,
    switcher: 'Go to…',
    team: 'Team',
    notices: 'Security',
    settings: 'Settings',
    lock: 'Lock',
    help: 'Keys',
    connection: { online: 'Connected', connecting: 'Connecting…', offline: 'Offline' },
    signedInAs: (name: string) => `Signed in as ${name}`,
  },

  stage: {
    focusedOn: (name: string) => `You are talking to ${name}`,
    emptyTitle: 'All quiet',
    emptyWaitingTitle: (count: number) => (count === 1 ? 'One customer is waiting' : `${count} customers are waiting`),
    empty:
      'When a customer writes, they appear under Waiting. Take conversations one at a time, or many; each stays in a room of its own.',
    emptyAway: 'You are not taking conversations. Switch it on when you are ready.',
    goAvailable: 'Start taking conversations',
    acceptNext: 'Accept the next one',
    choose: 'Choose a conversation',
    chooseText: 'Only the one you choose is on screen. The others show that something waits, never what.',
    shutTitle: 'This conversation was shut for safety',
    shutText: (reason: ShutReason) => shutReasons[reason],
    shutPromise:
      'Nothing you wrote was sent to anybody else. Its keys were taken back and its connection is closed; the event is on record.',
    reopen: 'Open it again',
    offline: 'No connection. What you write stays here and is sent when the connection is back.',
    connecting: 'Connecting…',
    rosterChanged: 'The list of staff has changed. Readers are being updated.',
    rosterViolation:
      'The server shows a list of staff that does not follow from what this device has seen. Nothing is sent until that is cleared up.',
    rosterAdvice: 'Do not work around it. Tell the person who runs this server, by another channel.',
    dismiss: 'Dismiss',
    idleEnding: (left: string) => `Nobody seems to be here. The console locks in ${left}.`,
    absoluteEnding: (left: string) =>
      `Your session reaches its longest time and ends in ${left}. Finish what you are writing; sign in again afterwards.`,
    stillHere: 'I’m still here',
    seconds: (count: number) => plural(count, 'second', 'seconds'),
    shared: 'Shared computer: nothing is kept when you close this window.',
    somethingWrong: 'Something went wrong in this browser. Reload the page; nothing that was sent is lost.',
    removeFromList: 'Remove from the list',
  },

  dialog: {
    close: 'Close',
    cancel: 'Cancel',
    helpTitle: 'Keys',
    helpGroups: [
      {
        title: 'Going around',
        keys: [
          [['Alt', '1'], 'to 9: your conversations in order'],
          [['Alt', '0'], 'Next conversation that waits for you'],
          [['Alt', 'Page Up'], 'Conversation above'],
          [['Alt', 'Page Down'], 'Conversation below'],
          [['Ctrl', 'K'], 'Go to a conversation or page by name'],
          [['F6'], 'Between list and conversation'],
        ],
      },
      {
        title: 'Working',
        keys: [
          [
            ['Alt', 'A'],
            'Accept the customer who waits longest. Inside a conversation press it twice: first to the list',
          ],
          [['Enter'], 'Send'],
          [['Ctrl', 'Enter'], 'Send'],
          [['Shift', 'Enter'], 'New line'],
          [['Esc'], 'Close what is open'],
          [['Alt', 'L'], 'Lock the console'],
          [['?'], 'This list'],
        ],
      },
    ] as { title: string; keys: [string[], string][] }[],
    switcherTitle: 'Go to',
    switcherLabel: 'Name of a conversation or page',
    switcherPlaceholder: 'Name of a conversation or page',
    switcherNothing: 'Nothing has that name.',
    switcherHint: 'Up and down to choose, Enter to go',
    accept: (name: string) => `Accept ${name}`,
    linkTitle: 'Open this link?',
    linkText: (name: string) =>
      `It was written in the conversation with ${name}. It opens in a new window that knows nothing of this console.`,
    linkHost: 'It leads to',
    linkOpen: 'Open link',
    signOutTitle: 'Sign out?',
    signOutText:
      'Drafts on this device are deleted. Its keys stay, encrypted; they open with your passkey only. Conversations stay where they are.',
    signOut: 'Sign out',
  },

  team: {
    title: 'Team',
    lead: 'Everybody here entered by a signed act that every browser checks, customers’ browsers included.',
    person: 'Name',
    roles: 'Roles',
    devices: 'Devices',
    you: 'you',
    deviceCount: (count: number) => plural(count, 'device', 'devices'),
    agent: 'Agent',
    supervisor: 'Supervisor',
    admin: 'Admin',
    agentWhat: 'Answers customers.',
    supervisorWhat: 'Can read conversations, so that none is lost when an agent is away. Customers see it.',
    adminWhat: 'Invites and removes people. Reads nothing by it.',
    invite: 'Invite a colleague',
    inviteLead:
      'Makes a link that works once and only for a few days. Hand it over in person or by a channel you trust: who opens it, joins.',
    makeLink: 'Make the link',
    making: 'Making the link…',
    linkTitle: 'Invitation link',
    linkOnce: 'Shown once. It is not stored anywhere.',
    copy: 'Copy',
    copied: 'Copied',
    done: 'Done',
    expires: (when: string) => `Valid until ${when}`,
    open: 'Open invitations',
    openHint: 'Links that nobody has used yet. One that is withdrawn leads nowhere, wherever it has gone.',
    withdraw: 'Withdraw',
    withdrawLabel: (until: string) => `Withdraw the invitation: ${until}`,
    keys: 'Team keys',
    keysHint:
      'New ones are made by themselves when people or devices come and go. Make them by hand when a colleague is told that theirs does not open.',
    renewKeys: 'Make new team keys',
    keysRenewed: 'Done. Your colleagues have them as soon as they are online.',
    onlyAdmins: 'Only admins can invite people.',
    remove: 'Remove',
    removeLabel: (name: string) => `Remove ${name} from the staff`,
    removeConfirm: (name: string) => `Remove ${name}? They lose access at once, on all devices.`,
    failed: 'The list could not be loaded.',
    retry: 'Try again',
    loading: 'Loading…',
    chooseRole: 'Choose at least one role.',
  },

  notices: {
    title: 'Security notices',
    lead: 'What this console has seen, refused or taken back since you signed in on this device. Whatever it refused is on record at the server too, without a word of any conversation.',
    none: 'Nothing to report.',
    noneText: 'Every proof this console has checked was right.',
    kinds: noticeKinds,
    count: (count: number) => plural(count, 'notice', 'notices'),
    more: (count: number) => `And ${count} more of this kind in this conversation.`,
    focusTaken: 'A frame that was not in front took the keyboard. It was taken back, and the frame was shut.',
    focusFront: 'The conversation in front took the keyboard from a dialog. It was taken back.',
    deviceAdded: (count: number) =>
      `A device of yours was added; you have ${plural(count, 'device', 'devices')} now. If it was not you, tell an admin at once.`,
    deviceRemoved: (count: number) =>
      `A device of yours was removed; you have ${plural(count, 'device', 'devices')} now.`,
    spoiltKey: (team: 'support' | 'supervisors') =>
      `The newest key of ${team === 'support' ? 'the support team' : 'the supervisors'} does not open on this device: whoever made it sealed something else to you. What is sealed to it stays closed to you. Ask a colleague to make new team keys (Team page), and tell an admin.`,
    otherName: (own: string, other: string) =>
      `The server calls you “${other}”. Customers see “${own}”, the name that this device keeps. If you did not expect this, tell an admin.`,
    rosterGrew: (acts: number) => `The staff log grew to ${acts} acts, and all of them check out.`,
  },

  settings: {
    title: 'Settings',
    notifications: 'Notifications',
    sound: 'Play a sound when somebody waits',
    soundHint: 'A short tone, never words.',
    titleCount: 'Show a count in the window title',
    titleHint: 'Only how many wait, never who or what.',
    appearance: 'Appearance',
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    device: 'This device',
    stored: 'Keys are stored in this browser, encrypted. They open only after your passkey.',
    memory: 'Keys are in memory only. Closing or reloading this window ends the session.',
    signOut: 'Sign out',
    otherDevice: 'Another device of yours',
    otherDeviceText:
      'Open this link there, on a shared computer too. It holds no secret: the new device is added only with your passkey.',
    otherDeviceLink: 'Link for another device',
    copy: 'Copy the link',
    embed: 'Embed line',
  },

  figures: {
    title: 'Your drafts',
    lead: 'What was noticed before it left, in the conversations that are kept. Only you see this; not a word of it is known here.',
    none: 'Nothing sensitive was noticed in what you were about to send.',
    loading: 'Being fetched…',
    blocked: 'stopped',
    warned: 'asked first',
    after: (sent: number, dismissed: number) =>
      [sent && `${sent} sent all the same`, dismissed && `${dismissed} not sensitive`].filter(Boolean).join(', '),
    kinds: {
      CREDIT_CARD: 'card numbers',
      CVV: 'card security codes',
      CARD_EXPIRY: 'expiry dates of cards',
      US_SSN: 'social security numbers',
      IBAN: 'IBANs',
      BANK_ACCOUNT: 'bank accounts',
      NATIONAL_ID: 'identity numbers',
      PASSPORT: 'passports',
      DRIVING_LICENCE: 'driving licences',
      DATE_OF_BIRTH: 'dates of birth',
      EMAIL: 'e-mail addresses',
      PHONE: 'phone numbers',
      IP_ADDRESS: 'internet addresses',
      PASSWORD: 'passwords and codes',
      API_KEY: 'secret keys',
      CRYPTO_WALLET: 'wallets',
      ASKS_FOR_SECRET: 'questions for a secret',
      LEADS_OUTSIDE: 'ways around the chat',
    } as Record<string, string>,
  },

  embed: {
    title: 'The line for your web site',
    text: 'Put it into every page that should carry the chat, before </body>. The fingerprint in it pins you as the root of trust: visitors’ browsers refuse a server that shows another one.',
    fingerprint: 'Fingerprint',
    copy: 'Copy the line',
    copied: 'Copied',
    line: 'Embed line',
  },

  door: {
    loading: 'Opening…',
    signInTitle: 'Sign in',
    signInText: 'Your passkey opens the keys of this device. There is no password to steal.',
    signIn: 'Sign in with your passkey',
    signInAs: (name: string) => `Sign in as ${name}`,
    signInNew: 'This browser is not one of your devices yet.',
    newDevice:
      'You work here already? Open Settings on a device where you are signed in; the link there adds this one, with your passkey.',
    newPerson: 'New here? Open the invitation link that a colleague made for you.',
    waiting: 'Waiting for your passkey…',
    lockedTitle: 'Locked',
    lockedText: {
      hand: 'You locked the console.',
      idle: 'Nobody was here for a while.',
      server: 'The session was locked.',
    },
    lockedKept: (count: number) =>
      count === 0
        ? 'Unlock to go on.'
        : count === 1
          ? 'Your conversation comes back where it was.'
          : `Your ${count} conversations come back where they were.`,
    unlock: 'Unlock with your passkey',
    welcomeBack: (name: string) => name,
    firstTitle: 'Set up this site',
    firstText:
      'You are the first. The passkey you make now becomes the root of trust: every colleague, device and key is vouched for from here on, and the server cannot change that unseen.',
    deviceTitle: 'Add this device',
    deviceText:
      'Your passkey vouches for it. Everybody who checks the staff log, customers included, can see that it was you.',
    addDevice: 'Add it with your passkey',
    shared: 'This is a shared computer',
    sharedHint:
      'Nothing is stored here: your keys are in this window’s memory and gone when you lock it, sign out or close it. You come back with your passkey and the link for your devices.',
    sharedJoinHint: 'You make the passkey on your phone or a security key, which you take along.',
    againTitle: 'Locked',
    againText: 'This is a shared computer: your keys are gone from it. Your passkey lets you in with new ones.',
    again: 'Come back with your passkey',
    doneShared:
      'Nothing of this is stored on this computer. Before you close this window, copy the link under Settings, “Another device of yours”: with it and your passkey you come back.',
    joinTitle: 'Join the team',
    joinText: 'A colleague has invited you. You choose a name that customers will see, and make a passkey.',
    name: 'Your name, as customers will see it',
    namePlaceholder: 'Anna',
    nameHint: 'Customers see it only when you accept their conversation.',
    nameMissing: 'Please enter a name.',
    makePasskey: 'Make a passkey',
    making: 'Follow your browser…',
    doneFirstTitle: (name: string) => `Done, ${name}`,
    doneFirst: 'This site has its root of trust. One thing is left: the line that puts the chat on your pages.',
    doneJoinTitle: (name: string) => `Welcome, ${name}`,
    doneJoin:
      'You are part of the team. A colleague’s console hands the team’s keys to yours as soon as it is online; from then on you see who waits.',
    doneDeviceTitle: 'This device is yours',
    doneDevice:
      'Another device of the team hands the team’s keys to it as soon as it is online; from then on you see who waits.',
    enter: 'Open the console',
    retry: 'Try again',
    stoppedTitle: 'This cannot go on',
    unsupported:
      'This browser lacks something that confidential chat needs. Use a current Chrome, Edge, Firefox or Safari.',
    badLink: 'This link is not complete. Ask for a new one, and open all of it.',
    footer: 'End-to-end encrypted. The server holds ciphertext only.',
  },

  frame: {
    opening: 'Opening this conversation…',
    failed: 'Something went wrong while it was opened.',
    reopen: 'Try again',
    openingText: 'Keys are handed over and the history is checked.',
    failedTitle: 'This conversation could not be opened',
    status: {
      opening: 'Opening…',
      here: 'Customer is here',
      away: 'Customer is away',
      typing: 'Customer is writing',
      connecting: 'Connecting…',
      offline: 'No connection',
      closed: 'Closed',
      ended: 'Your session has ended',
      stopped: 'Stopped',
    },
    readers: {
      you: 'you',
      customer: 'the customer',
      colleague: 'a colleague',
      team: (team: 'support' | 'supervisors', members: number) =>
        `${team === 'supervisors' ? 'the supervisors' : 'the support team'} (${plural(members, 'person', 'people')})`,
    },
    readersTitle: 'Who can read this conversation',
    readersLead: 'What is written is encrypted for exactly these. The server is not among them.',
    readerCustomer: 'The customer',
    readerCustomerWhy: 'On the device they write from.',
    readerYou: (name: string) => `${name} (you)`,
    readerYouWhy: 'You accepted the conversation. It opens on your devices.',
    readerColleagueWhy: 'Accepted the conversation before.',
    readerTeam: { support: 'The support team', supervisors: 'The supervisors' },
    readerTeamWhy: (members: number) =>
      `${plural(members, 'person', 'people')}, so that nothing is lost when you are away. The customer sees this too.`,
    compareTitle: 'Is nobody in between?',
    compareText:
      'The customer’s chat can show the same four groups of digits. Ask them to read the code to you by phone.',
    codeFailed: 'The code could not be worked out. Try again when the conversation is open.',
    close: 'Close conversation',
    closeShort: 'Close',
    closeTitle: (name: string) => `Close the conversation with ${name}?`,
    closeText: 'You can both still read it. Nobody can write in it any more.',
    closeUnsent: (count: number) => `${plural(count, 'message has', 'messages have')} not been sent and will not be.`,
    closeNo: 'Go on talking',
    empty: 'Nothing was written yet.',
    writeTo: (name: string) => `Write to ${name}`,
    to: (name: string) => `To ${name}`,
    sentWhenClear: 'Sent as soon as it is clear who can read',
    sendHint: 'Enter sends · Shift+Enter starts a line',
    youAccepted: 'You accepted the conversation. The customer sees your name.',
    colleagueAccepted: 'A colleague accepted the conversation.',
    keyLost: 'The key to what was written before is lost. Nobody of the team can read it; the customer has been told.',
    readersChanged: 'The list of readers changed.',
    closedBy: {
      customer: 'The customer ended the chat.',
      staff: 'The conversation was closed.',
      server: 'The server closed the conversation, because nobody wrote for a long time.',
    },
    erased: 'A message was erased.',
    unreadable: 'A message could not be read on this device.',
    reasons: {
      conversation_closed: 'The conversation was closed before.',
      too_large: 'It is too long.',
      storage_full: 'The server has no room left.',
      limit_reached: 'Too much at once. Wait a moment.',
      missing_key: 'The key for it is gone.',
      stale_epoch: 'The readers have changed since.',
      stale_roster: 'The list of staff has changed; it is being updated.',
      revoked: 'Whoever accepted the conversation is not on the staff any more.',
    } as Partial<Record<ErrorName, string>>,
    offlineTitle: 'No connection',
    offlineText: 'What you send waits here and goes out when it is back.',
    again: (seconds: number) => (seconds > 0 ? `Next try in ${plural(seconds, 'second', 'seconds')}.` : 'Trying now.'),
    violationTitle: 'Stopped: this conversation cannot be trusted any more',
    violationText:
      'Nothing is sent any more, and it is on record. If the matter is urgent, tell the customer by another channel not to go on here.',
    violationDetails: (code: string, seq: number) => (seq > 0 ? `${code}, entry ${seq}` : code),
    stoppedWriting: 'Writing is switched off.',
    closedTitle: 'This conversation is closed',
    closedText: 'You can still read it here, and take it off the list when you are done.',
    endedText: 'Sign in again to go on. What you wrote and did not send was kept.',
  },

  title: {
    plain: 'Cloister',
    waiting: (count: number) => `(${count}) Cloister`,
    locked: 'Cloister (locked)',
  },

  announce: {
    waiting: (count: number) =>
      count === 0 ? 'Nobody is waiting.' : count === 1 ? 'One customer is waiting.' : `${count} customers are waiting.`,
    unread: (count: number) =>
      count === 1 ? 'One conversation waits for your answer.' : `${count} conversations wait for your answer.`,
    focused: (name: string) => `Now talking to ${name}.`,
    offline: 'Connection lost.',
    online: 'Connected again.',
    ending: 'Your session is about to end.',
  },
};

export type Messages = typeof en;
