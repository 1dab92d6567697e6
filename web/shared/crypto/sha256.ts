// SHA-256 (FIPS 180-4).
import { type Bytes, own } from '../bytes';
import { concat } from '../codec';

export const sha256 = async (...parts: Uint8Array[]): Promise<Bytes> =>
  new Uint8Array(
    await crypto.subtle.digest('SHA-256', parts.length === 1 ? own(parts[0] as Uint8Array) : concat(...parts)),
  );
