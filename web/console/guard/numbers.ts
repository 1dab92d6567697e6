// Numbers by their digits, however grouped; codes of letters and digits; and what is left of them when one character is
// wrong or only the last four are given.
import { digitsOf, foldCode } from './fold';
import type { Kind, Mark } from './kinds';
import type { Reading } from './reading';

/** Shorter numbers say nothing without a word that names them. */
const PLAIN_DIGITS = 5;
const LABELLED_DIGITS = 3;
const TAIL_DIGITS = 4;
/** What is the same in a national and an international telephone number. */
const LONG_TAIL_DIGITS = 8;
const LONG_DIGITS = 9;
/** Of shorter ones too many differ in one digit by chance. */
const NEAR_DIGITS = 5;
const SEQUENTIAL_DIGITS = 10;
const MAX_DIGITS = 34;

const label = new RegExp(
  `(?:\\b(?:${[
    'orders?|tickets?|account|acct|acc|booking|reservation|reference|ref|case|invoice|tracking|parcel|shipment|consignment',
    'flights?|flug|vol|vuelo|voo|volo|train|seat|room|customer|client|member|membership|contract|policy|claim|serial|imei|patient|pnr|confirmation|record|file|number|no|num',
    'code|id|locator|voucher|gift card|licen[cs]e|plate|meter|passport|pin|loan|transaction|request|ref|rma|sn|mrn|sim',
    'pedido|cuenta|reserva|factura|seguimiento|expediente|contrato|poliza|póliza|localizador|número|numero|código|codigo',
    'commande|compte|réservation|facture|suivi|colis|dossier|contrat|référence|numéro|abonné',
    '\\p{L}*nummer|\\p{L}*-?nr|bestellung|auftrag|konto|buchung|rechnung|sendung|vertrag|vorgang|kennzeichen|\\p{L}*code',
    'encomenda|conta|fatura|rastreio|protocolo|apólice|ordine|conto|prenotazione|fattura|spedizione|pratica|contratto',
  ].join(
    '|',
  )})\\b|[#№]|n[°º])[^\\p{L}\\d]*(?:(?:numbers?|number's|no|nr|num|id|code|is|was|are|the|my|your|it's|its|es|ist|est|lautet|é|è|de|del|mi|meine)[^\\p{L}\\d]+){0,3}$`,
  'iu',
);
/** How people announce the end of a number. */
const ending = new RegExp(
  `(?:end(?:s|ing|et|end)?|last|final|ultim[oa]s?|últim[oa]s?|derniers?|letzten?|termina\\p{L}*|acaba\\p{L}*|termin\\p{L}+|` +
    `fini\\p{L}*|endziffern?|[*•x…]{2,}|\\.{3}|-{2,}|\\*)[^\\d\\n]{0,28}$`,
  'iu',
);
const unit =
  /^\s?(?:%|(?:k?m|cm|mm|kg|g|gb|mb|tb|kb|mah|kwh|wh|w|v|hz|khz|mhz|ghz|ms|mbps|ml|l|h|min|mins|minutes?|hours?|days?|weeks?|months?|years?|points?|miles?|steps?|words?|characters?|rows?|records?|users?|seats?|pieces?|pcs|items?|people|tage?|stunden|jours|heures|días|horas|dias|giorni|ore|stück|puntos|pontos|punti)\b)/iu;
/** Places that follow a postal code, or the state before it. */
const cityAfter = /^,? ?\p{Lu}\p{Ll}{2,}/u;
const stateBefore = /\b[A-Z]{2},? ?$/;

