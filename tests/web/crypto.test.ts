import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { type Bytes, equal, fromHex, own, random, toHex } from '../../web/shared/bytes';
import { aeadOpen, aeadSeal } from '../../web/shared/crypto/aead';
import {
  checkSignKey,
  ed25519Sign,
  ed25519Verify,
  exportSignSeed,
  generateSignKeys,
  importSignSeed,
  publicSignKey,
} from '../../web/shared/crypto/ed25519';
import { expand, expandToAes, hkdfKey } from '../../web/shared/crypto/hkdf';
import { hpkeOpen, hpkeSeal } from '../../web/shared/crypto/hpke';
import {
  exportKemScalar,
  generateKemKeys,
  importKemKeys,
  importKemPublic,
  publicKemKey,
} from '../../web/shared/crypto/p256';
import { pad, paddedSize, padme, unpad } from '../../web/shared/crypto/padding';
import { sha256 } from '../../web/shared/crypto/sha256';
import { unwrapKeys, wrapKeys } from '../../web/shared/lock';
import { codeOf, newDevice } from './support/site';

interface Ed25519Vectors {
  keys: { key: string; valid: boolean; why: string }[];
  signatures: { key: string; message: string; signature: string; valid: boolean; why: string }[];
}
const ed25519 = JSON.parse(readFileSync('tests/vectors/ed25519.json', 'utf8')) as Ed25519Vectors;
const right = 'nothing was thrown';

test('Ed25519: the keys that may sign are those of native code', async () => {
  for (const { key, valid, why } of ed25519.keys)
    assert.equal(await codeOf(checkSignKey(fromHex(key))), valid ? right : 'weak_key', why);
  for (let i = 0; i < 20; i++) await checkSignKey(await publicSignKey(await generateSignKeys()));
  for (const size of [0, 31, 33]) assert.equal(await codeOf(checkSignKey(fromHex('5b'.repeat(size)))), 'weak_key');
});

test('Ed25519: the signatures that hold are those of native code', async () => {
  for (const { key, message, signature, valid, why } of ed25519.signatures) {
    const code = await codeOf(ed25519Verify(fromHex(key), fromHex(signature), fromHex(message)));
    assert.equal(code, valid ? right : 'bad_signature', why);
  }
});

interface HpkeVector {
  aead_id: number;
  [name: string]: string | number;
}
const vectors = JSON.parse(readFileSync('tests/vectors/hpke_p256.json', 'utf8')) as { vectors: HpkeVector[] };

for (const vector of vectors.vectors) {
  test(`HPKE: RFC 9180 vector with AEAD ${vector.aead_id}`, async () => {
    const get = (name: string): Bytes => fromHex(String(vector[name]));
    const aead = { id: vector.aead_id, keyBytes: vector.aead_id === 1 ? 16 : 32 };
    const ephemeral = await importKemKeys(get('skEm'), get('enc'));
    const sealed = await hpkeSeal(get('pkRm'), get('info'), get('aad'), get('pt'), ephemeral, aead);
    assert.equal(toHex(sealed), `${vector.enc}${vector.ct}`);
    const recipient = await importKemKeys(get('skRm'), get('pkRm'));
    assert.equal(toHex(await hpkeOpen(recipient, get('info'), get('aad'), sealed, aead)), vector.pt);
  });
}

test('HPKE: seals for and opens from @hpke/core', async () => {
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const [info, aad, plain] = [random(40), random(32), random(32)];
  const keys = await generateKemKeys();
  const point = await publicKemKey(keys);
  const sealed = await hpkeSeal(point, info, aad, plain);
  const context = await suite.createRecipientContext({ recipientKey: keys, enc: sealed.slice(0, 65), info });
  assert.deepEqual(new Uint8Array(await context.open(sealed.slice(65), aad)), plain);
  const sender = await suite.createSenderContext({ recipientPublicKey: await importKemPublic(point), info });
  const theirs = new Uint8Array(await sender.seal(plain, aad));
  const joined = new Uint8Array([...new Uint8Array(sender.enc), ...theirs]);
  assert.deepEqual(await hpkeOpen(keys, info, aad, joined), plain);
});

test('HPKE: another info, aad, key, or any changed byte does not open', async () => {
  const keys = await generateKemKeys();
  const [info, aad, plain] = [random(8), random(8), random(32)];
  const sealed = await hpkeSeal(await publicKemKey(keys), info, aad, plain);
  assert.equal(await codeOf(hpkeOpen(keys, random(8), aad, sealed)), 'decryption_failed');
  assert.equal(await codeOf(hpkeOpen(keys, info, random(8), sealed)), 'decryption_failed');
  assert.equal(await codeOf(hpkeOpen(await generateKemKeys(), info, aad, sealed)), 'decryption_failed');
  assert.equal(await codeOf(hpkeOpen(keys, info, aad, sealed.slice(0, 60))), 'decryption_failed');
  for (const at of [0, 1, 64, 65, sealed.length - 1]) {
    const changed = sealed.slice();
    changed[at] = (changed[at] as number) ^ 1;
    assert.equal(await codeOf(hpkeOpen(keys, info, aad, changed)), 'decryption_failed', `byte ${at}`);
  }
});

