// What texts are compared by, and the bounds of it all. A mark is what the frame reads in a text and keeps to itself; a
// fingerprint is what the desk gets of it.
export const kinds = [
  'card',
  'account',
  'identity',
  'secret',
  'email',
  'phone',
  'number',
  'code',
  'address',
  'name',
  'amount',
  'date',
  'place',
  'link',
  'language',
  'phrase',
  'word',
] as const;
/** What kind of thing it is: the only thing that the agent is told about why a message was stopped. */
export type Kind = (typeof kinds)[number];

/** How well a draft's value fits: the whole of it, its last digits, or all but one character. */
export const fits = ['near', 'tail', 'exact'] as const;
export type Fit = (typeof fits)[number];

/** Who wrote it. */
export type Side = 'customer' | 'agent';

export interface Traits {
  kind: Kind;
  fit: Fit;
  /** How telling it is by its looks, 0 to 100: an order number is, a price in round figures is not. */
  strength: number;
  /** Readings of one thing in one text (whole, last digits, without one digit) share a number, and count once. */
  group: number;
}

export interface Mark extends Traits {
  /** Canonical; the letters before the colon keep apart what must not be compared. */
  value: string;
}

export interface Fingerprint extends Traits {
  /** 16 hexadecimal digits: HMAC-SHA-256 under the key of the session, cut to 64 bits. */
  mac: string;
}

/** Of one draft or pasted text. */
export const MAX_DRAFT_FINGERPRINTS = 64;
/** Of one message of a conversation. */
export const MAX_MESSAGE_FINGERPRINTS = 512;
/** Longer texts are read up to here. */
export const MAX_TEXT_CHARACTERS = 20_000;
export const MAX_GROUPS = 4096;

const isWhole = (value: unknown, least: number, most: number): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;

function isFingerprint(value: unknown): value is Fingerprint {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 5) return false;
  const print = value as Record<keyof Fingerprint, unknown>;
  return (
    typeof print.mac === 'string' &&
    /^[0-9a-f]{16}$/.test(print.mac) &&
    kinds.includes(print.kind as Kind) &&
    fits.includes(print.fit as Fit) &&
    isWhole(print.strength, 0, 100) &&
    isWhole(print.group, 0, MAX_GROUPS)
  );
}

/** For what a frame hands over: `most` is one of the limits above. */
export const areFingerprints = (value: unknown, most: number): value is Fingerprint[] =>
  Array.isArray(value) && value.length <= most && value.every(isFingerprint);
