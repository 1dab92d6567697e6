// The comparison code that both sides of an epoch can read to each other (docs/protocol.md section 4).
import { own } from './bytes';
import { concat, label } from './codec';

export interface Compared {
  root: Uint8Array;
  site: Uint8Array;
  conversation: Uint8Array;
  packetHash: Uint8Array;
  customerDevice: Uint8Array;
  maker: Uint8Array;
}

const ITERATIONS = 100_000;

/** Four groups of five digits. */
export async function comparisonCode(of: Compared): Promise<string> {
  const password = concat(
    label('compare'),
    of.root,
    of.site,
    of.conversation,
    of.packetHash,
    of.customerDevice,
    of.maker,
  );
  const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt: own(of.conversation), iterations: ITERATIONS };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 256));
  const value = bits.slice(0, 16).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) % 10n ** 20n;
  return (value.toString().padStart(20, '0').match(/.{5}/g) ?? []).join(' ');
}
