// The fingerprints of one conversation, as many as fit; the oldest go first, and what identifies stays longer than what
// was talked about.
import type { Fingerprint, Fit, Kind, Side } from './kinds';

export const MAX_IDENTIFIERS = 2048;
export const MAX_MATTER = 8192;

export interface Known {
  kind: Kind;
  fit: Fit;
  strength: number;
  customer: boolean;
  agent: boolean;
}

const isMatter = (kind: Kind): boolean => kind === 'word' || kind === 'phrase';

export class Shelf {
  private readonly identifiers = new Map<string, Known>();
  private readonly matter = new Map<string, Known>();

  get(mac: string): Known | undefined {
    return this.identifiers.get(mac) ?? this.matter.get(mac);
  }

  put({ mac, kind, fit, strength }: Fingerprint, side: Side): void {
    const [map, most] = isMatter(kind) ? [this.matter, MAX_MATTER] : [this.identifiers, MAX_IDENTIFIERS];
    const before = map.get(mac);
    const stronger = before && before.strength >= strength ? before : { kind, fit, strength };
    map.delete(mac);
    map.set(mac, {
      kind: stronger.kind,
      fit: stronger.fit,
      strength: stronger.strength,
      customer: side === 'customer' || before?.customer === true,
      agent: side === 'agent' || before?.agent === true,
    });
    if (map.size > most) map.delete(map.keys().next().value as string);
  }

  *entries(): Iterable<[string, Known]> {
    yield* this.identifiers;
    yield* this.matter;
  }
  get size(): number {
    return this.identifiers.size + this.matter.size;
  }
}
