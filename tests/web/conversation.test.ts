// The server as adversary: it holds the real entries, and shows something else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bytes, compare, equal, fromHex, random, toHex, zeros } from '../../web/shared/bytes';
import { decode, encode } from '../../web/shared/codec';
import { comparisonCode } from '../../web/shared/compare';
import { generateSignKeys, publicSignKey } from '../../web/shared/crypto/ed25519';
import type { Device } from '../../web/shared/device';
import { CloisterError } from '../../web/shared/errors';
import {
  ActKind,
  AddDeviceBody,
  Assign,
  CloseReason,
  ContentKind,
  DeviceEndorsement,
  type Entry,
  EntryKind,
  Envelope,
  MarkKind,
  OwnerKind,
  Packet,
  ReaderKind,
  RevokeDeviceBody,
  type SenderCert,
} from '../../web/shared/gen/wire';
import { readerViews } from '../../web/shared/readers';
import { resigned, TestConversation } from './support/conversation';
import { newDevice, type StaffMember, TestSite } from './support/site';

const device = (member: StaffMember): Device => member.devices[0] as Device;

/** A waiting conversation with two messages. */
async function waiting(): Promise<TestConversation> {
  const made = await TestConversation.begin(await TestSite.make());
  await made.message(made.customerSender, 'Hello');
  await made.message(made.customerSender, 'Is anybody there?');
  return made;
}

/** Whoever looks at these entries finds this violation, stops there, and it is reported. */
async function refuses(
  made: TestConversation,
  as: Device | StaffMember,
  entries: Entry[],
  code: string,
  at = entries.length,
): Promise<void> {
  const { log, violations } = await made.replay(as, entries);
  assert.equal(violations.map((violation) => `${violation.code} ${violation.seq}`).join(), `${code} ${at}`);
  assert.equal(log.refused?.code, code);
  assert.ok(violations[0]?.fatal);
  const before = log.seq;
  await log.take(await made.entry(EntryKind.message, random(5), log.seq + 1));
  assert.equal(log.seq, before, 'nothing is taken afterwards');
  assert.equal(violations.length, 1);
}
/** The real entries, then one with this body. */
const then = async (made: TestConversation, kind: number, body: Bytes): Promise<Entry[]> => [
  ...made.entries,
  await made.entry(kind, body),
];

test('both sides read a whole conversation, and see the same', async () => {
  const made = await waiting();
  const agent = await made.site.addMember(1);
  await made.site.teamKey('support');
  const sender = await made.accept(agent);
  await made.message(sender, 'Anna\u202e', { kind: ContentKind.intro });
  await made.message(sender, 'Hello, how can I help?');
  await made.message(made.customerSender, 'Thank you');
  await made.add(EntryKind.close, await made.makeClose(made.customerSender, { reason: CloseReason.left }));

  for (const as of [made.customer, agent]) {
    const { log, violations } = await made.replay(as);
    assert.deepEqual(violations, []);
    assert.equal(log.status, 'closed');
    assert.equal(log.agentName, 'Anna');
    assert.deepEqual(
      log.items.map((item) => (item.kind === 'message' ? item.text : item.kind)),
      ['Hello', 'Is anybody there?', 'assigned', 'named', 'Hello, how can I help?', 'Thank you', 'closed'],
    );
    const mine = log.items.filter((item) => item.kind === 'message' && item.mine);
    assert.equal(mine.length, as === made.customer ? 3 : 1);
    assert.ok(equal(log.head as Bytes, made.head));
  }
  // A supervisor who is not assigned reads by the team keys; another agent only what waited.
  const supervisor = (await made.replay(made.site.first)).log;
  assert.equal(supervisor.items.filter((item) => item.kind === 'message' && item.problem).length, 0);
  const other = await made.site.addMember(1);
  await made.site.teamKey('support');
  const outsider = (await made.replay(other)).log;
  assert.deepEqual(
    outsider.items.map((item) => (item.kind === 'message' ? (item.problem ?? 'read') : '')).filter(Boolean),
    ['read', 'read', 'missing_key', 'missing_key', 'missing_key'],
  );
  assert.equal(outsider.refused, undefined);
});

