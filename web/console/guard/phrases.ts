// What a text is about: its rare words, and rows of its words without the grammar, so that small changes and another
// order of the little words leave most of them as they are.
import { fold } from './fold';
import type { Mark } from './kinds';
import { isCommon, isGrammar, isReadable, languageOf, stem, wordsOf } from './lexicon';
import type { Reading } from './reading';

const ROW_WORDS = 3;
/** Where the grammar is not known, rows are of all words, and longer. */
const FULL_ROW_WORDS = 6;
const FULL_ROW_STRENGTH = 35;
/** By how many of a row's words are rare. */
const rowStrength = [15, 30, 45, 55];
const WORD_STRENGTH = 36;
const PROPER_STRENGTH = 50;
/** "prod-ledger-eu": what somebody has named so. */
const COMPOUND_STRENGTH = 80;
const MAX_WORD_LETTERS = 40;

function rows(words: readonly string[], size: number, strength: (row: readonly string[]) => number): Mark[] {
  const out: Mark[] = [];
  for (let at = 0; at + size <= words.length; at++) {
    const row = words.slice(at, at + size);
    out.push({ value: `p:${row.join(' ')}`, kind: 'phrase', strength: strength(row), fit: 'exact', group: 0 });
  }
  return out;
}

/** Written with a capital: if it is rare, a name of something. German does that with every noun. */
function properWords(text: string): Set<string> {
  return new Set([...text.matchAll(/(?<!\p{L})(\p{Lu}\p{L}{2,})/gu)].map(([word]) => fold(word)));
}

function readMatter(reading: Reading, words: readonly string[]): void {
  const capitals = languageOf(words) === 'de' ? new Set<string>() : properWords(reading.text);
  const rare = new Map<string, number>();
  for (const word of words) {
    if (isCommon(word)) continue;
    const strength = /-.*-/.test(word) ? COMPOUND_STRENGTH : capitals.has(word) ? PROPER_STRENGTH : WORD_STRENGTH;
    rare.set(/-/.test(word) ? word : stem(word), strength);
  }
  for (const [word, strength] of rare) reading.single(`w:${word}`, 'word', strength);
  const content = words.filter((word) => !isGrammar(word)).map(stem);
  const strength = (row: readonly string[]) => rowStrength[row.filter((word) => rare.has(word)).length] ?? 0;
  for (const row of rows(content, ROW_WORDS, strength)) reading.single(row.value, row.kind, row.strength);
}

/** Rows of all words and numbers: what is copied word for word has them, however little it says. */
const COPIED_ROW_WORDS = 5;
/** By how many of them are not grammar. */
const copiedStrength = [4, 4, 10, 16, 20, 20];
function readCopied(reading: Reading): void {
  const words = fold(reading.whole).match(/\p{L}+|\d+/gu) ?? [];
  const strength = (row: readonly string[]) => copiedStrength[row.filter((word) => !isGrammar(word)).length] ?? 0;
  for (const row of rows(words, COPIED_ROW_WORDS, strength)) {
    reading.single(`r:${row.value}`, row.kind, row.strength);
  }
}

/** Of these words, where there is no doubt. */
export function readLanguage(reading: Reading, words: readonly string[]): void {
  const language = languageOf(words);
  if (language) reading.single(`L:${language}`, 'language', 100);
}

export function readPhrases(reading: Reading): void {
  const words = wordsOf(reading.text).filter((word) => word.length <= MAX_WORD_LETTERS);
  readLanguage(reading, words);
  if (isReadable(words)) readMatter(reading, words);
  else {
    for (const row of rows(words, FULL_ROW_WORDS, () => FULL_ROW_STRENGTH)) {
      reading.single(row.value, row.kind, row.strength);
    }
  }
  readCopied(reading);
}
