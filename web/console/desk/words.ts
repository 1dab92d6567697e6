// Errors in words.
import { CloisterError } from '../../shared/errors';
import { sentences } from '../../shared/gen/sentences';
import { ConnectionError } from '../../shared/session';
import { t } from '../messages';

export function sentenceOf(error: unknown): string {
  if (error instanceof CloisterError) return sentences[error.code];
  if (error instanceof ConnectionError) return error.message;
  return t.stage.somethingWrong;
}

export function isConnection(error: unknown): boolean {
  return error instanceof ConnectionError || (error instanceof CloisterError && error.code === 'too_slow');
}
