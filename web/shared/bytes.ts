// Small helpers for byte strings.
export type Bytes = Uint8Array<ArrayBuffer>;

const hexDigits = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));
export const toHex = (data: Uint8Array): string => {
  let out = '';
  for (const byte of data) out += hexDigits[byte];
  return out;
};
export const fromHex = (text: string): Bytes =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** For public values only: stops at the first difference. */
export const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Lexicographic order. */
export const compare = (a: Uint8Array, b: Uint8Array): number => {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};

export const random = (size: number): Bytes => crypto.getRandomValues(new Uint8Array(size));
export const zeros = (size: number): Bytes => new Uint8Array(size);
/** WebCrypto wants views of unshared buffers; everything here is one. */
export const own = (data: Uint8Array): Bytes => data as Bytes;