const numeral = /(?<![\p{L}\d])[+(]{0,2}\d(?:(?:[ .\-/()_·]{1,3}|,(?=\d{3}(?!\d)))?\d)*(?!\d)/gu;
/** Nobody's own: services that the caller does not pay for, or short ones of all. */
const free = /^(?:0?0?800[ \d/-]{6,11}|(?:\+?1[ .-]?)?\(?8(?:00|88|77|66|55|44|33)\)?[ .-]\d{3}[ .-]\d{4})$/;

const isYear = (digits: string): boolean => /^(?:19|20)\d\d$/.test(digits);

interface Found {
  digits: string;
  groups: string[];
  kind: Kind;
  strength: number;
  ends: boolean;
  labelled: boolean;
}

function judge(reading: Reading, from: number, raw: string): Found | undefined {
  const digits = digitsOf(raw);
  const { text } = reading;
  const before = text.slice(Math.max(0, from - 48), from);
  const after = text.slice(from + raw.length, from + raw.length + 24);
  const labelled = reading.answers || label.test(before);
  const ends = digits.length === TAIL_DIGITS && ending.test(before);
  const found = { digits, groups: raw.split(/\D+/).filter((part) => part !== ''), labelled, ends };
  if (digits.length < PLAIN_DIGITS && /^\p{L}/u.test(after)) return undefined;
  if (digits.length > MAX_DIGITS || free.test(raw) || /^0+$/.test(digits)) return undefined;
  if (ends) return { ...found, kind: 'number', strength: 100 };
  if (labelled && digits.length >= LABELLED_DIGITS)
    return { ...found, kind: 'number', strength: digits.length < TAIL_DIGITS ? 50 : 100 };
  if (digits.length < TAIL_DIGITS || unit.test(after)) return undefined;
  if (digits.length < PLAIN_DIGITS) {
    return isYear(digits) ? undefined : { ...found, kind: 'number', strength: 40 };
  }
  if (digits.length === PLAIN_DIGITS && raw.length === digits.length) {
    if (cityAfter.test(after) || stateBefore.test(before)) return { ...found, kind: 'place', strength: 50 };
  }
  return { ...found, kind: 'number', strength: /,/.test(raw) ? 30 : 100 };
}

/** The value without one of its characters, each once: two that differ in one, or in the order of two, share some. */
function shortened(value: string): string[] {
  const out = new Set<string>();
  for (let at = 0; at < value.length; at++) out.add(value.slice(0, at) + value.slice(at + 1));
  // Numbers are given out in a row: those that differ in the last digit alone are neighbours rather than mistakes.
  if (value.length < SEQUENTIAL_DIGITS) out.delete(value.slice(0, -1));
  return [...out];
}

/** The last two in any order: exchanged, they are no neighbours. */
const turned = (value: string): string => `${value.slice(0, -2)}~${[...value.slice(-2)].sort().join('')}`;

/**
 * The last four digits, given as such. They are compared with the ends of whole numbers and with other given ends; that
 * two whole numbers end alike says nothing.
 */
function addEnd(reading: Reading, digits: string, strength: number, group: number): void {
  const mark: Omit<Mark, 'value'> = { kind: 'number', strength, fit: 'tail', group };
  reading.add({ ...mark, value: `given:${digits}` });
  if (reading.isDraft) reading.add({ ...mark, value: `end:${digits}` });
}

/** All readings of one number, of which any may be what the other text has. */
export function addNumber(
  reading: Reading,
  digits: string,
  { kind, strength, group, near }: { kind: Kind; strength: number; group: number; near: boolean },
): void {
  const marks: Mark[] = [{ value: `n:${digits}`, kind, strength, fit: 'exact', group }];
  if (digits.length >= LONG_DIGITS - 1) {
    marks.push({ value: `t8:${digits.slice(-LONG_TAIL_DIGITS)}`, kind, strength, fit: 'exact', group });
  }
  if (digits.length >= PLAIN_DIGITS) {
    const space = reading.isDraft ? 'given' : 'end';
    marks.push({ value: `${space}:${digits.slice(-TAIL_DIGITS)}`, kind, strength, fit: 'tail', group });
  }
  // People leave the zeros out with which a number begins.
  const bare = digits.replace(/^0+/, '');
  if (bare !== digits && bare.length >= PLAIN_DIGITS) {
    marks.push({ value: `n:${bare}`, kind, strength, fit: 'exact', group });
  }
  if (near && digits.length >= NEAR_DIGITS) {
    for (const rest of [digits, ...shortened(digits), turned(digits)]) {
      marks.push({ value: `x:${rest}`, kind, strength, fit: 'near', group });
    }
  }
  for (const mark of marks) reading.add(mark);
}

/** A number that has just been given out is near others that were, and no mistake. */
const issued =
  /(?:\b(?:new|opened|created|open|raised|replacement|neue[rsn]?|angelegt|eröffnet|créée?|nouvelle?|ouvert|cread[oa]|nuev[oa]|abiert[oa]|nov[oa]|abert[oa]|criad[oa]|nuov[oa]|creat[oa]|aperto)\b)[^.!?\n]{0,40}$/iu;
const isIssued = (reading: Reading, at: number): boolean =>
  reading.isDraft && issued.test(reading.text.slice(Math.max(0, at - 64), at));

/** Numbers in a text from which dates, amounts and links were blanked. */
export function readNumbers(reading: Reading): void {
  for (const match of reading.text.matchAll(numeral)) {
    const found = judge(reading, match.index, match[0]);
    if (!found) continue;
    const group = reading.nextGroup();
    const { digits, kind, strength } = found;
    if (found.ends) {
      addEnd(reading, digits, strength, group);
      continue;
    }
    const near = kind !== 'place' && strength === 100 && !isIssued(reading, match.index);
    addNumber(reading, digits, { kind, strength, group, near });
    if (digits.length === TAIL_DIGITS) addEnd(reading, digits, Math.min(strength, 40), group);
    for (const [at, part] of found.groups.entries()) {
      // Not what all numbers of a country or network begin with.
      if (part.length < PLAIN_DIGITS || part === digits || (at === 0 && part.startsWith('0'))) continue;
      reading.add({ value: `n:${part}`, kind, strength, fit: 'tail', group });
    }
  }
}

/** Words of letters and digits, alone or in a row: "ORD-48213", "K7 M2PX", "8F3K". */
const codePart = '(?:(?=[\\p{L}\\d]*\\d)[\\p{L}\\d]+|[A-Z]{1,8})';
const codeRow = new RegExp(
  `(?<![\\p{L}\\d.@])${codePart}(?:[-_/#.][\\p{L}\\d]+){0,8}(?: [A-Z\\d]+(?:[-_/#.][A-Z\\d]+){0,8}){0,8}(?![\\p{L}\\d@])`,
  'gu',
);
const CODE_LETTERS = 3;
const LONG_CODE_LETTERS = 5;
const MAX_CODE_LETTERS = 64;
const mixed = /(?=.*\d)(?=.*\p{L})/u;
/** "SAVE10", "iPhone15", "Windows11": a word and a small number. */
const branded = /^\p{L}{3,}\d{1,3}$/u;
const isOrdinal = /^\d+(?:st|nd|rd|th|er|re|ème|eme|[a-z]{1,3})$/i;

function codeStrength(code: string, labelled: boolean): number {
  const compact = code.replace(/[^\p{L}\d]/gu, '');
  if (compact.length < LONG_CODE_LETTERS) return 40;
  if (labelled) return 100;
  if (branded.test(compact) || /^\d{1,3}\p{L}+$/u.test(compact)) return 30;
  const digits = digitsOf(compact).length;
  if (digits >= PLAIN_DIGITS || (compact.length >= 8 && digits >= 2)) return 100;
  return digits >= 3 || (compact.length >= 6 && digits >= 2) ? 70 : 40;
}

function addCode(reading: Reading, code: string, labelled: boolean, group: number, near: boolean): void {
  const value = foldCode(code);
  if (value.length < CODE_LETTERS || value.length > MAX_CODE_LETTERS) return;
  const strength = codeStrength(code, labelled);
  // "73O2295l4" is a number.
  if (/^\d+$/.test(value)) {
    addNumber(reading, value, { kind: 'number', strength, group, near });
    return;
  }
  reading.add({ value: `c:${value}`, kind: 'code', strength, fit: 'exact', group });
  if (!near || strength < 70 || /[.]/.test(code)) return;
  for (const rest of [value, ...shortened(value), turned(value)]) {
    reading.add({ value: `y:${rest}`, kind: 'code', strength, fit: 'near', group });
  }
}

export function readCodes(reading: Reading): void {
  for (const match of reading.text.matchAll(codeRow)) {
    const row = match[0].slice(0, MAX_CODE_LETTERS);
    const parts = row.split(' ');
    const before = reading.text.slice(Math.max(0, match.index - 48), match.index);
    const labelled = reading.answers || label.test(before);
    const group = reading.nextGroup();
    const settled = !isIssued(reading, match.index);
    const coded = parts.filter((part) => mixed.test(part) && !isOrdinal.test(part));
    if (parts.length > 1 && mixed.test(row)) addCode(reading, row, labelled, group, settled);
    for (const part of coded) addCode(reading, part, labelled, group, settled);
    // The digits of a code are what people type: "48213" for "ORD-48213".
    for (const part of coded.flatMap((one) => one.match(/\d{4,}/g) ?? [])) {
      const strong = part.length >= PLAIN_DIGITS;
      if (isYear(part)) continue;
      addNumber(reading, part, { kind: 'number', strength: strong ? 100 : 40, group, near: strong && settled });
    }
    if (labelled && parts.length === 1 && /^\p{Lu}{5,8}$/u.test(row)) addCode(reading, row, true, group, settled);
  }
}
