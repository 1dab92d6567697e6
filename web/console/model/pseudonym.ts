// What a conversation is called in the console. Ids are random and customers anonymous, so each conversation gets a
// name, a colour, a pattern and initials by which an agent tells it from the others; colour alone never has to do it.
//
// All of it follows from the id, but for one thing: conversations that are open together share no word, no initials and,
// as long as there are enough, no colour. Who comes later gives way, by its next variant or colour; what was given is
// remembered.
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

/** `id`: a conversation id as base64url; any text gives a name, and each variant another one. */
function seed(id: string, variant: number): Seed {
  // FNV-1a: nothing secret depends on it, it only spreads the bits.
  let hash = (0x811c9dc5 ^ Math.imul(variant, 0x9e3779b1)) >>> 0;
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

/** What is remembered of an identity over a reload. */
export interface Given {
  variant: number;
  hue: number;
}

const MAX_VARIANTS = 40;

/**
 * Identities of conversations, handed out one by one. What was given to an id stays its own until it is released, so
 * nothing changes its name or colour under the agent's eyes.
 */
export class Identities {
  private readonly identities = new Map<string, Identity & Given>();

  constructor(private readonly remembered: ReadonlyMap<string, Given> = new Map()) {}

  of(id: string): Identity {
    const known = this.identities.get(id);
    if (known) return known;
    const made = this.make(id);
    this.identities.set(id, made);
    return made;
  }

  /** Forgets all but these. */
  keep(ids: ReadonlySet<string>): void {
    for (const id of this.identities.keys()) if (!ids.has(id)) this.identities.delete(id);
  }

  given(): Map<string, Given> {
    return new Map([...this.identities].map(([id, { variant, hue }]) => [id, { variant, hue }]));
  }

  private make(id: string): Identity & Given {
    const others = [...this.identities.values()];
    const before = this.remembered.get(id);
    const variant = before?.variant ?? this.variantFor(id, others);
    const { adjective, animal, hue, pattern } = seed(id, variant);
    const plain = `${adjective} ${animal}`;
    let name = plain;
    for (let n = 2; others.some((other) => other.name === name); n++) name = `${plain} ${n}`;
    return {
      name,
      initials: initialsOf(adjective, animal),
      hue: before?.hue ?? freeHue(hue, others),
      pattern,
      variant,
    };
  }

  /** The first whose words and initials nobody has; else the first whose initials nobody has. */
  private variantFor(id: string, others: Identity[]): number {
    const words = new Set(others.flatMap((other) => other.name.split(' ')));
    const initials = new Set(others.map((other) => other.initials));
    let second: number | undefined;
    for (let variant = 0; variant < MAX_VARIANTS; variant++) {
      const { adjective, animal } = seed(id, variant);
      if (initials.has(initialsOf(adjective, animal))) continue;
      if (!words.has(adjective) && !words.has(animal)) return variant;
      second ??= variant;
    }
    return second ?? 0;
  }
}

const initialsOf = (adjective: string, animal: string): string => `${adjective[0]}${animal[0]}`;

/** The least used one; 3 steps at a time, because neighbours in the circle look alike. */
function freeHue(wished: number, others: Identity[]): number {
  const uses = (hue: number) => others.filter((other) => other.hue === hue).length;
  let best = wished;
  // 3 and 10 have no common divisor, so all are reached.
  for (let step = 1; step < HUES; step++) {
    const hue = (wished + step * 3) % HUES;
    if (uses(hue) < uses(best)) best = hue;
  }
  return best;
}
