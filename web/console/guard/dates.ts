// Days of a year, with the year where it was given. Both readings of 03/04 count.
import { fold } from './fold';
import type { Kind } from './kinds';
import type { Reading } from './reading';

const months = [
  'january|jan|enero|ene|janvier|janv|januar|janner|janeiro|gennaio|gen',
  'february|feb|febrero|fevrier|fevr|februar|fevereiro|fev|febbraio',
  'march|mar|marzo|mars|marz|marco',
  'april|apr|abril|abr|avril|avr|aprile',
  'may|mayo|mai|maio|maggio|mag',
  'june|jun|junio|juin|juni|junho|giugno|giu',
  'july|jul|julio|juillet|juil|juli|julho|luglio|lug',
  'august|aug|agosto|ago|aout',
  'september|sept|sep|septiembre|septembre|setembro|set|settembre',
  'october|oct|octubre|octobre|oktober|okt|outubro|out|ottobre|ott',
  'november|nov|noviembre|novembre|novembro',
  'december|dec|diciembre|dic|decembre|dezember|dez|dezembro|dicembre',
];
const monthOf = new Map(months.flatMap((names, at) => names.split('|').map((name) => [name, at + 1] as const)));
const monthName = '(\\p{L}{3,10})\\.?';
const year = "((?:19|20)\\d{2}|'\\d{2})";
const dayFirst = new RegExp(
  `(?<![\\p{L}\\d])(\\d{1,2})(?:st|nd|rd|th|er|º|°|\\.)? ?(?:of |de |do |di |d')?-?${monthName}(?:,? ?-?(?:de |del )?${year})?(?![\\p{L}\\d])`,
  'giu',
);
const monthFirst = new RegExp(
  `(?<![\\p{L}\\d])${monthName} (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?:,? ${year})?(?![\\p{L}\\d])`,
  'giu',
);
const yearFirst = /(?<!\d)((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/g;
const numeric = /(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)?\d{2})?(?![\d]|[-/.]\d)/g;
const time =
  /(?<!\d)\d{1,2}[:h]\d{2}(?::\d{2})?(?: ?[ap]\.?m\b\.?)?|(?<!\d)\d{1,2} ?[ap]\.?m\b\.?|(?<!\d)\d{1,2} ?(?:uhr|h)\b/gi;

const DAY_STRENGTH = 50;
const YEAR_STRENGTH = 60;
/** People round dates to the first. */
const ROUND_STRENGTH = 25;

/** Of one date: every reading shares the group. */
function add(reading: Reading, days: [number, number][], yearText: string | undefined, kind: Kind): boolean {
  const valid = days.filter(([month, day]) => month >= 1 && month <= 12 && day >= 1 && day <= 31);
  if (valid.length === 0) return false;
  const group = reading.nextGroup();
  const short = yearText?.replace(/\D/g, '').slice(-2);
  for (const [month, day] of valid) {
    const strength = kind !== 'date' ? 100 : day === 1 || day === 31 ? ROUND_STRENGTH : DAY_STRENGTH;
    const value = `${month}-${day}`;
    reading.add({ value: `d:${value}`, kind: 'date', strength: Math.min(strength, DAY_STRENGTH), fit: 'exact', group });
    if (!short) continue;
    const whole = kind !== 'date' ? 100 : Math.min(YEAR_STRENGTH, strength + 10);
    reading.add({ value: `D:${short}-${value}`, kind, strength: whole, fit: 'exact', group });
  }
  return true;
}

function scan(reading: Reading, pattern: RegExp, kind: Kind, read: (match: RegExpExecArray) => Parsed): void {
  for (const match of reading.text.matchAll(pattern)) {
    const { days, year } = read(match);
    if (add(reading, days, year, kind)) reading.blank(match.index, match[0].length);
  }
}
interface Parsed {
  days: [number, number][];
  year: string | undefined;
}

/** `kind` is what a date of this text is for: a date of birth tells one person from another. */
export function readDates(reading: Reading, kind: Kind = 'date'): void {
  const named = (name: string | undefined) => monthOf.get(fold(name ?? '')) ?? 0;
  scan(reading, yearFirst, kind, ([, y, m, d]) => ({ days: [[Number(m), Number(d)]], year: y }));
  scan(reading, dayFirst, kind, ([, d, m, y]) => ({ days: [[named(m), Number(d)]], year: y }));
  scan(reading, monthFirst, kind, ([, m, d, y]) => ({ days: [[named(m), Number(d)]], year: y }));
  scan(reading, numeric, kind, ([, a, separator, b, y]) => {
    const [first, second] = [Number(a), Number(b)];
    const dotted: [number, number][] = [[second, first]];
    // With a dot the day comes first; "12.30." and "24/7" are no dates here, and three numbers in a row are.
    if (separator === '.' || first === second) return { days: dotted, year: y };
    return { days: [...dotted, [first, second]], year: y };
  });
  for (const match of reading.text.matchAll(time)) reading.blank(match.index, match[0].length);
}