test('a team that lost its key: the conversation goes on, and both sides are told what is closed for good', async () => {
  const made = await waiting();
  const { site } = made;
  // Anna alone is left of the team, and has no share: the founder's only laptop is gone.
  const anna = await site.addMember(7);
  await site.push(device(anna), ActKind.revoke_device, encode(RevokeDeviceBody, { device: site.firstDevice.id }));
  for (const team of ['support', 'supervisors'] as const) {
    site.teamScalars[team].length = 0;
    await site.teamKey(team, device(anna));
  }
  const sender = await made.accept(anna);
  await made.message(sender, 'Please write it again');
  for (const as of [made.customer, anna]) {
    const { log, violations } = await made.replay(as);
    assert.deepEqual(violations, []);
    const closed = as === made.customer ? ['Hello', 'Is anybody there?'] : ['missing_key', 'missing_key'];
    assert.deepEqual(
      log.items.map((item) => (item.kind === 'message' ? (item.problem ?? item.text) : item.kind)),
      [...closed, 'assigned', 'lost', 'Please write it again'],
    );
  }
});

test('who can read: own side, the agent by their encrypted name, teams with their members', async () => {
  const made = await waiting();
  const agent = await made.site.addMember(1);
  const views = async (as: Device | StaffMember): Promise<unknown> => {
    const { log } = await made.replay(as);
    const own = 'person' in as ? as.person : undefined;
    return readerViews(
      log.epoch?.packet.readers ?? [],
      await made.site.roster(),
      own ? 'staff' : 'customer',
      own,
      log.agentName,
    );
  };
  assert.deepEqual(await views(made.customer), [{ kind: 'you' }, { kind: 'team', team: 'support', members: 2 }]);
  const sender = await made.accept(agent);
  const person = toHex(agent.person);
  assert.deepEqual(await views(made.customer), [
    { kind: 'you' },
    { kind: 'person', person, name: undefined, you: false },
    { kind: 'team', team: 'supervisors', members: 1 },
  ]);
  await made.message(sender, 'Anna', { kind: ContentKind.intro });
  assert.deepEqual(await views(made.customer), [
    { kind: 'you' },
    { kind: 'person', person, name: 'Anna', you: false },
    { kind: 'team', team: 'supervisors', members: 1 },
  ]);
  assert.deepEqual(await views(agent), [
    { kind: 'customer' },
    { kind: 'you' },
    { kind: 'team', team: 'supervisors', members: 1 },
  ]);
});

test('each continuity has exactly its readers', async () => {
  for (const continuity of ['nobody', 'supervisors', 'team'] as const) {
    const made = await waiting();
    const agent = await made.site.addMember(1);
    await made.accept(agent, continuity);
    assert.equal((await made.replay(made.customer)).log.refused, undefined, continuity);
    assert.equal(made.packet?.readers.length, continuity === 'nobody' ? 2 : 3);
  }
});

test('a ghost reader is refused, whoever put it there', async () => {
  const made = await waiting();
  const agent = await made.site.addMember(1);
  const ghost = await newDevice(made.site.id, agent.person);
  const ghostReader = { kind: ReaderKind.staff_device, id: ghost.id, kemKey: ghost.record.kem_key };
  // While waiting, by the customer's own device: entry 2 replaced altogether.
  const genesis = made.entries.slice(0, 1);
  const first = Object.assign(made.fork(), { entries: genesis, packet: undefined, packetHash: zeros(32) });
  const early = await first.makePacket(made.customer, {
    readers: (all) => [...all, ghostReader].sort((a, b) => a.kind - b.kind || compare(a.id, b.id)),
  });
  await refuses(
    made,
    made.site.first,
    [...genesis, await made.entry(EntryKind.packet, early.packet, 2)],
    'wrong_reader',
  );
  // At acceptance, by the agent.
  await made.add(EntryKind.assign, await made.assign(agent));
  const assigned = { assigned: agent.person };
  const added = await made.makePacket(device(agent), {
    ...assigned,
    readers: (all) => [...all, ghostReader].sort((a, b) => a.kind - b.kind || compare(a.id, b.id)),
  });
  for (const as of [made.customer, agent])
    await refuses(made, as, await then(made, EntryKind.packet, added.packet), 'wrong_reader');
  const fewer = await made.makePacket(device(agent), { ...assigned, readers: (all) => all.slice(0, -2) });
  await refuses(made, made.customer, await then(made, EntryKind.packet, fewer.packet), 'wrong_reader');
  const twice = await made.makePacket(device(agent), {
    ...assigned,
    readers: (all) => [...all, all.at(-1) as (typeof all)[0]],
  });
  await refuses(made, made.customer, await then(made, EntryKind.packet, twice.packet), 'wrong_reader');
  const unsorted = await made.makePacket(device(agent), { ...assigned, readers: (all) => [...all].reverse() });
  await refuses(made, made.customer, await then(made, EntryKind.packet, unsorted.packet), 'wrong_reader');
  // The server adds one to the signed packet.
  const right = await made.makePacket(device(agent), assigned);
  const packet = decode(Packet, right.packet);
  const stuffed = encode(Packet, { ...packet, readers: [...packet.readers, { ...ghostReader, sealed: random(113) }] });
  await refuses(made, made.customer, await then(made, EntryKind.packet, stuffed), 'bad_signature');
});

