import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64url, toBase64url } from '../../web/shared/base64url';
import { compare, fromHex, random, toHex } from '../../web/shared/bytes';
import { concat, decode, encode, integer, parse, stringify } from '../../web/shared/codec';
import { errorFrom } from '../../web/shared/errors';
import {
  Ack,
  Append,
  Challenge,
  Empty,
  Packet,
  type Reader,
  Report,
  SiteInfo,
  TextContent,
  Typing,
} from '../../web/shared/gen/wire';
import { codeOf } from './support/site';

const fails = async (action: () => unknown, code = 'malformed'): Promise<void> =>
  assert.equal(await codeOf(action), code);

test('integers: big endian, up to 2^53-1, refused beyond', async () => {
  assert.equal(toHex(integer(0x0102, 2)), '0102');
  assert.equal(toHex(integer(Number.MAX_SAFE_INTEGER, 8)), '001fffffffffffff');
  assert.deepEqual(
    decode(Ack, encode(Ack, { ref: 7, seq: Number.MAX_SAFE_INTEGER, time_ms: 0 })).seq,
    Number.MAX_SAFE_INTEGER,
  );
  for (const [value, size] of [
    [256, 1],
    [-1, 4],
    [1.5, 4],
    [2 ** 53, 8],
    [Number.NaN, 4],
  ] as const)
    await fails(() => integer(value, size));
  const over = concat(fromHex('00000007'), fromHex('0020000000000000'), new Uint8Array(8));
  await fails(() => decode(Ack, over));
});

test('structures: trailing, missing and oversized bytes are malformed', async () => {
  const good = encode(Append, { ref: 1, kind: 5, body: Uint8Array.of(1, 2, 3) });
  assert.deepEqual(decode(Append, good).body, Uint8Array.of(1, 2, 3));
  await fails(() => decode(Append, concat(good, Uint8Array.of(0))));
  for (let size = 0; size < good.length; size++) await fails(() => decode(Append, good.slice(0, size)));
  await fails(() => decode(Append, concat(fromHex('0000000105'), fromHex('ffffffff'))));
  await fails(() => encode(Append, { ref: 1, kind: 5, body: new Uint8Array(65_537) }), 'too_large');
  await fails(() => decode(Append, concat(fromHex('0000000105'), integer(65_537, 4), new Uint8Array(65_537))));
});

test('structures: fixed bytes have their size', () =>
  fails(() => encode(Packet, { ...({} as Packet), suite: 1, site: random(15) })));

test('text: valid UTF-8 only, no byte order mark is dropped', async () => {
  const of = (body: Uint8Array): Uint8Array => concat(integer(body.length, 4), body);
  await fails(() => decode(TextContent, of(Uint8Array.of(0xff))));
  await fails(() => decode(TextContent, of(Uint8Array.of(0xed, 0xa0, 0x80))));
  await fails(() => decode(TextContent, of(Uint8Array.of(0xc0, 0x80))));
  const text = '\ufeffa\u0000\u{1f512}';
  assert.equal(decode(TextContent, encode(TextContent, { text })).text, text);
});

test('lists: count and limit', async () => {
  const reader: Reader = { kind: 1, id: random(32), sealed: random(3) };
  const packet = {
    suite: 1,
    site: random(16),
    conversation: random(16),
    epoch: 0,
    prev: random(32),
    head: random(32),
    maker: random(32),
    tree_size: 1,
    tree_root: random(32),
    commit: random(32),
    signature: random(64),
  };
  const good = { ...packet, readers: [reader, reader] };
  assert.deepEqual(decode(Packet, encode(Packet, good)), good);
  await fails(() => encode(Packet, { ...packet, readers: Array.from({ length: 65 }, () => reader) }), 'too_large');
});

test('JSON: unknown, missing and oversized members are malformed', async () => {
  const text = stringify(Challenge, { challenge: random(32) });
  assert.equal(parse(Challenge, text).challenge.length, 32);
  const bad = [
    '',
    'null',
    '[]',
    '1',
    '{}',
    '{"challenge":1}',
    '{"challenge":"AAA"}',
    text.replace('}', ',"x":1}'),
    `${text} x`,
  ];
  for (const json of bad) await fails(() => parse(Challenge, json));
  assert.deepEqual(parse(Empty, '{}'), {});
  await fails(() => parse(Empty, '{"a":1}'));
  await fails(() => parse(Typing, '{"t":"typing","on":1}'));
  await fails(() => parse(Typing, '{"t":"other","on":true}'));
  assert.equal(parse(Typing, '{"t":"typing","on":true}').on, true);
});

test('JSON: optional members may be absent, not null', async () => {
  assert.deepEqual(parse(Report, '{"code":5}'), { code: 5 });
  assert.equal(parse(Report, '{"code":5,"seq":9007199254740991}').seq, Number.MAX_SAFE_INTEGER);
  for (const json of [
    '{"code":5,"seq":null}',
    '{"code":65536}',
    '{"code":-1}',
    '{"code":1.5}',
    '{"code":5,"seq":9007199254740992}',
  ])
    await fails(() => parse(Report, json));
  const long = JSON.stringify({
    site: toBase64url(random(16)),
    acts: 1,
    checkpoint: 'x'.repeat(2001),
    available: true,
    continuity: 'team',
  });
  await fails(() => parse(SiteInfo, long));
  await fails(() => parse(Report, '{"code":5,"__proto__":1}'));
});

test('base64url: one form only', () => {
  assert.equal(toBase64url(Uint8Array.of(0xfb, 0xff)), '-_8');
  for (const text of ['-_9', '-_8=', 'A', '+/8', '-_8 ', '-_8\n']) assert.equal(fromBase64url(text), undefined, text);
  for (let size = 0; size < 70; size++) {
    const data = random(size);
    assert.deepEqual(fromBase64url(toBase64url(data)), data);
  }
});

test('byte strings compare like the server sorts them', () => {
  assert.ok(compare(Uint8Array.of(1, 2), Uint8Array.of(1, 3)) < 0);
  assert.ok(compare(Uint8Array.of(255), Uint8Array.of(1, 3)) > 0);
  assert.ok(compare(Uint8Array.of(1), Uint8Array.of(1, 0)) < 0);
  assert.equal(compare(random(0), random(0)), 0);
});

test('unknown error numbers are internal', () => {
  assert.equal(errorFrom(19).code, 'stale_epoch');
  assert.equal(errorFrom(60_000).code, 'internal');
});
