// What happens to a frame whose message was stopped. The frame learns 'held' or 'released' and nothing else; a frame that
// is held gets no further judgement until the agent has answered in the desk, so that a taken-over one cannot ask again
// and again what the others contain.
import type { GuardIndex } from './guard_index';
import type { Fingerprint, Kind } from './kinds';
import type { Occasion, Verdict } from './verdict';

export type Passage = 'held' | 'released';

/** Why an agent sends a stopped message anyway; a choice, so that no content gets on record. */
export const sendReasons = ['same_customer', 'not_personal', 'customer_asked', 'mistaken'] as const;
export type SendReason = (typeof sendReasons)[number];

/** `move`: the desk carries the draft there as it carries drafts over a lock. */
export type Answer = { choice: 'edit' } | { choice: 'move' } | { choice: 'send'; reason: SendReason };

/** For the desk to show. */
export interface Hold {
  occasion: Occasion;
  verdict: Exclude<Verdict, { is: 'clear' }>;
  since_ms: number;
}

/** For the record: no content, and nothing that content follows from. */
export interface Settled {
  conversation: string;
  /** Where the message seemed to belong; undefined when its own conversation was gone. */
  belongs: string | undefined;
  why: Kind[];
  occasion: Occasion;
  answer: Answer;
  held_ms: number;
  settled_ms: number;
}

interface State {
  hold: Hold | undefined;
  /** Released by the agent: this very draft, once. */
  pass: string | undefined;
  draft: string;
}

const identity = (draft: readonly Fingerprint[]): string => draft.map(({ mac }) => mac).join(' ');

export class Holds {
  private readonly states = new Map<string, State>();

  constructor(private readonly index: GuardIndex) {}

  /**
   * Once for each send, with the draft as it leaves, and for each paste and drop, with what was pasted. The caller lets a
   * frame ask only when a person has pressed.
   */
  ask(id: string, draft: readonly Fingerprint[], occasion: Occasion, now_ms: number): Passage {
    const state = this.states.get(id) ?? this.fresh(id);
    if (state.hold) return 'held';
    const released = state.pass === identity(draft) && state.pass !== '';
    state.pass = undefined;
    const verdict = this.index.judge(id, draft, occasion, now_ms);
    if (verdict.is === 'clear' || (verdict.is === 'belongs' && released)) return 'released';
    state.hold = { occasion, verdict, since_ms: now_ms };
    state.draft = identity(draft);
    return 'held';
  }

  holdOf(id: string): Hold | undefined {
    return this.states.get(id)?.hold;
  }

  /** The agent's answer, given in the desk; undefined when nothing was held. */
  answer(id: string, answer: Answer, now_ms: number): Settled | undefined {
    const state = this.states.get(id);
    if (!state?.hold) return undefined;
    const { occasion, verdict, since_ms } = state.hold;
    state.hold = undefined;
    if (answer.choice === 'send' && verdict.is === 'belongs') state.pass = state.draft;
    return {
      conversation: id,
      belongs: verdict.is === 'belongs' ? verdict.to : undefined,
      why: verdict.is === 'belongs' ? verdict.why : [],
      occasion,
      answer,
      held_ms: since_ms,
      settled_ms: now_ms,
    };
  }

  /** The frame was removed. */
  forget(id: string): void {
    this.states.delete(id);
  }

  private fresh(id: string): State {
    const state = { hold: undefined, pass: undefined, draft: '' };
    this.states.set(id, state);
    return state;
  }
}
