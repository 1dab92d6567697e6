// The numbered errors of the wire, as exceptions.
import { type ErrorName, errorNames } from './gen/wire';

export class CloisterError extends Error {
  constructor(
    readonly code: ErrorName,
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.name = 'CloisterError';
  }
  get number(): number {
    return errorNames.indexOf(this.code) + 1;
  }
}

/** What the server shows of the site or its staff does not follow from what is pinned or was seen; any code may say how. */
export class Contradiction extends CloisterError {}

/** The error of a number that came over the wire; an unknown number is `internal`. */
export function errorFrom(number: number): CloisterError {
  return new CloisterError(errorNames[number - 1] ?? 'internal');
}
