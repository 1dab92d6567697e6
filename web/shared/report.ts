// Puts on record at the server what a client has refused: a numbered code and the conversation, never content.
import { CloisterError } from './errors';
import { type ErrorName, report } from './gen/wire';
import type { Api } from './session';

/** In the background; a server that will not hear it changes nothing here. */
export function putOnRecord(api: Api, code: ErrorName, conversation?: Uint8Array, seq = 0): void {
  api
    .call(report, { code: new CloisterError(code).number, ...(conversation && { conversation }), seq })
    .catch(() => {});
}

/** What the server shows of the site or its staff does not follow from what is pinned or was seen. */
const contradictions: ReadonlySet<ErrorName> = new Set(['bad_chain', 'wrong_root', 'wrong_site', 'bad_signature']);

export const isContradiction = (error: unknown): error is CloisterError =>
  error instanceof CloisterError && contradictions.has(error.code);

export function reportContradiction(api: Api, error: unknown): void {
  if (isContradiction(error)) putOnRecord(api, error.code);
}
