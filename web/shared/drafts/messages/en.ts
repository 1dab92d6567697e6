// The words about drafts, in English. Each intervention is one sentence: why, and what is safe instead.
import type { FindingType } from '../../detect/engine';
import type { Kind } from '../notices';
import type { Side } from '../policy';

const names: Record<Kind, string> = {
  CREDIT_CARD: 'card number',
  CVV: 'card security code',
  CARD_EXPIRY: 'expiry date of a card',
  US_SSN: 'social security number',
  IBAN: 'IBAN',
  BANK_ACCOUNT: 'bank account number',
  NATIONAL_ID: 'identity number',
  PASSPORT: 'passport number',
  DRIVING_LICENCE: 'driving licence number',
  DATE_OF_BIRTH: 'date of birth',
  EMAIL: 'e-mail address',
  PHONE: 'phone number',
  IP_ADDRESS: 'internet address',
  PASSWORD: 'password or code',
  API_KEY: 'secret key',
  CRYPTO_WALLET: 'wallet address',
  ASKS_FOR_SECRET: 'question for a secret',
  LEADS_OUTSIDE: 'way around this chat',
};

const gone = (name: string) => `${name} removed`;

const never: Record<Side, string> = {
  customer: 'nobody who helps you needs it, and nobody may ask you for it',
  staff: 'it is as good as stolen once it stands in a chat',
};
const safeBlock: Partial<Record<Kind, Record<Side, string>>> = {
  PASSWORD: {
    customer: 'nobody here may ever know it; take it out, and use “forgot password” if you cannot get in',
    staff: 'let customers set their own, by the link for that, and take it out here',
  },
  CVV: {
    customer: 'it is for paying only, and nobody here may ask for it',
    staff: 'it must never be written down, by the rules of the card companies',
  },
  API_KEY: {
    customer: 'whoever has it can use it; take it out, and make a new one if it was shown elsewhere',
    staff: 'whoever has it can use it; let them make their own',
  },
};

export const en = {
  region: 'Before you send',
  gone: Object.fromEntries(Object.entries(names).map(([kind, name]) => [kind, gone(name)])) as Record<
    FindingType,
    string
  >,
  name: (kind: Kind) => names[kind],
  /** One sentence: why, and what to do. */
  block: (kind: Kind, side: Side): string => {
    if (kind === 'ASKS_FOR_SECRET')
      return 'This asks for what must never be asked; say what you want to check, or lead them to do it themselves.';
    if (kind === 'LEADS_OUTSIDE')
      return 'This leads away from the only place that is sealed; ask for it here, where nobody else reads along.';
    return `This ${names[kind]} must not leave: ${safeBlock[kind]?.[side] ?? never[side]}.`;
  },
  mask: (kind: Kind, by: string) => `This ${names[kind]} leaves as ${by}, because the rest is not needed here.`,
  warn: (kind: Kind, side: Side) =>
    side === 'customer'
      ? `This looks like your ${names[kind]}; send it only if you were asked for it and know why.`
      : `This looks like a customer’s ${names[kind]}; they know it already, so better leave it out.`,
  split: (kind: Kind) => `Together with what you sent before, this makes a whole ${names[kind]}.`,
  more: (count: number) => (count === 1 ? 'and 1 more' : `and ${count} more`),
  remove: 'Take it out',
  maskIt: 'Mask it',
  harmless: 'Not sensitive',
  notMeant: 'That is not what it says',
  held: 'Not sent.',
  willSend: 'This is what will be sent:',
  sendMasked: 'Send it so',
  sendAnyway: 'Send it anyway',
  ask: 'Send it all the same?',
  keepWriting: 'Keep writing',
  noticed: (what: string) => `Noticed: ${what}`,
  clear: 'Nothing sensitive any more.',
} as const;
