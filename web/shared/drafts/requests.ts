// Finds in an agent's draft what must never be asked of a customer, and what leads them out of the chat. Pure, bounded by
// the length of the text, and without a word of anybody's in memory afterwards.
import type { Check } from './notices';
import { type Concept, concepts } from './request_words';

interface Word {
  folded: string;
  start: number;
  end: number;
  /** Counts sentences: nothing reaches across. */
  sentence: number;
}

interface Phrase {
  words: readonly string[];
  concepts: Set<Concept>;
}

/** A phrase in the text: words `from` up to, not including, `to`. */
interface Mark {
  from: number;
  to: number;
  is: Set<Concept>;
}

/** Words from a request to what it asks for, and from a negation to what it turns round. */
const REACH = 10;
const TURNED = 5;
/** "I will …": from who does it to what is done. */
const BY_SELF = 3;
/** Behind a secret: "your card number, just the last four". */
const BEHIND = 6;

const phrases = new Map<string, Phrase[]>();
for (const [concept, lines] of Object.entries(concepts) as [Concept, readonly string[]][]) {
  for (const text of lines.flatMap((line) => line.split('|'))) {
    const words = text.split(' ');
    const first = words[0] as string;
    const known = phrases.get(first) ?? [];
    const same = known.find((phrase) => phrase.words.join(' ') === text);
    if (same) same.concepts.add(concept);
    else known.push({ words, concepts: new Set([concept]) });
    phrases.set(first, known);
  }
}
for (const known of phrases.values()) known.sort((a, b) => b.words.length - a.words.length);
/** Words of the longest phrase: marks that begin further back end before. */
const LONGEST = Math.max(...[...phrases.values()].map(([longest]) => longest?.words.length ?? 0));

export const requestsIn: Check = (draft) => {
  const words = wordsOf(draft);
  const marks = marksIn(words);
  const found: ReturnType<Check> = [];
  let done = 0;
  const note = (kind: ReturnType<Check>[number]['kind'], from: number, to: number): void => {
    const [first, last] = [words[from], words[to - 1]];
    if (!first || !last || first.start < done) return;
    done = last.end;
    found.push({ kind, start: first.start, end: last.end });
  };
  marks.forEach((mark, index) => {
    if (near(marks, words, index, 'not', TURNED)) return;
    if (mark.is.has('ask')) {
      const asked = reached(marks, words, index, 'secret', ['apart', 'not']);
      if (asked && !onlyPart(marks, words, index, asked)) note('ASKS_FOR_SECRET', mark.from, asked.to);
    }
    if (mark.is.has('outside')) note('LEADS_OUTSIDE', mark.from, mark.to);
    else if (mark.is.has('hand') && !near(marks, words, index, 'self', BY_SELF)) {
      const led = reached(marks, words, index, 'channel', ['not', 'self']);
      if (led) note('LEADS_OUTSIDE', mark.from, led.to);
    }
  });
  return found;
};

function wordsOf(draft: string): Word[] {
  const words: Word[] = [];
  let sentence = 0;
  let at = 0;
  for (const match of draft.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    if (/[.!?;\n]/.test(draft.slice(at, match.index))) sentence += 1;
    at = match.index + match[0].length;
    const folded = match[0].normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
    words.push({ folded, start: match.index, end: at, sentence });
  }
  return words;
}

/** The longest phrases, each word once for the phrases that are not longer; a shorter one may begin inside. */
function marksIn(words: readonly Word[]): Mark[] {
  const marks: Mark[] = [];
  let hidden = 0;
  words.forEach((word, from) => {
    if (from < hidden) return;
    const fits = (phrase: Phrase): boolean =>
      phrase.words.every((part, i) => words[from + i]?.folded === part && words[from + i]?.sentence === word.sentence);
    for (const phrase of phrases.get(word.folded)?.filter(fits) ?? []) {
      const to = from + phrase.words.length;
      // In another sense: no word of it counts for anything else.
      if (phrase.concepts.has('other')) {
        hidden = to;
        return;
      }
      marks.push({ from, to, is: phrase.concepts });
    }
  });
  return marks;
}

/** The next mark of this concept behind, unless one of `breaks` stands between. */
function reached(
  marks: readonly Mark[],
  words: readonly Word[],
  index: number,
  concept: Concept,
  breaks: readonly Concept[],
): Mark | undefined {
  const start = marks[index] as Mark;
  for (let at = index + 1; at < marks.length; at++) {
    const mark = marks[at] as Mark;
    if (mark.from >= start.to + REACH || !sameSentence(words, start, mark)) return undefined;
    // What begins inside the request is part of it.
    if (mark.is.has(concept)) return mark;
    if (mark.from >= start.to && breaks.some((one) => mark.is.has(one))) return undefined;
  }
  return undefined;
}

/** Whether a mark of this concept ends at most so many words before the mark. */
function near(
  marks: readonly Mark[],
  words: readonly Word[],
  index: number,
  concept: Concept,
  within: number,
): boolean {
  const mark = marks[index] as Mark;
  for (let at = index - 1; at >= 0; at--) {
    const before = marks[at] as Mark;
    if (mark.from - before.from >= within + LONGEST || !sameSentence(words, before, mark)) return false;
    if (before.is.has(concept) && mark.from - before.to < within) return true;
  }
  return false;
}

function onlyPart(marks: readonly Mark[], words: readonly Word[], index: number, secret: Mark): boolean {
  const start = marks[index] as Mark;
  for (let at = index; at < marks.length; at++) {
    const mark = marks[at] as Mark;
    if (mark.from >= secret.to + BEHIND || !sameSentence(words, start, mark)) return false;
    if (mark.is.has('part') || (mark.is.has('not') && mark.from >= secret.to)) return true;
  }
  return false;
}

const sameSentence = (words: readonly Word[], a: Mark, b: Mark): boolean =>
  words[a.from]?.sentence === words[b.from]?.sentence;
