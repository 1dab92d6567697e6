// Which Ed25519 public keys may sign: canonical encodings of points of the prime-order group other than the neutral element.
// Browsers take others too, for which one signature fits many messages or verifiers disagree; native code refuses them all
// (src/crypto/ed25519.h). The values are public, so that time may depend on them.
const PRIME = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/**
 * Climbs the Montgomery ladder (RFC 7748 section 5) to ORDER times the point, for which y alone suffices: the result is the
 * neutral element for points of the prime-order group only. An y without an x belongs to a curve whose order ORDER does not
 * divide.
 */
export function isPrimeOrder(key: Uint8Array): boolean {
  // Whether x is the odd one, which the first bit says, does not matter to the order.
  const y = key.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n) & (2n ** 255n - 1n);
  // The neutral element, the point of order two, where the ladder does not stand, and what is not below the prime.
  if (y === 1n || y >= PRIME - 1n) return false;
  const [x1, z1] = [1n + y, PRIME + 1n - y];
  let [x2, z2, x3, z3] = [1n, 0n, x1, z1];
  for (const bit of ORDER.toString(2)) {
    if (bit === '1') [x2, z2, x3, z3] = [x3, z3, x2, z2];
    const [da, cb] = [((x3 - z3) * (x2 + z2)) % PRIME, ((x3 + z3) * (x2 - z2)) % PRIME];
    const [aa, bb] = [(x2 + z2) ** 2n % PRIME, (x2 - z2) ** 2n % PRIME];
    const e = aa - bb;
    [x2, z2] = [(aa * bb) % PRIME, (e * (aa + 121665n * e)) % PRIME];
    [x3, z3] = [(z1 * (da + cb) ** 2n) % PRIME, (x1 * (da - cb) ** 2n) % PRIME];
    if (bit === '1') [x2, z2, x3, z3] = [x3, z3, x2, z2];
  }
  return z2 === 0n;
}