test('a swapped device key is refused', async () => {
  const made = await waiting();
  const agent = await made.site.addMember(1);
  const thief = await newDevice(made.site.id, agent.person);
  await made.add(EntryKind.assign, await made.assign(agent));
  // Sealed to other keys under the right names: nobody named can open it.
  const swapped = await made.makePacket(device(agent), {
    assigned: agent.person,
    readers: (all) => all.map((reader) => ({ ...reader, kemKey: thief.record.kem_key })),
  });
  for (const as of [made.customer, agent])
    await refuses(made, as, await then(made, EntryKind.packet, swapped.packet), 'decryption_failed');
  // Made by the stranger's device.
  const strange = await made.makePacket(thief, { assigned: agent.person });
  await refuses(made, made.customer, await then(made, EntryKind.packet, strange.packet), 'wrong_reader');
  const forged = await made.makePacket(device(agent), { assigned: agent.person, signer: thief });
  await refuses(made, made.customer, await then(made, EntryKind.packet, forged.packet), 'bad_signature');
  // The customer's device record replaced in genesis: the customer knows their own, staff see a broken signature.
  const genesis = await made.genesis({ device: { ...made.customer.record, kem_key: thief.record.kem_key } }, thief);
  await refuses(made, made.site.first, [await made.entry(EntryKind.genesis, genesis, 1)], 'bad_signature');
  const whole = await TestConversation.begin(made.site);
  const posing = Object.assign(whole, { id: made.id });
  posing.heads = made.heads.slice(0, 1);
  posing.entries = [];
  await refuses(
    made,
    made.customer,
    [await posing.entry(EntryKind.genesis, await posing.genesis(), 1)],
    'wrong_reader',
  );
});

test('keys that nobody must use are refused where they enter', async () => {
  const made = await waiting();
  // Of order eight (tests/vectors/ed25519.json); and no point at all.
  const sign_key = fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
  for (const change of [{ sign_key }, { kem_key: zeros(65) }]) {
    const genesis = await made.genesis({ device: { ...made.customer.record, ...change } });
    await refuses(made, made.site.first, [await made.entry(EntryKind.genesis, genesis, 1)], 'weak_key');
  }
  const cert = await made.cert(made.customer, sign_key);
  for (const as of [made.customer, made.site.first])
    await refuses(made, as, await then(made, EntryKind.cert, cert), 'weak_key');
});

test('a maker cannot give readers different secrets', async () => {
  const made = await waiting();
  const agent = await made.site.addMember(1);
  await made.add(EntryKind.assign, await made.assign(agent));
  const right = await made.makePacket(device(agent), { assigned: agent.person });
  const body = await resigned(Packet, right.packet, device(agent).keys.sign.privateKey, { commit: random(32) });
  await refuses(made, made.customer, await then(made, EntryKind.packet, body), 'wrong_reader');
});

