// What the engine for sensitive data finds (shared/detect), as marks: the same value spelt out, spaced or in other digits
// is one.
import type { Finding, FindingType } from '../../shared/detect/engine';
import { readSpokenEmail } from './contacts';
import { readDates } from './dates';
import { clean, digitsOf, fold, foldCode } from './fold';
import type { Kind } from './kinds';
import { addNumber } from './numbers';
import type { Reading } from './reading';

/** `DetectEngine` is one; so is anything else that answers alike. */
export interface Detector {
  scan(text: string): Pick<Finding, 'type' | 'confidence' | 'pieces'>[];
}

const kindOf: Partial<Record<FindingType, Kind>> = {
  CREDIT_CARD: 'card',
  US_SSN: 'identity',
  IBAN: 'account',
  BANK_ACCOUNT: 'account',
  NATIONAL_ID: 'identity',
  PASSPORT: 'identity',
  DRIVING_LICENCE: 'identity',
  DATE_OF_BIRTH: 'identity',
  EMAIL: 'email',
  PHONE: 'phone',
  IP_ADDRESS: 'code',
  PASSWORD: 'secret',
  API_KEY: 'secret',
  CRYPTO_WALLET: 'account',
};
const LEAST_CONFIDENCE = 0.5;
const LEAST_CHARACTERS = 5;

const digitWords = [
  'zero|oh|cero|null|nul',
  'one|uno|un|eins|um',
  'two|dos|deux|zwei|zwo|dois|due',
  'three|tres|trois|drei|tre',
  'four|cuatro|quatre|vier|quatro|quattro',
  'five|cinco|cinq|funf|cinque',
  'six|seis|sechs|meia|sei',
  'seven|siete|sept|sieben|sete|sette',
  'eight|ocho|huit|acht|oito|otto',
  'nine|nueve|neuf|neun|nove',
];
const digitOf = new Map(digitWords.flatMap((words, digit) => words.split('|').map((word) => [word, digit] as const)));

/** "four two double seven" is 4277; undefined when other words are among them. */
export function spokenDigits(text: string): string | undefined {
  let out = '';
  let times = 1;
  for (const word of fold(text).match(/\p{L}+|\d/gu) ?? []) {
    const digit = /\d/.test(word) ? word : digitOf.get(word)?.toString();
    if (digit !== undefined) {
      out += digit.repeat(times);
      times = 1;
    } else if (/^(?:double|triple)$/.test(word)) times = word === 'double' ? 2 : 3;
    else return undefined;
  }
  return out === '' ? undefined : out;
}

const spokenRow = new RegExp(
  `(?<![\\p{L}])(?:(?:${[...digitOf.keys()].join('|')}|double|triple|\\d)[\\s,-]+){3,32}(?:${[...digitOf.keys()].join('|')}|\\d)(?![\\p{L}\\d])`,
  'giu',
);
/** Numbers that somebody spelt out in words. */
export function readSpoken(reading: Reading): void {
  for (const match of fold(reading.text).matchAll(spokenRow)) {
    const digits = /\p{L}/u.test(match[0]) ? spokenDigits(match[0]) : undefined;
    if (!digits || digits.length < LEAST_CHARACTERS) continue;
    addNumber(reading, digits, { kind: 'number', strength: 100, group: reading.nextGroup(), near: true });
  }
}

function addFinding(reading: Reading, text: string, kind: Kind): void {
  const group = reading.nextGroup();
  const digits = digitsOf(text);
  const letters = /\p{L}/u.test(text);
  const spoken = letters && kind !== 'secret' ? spokenDigits(text) : undefined;
  const number = spoken ?? (letters ? undefined : digits);
  if (number !== undefined && number.length >= LEAST_CHARACTERS) {
    addNumber(reading, number, { kind, strength: 100, group, near: true });
  } else if (number !== undefined && kind === 'secret') {
    reading.add({ value: `n:${number}`, kind, strength: 70, fit: 'exact', group });
  } else if (foldCode(text).length >= LEAST_CHARACTERS) {
    reading.add({ value: `c:${foldCode(text)}`, kind, strength: 100, fit: 'exact', group });
    if (digits.length >= 8) addNumber(reading, digits, { kind, strength: 100, group, near: true });
  }
}

export function readFindings(reading: Reading, text: string, detector: Detector): void {
  for (const { type, confidence, pieces } of detector.scan(text)) {
    const kind = kindOf[type];
    if (!kind || confidence < LEAST_CONFIDENCE) continue;
    const value = clean(pieces.map((piece) => text.slice(piece.start, piece.end)).join(' '));
    if (type === 'EMAIL') readSpokenEmail(reading, value);
    else if (type === 'DATE_OF_BIRTH') readDates(reading.part(value), 'identity');
    else addFinding(reading, value, kind);
  }
}
