// The data directory as whoever runs the server sees it: the files as they are, and everything that opens with the
// master key (src/store/sealing.h, src/crypto/envelope.h).
import { createDecipheriv, hkdfSync } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Every file, journals included. */
export function filesOf(data) {
  return readdirSync(data, { recursive: true })
    .map((name) => join(data, String(name)))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ where: relative(data, path), bytes: readFileSync(path) }));
}

/** The security record while the server runs: outcome and numbers of each event of this name. */
export function recorded(data, action) {
  const database = new DatabaseSync(join(data, 'cloister.db'), { readOnly: true });
  try {
    const rows = database
      .prepare('SELECT outcome, principal, numbers FROM audit WHERE action = ? ORDER BY id')
      .all(action);
    return rows.map((row) => ({
      outcome: row.outcome,
      principal: Buffer.from(row.principal).toString('hex'),
      numbers: Buffer.from(row.numbers).toString('hex'),
    }));
  } finally {
    database.close();
  }
}

/** The bodies of all entries without what the server wraps around them; the server must not be running. */
export function unwrappedEntries(data) {
  const keys = new DatabaseSync(join(data, 'keys.db'), { readOnly: true });
  const database = new DatabaseSync(join(data, 'cloister.db'), { readOnly: true });
  try {
    const wrapKey = derive(readFileSync(join(data, 'master.key')), 'wrap');
    const wrapped = keys.prepare('SELECT wrapped FROM keys WHERE subject = ?');
    const rows = database.prepare(
      `SELECT s.site, c.conversation, e.seq, e.kind, e.body FROM entries e
       JOIN conversations c ON c.key = e.conversation JOIN sites s ON s.key = e.site ORDER BY e.id`,
    );
    return rows.all().map((row) => {
      const subject = Buffer.concat([Buffer.from([conversationSubject]), row.site, row.conversation]);
      const dataKey = open(wrapKey, Buffer.from(wrapped.get(subject).wrapped), 1 + masterKeyIdBytes);
      return {
        where: `entry ${row.seq} of kind ${row.kind}`,
        kind: row.kind,
        bytes: open(derive(dataKey, 'seal'), Buffer.from(row.body), 1),
      };
    });
  } finally {
    keys.close();
    database.close();
  }
}

const conversationSubject = 3;
const masterKeyIdBytes = 8;
const nonceBytes = 24;
const tagBytes = 16;

const derive = (key, purpose) => Buffer.from(hkdfSync('sha256', key, '', `cloister/v1/at-rest/${purpose}`, 32));

/** XChaCha20 of header ‖ nonce ‖ ciphertext ‖ tag; the tag is not checked, this only looks. */
function open(key, sealed, headerBytes) {
  const nonce = sealed.subarray(headerBytes, headerBytes + nonceBytes);
  const body = sealed.subarray(headerBytes + nonceBytes, sealed.length - tagBytes);
  // Block 0 made the key of the tag. Counter (4 bytes), then the nonce of RFC 8439: four zeros and the last 8 bytes.
  const start = Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]), nonce.subarray(16)]);
  return createDecipheriv('chacha20', hchacha20(key, nonce.subarray(0, 16)), start).update(body);
}

/** draft-irtf-cfrg-xchacha, section 2.2. */
function hchacha20(key, nonce) {
  const x = new Uint32Array(16);
  for (const [i, byte] of [...Buffer.from('expand 32-byte k'), ...key, ...nonce].entries())
    x[i >> 2] |= byte << (8 * (i & 3));
  const mix = (to, with_, by, bits) => {
    x[to] += x[with_];
    const turned = x[by] ^ x[to];
    x[by] = (turned << bits) | (turned >>> (32 - bits));
  };
  const quarter = (a, b, c, d) => {
    mix(a, b, d, 16);
    mix(c, d, b, 12);
    mix(a, b, d, 8);
    mix(c, d, b, 7);
  };
  for (let round = 0; round < 10; round += 1) {
    for (let i = 0; i < 4; i += 1) quarter(i, 4 + i, 8 + i, 12 + i);
    for (let i = 0; i < 4; i += 1) quarter(i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
  }
  const out = Buffer.alloc(32);
  for (let i = 0; i < 4; i += 1) {
    out.writeUInt32LE(x[i], 4 * i);
    out.writeUInt32LE(x[12 + i], 16 + 4 * i);
  }
  return out;
}