test('a forked packet is refused by whoever saw the other', async () => {
  const made = await waiting();
  const [anna, ben] = [await made.site.addMember(1), await made.site.addMember(1)];
  const other = made.fork();
  const sender = await made.accept(anna);
  await other.accept(ben);
  // Two acceptances on top of the same head: one browser sees one, and the other never fits behind it.
  await refuses(
    made,
    made.customer,
    [...made.entries, ...other.entries.slice(5).map((entry) => ({ ...entry, seq: entry.seq + 3 }))],
    'already_assigned',
    9,
  );
  // What the customer writes in one view is shown in the other.
  await made.message(sender, 'In this view');
  await other.message(made.customerSender, 'In that view', {});
  const mixed = [...made.entries.slice(0, -1), { ...(other.entries.at(-1) as Entry), seq: made.entries.length }];
  await refuses(made, anna, mixed, 'bad_chain');
});

test('an epoch never goes back', async () => {
  const made = await waiting();
  const agent = await made.site.addMember(1);
  const epoch0 = made.entries[1] as Entry;
  const old = { hash: made.packetHash, key: made.epochKey };
  await made.accept(agent);
  const epoch1 = made.entries.find((entry) => entry.kind === EntryKind.packet && entry.seq > 2) as Entry;
  for (const entry of [epoch0, epoch1])
    await refuses(made, made.customer, await then(made, EntryKind.packet, entry.body as Bytes), 'stale_epoch');
  const skipped = await made.makePacket(device(agent), { assigned: agent.person, epoch: 3 });
  await refuses(made, made.customer, await then(made, EntryKind.packet, skipped.packet), 'bad_chain');
  const unchained = await made.makePacket(device(agent), { assigned: agent.person, prev: old.hash });
  await refuses(made, made.customer, await then(made, EntryKind.packet, unchained.packet), 'bad_chain');
  const key = made.epochKey;
  made.epochKey = old.key;
  const stale = await made.makeMessage(made.customerSender, 'under the old key', { packet: old.hash });
  made.epochKey = key;
  await refuses(made, agent, await then(made, EntryKind.message, stale), 'stale_epoch');
});

test('a packet stands on the roster its maker names, never an older one than before', async () => {
  const made = await waiting();
  const agent = await made.site.addMember(1);
  await made.site.addMember(4);
  await made.accept(agent);
  const assigned = agent.person;
  const size = (await made.site.roster()).size;
  for (const [code, changes] of [
    ['bad_chain', { treeRoot: random(32) }],
    ['bad_chain', { treeSize: size + 5, treeRoot: random(32) }],
    ['stale_roster', { treeSize: size - 1 }],
    ['bad_transcript', { head: random(32) }],
    ['wrong_site', { site: random(16) }],
    ['wrong_conversation', { conversation: random(16) }],
  ] as const) {
    const { packet } = await made.makePacket(device(agent), { assigned, ...changes });
    await refuses(made, made.customer, await then(made, EntryKind.packet, packet), code);
  }
  // Revoked since: the device makes no packet on the roster of today.
  const spare = await newDevice(made.site.id, agent.person);
  await made.site.push(
    device(agent),
    ActKind.add_device,
    encode(AddDeviceBody, { device: spare.record, endorsement: DeviceEndorsement.device, assertion: [] }),
  );
  await made.site.push(spare, ActKind.revoke_device, encode(RevokeDeviceBody, { device: device(agent).id }));
  const late = await made.makePacket(device(agent), { assigned });
  await refuses(made, made.customer, await then(made, EntryKind.packet, late.packet), 'wrong_reader');
  await made.newEpoch(spare, { assigned });
  const { log } = await made.replay(made.customer);
  assert.equal(log.refused, undefined);
  assert.equal(log.items.at(-1)?.kind, 'readers');
});

