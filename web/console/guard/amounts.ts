// Sums of money, in hundredths, however they are written. A currency is not compared: people leave it out.
import { digitsOf, fold } from './fold';
import type { Reading } from './reading';

const currency =
  '(?:€|\\$|£|¥|₹|R\\$|US\\$|CHF|EUR|USD|GBP|PLN|BRL|CAD|AUD|zł|kr\\.?|euros?|eur|dollars?|bucks|pounds?|quid|francs?|franken|reais|real|rupees|pesos)';
const sum = "\\d{1,3}(?:[.,' ]\\d{3})+(?:[.,]\\d{2})?|\\d+(?:[.,]\\d{2})?";
const withCurrency = new RegExp(
  `(?<![\\p{L}\\d])(?:${currency} ?(${sum})|(${sum})(?:,-)? ?${currency})(?![\\p{L}\\d])`,
  'giu',
);
/** Without one: only with hundredths, and not part of a date, a version or a time. */
const bare = /(?<![\p{L}\d.,:/-])(\d{1,3}(?:[., ]\d{3})*[.,]\d{2})(?![\d.,:/-]?\d|\s?%|\s?(?:gb|mb|tb|kg|km|h)\b)/giu;

const usualCents = new Set([0, 25, 49, 50, 75, 79, 89, 90, 95, 98, 99]);

/** "1.250,00" and "1,250.00" are 125000; "1,250" is too. */
export function hundredths(text: string): number {
  const cents = /[.,](\d{2})$/.exec(text.trim());
  const whole = digitsOf(cents ? text.slice(0, cents.index) : text);
  return Number(whole) * 100 + Number(cents?.[1] ?? 0);
}

/** Prices are alike everywhere; a sum like 137.42 is somebody's. */
export function amountStrength(value: number): number {
  const cents = value % 100;
  const whole = Math.floor(value / 100);
  if (whole < 10) return 20;
  if (!usualCents.has(cents)) return 100;
  const telling = String(whole).replace(/0+$/, '').length;
  if (cents === 0) return telling >= 4 ? 100 : telling === 3 ? 70 : 30;
  return telling >= 3 ? 60 : 45;
}

/** "10.15" may be a time. */
const mayBeTime = (value: number): boolean => value < 2400 && value % 100 < 60;

function read(reading: Reading, pattern: RegExp, isSum: boolean): void {
  for (const match of reading.text.matchAll(pattern)) {
    const value = hundredths(match[1] ?? match[2] ?? '');
    if (!Number.isSafeInteger(value) || value === 0) continue;
    const strength = amountStrength(value);
    reading.single(`m:${value}`, 'amount', isSum || !mayBeTime(value) ? strength : Math.round(strength / 2));
    reading.blank(match.index, match[0].length);
  }
}

export function readAmounts(reading: Reading): void {
  read(reading, withCurrency, true);
  read(reading, bare, false);
}

/** For the words of a text: "euros" is not a matter. */
export const isCurrency = (word: string): boolean => new RegExp(`^${currency}$`, 'iu').test(fold(word));
