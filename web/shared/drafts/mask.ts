// A value made unreadable, as src/detect/mask.h does it, and social security numbers as people know them from letters.
import type { FindingType } from '../detect/engine';

const LEFT = 4;
/** So many characters at least have types of which the last four stay, by custom. */
const keepsEnd: Partial<Record<FindingType, number>> = { CREDIT_CARD: 10, IBAN: 10, BANK_ACCOUNT: 10, US_SSN: 9 };

/** `whole`: the value is all there, not the last part of one that began in another message. `gone` names the type. */
export function masked(value: string, type: FindingType, whole: boolean, gone: string): string {
  const least = keepsEnd[type];
  const count = value.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  // A number spelt out in words would show the end of a word.
  const words = type !== 'IBAN' && /\p{L}/u.test(value);
  if (!least || !whole || words || count < least) return `[${gone}]`;
  let left = count;
  return value.replace(/\p{Cf}/gu, '').replace(/[\p{L}\p{N}]/gu, (character) => (left-- > LEFT ? '*' : character));
}

export interface Replacement {
  start: number;
  end: number;
  by: string;
}

/** The text with stretches of it, which do not overlap, replaced. */
export function replaced(text: string, parts: readonly Replacement[]): string {
  let out = '';
  let at = 0;
  for (const { start, end, by } of [...parts].sort((a, b) => a.start - b.start)) {
    out += text.slice(at, start) + by;
    at = end;
  }
  return out + text.slice(at);
}