test('dropped, reordered, changed and replayed entries are bad_transcript', async () => {
  const made = await waiting();
  await made.message(made.customerSender, 'third');
  const [, , , fourth, fifth, sixth] = made.entries as [Entry, Entry, Entry, Entry, Entry, Entry];
  const first3 = made.entries.slice(0, 3);
  const { first } = made.site;
  await refuses(made, first, [...first3, fifth], 'bad_transcript', 5);
  await refuses(made, first, [...first3, { ...fifth, seq: 4 }], 'bad_transcript', 4);
  await refuses(made, first, [...first3, fourth, { ...sixth, seq: 5 }], 'bad_transcript', 5);
  await refuses(made, first, [...first3, fourth, fourth], 'bad_transcript', 4);
  await refuses(made, first, [...first3, fourth, { ...fourth, seq: 5 }], 'duplicate', 5);
  await refuses(made, first, [...first3, { ...fourth, hash: random(32) }], 'bad_transcript', 4);
  await refuses(made, first, [...made.entries.slice(0, 2), { ...fourth, seq: 3 }], 'out_of_order', 3);
  await refuses(made, first, [...first3, { ...fourth, time_ms: Number.MAX_SAFE_INTEGER }], 'malformed', 4);
  await refuses(made, first, [made.entries[1] as Entry], 'bad_transcript', 2);
  await refuses(made, first, [{ ...(made.entries[1] as Entry), seq: 1 }], 'out_of_order', 1);
  // Dropped with a matching number: the sender's counter and what they had seen give it away.
  const forked = made.fork();
  forked.entries = first3;
  await refuses(made, first, [...first3, { ...sixth, seq: 4 }], 'bad_transcript', 4);
  const unseen = await forked.makeMessage(made.customerSender, 'skips one', { counter: 2 });
  await refuses(made, first, [...first3, await made.entry(EntryKind.message, unseen, 4)], 'out_of_order', 4);
});

test('what was seen before a reload cannot change', async () => {
  const made = await waiting();
  const seen = { seq: 5, head: made.head };
  assert.equal((await made.replay(made.customer, made.entries, seen)).log.refused, undefined);
  const other = made.fork();
  other.entries = made.entries.slice(0, 4);
  const sender = { ...made.customerSender, counter: 1 };
  await other.message(sender, 'another fifth entry');
  const { log } = await other.replay(made.customer, other.entries, seen);
  assert.equal(log.refused?.code, 'bad_transcript');
});

test('a message moved from another conversation, site or sender does not pass', async () => {
  const [made, other] = [await waiting(), await waiting()];
  await refuses(
    made,
    made.site.first,
    await then(made, EntryKind.message, (other.entries[3] as Entry).body as Bytes),
    'bad_signature',
  );
  // The same browser in two conversations of one site.
  const twin = await TestConversation.begin(made.site);
  await refuses(
    made,
    made.site.first,
    await then(made, EntryKind.packet, (twin.entries[1] as Entry).body as Bytes),
    'wrong_conversation',
  );
  await refuses(
    made,
    made.site.first,
    await then(made, EntryKind.cert, (twin.entries[2] as Entry).body as Bytes),
    'wrong_conversation',
  );
  await refuses(
    made,
    made.site.first,
    [await made.entry(EntryKind.genesis, (twin.entries[0] as Entry).body as Bytes, 1)],
    'wrong_conversation',
  );
  await refuses(
    made,
    made.site.first,
    [await made.entry(EntryKind.genesis, (other.entries[0] as Entry).body as Bytes, 1)],
    'wrong_site',
  );
  // Certified here, but written for there: the signature is bound to the conversation, and so is the ciphertext.
  const there = await made.makeMessage(made.customerSender, 'for elsewhere', {
    bound: { site: made.site.id, conversation: twin.id },
  });
  await refuses(made, made.site.first, await then(made, EntryKind.message, there), 'bad_signature');
});

test('a genesis of another root is wrong_root', async () => {
  const made = await waiting();
  const genesis = await made.genesis({ root: random(32) });
  await refuses(made, made.site.first, [await made.entry(EntryKind.genesis, genesis, 1)], 'wrong_root');
  const staff = await made.genesis({ device: { ...made.customer.record, owner_kind: OwnerKind.staff } });
  await refuses(made, made.site.first, [await made.entry(EntryKind.genesis, staff, 1)], 'wrong_reader');
});