test('P-256: what is no point of the curve is weak', async () => {
  assert.equal(await codeOf(importKemPublic(new Uint8Array(65))), 'weak_key');
  const off = new Uint8Array(65).fill(7);
  off[0] = 4;
  assert.equal(await codeOf(importKemPublic(off)), 'weak_key');
  const keys = await generateKemKeys(true);
  const [scalar, point] = [await exportKemScalar(keys.privateKey), await publicKemKey(keys)];
  assert.deepEqual(await publicKemKey(await importKemKeys(scalar, point)), point);
});

test('Ed25519: RFC 8032 test 2, seeds, refusals', async () => {
  const seed = fromHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
  const key = fromHex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
  const signature = await ed25519Sign(await importSignSeed(seed), Uint8Array.of(0x72));
  assert.equal(
    toHex(signature),
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  );
  await ed25519Verify(key, signature, Uint8Array.of(0x72));
  assert.equal(await codeOf(ed25519Verify(key, signature, Uint8Array.of(0x73))), 'bad_signature');
  assert.equal(await codeOf(ed25519Verify(key.slice(1), signature, Uint8Array.of(0x72))), 'bad_signature');
  const keys = await generateSignKeys(true);
  const again = await importSignSeed(await exportSignSeed(keys.privateKey));
  await ed25519Verify(await publicSignKey(keys), await ed25519Sign(again, key), key);
});

test('SHA-256 over parts is over their concatenation', async () => {
  assert.equal(
    toHex(await sha256(Uint8Array.of(0x61), Uint8Array.of(0x62, 0x63))),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

test('HKDF: RFC 5869 test case 3, and the secret is wiped', async () => {
  const secret = new Uint8Array(22).fill(0x0b);
  const key = await hkdfKey(secret);
  assert.equal(
    toHex(await expand(key, new Uint8Array())),
    '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d',
  );
  assert.ok(equal(secret, new Uint8Array(22)));
  assert.equal(key.extractable, false);
});

test('AEAD: opens what was sealed and nothing else', async () => {
  const key = await expandToAes(await hkdfKey(random(32)), random(4));
  const [nonce, aad, plain] = [random(12), random(9), random(300)];
  const sealed = await aeadSeal(key, nonce, aad, plain);
  assert.deepEqual(await aeadOpen(key, nonce, aad, sealed), plain);
  assert.equal(await codeOf(aeadOpen(key, nonce, random(9), sealed)), 'decryption_failed');
  assert.equal(await codeOf(aeadOpen(key, random(12), aad, sealed)), 'decryption_failed');
});

test('padding: sizes of PADMÉ', () => {
  const sizes: [number, number][] = [
    [0, 0],
    [1, 1],
    [2, 2],
    [9, 10],
    [255, 256],
    [257, 272],
    [273, 288],
    [1000, 1024],
    [1025, 1088],
    [32768, 32768],
    [32769, 34816],
  ];
  for (const [size, padded] of sizes) assert.equal(padme(size), padded, `PADMÉ(${size})`);
  assert.equal(paddedSize(0), 256);
  assert.equal(paddedSize(255), 256);
  assert.equal(paddedSize(256), 272);
  for (let size = 2; size < 70_000; size += 7) assert.ok(padme(size) >= size && padme(size) <= size * 1.12 + 1);
});

test('padding: removal is strict', async () => {
  for (const size of [0, 1, 255, 256, 300, 5000]) {
    const content = random(size);
    assert.deepEqual(unpad(pad(content)), content);
  }
  assert.deepEqual(unpad(pad(Uint8Array.of(0x80, 0x80, 0, 0))), Uint8Array.of(0x80, 0x80, 0, 0));
  const padded = pad(Uint8Array.of(1, 2, 3));
  assert.equal(await codeOf(() => unpad(new Uint8Array(256))), 'bad_padding');
  assert.equal(await codeOf(() => unpad(new Uint8Array())), 'bad_padding');
  assert.equal(await codeOf(() => unpad(padded.slice(0, 255))), 'bad_padding');
  assert.equal(await codeOf(() => unpad(new Uint8Array([...padded, 0]))), 'bad_padding');
  const marked = padded.slice();
  marked[255] = 1;
  assert.equal(await codeOf(() => unpad(marked)), 'bad_padding');
  const changed = padded.slice();
  changed[3] = 0x81;
  assert.equal(await codeOf(() => unpad(changed)), 'bad_padding');
});

test('keys at rest open with their share and device only, and cannot be exported then', async () => {
  const device = await newDevice(random(16), random(16));
  const share = random(32);
  const wrapped = await wrapKeys(device.keys, share, device.id);
  const keys = await unwrapKeys(wrapped, share, device.id, device.record);
  assert.equal(keys.sign.privateKey.extractable || keys.kem.privateKey.extractable, false);
  await ed25519Verify(device.record.sign_key, await ed25519Sign(keys.sign.privateKey, share), share);
  const sealed = await hpkeSeal(device.record.kem_key, share, share, own(share));
  assert.deepEqual(await hpkeOpen(keys.kem, share, share, sealed), share);
  assert.equal(await codeOf(unwrapKeys(wrapped, random(32), device.id, device.record)), 'decryption_failed');
  assert.equal(await codeOf(unwrapKeys(wrapped, share, random(32), device.record)), 'decryption_failed');
  const other = await newDevice(random(16), random(16));
  assert.notEqual(await codeOf(unwrapKeys(wrapped, share, device.id, other.record)), 'nothing was thrown');
});
