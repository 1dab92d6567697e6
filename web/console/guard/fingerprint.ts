// Marks become fingerprints under a key that exists in memory only, for the session of the desk. Short values can be
// guessed by whoever holds the key: that is the desk itself and the agent's own frames, and none of them gets the
// fingerprints of another conversation but the desk.
import { own, toHex } from '../../shared/bytes';
import type { Fingerprint, Mark } from './kinds';

const MAC_BYTES = 8;
const encoder = new TextEncoder();

/** Cannot be exported; handed to each frame of the session. */
export const makeGuardKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']);

async function mac(key: CryptoKey, value: string): Promise<string> {
  const whole = await crypto.subtle.sign('HMAC', key, own(encoder.encode(value)));
  return toHex(new Uint8Array(whole, 0, MAC_BYTES));
}

/** In the order of the marks, and as many. */
export const fingerprints = (key: CryptoKey, marks: readonly Mark[]): Promise<Fingerprint[]> =>
  Promise.all(marks.map(async ({ value, ...traits }) => ({ mac: await mac(key, value), ...traits })));