test('messages: signature, sender, counter, id, what was seen', async () => {
  const made = await waiting();
  const sender = made.customerSender;
  const stranger = await generateSignKeys();
  const cases: [string, Bytes][] = [
    ['bad_signature', await made.makeMessage(sender, 'x', { signer: stranger.privateKey })],
    ['bad_signature', await made.makeMessage(sender, 'x', { sender: random(32) })],
    ['bad_chain', await made.makeMessage(sender, 'x', { packet: random(32) })],
    ['duplicate', await made.makeMessage(sender, 'x', { counter: 2 })],
    ['out_of_order', await made.makeMessage(sender, 'x', { counter: 4 })],
    ['bad_transcript', await made.makeMessage(sender, 'x', { seen_head: random(32) })],
    ['bad_transcript', await made.makeMessage(sender, 'x', { seen_seq: 6, seen_head: made.head })],
    ['bad_transcript', await made.makeMessage(sender, 'x', { seen_seq: 900 })],
    ['duplicate', await made.makeMessage(sender, 'x', { id: decode(Envelope, (made.entries[3] as Entry).body).id })],
    ['unsupported_suite', await made.makeMessage(sender, 'x', { suite: 2 })],
    ['malformed', random(40)],
  ];
  for (const [code, body] of cases)
    await refuses(made, made.site.first, await then(made, EntryKind.message, body), code);
  await refuses(made, made.site.first, await then(made, 99, random(3)), 'malformed');
  await refuses(made, made.site.first, await then(made, EntryKind.removal, random(3)), 'malformed');
});

test('one unreadable message is on record, and the conversation goes on', async () => {
  const made = await waiting();
  const envelope = decode(Envelope, await made.makeMessage(made.customerSender, 'x'));
  const ciphertext = envelope.ciphertext.slice();
  ciphertext[0] = (ciphertext[0] as number) ^ 1;
  await made.message(made.customerSender, 'x', { ciphertext });
  await made.message(made.customerSender, 'Customers have no introduction', { kind: ContentKind.intro });
  await made.message(made.customerSender, 'after');
  const { log, violations } = await made.replay(made.site.first);
  assert.deepEqual(
    violations.map(({ code, seq, fatal }) => [code, seq, fatal]),
    [
      ['decryption_failed', 6, false],
      ['malformed', 7, false],
    ],
  );
  assert.equal(log.refused, undefined);
  assert.deepEqual(
    log.items.slice(2).map((item) => (item.kind === 'message' ? (item.problem ?? item.text) : '')),
    ['decryption_failed', 'malformed', 'after'],
  );
});

test('an agent says who they are once', async () => {
  const made = await waiting();
  const sender = await made.accept(made.site.first);
  await made.message(sender, '\u200b\u2800', { kind: ContentKind.intro });
  await made.message(sender, 'Anna', { kind: ContentKind.intro });
  await made.message(sender, 'Anna', { kind: ContentKind.intro });
  await made.message(sender, 'Eve', { kind: ContentKind.intro });
  const { log, violations } = await made.replay(made.customer);
  assert.equal(log.agentName, 'Anna');
  assert.deepEqual(
    violations.map(({ code, fatal }) => [code, fatal]),
    [['duplicate', false]],
  );
});

test('certificates: of the customer, or of a device of the assigned person', async () => {
  const made = await waiting();
  const [anna, ben] = [await made.site.addMember(1), await made.site.addMember(1)];
  const key = await publicSignKey(await generateSignKeys());
  const cert = (by: Device, changes: Partial<SenderCert> = {}, signer = by): Promise<Bytes> =>
    made.cert(by, key, changes, signer);
  await refuses(made, made.customer, await then(made, EntryKind.cert, await cert(device(anna))), 'not_permitted');
  await made.accept(anna);
  await refuses(made, made.customer, await then(made, EntryKind.cert, await cert(device(ben))), 'not_permitted');
  await refuses(
    made,
    made.customer,
    await then(made, EntryKind.cert, await cert(await newDevice(made.site.id, anna.person))),
    'not_permitted',
  );
  await refuses(
    made,
    made.customer,
    await then(made, EntryKind.cert, await cert(device(anna), {}, device(ben))),
    'bad_signature',
  );
  await refuses(
    made,
    made.customer,
    await then(made, EntryKind.cert, (made.entries[2] as Entry).body as Bytes),
    'duplicate',
  );
  // A device that has come since the packet may speak; the next packet will name it.
  const spare = await newDevice(made.site.id, anna.person);
  const { log } = await made.replay(made.customer);
  await made.site.push(
    device(anna),
    ActKind.add_device,
    encode(AddDeviceBody, { device: spare.record, endorsement: DeviceEndorsement.device, assertion: [] }),
  );
  await log.take(await made.entry(EntryKind.cert, await cert(spare)));
  assert.equal(log.refused, undefined);
});

