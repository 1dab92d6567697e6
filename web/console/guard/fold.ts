// One way of writing for texts that mean the same: what the engine does with offsets (src/detect/chars.cc), here for
// comparing.
import { MAX_TEXT_CHARACTERS } from './kinds';

const invisible = /\p{Cf}|\u034f|[\u115f\u1160\u3164]|[\ufe00-\ufe0f]/gu;

/** Digits of any script; each script has its ten in a row, from a code that ends in 0 or 6. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) as number;
  if (code < 0x80) return digit;
  const low = code & 0xf;
  const fromZero = low <= 9 && /\p{Nd}/u.test(String.fromCodePoint(code - low));
  return String(fromZero ? low : low - 6);
}

/** Case and accents are kept, since names are told by them. */
export const clean = (text: string): string =>
  text
    .slice(0, MAX_TEXT_CHARACTERS)
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/[‘’‛′`´]/g, "'")
    .replace(/[“”„‟«»″]/g, '"')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/(?: ?\n){3,}/g, '\n\n');

const letters: Record<string, string> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i', þ: 'th', ð: 'd' };

/** Without case and accents. */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßøłđæœıþð]/g, (letter) => letters[letter] ?? letter);

/** Letters and digits alone; what is mistaken for a digit in a code is one. */
export const foldCode = (text: string): string =>
  fold(text)
    .replace(/[^\p{L}\p{Nd}]/gu, '')
    .replace(/o/g, '0')
    .replace(/[il]/g, '1');

export const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** Overwrites what was read, so that nothing reads it again; positions stay. */
export const blank = (text: string, from: number, size: number): string =>
  text.slice(0, from) + '\u0001'.repeat(size) + text.slice(from + size);
