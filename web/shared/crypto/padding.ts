// Padding of messages: content ‖ 0x80 ‖ zeros up to a PADMÉ size of at least 256 bytes, so that the length of a
// ciphertext says little about the text (docs/protocol.md section 4).
import type { Bytes } from '../bytes';
import { CloisterError } from '../errors';
import { MIN_PADDED_BYTES } from '../gen/wire';

/** Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", section 4. */
export function padme(size: number): number {
  if (size < 2) return size;
  const e = 31 - Math.clz32(size);
  const unit = 2 ** (e - (31 - Math.clz32(e)) - 1);
  return unit < 1 ? size : Math.ceil(size / unit) * unit;
}

export const paddedSize = (content: number): number => Math.max(MIN_PADDED_BYTES, padme(content + 1));

export function pad(content: Uint8Array): Bytes {
  const out = new Uint8Array(paddedSize(content.length));
  out.set(content);
  out[content.length] = 0x80;
  return out;
}

/** Throws `bad_padding` unless `padded` is exactly what `pad` makes. */
export function unpad(padded: Uint8Array): Bytes {
  let end = padded.length - 1;
  while (end > 0 && padded[end] === 0) end -= 1;
  if (padded[end] !== 0x80 || padded.length !== paddedSize(end)) throw new CloisterError('bad_padding');
  return padded.slice(0, end) as Bytes;
}
