// One text while it is read: what was found, and what is still to be read.
import { blank, clean } from './fold';
import { MAX_GROUPS, type Mark } from './kinds';

export class Reading {
  /** With case and accents; what has been read for good is blanked, at its place. */
  text: string;
  /** About to be sent, or pasted. */
  isDraft = false;
  /** Answers a question: a number by itself is what was asked for. */
  answers = false;
  /** The same, never blanked. */
  readonly whole: string;

  constructor(
    text: string,
    private readonly found: { marks: Mark[]; groups: number } = { marks: [], groups: 0 },
  ) {
    this.whole = clean(text);
    this.text = this.whole;
  }

  get marks(): readonly Mark[] {
    return this.found.marks;
  }
  /** A piece of this text, read by itself into the same marks. */
  part(text: string): Reading {
    const part = new Reading(text, this.found);
    part.isDraft = this.isDraft;
    return part;
  }
  nextGroup(): number {
    this.found.groups = Math.min(MAX_GROUPS, this.found.groups + 1);
    return this.found.groups;
  }
  add(mark: Mark): void {
    this.found.marks.push(mark);
  }
  /** A value that has one reading only. */
  single(value: string, kind: Mark['kind'], strength: number): void {
    this.add({ value, kind, strength, fit: 'exact', group: this.nextGroup() });
  }
  blank(from: number, size: number): void {
    this.text = blank(this.text, from, size);
  }
}
