// The numbered errors of the wire, as exceptions.
import { type ErrorName, errors } from './gen/wire';

export class CloisterError extends Error {
  constructor(
    readonly code: ErrorName,
    options?: ErrorOptions,
  ) {
    super(errors[code][1], options);
    this.name = 'CloisterError';
  }
  get number(): number {
    return errors[this.code][0];
  }
}

/** The error of a number that came over the wire; an unknown number is `internal`. */
export function errorFrom(number: number): CloisterError {
  const found = (Object.keys(errors) as ErrorName[]).find((name) => errors[name][0] === number);
  return new CloisterError(found ?? 'internal');
}
