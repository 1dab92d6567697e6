// SipHash-2-4 (Aumasson and Bernstein, 2012), 64 bits: a keyed hash of short texts that needs no waiting, unlike those
// of WebCrypto.
const mask64 = (1n << 64n) - 1n;
const rotate = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (64n - by))) & mask64;

export interface SipKey {
  k0: bigint;
  k1: bigint;
}

export function randomKey(): SipKey {
  const [k0 = 0n, k1 = 0n] = crypto.getRandomValues(new BigUint64Array(2));
  return { k0, k1 };
}

export function siphash({ k0, k1 }: SipKey, bytes: Uint8Array): bigint {
  let v0 = k0 ^ 0x736f6d6570736575n;
  let v1 = k1 ^ 0x646f72616e646f6dn;
  let v2 = k0 ^ 0x6c7967656e657261n;
  let v3 = k1 ^ 0x7465646279746573n;
  const rounds = (count: number): void => {
    for (let i = 0; i < count; i++) {
      v0 = (v0 + v1) & mask64;
      v1 = rotate(v1, 13n) ^ v0;
      v0 = rotate(v0, 32n);
      v2 = (v2 + v3) & mask64;
      v3 = rotate(v3, 16n) ^ v2;
      v0 = (v0 + v3) & mask64;
      v3 = rotate(v3, 21n) ^ v0;
      v2 = (v2 + v1) & mask64;
      v1 = rotate(v1, 17n) ^ v2;
      v2 = rotate(v2, 32n);
    }
  };
  const take = (word: bigint): void => {
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  };
  let word = 0n;
  bytes.forEach((byte, at) => {
    word |= BigInt(byte) << BigInt(8 * (at % 8));
    if (at % 8 !== 7) return;
    take(word);
    word = 0n;
  });
  take(word | (BigInt(bytes.length & 0xff) << 56n));
  v2 ^= 0xffn;
  rounds(4);
  return v0 ^ v1 ^ v2 ^ v3;
}
