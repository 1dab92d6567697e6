// What a frame reads in a text: marks of a draft, the most telling first, and marks of a conversation's messages. Runs in
// the frame; only fingerprints of the marks leave it (fingerprint.ts).

import { readAmounts } from './amounts';
import { readAddresses, readEmails, readLinks } from './contacts';
import { readDates } from './dates';
import { type Detector, readFindings, readSpoken } from './findings';
import { clean, fold } from './fold';
import {
  type Kind,
  MAX_DRAFT_FINGERPRINTS,
  MAX_MESSAGE_FINGERPRINTS,
  MAX_TEXT_CHARACTERS,
  type Mark,
  type Side,
} from './kinds';
import { wordsOf } from './lexicon';
import { asksForName, readCustomerNames, readDraftNames, readGreetedNames, readPossibleNames } from './names';
import { readCodes, readNumbers } from './numbers';
import { readLanguage, readPhrases } from './phrases';
import { Reading } from './reading';

/** Everything but names and phrases. The order matters: what is read as a date is no longer a number. */
function readIdentifiers(reading: Reading, text: string, detector: Detector): void {
  readFindings(reading, text.slice(0, MAX_TEXT_CHARACTERS), detector);
  readEmails(reading);
  readLinks(reading);
  readAddresses(reading);
  readDates(reading);
  readAmounts(reading);
  readCodes(reading);
  readNumbers(reading);
  readSpoken(reading);
}

const soft: ReadonlySet<Kind> = new Set(['phrase', 'word', 'place', 'amount', 'date', 'link']);

/** Smaller goes first, where not all can go. */
function rank({ kind, fit, strength }: Mark): number {
  if (kind === 'language') return 0;
  if (kind === 'name') return strength >= 100 ? 1 : 6;
  if (kind === 'phrase') return strength >= 30 ? 4 : 7;
  if (kind === 'word') return 5;
  if (fit === 'near') return 6;
  return soft.has(kind) || strength < 70 ? 3 : 0;
}

/** Each value once, with its strongest reading; readings that share a whole value are of one thing. */
function distinct(marks: readonly Mark[]): Mark[] {
  const best = new Map<string, Mark>();
  const sameAs = new Map<number, number>();
  const groupOf = (group: number): number => {
    const other = sameAs.get(group);
    return other === undefined ? group : groupOf(other);
  };
  for (const mark of marks) {
    const known = best.get(mark.value);
    const same = known?.fit === 'exact' && mark.fit === 'exact';
    if (same && groupOf(known.group) !== groupOf(mark.group)) sameAs.set(groupOf(mark.group), groupOf(known.group));
    if (!known || known.strength < mark.strength) best.set(mark.value, mark);
  }
  return [...best.values()].map((mark) => ({ ...mark, group: groupOf(mark.group) }));
}

function select(marks: readonly Mark[], most: number): Mark[] {
  return distinct(marks)
    .map((mark) => ({ mark, rank: rank(mark) }))
    .sort((a, b) => a.rank - b.rank || b.mark.strength - a.mark.strength)
    .slice(0, most)
    .map(({ mark }) => mark);
}

/** Of a text that is about to be sent, or was pasted: at most MAX_DRAFT_FINGERPRINTS. */
export function draftMarks(text: string, detector: Detector): Mark[] {
  const reading = new Reading(text);
  reading.isDraft = true;
  readIdentifiers(reading, text, detector);
  readDraftNames(reading);
  readPhrases(reading);
  return select(reading.marks, MAX_DRAFT_FINGERPRINTS);
}

/** Of a text that is copied, cut or pasted: the first is of the whole of it. */
export function pasteMarks(text: string, detector: Detector): Mark[] {
  const value = `P:${fold(clean(text))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()}`;
  const whole: Mark = { value, kind: 'phrase', fit: 'exact', strength: 0, group: 0 };
  return [whole, ...draftMarks(text, detector).slice(0, MAX_DRAFT_FINGERPRINTS - 1)];
}

const MAX_ANSWER_CHARACTERS = 60;
const LANGUAGE_WORDS = 40;

/** Reads the messages of one conversation in their order. */
export class ConversationReader {
  private askedName = false;
  private asked = false;
  /** The last words of each side: short messages tell their language only together. */
  private readonly words: Record<Side, string[]> = { customer: [], agent: [] };

  constructor(private readonly detector: Detector) {}

  /** At most MAX_MESSAGE_FINGERPRINTS. */
  message(side: Side, text: string): Mark[] {
    const reading = new Reading(text);
    reading.answers = side === 'customer' && this.asked && text.length <= MAX_ANSWER_CHARACTERS;
    readIdentifiers(reading, text, this.detector);
    if (side === 'customer') readCustomerNames(reading, this.askedName);
    else readGreetedNames(reading);
    readPossibleNames(reading);
    this.asked = side === 'agent' && reading.whole.includes('?');
    this.askedName = this.asked && asksForName(reading.whole);
    readPhrases(reading);
    this.words[side] = [...this.words[side], ...wordsOf(reading.whole)].slice(-LANGUAGE_WORDS);
    readLanguage(reading, this.words[side]);
    return select(reading.marks, MAX_MESSAGE_FINGERPRINTS);
  }
}

/** Of what belongs to the company: its numbers, addresses, links, canned replies. */
export function ownMarks(text: string, detector: Detector): Mark[] {
  const reading = new Reading(text);
  readIdentifiers(reading, text, detector);
  readPhrases(reading);
  return select(reading.marks, MAX_MESSAGE_FINGERPRINTS);
}
