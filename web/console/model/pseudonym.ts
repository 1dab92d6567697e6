// What a conversation is called in the console. Ids are random and customers anonymous, so each conversation gets a
// name, a colour, a pattern and initials by which an agent tells it from the others; colour alone never has to do it.
//
// Names and patterns depend on the id alone. Colours are dealt out so that conversations open together differ as long
// as there are colours left.
import { ADJECTIVES, ANIMALS } from './words';

export const HUES = 10;
export const PATTERNS = 6;

export interface Identity {
  name: string;
  /** Two letters. */
  initials: string;
  /** 0 to HUES - 1, a class of ui/identity.css. */
  hue: number;
  /** 0 to PATTERNS - 1, likewise. */
  pattern: number;
}

interface Seed {
  adjective: string;
  animal: string;
  hue: number;
  pattern: number;
}

/** `id`: a conversation id as base64url; any text gives a name. */
function seed(id: string): Seed {
  // FNV-1a: nothing secret depends on it, it only spreads the bits.
  let hash = 0x811c9dc5;
  const next = (choices: number): number => {
    for (const char of id) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
    return (hash >>> 7) % choices;
  };
  return {
    adjective: ADJECTIVES[next(ADJECTIVES.length)] ?? '',
    animal: ANIMALS[next(ANIMALS.length)] ?? '',
    hue: next(HUES),
    pattern: next(PATTERNS),
  };
}

/**
 * Identities of conversations, handed out one by one. What was given to an id stays its own until it is released, so
 * nothing changes its name or colour under the agent's eyes.
 */
export class Identities {
  private readonly given = new Map<string, Identity>();

  /** `remembered`: hues of an earlier page load, by id. */
  constructor(private readonly remembered: ReadonlyMap<string, number> = new Map()) {}

  of(id: string): Identity {
    const known = this.given.get(id);
    if (known) return known;
    const made = this.make(id);
    this.given.set(id, made);
    return made;
  }

  /** Forgets all but these. */
  keep(ids: ReadonlySet<string>): void {
    for (const id of this.given.keys()) if (!ids.has(id)) this.given.delete(id);
  }

  hues(): Map<string, number> {
    return new Map([...this.given].map(([id, identity]) => [id, identity.hue]));
  }

  private make(id: string): Identity {
    const { adjective, animal, hue, pattern } = seed(id);
    const others = [...this.given.values()];
    const plain = `${adjective} ${animal}`;
    let name = plain;
    for (let n = 2; others.some((other) => other.name === name); n++) name = `${plain} ${n}`;
    return { name, initials: `${adjective[0]}${animal[0]}`, hue: this.hueFor(id, hue, others), pattern };
  }

  private hueFor(id: string, wished: number, others: Identity[]): number {
    const before = this.remembered.get(id);
    if (before !== undefined && before >= 0 && before < HUES) return before;
    const uses = (hue: number) => others.filter((other) => other.hue === hue).length;
    // The least used one; 3 steps at a time, because neighbours in the circle look alike. 3 and 10 have no common
    // divisor, so all are reached.
    let best = wished;
    for (let step = 1; step < HUES; step++) {
      const hue = (wished + step * 3) % HUES;
      if (uses(hue) < uses(best)) best = hue;
    }
    return best;
  }
}
