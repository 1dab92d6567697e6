// Where a draft belongs: what it shares with one conversation, and not with the one it is written in.
import type { Commons } from './commons';
import { type Fingerprint, fits, type Kind } from './kinds';
import type { Known, Shelf } from './shelf';

/** A paste is judged more strictly: it costs nothing to refuse, and what was copied came from somewhere. */
export type Occasion = 'send' | 'paste';

export type Verdict =
  | { is: 'clear' }
  /** The conversation is no longer this agent's: nothing may be sent there. */
  | { is: 'gone' }
  /** `why`: the most telling first. */
  | { is: 'belongs'; to: string; why: Kind[]; score: number };

/** In hundredths: one value that is surely somebody's reaches it. */
const ENOUGH = 100;
/**
 * By subject alone: three rare words, or two and a row they stand in, or one and a name of something, more than of this
 * conversation's own.
 */
const ENOUGH_MATTER = 80;
const ENOUGH_MATTER_PASTED = 60;
/** What an agent wrote only once may be the company's, but seldom a number. */
const AGENT_SHARE: Partial<Record<Kind, number>> = {
  email: 0.5,
  phone: 0.5,
  amount: 0.5,
  date: 0.5,
  place: 0.5,
  address: 0.5,
  link: 0,
  language: 0,
  word: 0,
  phrase: 0,
};
const MANY = 3;

/** A row of words counts for more where it was surely copied. */
const PASTED_ROW = 30;

const isMatter = (kind: Kind): boolean => kind === 'word' || kind === 'phrase';

interface Evidence {
  kind: Kind;
  weight: number;
}

/** What speaks for a conversation: one piece of each group at most. */
interface Case {
  hard: number;
  matter: number;
  evidence: Evidence[];
}

export class Judge {
  private readonly groups: Fingerprint[][];
  /** For the most part the company's words. */
  private readonly canned: boolean;

  constructor(
    draft: readonly Fingerprint[],
    private readonly target: { id: string; shelf: Shelf },
    private readonly commons: Commons,
    private readonly occasion: Occasion,
  ) {
    const groups = new Map<number, Fingerprint[]>();
    for (const print of draft) groups.set(print.group, [...(groups.get(print.group) ?? []), print]);
    const rows = draft.filter(({ kind }) => kind === 'phrase');
    this.canned = rows.length > 0 && 2 * rows.filter(({ mac }) => commons.isOwn(mac)).length >= rows.length;
    this.groups = [...groups.values()].filter((group) => !group.some(({ mac }) => commons.isOwn(mac)));
  }

  /** Among these, in any order. */
  verdict(others: Iterable<[string, Shelf]>): Verdict {
    let best: { to: string; case: Case; score: number } | undefined;
    const here = this.matterHere();
    for (const [to, shelf] of others) {
      const found = this.against(shelf);
      const matter = Math.max(0, found.matter - here);
      const score = found.hard + matter;
      const least = this.occasion === 'paste' ? ENOUGH_MATTER_PASTED : ENOUGH_MATTER;
      if ((found.hard > 0 ? score < ENOUGH : matter < least) && matter < least) continue;
      if (!best || score > best.score) best = { to, case: found, score };
    }
    return best ? { is: 'belongs', to: best.to, why: reasons(best.case.evidence), score: best.score } : { is: 'clear' };
  }

  /** How much of the draft's subject is this conversation's own. */
  private matterHere(): number {
    let sum = 0;
    for (const print of this.groups.flat()) {
      if (isMatter(print.kind) && this.target.shelf.get(print.mac)) sum += print.strength;
    }
    return this.occasion === 'paste' ? 0 : sum;
  }

  private against(shelf: Shelf): Case {
    const out: Case = { hard: 0, matter: 0, evidence: [] };
    for (const group of this.groups) {
      const found = this.bestOf(group, shelf);
      if (!found || found.weight === 0) continue;
      out.evidence.push(found);
      if (isMatter(found.kind)) out.matter += found.weight;
      else out.hard += found.weight;
    }
    return out;
  }

  /** The best fit of a group, if it fits better than in the conversation it is written in. */
  private bestOf(group: readonly Fingerprint[], shelf: Shelf): Evidence | undefined {
    const here = Math.max(-1, ...group.map((print) => fitOf(print, this.target.shelf)));
    let best: Evidence | undefined;
    for (const print of group) {
      const known = shelf.get(print.mac);
      if (!known || fitOf(print, shelf) <= here || this.isCommon(print, known)) continue;
      const weight = this.weigh(print, known);
      if (!best || weight > best.weight) best = { kind: known.kind, weight };
    }
    return best;
  }

  private isCommon({ mac }: Fingerprint, { kind, customer }: Known): boolean {
    if (kind === 'name' || kind === 'language') return false;
    const { commons, target } = this;
    const anybody = commons.elsewhere(mac, target.id, 'anybody');
    if (isMatter(kind)) return anybody >= MANY - 1;
    return anybody >= MANY || (!customer && commons.elsewhere(mac, target.id, 'agents') >= MANY - 1);
  }

  private weigh(print: Fingerprint, known: Known): number {
    if (known.kind === 'language' && (this.canned || !this.speaksOther)) return 0;
    const either = known.kind === 'name' ? Math.min : Math.max;
    const strength = either(print.strength, known.strength);
    if (this.occasion === 'paste' && known.kind === 'phrase') return Math.max(strength, PASTED_ROW);
    if (known.customer) return strength;
    return strength * (AGENT_SHARE[known.kind] ?? 1);
  }

  /** A language tells only where customer and agent have both been writing another one. */
  private get speaksOther(): boolean {
    for (const [, { kind, customer, agent }] of this.target.shelf.entries()) {
      if (kind === 'language' && customer && agent) return true;
    }
    return false;
  }
}

/** What has no strength of its own only says whether something is the company's. */
function fitOf({ mac, fit, strength }: Fingerprint, shelf: Shelf): number {
  return strength > 0 && shelf.get(mac) ? fits.indexOf(fit) : -1;
}

const MAX_REASONS = 3;
function reasons(evidence: Evidence[]): Kind[] {
  const sums = new Map<Kind, number>();
  for (const { kind, weight } of evidence) sums.set(kind, (sums.get(kind) ?? 0) + weight);
  const sorted = [...sums].sort(([, a], [, b]) => b - a).map(([kind]) => kind);
  return sorted.slice(0, MAX_REASONS);
}
