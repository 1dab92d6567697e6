// How agents err, made from the conversations of a scene.
import type { Try } from './bed';
import { type Chance, fill, type Talk } from './talks';

/** A conversation of a scene, and its place there. */
export interface At {
  talk: Talk;
  at: number;
}

const numbered = /[A-Z]{0,4}[-#]?\d[\d -]{3,}\d/;

/** The same number, written in another way. */
export function regroup(chance: Chance, text: string): string | undefined {
  const number = numbered.exec(text)?.[0];
  if (!number) return undefined;
  const digits = number.replace(/\D/g, '');
  const forms = [
    digits.replace(/(.{3})(?=.)/g, '$1 '),
    digits.replace(/(.{2})(?=.)/g, '$1-'),
    digits.replace(/(.{4})(?=.)/g, '$1.'),
    digits.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    digits.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit))),
    digits,
  ];
  return text.replace(number, ` ${chance.of(forms)}`);
}

/** One digit wrong, or two exchanged; not the last alone, which makes the neighbour's number of it. */
export function misread(chance: Chance, text: string): string | undefined {
  const number = /\d{5,}/.exec(text)?.[0];
  if (!number) return undefined;
  const at = chance.below(number.length - 2);
  const [a, b] = [number[at] as string, number[at + 1] as string];
  const changed = a !== b && chance.below(2) === 0 ? b + a : `${(Number(a) + 1 + chance.below(8)) % 10}${b}`;
  if (changed === a + b) return undefined;
  return text.replace(number, number.slice(0, at) + changed + number.slice(at + 2));
}

/** As people copy by typing: small letters, no commas, a letter missing, a word changed. */
export function retype(chance: Chance, text: string): string {
  const words = text
    .toLowerCase()
    .replace(/[,!?;:]/g, '')
    .split(' ');
  const long = words.flatMap((word, at) => (/^[\p{L}]{6,}$/u.test(word) ? [at] : []));
  if (long.length > 1) {
    const at = chance.of(long);
    const word = words[at] as string;
    words[at] = word.slice(0, 3) + word.slice(4);
  }
  if (words.length > 10) words.splice(chance.below(words.length), 1);
  return words.join(' ');
}

const greet: Record<string, string[]> = {
  en: [
    'Hi {first}, one moment please.',
    'Dear {title_en} {last}, thank you for your patience.',
    'Thanks {first}!',
    'hello {first}, are you still there?',
    'No problem, {first}.',
    'I am sorry about that, {first}.',
    'Good morning {first}, how can I help?',
  ],
  de: [
    'Hallo {first}, einen Moment bitte.',
    'Guten Tag {title_de} {last}, danke für Ihre Geduld.',
    'Vielen Dank, {title_de} {last}!',
  ],
  fr: ['Bonjour {first}, un instant.', 'Merci {first} !'],
  es: ['Hola {first}, un momento.', 'Gracias, {first}.'],
  pt: ['Olá {first}, um momento.', 'Obrigado, {first}!'],
  it: ['Buongiorno {first}, un attimo.', 'Grazie {first}!'],
};

const isSameMatter = (a: Talk, b: Talk): boolean => a.name === b.name;

/** The values of one conversation that say whose it is. */
const telling = [
  'order',
  'tracking',
  'email',
  'phone',
  'card',
  'iban',
  'account',
  'booking',
  'passport',
  'insurance',
  'case',
  'voucher',
];
const mention = [
  'I am looking at {x} now.',
  '{x} is all right.',
  'As for {x}: done.',
  'so {x} it is, one moment',
  'Please confirm {x}',
];

/** Slips of one pair: written in `into`, meant for `from`. */
export function slipsOf(chance: Chance, into: At, from: At, all: readonly At[]): Try[] {
  const { talk } = from;
  const place = { into: into.at, from: from.at };
  const said = talk.messages.filter(({ side }) => side === 'customer').map(({ text }) => text);
  const long = said.filter((text) => text.split(' ').length >= 8);
  const own = talk.replies.own;
  const out: Try[] = [];
  const add = (kind: string, text: string | undefined, more: Partial<Try> = {}) => {
    if (text !== undefined) out.push({ kind, text, ...place, ...more });
  };
  add('a reply for another', chance.of(own));
  add('reassigned while sending', chance.of(own), chance.below(4) === 0 ? { leaves: into.at } : { leaves: from.at });
  // Templates make word for word the same of what two people would say in their own words.
  const alike = all.some((other) => other !== from && isSameMatter(other.talk, talk));
  if (long.length > 0 && !alike) {
    const text = chance.of(long);
    const words = text.split(' ');
    const cut = chance.below(Math.max(1, words.length - 8));
    add('copied and pasted', text, { occasion: 'paste' });
    add('copied and sent', text);
    add('partly copied', words.slice(cut, cut + 8).join(' '), { occasion: 'paste' });
    add('retyped', retype(chance, text));
  }
  const value = chance.of(telling.filter((name) => said.join(' ').includes(talk.values[name] ?? '\n')));
  const plain = chance.of(mention);
  if (value) {
    const x = talk.values[value] as string;
    add('number or address alone', plain.replace('{x}', x));
    add('reformatted', regroup(chance, plain.replace('{x}', x)));
    add('a digit wrong', misread(chance, plain.replace('{x}', x.replace(/ /g, ''))));
    if (/\d{6,}/.test(x)) add('last four', `The one ending in ${x.replace(/\D/g, '').slice(-4)}, correct?`);
  }
  const names = said.join(' ');
  const greeting = chance.of(
    (greet[talk.language] ?? []).filter((text) => !text.includes('{last}') || names.includes(talk.values.last ?? '\n')),
  );
  if (names.includes(talk.values.first ?? '\n')) {
    const first = greeting ? fill(greeting, talk.values) : undefined;
    const sameName = (name: string) =>
      into.talk.messages.some(({ text }) => text.toLowerCase().includes(name.toLowerCase()));
    if (!sameName(talk.values.first ?? '') && !sameName(talk.values.last ?? '')) add('wrong name', first);
  }
  if (!alike && talk.replies.matter.length > 0) {
    add(
      into.talk.language === talk.language ? 'matter alone' : 'matter alone, other language',
      chance.of(talk.replies.matter),
    );
  }
  return out;
}
