// An agent's desk with several conversations open, and what is tried on it: the guard as frames and desk will use it.

import { ConversationReader, draftMarks, ownMarks, pasteMarks } from '../../../web/console/guard/extract';
import { fingerprints } from '../../../web/console/guard/fingerprint';
import { GuardIndex } from '../../../web/console/guard/guard_index';
import type { Fingerprint, Mark } from '../../../web/console/guard/kinds';
import type { Occasion, Verdict } from '../../../web/console/guard/verdict';
import type { DetectEngine } from '../../../web/shared/detect/engine';
import type { Talk } from './talks';

export const MINUTE_MS = 60_000;

/** One try: a text, and in which of a scene's conversations it is sent or pasted. */
export interface Try {
  kind: string;
  text: string;
  /** Written in this conversation … */
  into: number;
  /** … and belongs to this one; undefined for a harmless reply. */
  from?: number;
  occasion?: Occasion;
  /** Closed or reassigned just before. */
  leaves?: number;
}

export interface Scene {
  talks: Talk[];
  tries: Try[];
  /** What the company has registered. */
  own: string[];
}

export interface Outcome extends Try {
  verdict: Verdict;
  /** Held, and with the right conversation named. */
  named: boolean;
}

export class Bed {
  private readonly macs = new Map<string, string>();

  private constructor(
    private readonly engine: DetectEngine,
    private readonly key: CryptoKey,
  ) {}

  static async make(engine: DetectEngine): Promise<Bed> {
    const raw = new Uint8Array(32).fill(7);
    const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    return new Bed(engine, key);
  }

  /** Most values come many times. */
  private async prints(marks: Mark[]): Promise<Fingerprint[]> {
    const unknown = marks.filter(({ value }) => !this.macs.has(value));
    for (const [at, { mac }] of (await fingerprints(this.key, unknown)).entries()) {
      this.macs.set(unknown[at]?.value ?? '', mac);
    }
    return marks.map(({ value, ...traits }) => ({ mac: this.macs.get(value) ?? '', ...traits }));
  }

  /** The messages come in turns, as they do to an agent with several customers. */
  private async index(scene: Scene): Promise<GuardIndex> {
    const index = new GuardIndex();
    for (const text of scene.own) index.own(await this.prints(ownMarks(text, this.engine)));
    for (const at of scene.talks.keys()) index.open(String(at));
    const readers = scene.talks.map(() => new ConversationReader(this.engine));
    const longest = Math.max(...scene.talks.map(({ messages }) => messages.length));
    for (let turn = 0; turn < longest; turn++) {
      for (const [at, talk] of scene.talks.entries()) {
        const message = talk.messages[turn];
        const reader = readers[at];
        if (!message || !reader) continue;
        index.message(String(at), message.side, await this.prints(reader.message(message.side, message.text)));
      }
    }
    return index;
  }

  async run(scene: Scene): Promise<Outcome[]> {
    const index = await this.index(scene);
    const outcomes: Outcome[] = [];
    for (const one of scene.tries) {
      const { into, from, text, occasion = 'send', leaves } = one;
      const marks = occasion === 'paste' ? pasteMarks(text, this.engine) : draftMarks(text, this.engine);
      if (leaves !== undefined) index.leave(String(leaves), 0);
      const verdict = index.judge(String(into), await this.prints(marks), occasion, MINUTE_MS);
      if (leaves !== undefined) index.open(String(leaves));
      const named = verdict.is === 'gone' || (verdict.is === 'belongs' && verdict.to === String(from));
      outcomes.push({ ...one, verdict, named });
    }
    return outcomes;
  }
}

export interface Row {
  kind: string;
  tried: number;
  held: number;
  named: number;
}

/** By kind, in the order in which they first appear. */
export function tally(outcomes: readonly Outcome[]): Row[] {
  const rows = new Map<string, Row>();
  for (const { kind, verdict, named } of outcomes) {
    const row = rows.get(kind) ?? { kind, tried: 0, held: 0, named: 0 };
    row.tried += 1;
    row.held += Number(verdict.is !== 'clear');
    row.named += Number(named);
    rows.set(kind, row);
  }
  return [...rows.values()];
}
