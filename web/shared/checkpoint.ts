// Checkpoints of the key log: C2SP tlog-checkpoint in a C2SP signed-note.

import { toBase64url } from './base64url';
import { type Bytes, equal } from './bytes';
import { concat } from './codec';
import { ed25519Verify } from './crypto/ed25519';
import { sha256 } from './crypto/sha256';
import { CloisterError } from './errors';

export interface Checkpoint {
  size: number;
  root: Bytes;
}

const MAX_NOTE = 2000;
const encoder = new TextEncoder();

function fromBase64(text: string): Bytes {
  try {
    const binary = atob(text);
    if (btoa(binary) === text) return Uint8Array.from(binary, (c) => c.charCodeAt(0));
  } catch {
    // Falls through.
  }
  throw new CloisterError('malformed');
}

export const checkpointOrigin = (site: Uint8Array): string => `cloister/${toBase64url(site)}`;

/** First four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
export const noteKeyId = async (name: string, key: Uint8Array): Promise<Bytes> =>
  (await sha256(encoder.encode(name), Uint8Array.of(10, 1), key)).slice(0, 4) as Bytes;

/** Parses and verifies. Signatures of others beneath it are ignored. Throws `malformed`, `bad_signature`, `wrong_site`. */
export async function openCheckpoint(note: string, site: Uint8Array, logKey: Uint8Array): Promise<Checkpoint> {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || note.length > MAX_NOTE || !note.endsWith('\n')) throw new CloisterError('malformed');
  const text = note.slice(0, split + 1);
  const [origin, size, root] = text.split('\n');
  if (!size || !root || !/^(0|[1-9][0-9]{0,14})$/.test(size)) throw new CloisterError('malformed');
  const name = checkpointOrigin(site);
  if (origin !== name) throw new CloisterError('wrong_site');
  const id = await noteKeyId(name, logKey);
  let found = false;
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const [dash, signer, encoded] = line.split(' ');
    if (dash !== '\u2014' || !encoded) throw new CloisterError('malformed');
    const signature = fromBase64(encoded);
    if (signer !== name || !equal(signature.subarray(0, 4), id)) continue;
    await ed25519Verify(logKey, signature.slice(4), encoder.encode(text));
    found = true;
  }
  if (!found) throw new CloisterError('bad_signature');
  const hash = fromBase64(root);
  if (hash.length !== 32) throw new CloisterError('malformed');
  return { size: Number(size), root: hash };
}

/** Signs a checkpoint; what the server does, here for tests and vectors. */
export async function makeCheckpoint(
  site: Uint8Array,
  checkpoint: Checkpoint,
  logKey: Uint8Array,
  sign: (data: Bytes) => Promise<Bytes>,
): Promise<string> {
  const base64 = (data: Uint8Array): string => btoa(String.fromCharCode(...data));
  const name = checkpointOrigin(site);
  const text = `${name}\n${checkpoint.size}\n${base64(checkpoint.root)}\n`;
  const signature = await sign(encoder.encode(text));
  return `${text}\n\u2014 ${name} ${base64(concat(await noteKeyId(name, logKey), signature))}\n`;
}
