// What is known of a site: its pinned root, the verified roster, its public settings.
import { type Bytes, equal } from './bytes';
import { openCheckpoint } from './checkpoint';
import { CloisterError, Contradiction } from './errors';
import { type Roster as RosterPage, type SiteInfo, site_info, site_roster } from './gen/wire';
import { type Continuity, continuities } from './readers';
import { type Pin, Roster } from './roster';
import { type Api, ConnectionError, storeKey } from './session';
import type { Store } from './store';

/** A page of the key log from act `from` on. */
export type RosterFetch = (from: number) => Promise<RosterPage>;

interface Kept {
  acts: Bytes[];
  root: Bytes;
}

/** Answers that say nothing about the key log. */
const transient: readonly string[] = ['internal', 'limit_reached', 'shutting_down', 'too_slow', 'storage_failed'];
const MAX_PAGES = 1000;

const refuse = (): never => {
  throw new CloisterError('bad_chain');
};

/** The roster with what a page adds to it. */
async function follow(roster: Roster, { acts, from, size }: RosterPage): Promise<Roster> {
  const more = size - roster.size;
  // Shorter than what was seen: a log only grows.
  if (more < 0 || from !== roster.size || acts.length > more || (acts.length === 0 && more > 0)) refuse();
  return roster.extended(acts);
}

export class Site {
  /** Public settings; undefined in a frame. Unsigned: nothing is trusted because of them. */
  info: SiteInfo | undefined;
  /** The signed note over the roster. */
  checkpoint = '';
  /** Told of each contradiction that a refresh finds, whoever asked for it. */
  onContradiction: ((found: Contradiction) => void) | undefined;
  private current: Roster | undefined;
  private running: Promise<Roster> | undefined;

  constructor(
    readonly pin: Pin,
    private readonly fetchPage: RosterFetch,
    private readonly store?: Store,
    private readonly api?: Api,
  ) {}

  static ofApi(pin: Pin, api: Api, store: Store): Site {
    return new Site(pin, (from) => api.call(site_roster, {}, { query: { from } }), store, api);
  }

  /** The last verified roster. Throws `not_ready` before `refresh`. */
  get roster(): Roster {
    if (!this.current?.now.ready) throw new CloisterError('not_ready');
    return this.current;
  }
  get continuity(): Continuity {
    return continuities.find((one) => one === this.info?.continuity) ?? 'supervisors';
  }

  /** Settings, and the roster up to now. Throws `wrong_root`, `wrong_site`, `not_ready`, `bad_chain`, `bad_signature`. */
  async load(): Promise<void> {
    await this.loadInfo();
    await this.refresh();
  }
  async loadInfo(): Promise<SiteInfo> {
    const info = await (this.api as Api).call(site_info, {});
    if (!equal(info.site, this.pin.site)) throw new Contradiction('wrong_site');
    if (!info.root) throw new CloisterError('not_ready');
    if (!equal(info.root, this.pin.root)) throw new Contradiction('wrong_root');
    this.info = info;
    return info;
  }

  /** Fetches what is new, verifies it against what is held, and keeps it. */
  refresh(): Promise<Roster> {
    this.running ??= this.fetchAll().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** A verified roster of at least `size` acts, or the longest there is. */
  async upTo(size: number): Promise<Roster> {
    if (this.current && this.current.size >= size) return this.current;
    try {
      return await this.refresh();
    } catch (error) {
      if (error instanceof CloisterError && transient.includes(error.code)) throw new ConnectionError({ cause: error });
      throw error;
    }
  }

  private async fetchAll(): Promise<Roster> {
    const before = this.current ?? (await this.restore());
    let roster = before;
    let page: RosterPage;
    let pages = 0;
    do {
      page = await this.fetchPage(roster.size);
      if (page.size === 0 && roster.size === 0) throw new CloisterError('not_ready');
      const [from, next] = [roster, page];
      pages += 1;
      roster = await this.verified(() => (pages > MAX_PAGES ? refuse() : follow(from, next)));
    } while (roster.size < page.size);
    const { checkpoint, size } = page;
    await this.verified(() => this.checkNote(roster, checkpoint, size));
    this.current = roster;
    this.checkpoint = checkpoint;
    if (roster.size > before.size) await this.keep(roster);
    return this.roster;
  }

  private async checkNote(roster: Roster, checkpoint: string, size: number): Promise<void> {
    const stated = await openCheckpoint(checkpoint, this.pin.site, (roster.genesis as { log_key: Uint8Array }).log_key);
    if (stated.size !== size || !equal(stated.root, await roster.now.root())) refuse();
  }

  /** Whatever does not hold here is the server's doing, with whichever code it fails. */
  private async verified<T>(check: () => Promise<T>): Promise<T> {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof CloisterError)) throw error;
      const found = new Contradiction(error.code, { cause: error });
      this.onContradiction?.(found);
      throw found;
    }
  }

  private get key(): string {
    return storeKey('roster', this.pin.site, this.pin.root);
  }
  private async restore(): Promise<Roster> {
    const empty = await Roster.replay(this.pin, []);
    const kept = await this.store?.get<Kept>(this.key);
    if (!kept) return empty;
    try {
      const roster = await Roster.replay(this.pin, kept.acts);
      return equal(await roster.now.root(), kept.root) ? roster : empty;
    } catch {
      // Damaged storage is not the server's doing; everything is verified anew.
      return empty;
    }
  }
  private async keep(roster: Roster): Promise<void> {
    const kept: Kept = { acts: [...roster.acts], root: await roster.now.root() };
    await this.store?.put(this.key, kept);
  }
}
