// Shared vectors: what one implementation made, the other must read. `web.json` is made here, `native-*.json` elsewhere.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Bytes, equal, fromHex, toHex, zeros } from '../../web/shared/bytes';
import { openCheckpoint } from '../../web/shared/checkpoint';
import { concat, decode, encode, label } from '../../web/shared/codec';
import { comparisonCode } from '../../web/shared/compare';
import { ConversationLog } from '../../web/shared/conversation';
import { aeadOpen } from '../../web/shared/crypto/aead';
import { ed25519Verify, importSignSeed } from '../../web/shared/crypto/ed25519';
import { expand, hkdfKey } from '../../web/shared/crypto/hkdf';
import { importKemKeys } from '../../web/shared/crypto/p256';
import { pad } from '../../web/shared/crypto/padding';
import { type Device, DeviceKeyholder } from '../../web/shared/device';
import { Act, DeviceRecord, Envelope, Mark, OwnerKind, Packet, ReaderKind } from '../../web/shared/gen/wire';
import { unwrapKeys } from '../../web/shared/lock';
import { actHash, deviceId, packetHash } from '../../web/shared/names';
import { commitment, openReader } from '../../web/shared/packets';
import { Roster } from '../../web/shared/roster';
import { requestBytes } from '../../web/shared/session';
import { DeviceTeamKeys } from '../../web/shared/team_keys';
import { makeVectors, type Vectors } from './make_vectors';

const folder = 'tests/vectors/protocol';
const own = `${folder}/web.json`;
const read = (path: string): Vectors => JSON.parse(readFileSync(path, 'utf8')) as Vectors;

test('the vectors on disk are those that the code makes', async () => {
  const before = existsSync(own) ? read(own) : undefined;
  const made = await makeVectors(before);
  if (process.env.CLOISTER_WRITE_VECTORS) writeFileSync(own, `${JSON.stringify(made, null, 1)}\n`);
  else assert.deepEqual(made, before);
});

