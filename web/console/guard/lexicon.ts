// What a word is worth: grammar, everyday, or rare enough to tell one conversation from another.
import { everyday, grammar, type Language } from './common_words';
import { fold } from './fold';

const STEM_LETTERS = 6;
const EVERYDAY_LETTERS = 5;

const languages = Object.keys(grammar) as Language[];
const split = (words: string): string[] => words.split(/\s+/).filter((word) => word !== '');
const grammarOf = new Map(languages.map((language) => [language, new Set(split(grammar[language]))]));
const allGrammar = new Set(languages.flatMap((language) => split(grammar[language])));
const everydayWords = new Set(everyday.flatMap(split));
const allEveryday = new Set(everyday.flatMap(split).map((word) => head(word)));

function head(word: string): string {
  return word.slice(0, EVERYDAY_LETTERS);
}

const singular = (word: string): string => (word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word);

/** Of a folded word: the same for its forms, as far as a cut can do that. */
export const stem = (word: string): string => singular(word).slice(0, STEM_LETTERS);

export const isGrammar = (word: string): boolean => allGrammar.has(word);

/** One of the everyday words itself, and not only like one in its first letters. */
export const isEveryday = (word: string): boolean => everydayWords.has(word);

/** Grammar, or said in every trade. */
export const isCommon = (word: string): boolean =>
  word.length < 3 || isGrammar(word) || allEveryday.has(head(word)) || allEveryday.has(head(singular(word)));

/** Folded words in their order. A character of a script without spaces is a word. */
export const wordsOf = (text: string): string[] => fold(text).match(ideograph) ?? [];
const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}]+(?:['-]\p{L}+)*/gu;

/** Below this share of known words a text is in a language that has no list here, and rare words tell nothing. */
const KNOWN_SHARE = 0.4;
const SHORT_KNOWN_SHARE = 0.3;
const SHORT_WORDS = 10;
export function isReadable(words: readonly string[]): boolean {
  const share = words.length < SHORT_WORDS ? SHORT_KNOWN_SHARE : KNOWN_SHARE;
  return words.length > 0 && words.filter(isCommon).length >= share * words.length;
}

const LANGUAGE_WORDS = 5;
const LANGUAGE_SHARE = 0.3;
const LANGUAGE_LEAD = 2;

/** Only when the grammar leaves no doubt. */
export function languageOf(words: readonly string[]): Language | undefined {
  if (words.length < LANGUAGE_WORDS) return undefined;
  const counts = languages.map((language) => ({
    language,
    count: words.filter((word) => grammarOf.get(language)?.has(word)).length,
  }));
  counts.sort((a, b) => b.count - a.count);
  const [first, second] = counts;
  if (!first || !second || first.count < 3 || first.count < LANGUAGE_SHARE * words.length) return undefined;
  return first.count >= LANGUAGE_LEAD * second.count ? first.language : undefined;
}
