// The end of a desk: what the next door must know, and what the server is told.
import { CloisterError } from '../../shared/errors';
import type { ErrorName } from '../../shared/gen/wire';
import type { Staff } from '../../shared/staff';
import type { Drafts } from './drafts';

/** Nobody waits longer than this for the server. */
const FAREWELL_MS = 3000;

export type Leaving =
  | { kind: 'locked'; why: 'hand' | 'idle' | 'server'; conversations: number; focused: string }
  | { kind: 'ended'; code: ErrorName }
  | { kind: 'signed-out' };

/** Forgets the keys, and tells the server. Whether it was reached in time. */
export function farewell(leaving: Leaving, staff: Staff, drafts: Drafts): Promise<boolean> {
  const told = tellServer(leaving, staff, drafts).catch(() => false);
  const late = new Promise<boolean>((done) => setTimeout(() => done(false), FAREWELL_MS));
  return Promise.race([told, late]);
}

async function tellServer(leaving: Leaving, staff: Staff, drafts: Drafts): Promise<boolean> {
  if (leaving.kind === 'signed-out') await Promise.allSettled([drafts.prune([]), staff.pruneOutbox([])]);
  try {
    await (leaving.kind === 'signed-out' ? staff.signOut() : staff.lock());
  } catch (error) {
    // An answer of the server all the same: the session is locked or gone already.
    if (!(error instanceof CloisterError)) throw error;
  }
  return true;
}