for (const file of readdirSync(folder).filter((name) => name === 'web.json' || /^native-.*\.json$/.test(name))) {
  const vectors = read(`${folder}/${file}`);
  const site = fromHex(vectors.site);
  const root = fromHex(vectors.root);
  const acts = vectors.acts.map(({ act }) => fromHex(act));
  const roster = (): Promise<Roster> => Roster.replay({ site, root }, acts);
  const device = async (id: string): Promise<Device> => {
    const found = vectors.devices.find((one) => one.id === id) as Vectors['devices'][0];
    const record = decode(DeviceRecord, fromHex(found.record));
    const publicKey = await crypto.subtle.importKey('raw', record.sign_key as Bytes, 'Ed25519', true, ['verify']);
    const sign = { publicKey, privateKey: await importSignSeed(fromHex(found.seed)) };
    return { id: fromHex(id), record, keys: { sign, kem: await importKemKeys(fromHex(found.scalar), record.kem_key) } };
  };

  test(`${file}: devices`, async () => {
    for (const { record, id } of vectors.devices) {
      const decoded = decode(DeviceRecord, fromHex(record));
      assert.equal(toHex(encode(DeviceRecord, decoded)), record);
      assert.equal(toHex(await deviceId(decoded)), id);
    }
  });

  test(`${file}: key log, tree, checkpoint`, async () => {
    const replayed = await roster();
    for (const [i, { act, hash, tree_root }] of vectors.acts.entries()) {
      assert.equal(toHex(await actHash(decode(Act, fromHex(act)))), hash);
      assert.equal(toHex(await replayed.at(i + 1).root()), tree_root);
    }
    const checkpoint = await openCheckpoint(vectors.checkpoint, site, fromHex(vectors.log.key));
    assert.deepEqual(checkpoint, { size: acts.length, root: await replayed.now.root() });
  });

  test(`${file}: every member reaches every team key they may`, async () => {
    const replayed = await roster();
    for (const { id, scalar, team } of vectors.team_keys) {
      const found = replayed.teamKeyById(fromHex(id));
      assert.equal(found && toHex(found.key.body.team), team);
      await importKemKeys(fromHex(scalar), found?.key.body.kem_key as Bytes);
      const latest = replayed.now.teamKey(found?.team === 'support' ? 'support' : 'supervisors');
      for (const share of latest?.body.shares ?? []) {
        const keys = await new DeviceTeamKeys(await device(toHex(share.device)), () => replayed).get(fromHex(id));
        assert.ok(keys);
        assert.deepEqual(new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey)), found?.key.body.kem_key);
      }
    }
  });

  test(`${file}: the conversation, as the customer and as staff`, async () => {
    const { conversation } = vectors;
    const id = fromHex(conversation.id);
    const customer = vectors.devices.find(
      (one) => decode(DeviceRecord, fromHex(one.record)).owner_kind === OwnerKind.customer,
    ) as Vectors['devices'][0];
    const replayed = await roster();
    const staff = replayed.now.devicesOf(fromHex(conversation.person))[0];
    for (const as of [await device(customer.id), await device(toHex(staff?.id as Bytes))]) {
      const isCustomer = toHex(as.id) === customer.id;
      const violations: string[] = [];
      const keyholder = new DeviceKeyholder({
        device: as,
        conversation: id,
        participants: {
          customerDevice: decode(DeviceRecord, fromHex(customer.record)),
          customerId: fromHex(customer.id),
          assigned: undefined,
        },
        roster: () => replayed,
        continuity: () => conversation.continuity,
        teamKeys: new DeviceTeamKeys(as, () => replayed),
        now: () => 0,
      });
      const log = new ConversationLog({
        site,
        root,
        conversation: id,
        own: isCustomer ? { side: 'customer', device: as.id } : { side: 'staff', person: fromHex(conversation.person) },
        rosterUpTo: async () => replayed,
        openPacket: (packet) => keyholder.openPacket(packet),
        onViolation: ({ code, seq }) => violations.push(`${code} at ${seq}`),
      });
      for (const { mark } of conversation.marks) await log.takeMark(decode(Mark, fromHex(mark)));
      for (const entry of conversation.entries) {
        await log.take({ ...entry, body: fromHex(entry.body), hash: fromHex(entry.hash) });
        assert.deepEqual(violations, []);
        assert.equal(toHex(log.headAt(entry.seq) as Bytes), entry.head);
      }
      assert.equal(toHex(log.headAt(0) as Bytes), conversation.start);
      const texts = log.items.flatMap((item) =>
        item.kind === 'message' ? [item.text] : item.kind === 'named' ? [item.name] : [],
      );
      assert.deepEqual(
        texts,
        conversation.messages.map((message) => message.text),
      );
      const marked = conversation.marks.map(({ sender }) => log.senders.get(sender)?.mine);
      assert.ok(
        log.marks.own.delivered > 0 === marked.includes(true) &&
          log.marks.peer.delivered > 0 === marked.includes(false),
      );
      const last = log.epoch?.packet as Packet;
      const code = await comparisonCode({
        root,
        site,
        conversation: id,
        packetHash: log.epoch?.hash as Bytes,
        customerDevice: fromHex(customer.id),
        maker: last.maker,
      });
      assert.equal(code, conversation.comparison_code);
    }
  });

  test(`${file}: packets, their secrets, and the keys of messages`, async () => {
    const { conversation } = vectors;
    const scalarOf = (kind: number, id: string): string =>
      (kind === ReaderKind.team_key
        ? vectors.team_keys.find((key) => key.id === id)
        : vectors.devices.find((one) => one.id === id)
      )?.scalar as string;
    const replayed = await roster();
    for (const { seq, id, secret, commit } of conversation.packets) {
      const packet = decode(Packet, fromHex(conversation.entries[seq - 1]?.body as string));
      assert.equal(toHex(await packetHash(packet)), id);
      assert.equal(toHex(await commitment(await hkdfKey(fromHex(secret)))), commit);
      for (const reader of packet.readers) {
        const name = toHex(reader.id);
        const record = vectors.devices.find((one) => one.id === name)?.record;
        const point = record
          ? decode(DeviceRecord, fromHex(record)).kem_key
          : replayed.teamKeyById(reader.id)?.key.body.kem_key;
        const opened = await openReader(
          packet,
          reader,
          await importKemKeys(fromHex(scalarOf(reader.kind, name)), point as Bytes),
        );
        assert.equal(toHex(await commitment(opened)), commit);
      }
    }
    for (const message of conversation.messages) {
      const envelope = decode(Envelope, fromHex(conversation.entries[message.seq - 1]?.body as string));
      const packet = conversation.packets.find(
        (one) => one.id === toHex(envelope.packet),
      ) as Vectors['conversation']['packets'][0];
      const key = await expand(
        await hkdfKey(fromHex(packet.secret)),
        concat(label('message-key'), envelope.packet, envelope.sender),
      );
      assert.equal(toHex(key), message.key);
      assert.equal(toHex(pad(fromHex(message.content))), message.padded);
      assert.deepEqual(
        [toHex(envelope.nonce), toHex(envelope.id), toHex(envelope.sender)],
        [message.nonce, message.id, message.sender],
      );
    }
  });

  test(`${file}: request proof and other proofs`, async () => {
    const { request, proofs } = vectors;
    const body = new TextEncoder().encode(request.body);
    const bytes = await requestBytes(
      fromHex(request.session),
      request.time_ms,
      fromHex(request.nonce),
      request.method,
      request.path,
      body,
    );
    assert.equal(toHex(bytes), request.signed);
    const header = new Uint8Array(Buffer.from(request.header, 'base64url'));
    assert.equal(header.length, 88);
    await ed25519Verify(fromHex(request.key), header.slice(24), bytes);
    for (const { name, key, fields, signature } of proofs)
      await ed25519Verify(fromHex(key), fromHex(signature), concat(label(name), ...fields.map(fromHex)));
  });

  test(`${file}: keys at rest`, async () => {
    const { lock } = vectors;
    const key = await expand(await hkdfKey(fromHex(lock.share)), concat(label('lock'), fromHex(lock.device)));
    assert.equal(toHex(key), lock.key);
    const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
    const wrapped = fromHex(lock.wrapped);
    const plain = await aeadOpen(aes, fromHex(lock.nonce), zeros(0), wrapped.slice(12));
    const of = vectors.devices.find((one) => one.id === lock.device) as Vectors['devices'][0];
    assert.ok(equal(plain, concat(fromHex(of.seed), fromHex(of.scalar))));
    await unwrapKeys(wrapped, fromHex(lock.share), fromHex(lock.device), decode(DeviceRecord, fromHex(of.record)));
  });
}
