// The server as adversary, continued: how a conversation begins, what nothing may be signed for, and where it ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bytes, random, zeros } from '../../web/shared/bytes';
import type { Struct } from '../../web/shared/codec';
import type { LogSender } from '../../web/shared/conversation';
import { generateSignKeys, publicSignKey } from '../../web/shared/crypto/ed25519';
import type { Device } from '../../web/shared/device';
import {
  Assign,
  Close,
  type Entry,
  EntryKind,
  MAX_CERTS,
  MAX_ENTRIES,
  MarkKind,
  Packet,
  SenderCert,
} from '../../web/shared/gen/wire';
import { resigned, TestConversation } from './support/conversation';
import { newDevice, type StaffMember, TestSite } from './support/site';

const device = (member: StaffMember): Device => member.devices[0] as Device;
const begun = async (): Promise<TestConversation> => TestConversation.begin(await TestSite.make());

/** The violation at which a log of these entries stops. */
async function stops(made: TestConversation, as: Device | StaffMember, entries: Entry[]): Promise<string> {
  const { log } = await made.replay(as, entries);
  return log.refused ? `${log.refused.code} ${log.refused.seq}` : 'nothing was refused';
}
/** The first entries, then one with this body in place of what followed. */
const after = async (made: TestConversation, count: number, kind: number, body: Bytes): Promise<Entry[]> => [
  ...made.entries.slice(0, count),
  await made.entry(kind, body, count + 1),
];
/** Before the first packet. */
function bare(made: TestConversation): TestConversation {
  const entries = made.entries.slice(0, 1);
  return Object.assign(made.fork(), {
    entries,
    heads: made.heads.slice(0, 2),
    packet: undefined,
    packetHash: zeros(32),
  });
}

test('the first packet is made and signed by the device of the customer', async () => {
  const made = await begun();
  const stranger = await newDevice(made.site.id, random(16));
  const early = bare(made);
  for (const [code, maker, signer] of [
    ['wrong_reader', stranger, made.customer],
    ['wrong_reader', made.site.firstDevice, made.site.firstDevice],
    ['bad_signature', made.customer, stranger],
  ] as const) {
    const { packet } = await early.makePacket(maker, { signer });
    for (const as of [made.customer, made.site.first])
      assert.equal(await stops(made, as, await after(made, 1, EntryKind.packet, packet)), `${code} 2`);
  }
});

test('nothing of another suite is taken, whoever signed it', async () => {
  const made = await begun();
  const agent = await made.site.addMember(1);
  const customer = made.customer.keys.sign.privateKey;
  const refused = async <T extends { suite: number; signature: Uint8Array }>(
    at: number,
    kind: number,
    type: Struct<T>,
    bytes: Bytes,
    key: CryptoKey,
  ): Promise<void> => {
    const body = await resigned(type, bytes, key, { suite: 2 } as Partial<T>);
    assert.equal(
      await stops(made, made.site.first, await after(made, at - 1, kind, body)),
      `unsupported_suite ${at}`,
      `kind ${kind}`,
    );
  };
  const foreign = await made.genesis({ suite: 2 });
  assert.equal(
    await stops(made, made.site.first, [await made.entry(EntryKind.genesis, foreign, 1)]),
    'unsupported_suite 1',
  );
  await refused(2, EntryKind.packet, Packet, made.entries[1]?.body as Bytes, customer);
  await refused(3, EntryKind.cert, SenderCert, made.entries[2]?.body as Bytes, customer);
  await refused(4, EntryKind.assign, Assign, await made.assign(agent), device(agent).keys.sign.privateKey);
  const close = await made.makeClose(made.customerSender);
  await refused(4, EntryKind.close, Close, close, made.customerSender.keys.privateKey);
});

test('the device of the customer is of this suite and this site', async () => {
  const made = await begun();
  for (const [code, change] of [
    ['unsupported_suite', { suite: 2 }],
    ['wrong_site', { site: random(16) }],
  ] as const) {
    const genesis = await made.genesis({ device: { ...made.customer.record, ...change } });
    assert.equal(await stops(made, made.site.first, [await made.entry(EntryKind.genesis, genesis, 1)]), `${code} 1`);
  }
});

test('a packet that stands on acts which are not there is refused, even with a root that fits', async () => {
  const made = await begun();
  const roster = await made.site.roster();
  const treeSize = roster.size + 1;
  const treeRoot = await roster.at(treeSize).root();
  const { packet } = await bare(made).makePacket(made.customer, { treeSize, treeRoot });
  assert.equal(await stops(made, made.site.first, await after(made, 1, EntryKind.packet, packet)), 'bad_chain 2');
});

test('certificates have an end', async () => {
  const made = await begun();
  const { log } = await made.replay(made.site.first);
  const [known] = log.senders.values();
  // As if all before had been taken.
  while (log.senders.size < MAX_CERTS - 1) log.senders.set(`sender ${log.senders.size}`, known as LogSender);
  for (const refused of [undefined, 'limit_reached']) {
    const cert = await made.cert(made.customer, await publicSignKey(await generateSignKeys()));
    await log.take(await made.add(EntryKind.cert, cert));
    assert.equal(log.refused?.code, refused);
  }
});

test('how a conversation begins cannot be erased', async () => {
  const made = await begun();
  for (const seq of [1, 2, 3]) {
    const erased = { seq, time_ms: 1, kind: EntryKind.message, hash: random(32), body: new Uint8Array() };
    const entries = [...made.entries.slice(0, seq - 1), erased];
    assert.equal(await stops(made, made.site.first, entries), `bad_transcript ${seq}`);
  }
});

test('entries have an end', async () => {
  const made = await begun();
  const erased = { time_ms: 1, kind: EntryKind.message, hash: random(32), body: new Uint8Array() };
  for (const [seq, refused] of [
    [MAX_ENTRIES, undefined],
    [MAX_ENTRIES + 1, 'bad_transcript'],
  ] as const) {
    const { log } = await made.replay(made.site.first);
    // As if all between had been taken.
    const heads = new Uint8Array(MAX_ENTRIES * 32 + 64);
    Object.assign(log, { seq: seq - 1, heads });
    await log.take({ ...erased, seq });
    assert.equal(log.refused?.code, refused);
  }
});

test('marks about what is not there are kept up to a number', async () => {
  const made = await begun();
  const sender = made.customerSender;
  for (const [strangers, read] of [
    [127, 4],
    [128, 0],
  ] as const) {
    const { log } = await made.replay(made.site.first);
    const waits = await made.mark(sender, MarkKind.read, 3);
    for (let i = 0; i < strangers; i++) await log.takeMark({ ...waits, sender: random(32) });
    const fork = made.fork();
    const entry = await fork.message({ ...sender }, 'Hello');
    await log.takeMark(await fork.mark(sender, MarkKind.read, 4));
    await log.take(entry);
    assert.equal(log.marks.peer.read, read);
  }
});
