// What tells nothing because many conversations have it: canned replies, the company's own values, the words of the trade.
// Learned over the session, and longer than any conversation is kept.
import type { Side } from './kinds';

const MAX_KNOWN = 50_000;
/** More are not counted. */
const MANY = 3;

interface Places {
  anybody: string[];
  agents: string[];
}

export class Commons {
  private readonly own = new Set<string>();
  private readonly places = new Map<string, Places>();

  /** A value of the company's. */
  addOwn(mac: string): void {
    if (this.own.size < MAX_KNOWN) this.own.add(mac);
  }
  isOwn(mac: string): boolean {
    return this.own.has(mac);
  }

  seen(mac: string, conversation: string, side: Side): void {
    const places = this.places.get(mac) ?? { anybody: [], agents: [] };
    this.places.delete(mac);
    this.places.set(mac, places);
    for (const list of side === 'agent' ? [places.anybody, places.agents] : [places.anybody]) {
      if (list.length <= MANY && !list.includes(conversation)) list.push(conversation);
    }
    if (this.places.size > MAX_KNOWN) this.places.delete(this.places.keys().next().value as string);
  }

  /** In how many conversations other than one it was written, counted up to four. */
  elsewhere(mac: string, conversation: string, by: keyof Places): number {
    return (this.places.get(mac)?.[by] ?? []).filter((one) => one !== conversation).length;
  }
}