test('a revoked device no longer speaks once a packet stands on the roster without it', async () => {
  const made = await waiting();
  const anna = await made.site.addMember(1);
  const spare = await newDevice(made.site.id, anna.person);
  await made.site.push(
    device(anna),
    ActKind.add_device,
    encode(AddDeviceBody, { device: spare.record, endorsement: DeviceEndorsement.device, assertion: [] }),
  );
  const sender = await made.accept(anna);
  await made.site.push(spare, ActKind.revoke_device, encode(RevokeDeviceBody, { device: device(anna).id }));
  await made.newEpoch(spare, { assigned: anna.person });
  const body = await made.makeMessage(sender, 'still here');
  await refuses(made, made.customer, await then(made, EntryKind.message, body), 'not_permitted');
});

test('assignment: once, by an agent, with the packet behind it', async () => {
  const made = await waiting();
  const [anna, ben, supervisor] = [
    await made.site.addMember(1),
    await made.site.addMember(1),
    await made.site.addMember(2),
  ];
  const packetAfter = async (assign: Bytes, member: StaffMember): Promise<Entry[]> => {
    const view = made.fork();
    await view.add(EntryKind.assign, assign);
    const { packet } = await view.makePacket(device(member), { assigned: decode(Assign, assign).person });
    return then(view, EntryKind.packet, packet);
  };
  await refuses(made, made.customer, await packetAfter(await made.assign(supervisor), supervisor), 'not_permitted');
  await refuses(
    made,
    made.customer,
    await packetAfter(await made.assign(anna, {}, device(ben)), anna),
    'bad_signature',
  );
  await refuses(made, made.customer, await packetAfter(await made.assign(anna), ben), 'not_permitted');
  await refuses(
    made,
    made.customer,
    await packetAfter(await made.assign(anna, { person: ben.person }), anna),
    'not_permitted',
  );
  await refuses(
    made,
    made.customer,
    await then(made, EntryKind.assign, await made.assign(anna, { head: random(32) })),
    'bad_transcript',
  );
  const late = made.fork();
  await late.add(EntryKind.assign, await made.assign(anna));
  await refuses(
    made,
    made.customer,
    await then(late, EntryKind.message, await late.makeMessage(made.customerSender, 'between')),
    'out_of_order',
  );
  // Under the name of another device of the same person.
  const other = await newDevice(made.site.id, anna.person);
  await refuses(
    made,
    made.customer,
    await packetAfter(await made.assign(anna, { device: other.id }), anna),
    'wrong_reader',
  );
  // No new epoch while waiting.
  const early = await made.makePacket(device(made.site.first), {});
  await refuses(made, made.customer, await then(made, EntryKind.packet, early.packet), 'not_permitted');
  await made.accept(anna);
  await refuses(made, made.customer, await then(made, EntryKind.assign, await made.assign(ben)), 'already_assigned');
});

test('close: signed by somebody of the conversation, over the same history; nothing after it', async () => {
  const made = await waiting();
  const { customerSender: sender } = made;
  await refuses(
    made,
    made.site.first,
    await then(made, EntryKind.close, await made.makeClose(sender, {}, (await generateSignKeys()).privateKey)),
    'bad_signature',
  );
  await refuses(
    made,
    made.site.first,
    await then(made, EntryKind.close, await made.makeClose(sender, { sender: random(32) })),
    'bad_signature',
  );
  await refuses(
    made,
    made.site.first,
    await then(made, EntryKind.close, await made.makeClose(sender, { head: random(32) })),
    'bad_transcript',
  );
  await refuses(
    made,
    made.site.first,
    await then(made, EntryKind.close, await made.makeClose(sender, { conversation: random(16) })),
    'wrong_conversation',
  );
  await made.add(EntryKind.close, await made.makeClose(sender));
  await refuses(
    made,
    made.site.first,
    await then(made, EntryKind.message, await made.makeMessage(sender, 'after')),
    'conversation_closed',
  );
});

