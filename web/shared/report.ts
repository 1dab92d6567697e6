// Puts on record at the server what a client has refused: a numbered code and the conversation, never content.
import { CloisterError, Contradiction } from './errors';
import { type ErrorName, report } from './gen/wire';
import type { Api } from './session';

/** In the background; a server that will not hear it changes nothing here. */
export function putOnRecord(api: Api, code: ErrorName, conversation?: Uint8Array, seq = 0): void {
  api
    .call(report, { code: new CloisterError(code).number, ...(conversation && { conversation }), seq })
    .catch(() => {});
}

export function reportContradiction(api: Api, error: unknown): void {
  if (error instanceof Contradiction) putOnRecord(api, error.code);
}
