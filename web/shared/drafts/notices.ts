// What there is to say about a draft: a pure function of the text, what the engine found, and what was decided before.
import type { Finding, FindingType } from '../detect/engine';
import { masked, type Replacement } from './mask';
import type { Memory } from './memory';
import type { en } from './messages/en';
import type { Action } from './policy';

/** What an agent's draft asks the customer for, or leads them to; `steering.ts` finds these. */
export type Request = 'ASKS_FOR_SECRET' | 'LEADS_OUTSIDE';
export type Kind = FindingType | Request;

export interface Stretch {
  start: number;
  end: number;
}

export interface Notice {
  kind: Kind;
  action: Exclude<Action, 'allow'>;
  /** Where in the draft, in UTF-16 units; in order. */
  pieces: Stretch[];
  /** What is remembered about it goes by this. */
  value: string;
  /** Began in an earlier message: whoever reads both has all of it. */
  split: boolean;
  /** Why, for people. */
  reason: string;
  /** What leaves in its place when it is masked. */
  by: Replacement[];
}

/** Texts of drafts that are no values of the engine, such as questions for a password. */
export type Check = (draft: string) => { kind: Request; start: number; end: number }[];

export function noticesOf(
  draft: string,
  findings: readonly Finding[],
  requests: ReturnType<Check>,
  actionFor: (type: FindingType) => Action,
  memory: Memory,
  words: typeof en,
): Notice[] {
  const notices: Notice[] = [];
  // Parts with words between them are findings of their own.
  const begun = new Set(findings.filter(({ earlier }) => earlier.length > 0).map(({ type }) => type));
  for (const { type, pieces, reason } of findings) {
    const action = actionFor(type);
    if (action === 'allow' || pieces.length === 0) continue;
    const value = pieces.map(({ start, end }) => draft.slice(start, end)).join(' ');
    const split = begun.has(type);
    const whole = !split && pieces.length === 1;
    const by = pieces.map(({ start, end }) => ({
      start,
      end,
      by: masked(draft.slice(start, end), type, whole, words.gone[type]),
    }));
    notices.push({ kind: type, action, pieces, value, split, reason, by });
  }
  for (const { kind, start, end } of requests) {
    const value = draft.slice(start, end);
    notices.push({ kind, action: 'block', pieces: [{ start, end }], value, split: false, reason: '', by: [] });
  }
  return notices
    .filter(({ kind, value }) => !memory.has(kind, value, 'harmless'))
    .filter(({ kind, value, action }) => action !== 'warn' || !memory.has(kind, value, 'accepted'))
    .sort((a, b) => gravity[b.action] - gravity[a.action] || first(a) - first(b));
}

const gravity: Record<Notice['action'], number> = { block: 2, mask: 1, warn: 0 };
const first = ({ pieces }: Notice): number => pieces[0]?.start ?? 0;