test('marks: signed, over the same history, never back, and waiting for what they are about', async () => {
  const made = await waiting();
  const agent = await made.site.addMember(1);
  const early = made.log(made.customer);
  const sender = await made.accept(agent);
  const read = await made.mark(sender, MarkKind.read, 5);
  await early.log.takeMark(read);
  for (const entry of made.entries.slice(0, 7)) await early.log.take(entry);
  assert.equal(early.log.marks.peer.read, 0, 'its sender is not known yet');
  await early.log.take(made.entries[7] as Entry);
  assert.deepEqual(early.log.marks.peer, { delivered: 5, read: 5 });
  await early.log.takeMark(await made.mark(sender, MarkKind.read, 4));
  await early.log.takeMark(await made.mark(sender, MarkKind.delivered, 8));
  assert.deepEqual(early.log.marks, { peer: { delivered: 8, read: 5 }, own: { delivered: 0, read: 0 } });
  await early.log.takeMark(await made.mark(made.customerSender, MarkKind.read, 6));
  assert.equal(early.log.marks.own.read, 6);

  const bad: [string, Parameters<TestConversation['mark']>[3]][] = [
    ['bad_transcript', { head: random(32) }],
    ['bad_signature', { signer: (await generateSignKeys()).privateKey }],
    ['unsupported_suite', { suite: 2 }],
  ];
  for (const [code, changes] of bad) {
    const { log, violations } = await made.replay(made.customer);
    await log.takeMark(await made.mark(sender, MarkKind.read, 8, changes));
    assert.deepEqual(
      violations.map((violation) => violation.code),
      [code],
    );
    assert.equal(log.refused?.code, code);
  }
  const { log, violations } = await made.replay(made.customer);
  await log.takeMark(await made.mark(sender, MarkKind.read, 999));
  assert.deepEqual([violations.length, log.marks.peer.read], [0, 0]);
});

test('an erased body leaves its hash; counters may hide behind it, but no more than were erased', async () => {
  const made = await waiting();
  await made.message(made.customerSender, 'third');
  const erase = (entries: Entry[], seq: number): Entry[] =>
    entries.map((entry) => (entry.seq === seq ? { ...entry, body: new Uint8Array() } : entry));
  const { log } = await made.replay(made.site.first, erase(made.entries, 4));
  assert.equal(log.refused, undefined);
  assert.deepEqual(
    log.items.map((item) => item.kind === 'message' && (item.erased ? 'erased' : item.text)),
    ['erased', 'Is anybody there?', 'third'],
  );
  assert.ok(equal(log.head as Bytes, made.head));
  const fork = made.fork();
  const beyond = await fork.makeMessage(made.customerSender, 'x', { counter: 6 });
  await refuses(made, made.site.first, erase(await then(made, EntryKind.message, beyond), 4), 'out_of_order', 7);
  await refuses(made, made.site.first, erase(made.entries, 2).slice(0, 2), 'bad_transcript', 2);
});

test('comparison code: the same for both sides of an epoch, another for another view', async () => {
  const made = await waiting();
  const codeFor = async (packetHash: Uint8Array): Promise<string> =>
    comparisonCode({
      root: made.site.root,
      site: made.site.id,
      conversation: made.id,
      packetHash,
      customerDevice: made.customer.id,
      maker: made.customer.id,
    });
  const [one, other] = [await codeFor(made.packetHash), await codeFor(random(32))];
  assert.match(one, /^\d{5} \d{5} \d{5} \d{5}$/);
  assert.equal(one, await codeFor(made.packetHash));
  assert.notEqual(one, other);
});

test('what could not be asked is no violation, and the entry can come again', async () => {
  const made = await waiting();
  const { log, violations } = made.log(made.customer);
  await log.take(made.entries[0] as Entry);
  const context = (log as unknown as { context: { rosterUpTo: unknown } }).context;
  const working = context.rosterUpTo;
  for (const error of [new Error('offline'), new CloisterError('shutting_down')]) {
    context.rosterUpTo = () => Promise.reject(error);
    await assert.rejects(log.take(made.entries[1] as Entry), error);
  }
  context.rosterUpTo = working;
  await log.take(made.entries[1] as Entry);
  assert.deepEqual([log.seq, violations.length], [2, 0]);
});
