import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bytes, equal, fromHex, random, toHex, zeros } from '../../web/shared/bytes';
import { makeCheckpoint, openCheckpoint } from '../../web/shared/checkpoint';
import { decode, encode } from '../../web/shared/codec';
import { ed25519Sign, generateSignKeys, publicSignKey } from '../../web/shared/crypto/ed25519';
import { hpkeSeal } from '../../web/shared/crypto/hpke';
import { sha256 } from '../../web/shared/crypto/sha256';
import type { Device } from '../../web/shared/device';
import {
  Act,
  ActKind,
  AddDeviceBody,
  DeviceEndorsement,
  GenesisBody,
  InviteBody,
  type PasskeyAssertion,
  RemovePersonBody,
  RevokeDeviceBody,
  TeamKeyBody,
} from '../../web/shared/gen/wire';
import { MerkleTree } from '../../web/shared/merkle';
import { actHash, deviceId } from '../../web/shared/names';
import { Roster, type TeamKey } from '../../web/shared/roster';
import { Site } from '../../web/shared/site';
import { Store } from '../../web/shared/store';
import { DeviceTeamKeys, shareInfo } from '../../web/shared/team_keys';
import type { AssertionChanges } from './support/passkeys';
import { type ActChanges, byId, codeOf, newDevice, type StaffMember, TestSite } from './support/site';

/** With this act on top, the whole chain is refused with the code; without it, it stands. */
async function refuses(
  site: TestSite,
  code: string,
  actor: Device,
  kind: number,
  body: Uint8Array,
  changes?: ActChanges,
): Promise<void> {
  const act = await site.act(actor, kind, body, changes);
  await site.roster();
  assert.equal(await codeOf(Roster.replay(site.pin, [...site.acts, act])), code);
}
async function accepts(
  site: TestSite,
  actor: Device,
  kind: number,
  body: Uint8Array,
  changes?: ActChanges,
): Promise<Roster> {
  await site.push(actor, kind, body, changes);
  return site.roster();
}
/** Of order eight (tests/vectors/ed25519.json). */
const weakSignKey = fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
const device = (member: StaffMember, index = 0): Device => member.devices[index] as Device;
const removal = (member: StaffMember): Bytes => encode(RemovePersonBody, { person: member.person });
const revocation = (of: Device): Bytes => encode(RevokeDeviceBody, { device: of.id });

test('a new site: one person with all roles, both teams keyed', async () => {
  const site = await TestSite.make();
  const roster = await site.roster();
  assert.equal(roster.size, 3);
  assert.ok(roster.now.ready);
  assert.equal(roster.at(1).ready, false);
  assert.equal(roster.now.members('support').length, 1);
  assert.ok(equal(roster.now.devices(() => true)[0]?.id as Bytes, site.firstDevice.id));
});

test('every act: suite, site, place, chain and time', async () => {
  const site = await TestSite.make();
  const body = revocation(site.firstDevice);
  const by = site.firstDevice;
  const kind = ActKind.revoke_device;
  await refuses(site, 'wrong_site', by, kind, body, { site: random(16) });
  await refuses(site, 'bad_chain', by, kind, body, { seq: 2 });
  await refuses(site, 'bad_chain', by, kind, body, { seq: 4 });
  await refuses(site, 'bad_chain', by, kind, body, { prev: random(32) });
  await refuses(site, 'bad_chain', by, kind, body, { timeMs: site.timeMs - 1 });
  await refuses(site, 'malformed', by, 99, body);
  await refuses(site, 'malformed', by, kind, body.slice(1));
  await refuses(site, 'bad_signature', by, kind, body, { signer: await newDevice(site.id, random(16)) });
  const act = await site.act(by, kind, body);
  assert.equal(await codeOf(Roster.replay(site.pin, [...site.acts, new Uint8Array([...act, 0])])), 'malformed');
  const changed = act.slice();
  changed[30] = (changed[30] as number) ^ 1;
  assert.notEqual(await codeOf(Roster.replay(site.pin, [...site.acts, changed])), 'nothing was thrown');
});

test('genesis: the pinned one, first and only, by the device in it', async () => {
  const site = await TestSite.make();
  const [, second] = site.acts;
  assert.equal(await codeOf(Roster.replay({ site: site.id, root: random(32) }, site.acts)), 'wrong_root');
  assert.equal(await codeOf(Roster.replay(site.pin, [second as Bytes])), 'wrong_root');
  await refuses(site, 'bad_chain', site.firstDevice, ActKind.genesis, await site.genesisBody());
  const record = site.firstDevice.record;
  const roots: [string, Partial<GenesisBody>][] = [
    ['bad_chain', { roles: 3 }],
    ['bad_chain', { person: random(16) }],
    ['bad_chain', { rp_id: '' }],
    ['bad_chain', { support_team: site.supervisorsTeam }],
    ['weak_key', { log_key: weakSignKey }],
    ['weak_key', { passkey: { credential_id: random(8), public_key: new Uint8Array(65) } }],
    ['wrong_site', { device: { ...record, site: random(16) } }],
    ['bad_chain', { device: { ...record, owner_kind: 2 } }],
    ['unsupported_suite', { device: { ...record, suite: 2 } }],
  ];
  for (const [code, changes] of roots) {
    const by = changes.device ? { ...site.firstDevice, id: await deviceId(changes.device) } : site.firstDevice;
    const act = await site.act(by, ActKind.genesis, await site.genesisBody(changes), {
      seq: 0,
      prev: new Uint8Array(32),
    });
    const root = await actHash(decode(Act, act));
    assert.equal(await codeOf(Roster.replay({ site: site.id, root }, [act])), code, Object.keys(changes).join());
  }
  const signer = await newDevice(site.id, random(16));
  const stolen = await site.act(site.firstDevice, ActKind.genesis, await site.genesisBody(), {
    seq: 0,
    prev: new Uint8Array(32),
    signer,
  });
  assert.equal(
    await codeOf(Roster.replay({ site: site.id, root: await actHash(decode(Act, stolen)) }, [stolen])),
    'bad_signature',
  );
});

test('invite: by an admin, for somebody unknown, with a role, for a week at most', async () => {
  const site = await TestSite.make();
  const agent = await site.addMember(1);
  const kind = ActKind.invite;
  const invitation_key = await publicSignKey(await generateSignKeys());
  const body = (changes: object = {}): Bytes =>
    encode(InviteBody, {
      invitation_key,
      person: random(16),
      roles: 1,
      expires_ms: site.timeMs + 5,
      ...changes,
    });
  await refuses(site, 'not_permitted', device(agent), kind, body());
  await refuses(site, 'weak_key', site.firstDevice, kind, body({ invitation_key: weakSignKey }));
  await refuses(site, 'bad_chain', site.firstDevice, kind, body({ roles: 0 }));
  await refuses(site, 'bad_chain', site.firstDevice, kind, body({ roles: 8 }));
  await refuses(site, 'bad_chain', site.firstDevice, kind, body({ person: agent.person }));
  await refuses(site, 'bad_chain', site.firstDevice, kind, body({ expires_ms: site.timeMs + 7 * 86_400_000 + 1 }));
  const person = random(16);
  await accepts(site, site.firstDevice, kind, body({ person, expires_ms: site.timeMs + 7 * 86_400_000 }));
  await refuses(site, 'bad_chain', site.firstDevice, kind, body({ person }));
  await refuses(site, 'bad_chain', await newDevice(site.id, random(16)), kind, body());
});

test('join: an open invitation, its key, its person, in time, while the inviter is there', async () => {
  const site = await TestSite.make();
  const member = await site.member(3);
  const { hash, keys } = await site.invite(member.person, 3);
  const kind = ActKind.join;
  const by = device(member);
  await refuses(site, 'bad_chain', by, kind, await site.joinBody(member, random(32), keys));
  await refuses(site, 'bad_signature', by, kind, await site.joinBody(member, hash, await generateSignKeys()));
  await refuses(site, 'bad_signature', by, kind, await site.joinBody(member, hash, keys), { signer: site.firstDevice });
  await refuses(site, 'bad_chain', site.firstDevice, kind, await site.joinBody(member, hash, keys));
  const stranger = await site.member(3);
  await refuses(site, 'bad_chain', device(stranger), kind, await site.joinBody(stranger, hash, keys));
  await refuses(site, 'link_expired', by, kind, await site.joinBody(member, hash, keys), {
    timeMs: site.timeMs + 1001,
  });
  const passkey = { credential_id: random(4), public_key: new Uint8Array(65) };
  await refuses(site, 'weak_key', by, kind, await site.joinBody(member, hash, keys, { passkey }));
  const joined = await accepts(site, by, kind, await site.joinBody(member, hash, keys), { timeMs: site.timeMs + 1000 });
  assert.equal(joined.now.person(member.person)?.roles, 3);
  // Used.
  const again = { ...member, devices: [await newDevice(site.id, member.person)] };
  await refuses(site, 'bad_chain', device(again), kind, await site.joinBody(again, hash, keys));
});

test('join: not by an invitation of an admin who has gone', async () => {
  const site = await TestSite.make();
  const admin = await site.addMember(4);
  const guest = await site.member(7);
  const keys = await generateSignKeys();
  const invite = encode(InviteBody, {
    invitation_key: await publicSignKey(keys),
    person: guest.person,
    roles: 7,
    expires_ms: site.timeMs + 9,
  });
  const hash = await site.push(device(admin), ActKind.invite, invite);
  await site.push(site.firstDevice, ActKind.remove_person, removal(admin));
  await refuses(site, 'link_expired', device(guest), ActKind.join, await site.joinBody(guest, hash, keys));
});

async function assertionFor(
  site: TestSite,
  member: StaffMember,
  of: Device,
  changes: AssertionChanges & { rp?: string } = {},
): Promise<PasskeyAssertion> {
  const made = await member.passkey.get('console.example.org', of.id, random(0), changes);
  void site;
  return {
    credential_id: made.credentialId,
    authenticator_data: made.authenticatorData,
    client_data: made.clientData,
    signature: made.signature,
  };
}

test('add_device by passkey: by the new device, with an assertion over its id', async () => {
  const site = await TestSite.make();
  const member = await site.addMember(1);
  const added = await newDevice(site.id, member.person);
  const kind = ActKind.add_device;
  const body = (assertion: PasskeyAssertion[], record = added.record): Bytes =>
    encode(AddDeviceBody, { device: record, endorsement: DeviceEndorsement.passkey, assertion });
  const good = await assertionFor(site, member, added);
  await refuses(site, 'bad_chain', added, kind, body([]));
  await refuses(site, 'bad_chain', device(member), kind, body([good]));
  await refuses(site, 'bad_signature', added, kind, body([good]), { signer: device(member) });
  const changes: AssertionChanges[] = [
    { challenge: random(32) },
    { type: 'webauthn.create' },
    { rpId: 'evil.example.org' },
    { flags: 0x01 },
    { flags: 0x04 },
  ];
  for (const change of changes) {
    await refuses(site, 'bad_passkey', added, kind, body([await assertionFor(site, member, added, change)]));
  }
  await refuses(site, 'bad_passkey', added, kind, body([await assertionFor(site, site.first, added)]));
  await refuses(site, 'bad_passkey', added, kind, body([{ ...good, credential_id: random(16) }]));
  const other = await assertionFor(site, site.first, added);
  await refuses(site, 'bad_passkey', added, kind, body([{ ...good, signature: other.signature }]));
  const foreign = await newDevice(site.id, random(16));
  await refuses(site, 'bad_chain', foreign, kind, body([await assertionFor(site, member, foreign)], foreign.record));
  const roster = await accepts(site, added, kind, body([good]));
  assert.equal(roster.now.devicesOf(member.person).length, 2);
  await refuses(site, 'bad_chain', added, kind, body([good]));
});

test('add_device of a session: as by passkey, and the one before ends', async () => {
  const site = await TestSite.make();
  const member = await site.addMember(1);
  const [first, second] = [await newDevice(site.id, member.person), await newDevice(site.id, member.person)];
  const kind = ActKind.add_device;
  const body = (record: Device['record'], assertion: PasskeyAssertion[]): Bytes =>
    encode(AddDeviceBody, { device: record, endorsement: DeviceEndorsement.session, assertion });
  await refuses(site, 'bad_chain', first, kind, body(first.record, []));
  const good = body(first.record, [await assertionFor(site, member, first)]);
  await refuses(site, 'bad_chain', device(member), kind, good);
  await accepts(site, first, kind, good);
  const roster = await accepts(site, second, kind, body(second.record, [await assertionFor(site, member, second)]));
  assert.equal(roster.now.device(first.id), undefined);
  assert.equal(roster.now.devicesOf(member.person).length, 2);
  assert.ok(roster.at(roster.size - 1).device(first.id), 'it was there until then');
});

test('add_device by device: a current device of the same person, and never twice', async () => {
  const site = await TestSite.make();
  const member = await site.addMember(1);
  const added = await newDevice(site.id, member.person);
  const kind = ActKind.add_device;
  const body = (
    record = added.record,
    endorsement: number = DeviceEndorsement.device,
    assertion: PasskeyAssertion[] = [],
  ): Bytes => encode(AddDeviceBody, { device: record, endorsement, assertion });
  await refuses(site, 'not_permitted', site.firstDevice, kind, body());
  await refuses(site, 'bad_chain', device(member), kind, body(added.record, 4));
  await refuses(
    site,
    'bad_chain',
    device(member),
    kind,
    body(added.record, 2, [await assertionFor(site, member, added)]),
  );
  await refuses(site, 'weak_key', device(member), kind, body({ ...added.record, kem_key: new Uint8Array(65) }));
  await refuses(site, 'weak_key', device(member), kind, body({ ...added.record, sign_key: weakSignKey }));
  await accepts(site, device(member), kind, body());
  await site.push(device(member), ActKind.revoke_device, revocation(added));
  await refuses(site, 'bad_chain', device(member), kind, body());
});

test('add_device: at most sixteen devices a person', async () => {
  const site = await TestSite.make();
  const body = async (): Promise<Bytes> =>
    encode(AddDeviceBody, {
      device: (await newDevice(site.id, site.first.person)).record,
      endorsement: DeviceEndorsement.device,
      assertion: [],
    });
  for (let i = 1; i < 16; i++) await site.push(site.firstDevice, ActKind.add_device, await body());
  await refuses(site, 'limit_reached', site.firstDevice, ActKind.add_device, await body());
});

test('revoke_device: a current one, by the same person or an admin; then it signs nothing', async () => {
  const site = await TestSite.make();
  const [anna, ben] = [await site.addMember(1), await site.addMember(1)];
  const kind = ActKind.revoke_device;
  await refuses(site, 'not_permitted', device(ben), kind, revocation(device(anna)));
  await refuses(site, 'bad_chain', site.firstDevice, kind, encode(RevokeDeviceBody, { device: random(32) }));
  await accepts(site, device(anna), kind, revocation(device(anna)));
  await refuses(site, 'bad_chain', site.firstDevice, kind, revocation(device(anna)));
  await refuses(site, 'revoked', device(anna), kind, revocation(device(anna)));
  const roster = await accepts(site, site.firstDevice, kind, revocation(device(ben)));
  assert.equal(roster.now.device(device(ben).id), undefined);
  assert.ok(roster.at(roster.size - 1).device(device(ben).id));
});

test('remove_person: by an admin, not the last one, with all devices', async () => {
  const site = await TestSite.make();
  const agent = await site.addMember(1);
  const kind = ActKind.remove_person;
  await refuses(site, 'bad_chain', site.firstDevice, kind, removal(site.first));
  await refuses(site, 'not_permitted', device(agent), kind, removal(site.first));
  await refuses(site, 'bad_chain', site.firstDevice, kind, encode(RemovePersonBody, { person: random(16) }));
  const roster = await accepts(site, site.firstDevice, kind, removal(agent));
  assert.equal(roster.now.devicesOf(agent.person).length, 0);
  await refuses(site, 'bad_chain', site.firstDevice, kind, removal(agent));
  await refuses(site, 'revoked', device(agent), ActKind.revoke_device, revocation(device(agent)));
  const admin = await site.addMember(4);
  const next = await accepts(site, device(admin), kind, removal(site.first));
  assert.deepEqual(
    next.now.people().map((person) => toHex(person.id)),
    [toHex(admin.person)],
  );
});

test('team_key: by a member, the next generation, for exactly the current devices', async () => {
  const site = await TestSite.make();
  const [agent, admin] = [await site.addMember(1), await site.addMember(4)];
  const kind = ActKind.team_key;
  const body = await site.teamKeyBody('support');
  const good = decode(TeamKeyBody, body);
  const by = site.firstDevice;
  const change = (changes: Partial<TeamKeyBody>): Bytes => encode(TeamKeyBody, { ...good, ...changes });
  assert.equal(good.shares.length, 2);
  await refuses(site, 'not_permitted', device(admin), kind, body);
  await refuses(site, 'not_permitted', device(agent), kind, await site.teamKeyBody('supervisors'));
  await refuses(site, 'bad_chain', by, kind, change({ team: random(16) }));
  await refuses(site, 'bad_chain', by, kind, change({ generation: 1 }));
  await refuses(site, 'bad_chain', by, kind, change({ generation: 3 }));
  await refuses(site, 'bad_chain', by, kind, change({ previous: random(0) }));
  await refuses(site, 'bad_chain', by, kind, change({ previous: random(112) }));
  await refuses(site, 'wrong_reader', by, kind, change({ shares: good.shares.slice(1) }));
  await refuses(site, 'wrong_reader', by, kind, change({ shares: [...good.shares].reverse() }));
  await refuses(
    site,
    'wrong_reader',
    by,
    kind,
    change({
      shares: [...good.shares, { device: random(32), sealed: random(113) }].sort((a, b) =>
        byId({ id: a.device }, { id: b.device }),
      ),
    }),
  );
  await refuses(
    site,
    'wrong_reader',
    by,
    kind,
    change({ shares: good.shares.map((share) => ({ ...share, sealed: random(10) })) }),
  );
  await refuses(site, 'weak_key', by, kind, change({ kem_key: new Uint8Array(65) }));
  const roster = await accepts(site, device(agent), kind, body);
  assert.equal(roster.now.teamKey('support')?.body.generation, 2);
  assert.equal(roster.at(roster.size - 1).teamKey('support')?.body.generation, 1);
});

test('team keys: a new member reaches older generations, a leaver not the new one', async () => {
  const site = await TestSite.make();
  const first = (await site.roster()).now.teamKey('support');
  const agent = await site.addMember(1);
  const keysOf = (of: Device): DeviceTeamKeys => new DeviceTeamKeys(of, () => roster);
  let roster = await site.roster();
  assert.equal(await keysOf(device(agent)).get(first?.id as Bytes), undefined);
  assert.ok(await keysOf(site.firstDevice).renew('support'));
  assert.equal(await keysOf(device(agent)).renew('support'), undefined);
  assert.equal(await keysOf(site.firstDevice).renew('supervisors'), undefined);

  const made = await keysOf(site.firstDevice).renew('support');
  await site.push(site.firstDevice, ActKind.team_key, made?.body as Bytes);
  roster = await site.roster();
  const old = await keysOf(device(agent)).get(first?.id as Bytes);
  assert.ok(old && !old.privateKey.extractable);
  assert.deepEqual(new Uint8Array(await crypto.subtle.exportKey('raw', old.publicKey)), first?.body.kem_key);
  assert.equal(await keysOf(site.firstDevice).renew('support'), undefined);

  await site.push(site.firstDevice, ActKind.remove_person, removal(agent));
  roster = await site.roster();
  const third = await keysOf(site.firstDevice).renew('support');
  const id = await site.push(site.firstDevice, ActKind.team_key, third?.body as Bytes);
  roster = await site.roster();
  assert.equal(await keysOf(device(agent)).get(id), undefined);
  assert.ok(await keysOf(site.firstDevice).get(id));
  assert.ok(await keysOf(site.firstDevice).get(first?.id as Bytes));
});

test('team keys: one that is sealed to somebody wrongly is told, once, and the next one heals it', async () => {
  const site = await TestSite.make();
  const agent = await site.addMember(1);
  const support = site.supportTeam;
  const wrong = await hpkeSeal(
    device(agent).record.kem_key,
    shareInfo(site.id, support, 2, device(agent).id),
    zeros(0),
    random(32),
  );
  // Does not open; opens, and is another key.
  for (const sealed of [random(113), wrong]) {
    const fork = Object.assign(Object.create(TestSite.prototype) as TestSite, site);
    Object.assign(fork, {
      acts: [...site.acts],
      teamScalars: { ...site.teamScalars, support: [...site.teamScalars.support] },
    });
    const good = decode(TeamKeyBody, await fork.teamKeyBody('support'));
    const shares = good.shares.map((one) => (equal(one.device, device(agent).id) ? { ...one, sealed } : one));
    const spoilt = await fork.push(site.firstDevice, ActKind.team_key, encode(TeamKeyBody, { ...good, shares }));
    let roster = await fork.roster();
    const told: string[] = [];
    const theirs = new DeviceTeamKeys(
      device(agent),
      () => roster,
      (team) => told.push(team),
    );
    for (let time = 0; time < 2; time++) assert.equal(await theirs.get(spoilt), undefined);
    assert.deepEqual(told, ['support']);
    assert.equal(await theirs.next('support'), undefined, 'whoever cannot open it cannot hand it on');
    const healed = await new DeviceTeamKeys(site.firstDevice, () => roster).next('support');
    await fork.push(site.firstDevice, ActKind.team_key, healed?.body as Bytes);
    roster = await fork.roster();
    assert.ok(await theirs.get(spoilt), 'by way of the next');
    assert.equal(told.length, 1);
  }
});

test('team keys: after a lost generation comes one that stands by itself, and only then', async () => {
  const site = await TestSite.make();
  const first = (await site.roster()).now.teamKey('support') as TeamKey;
  // The new laptop comes in while the old one, which alone has shares, is still current.
  const laptop = await newDevice(site.id, site.first.person);
  const added = { device: laptop.record, endorsement: DeviceEndorsement.device, assertion: [] };
  await site.push(site.firstDevice, ActKind.add_device, encode(AddDeviceBody, added));
  let roster = await site.roster();
  const keys = new DeviceTeamKeys(laptop, () => roster);
  assert.equal(await keys.renew('support'), undefined, 'the old one can still hand it on');
  const alone = await site.teamKeyBody('support', { previous: new Uint8Array() as Bytes });
  await refuses(site, 'bad_chain', laptop, ActKind.team_key, alone);

  await site.push(laptop, ActKind.revoke_device, revocation(site.firstDevice));
  roster = await site.roster();
  assert.ok(roster.now.teamKeyLost('support'));
  assert.equal(await keys.get(first.id), undefined);
  await refuses(site, 'bad_chain', laptop, ActKind.team_key, await site.teamKeyBody('support'));
  const made = await keys.renew('support');
  roster = await accepts(site, laptop, ActKind.team_key, made?.body as Bytes);
  const second = roster.now.teamKey('support') as TeamKey;
  assert.equal(second.body.generation, 2);
  assert.ok(await keys.get(second.id));
  assert.equal(await keys.get(first.id), undefined, 'what was sealed to the lost one stays closed');
  assert.ok(roster.now.isClosedForGood(first.id) && !roster.now.isClosedForGood(second.id));
  assert.ok(!roster.at(roster.size - 1).isClosedForGood(first.id));
  assert.ok(!roster.now.teamKeyLost('support') && roster.now.teamKeyLost('supervisors'));
});

test('Merkle tree: the roots of RFC 6962', async () => {
  const node = (a: Uint8Array, b: Uint8Array): Promise<Bytes> => sha256(Uint8Array.of(1), a, b);
  const root = async (leaves: Uint8Array[]): Promise<Bytes> => {
    if (leaves.length === 0) return sha256(new Uint8Array());
    if (leaves.length === 1) return sha256(Uint8Array.of(0), leaves[0] as Uint8Array);
    let half = 1;
    while (half * 2 < leaves.length) half *= 2;
    return node(await root(leaves.slice(0, half)), await root(leaves.slice(half)));
  };
  const leaves = Array.from({ length: 33 }, () => random(5));
  const tree = new MerkleTree();
  for (const leaf of leaves) await tree.append(leaf);
  for (let size = 0; size <= 33; size++)
    assert.deepEqual(await tree.root(size), await root(leaves.slice(0, size)), `size ${size}`);
});

test('checkpoint: signed by the log key, for this site, in one form', async () => {
  const site = await TestSite.make();
  const note = await site.checkpoint();
  assert.equal((await openCheckpoint(note, site.id, site.logKey)).size, 3);
  const other = await generateSignKeys();
  const forged = await site.checkpoint(site.acts, other);
  assert.equal(await codeOf(openCheckpoint(forged, site.id, site.logKey)), 'bad_signature');
  assert.equal(await codeOf(openCheckpoint(note, random(16), site.logKey)), 'wrong_site');
  assert.equal(await codeOf(openCheckpoint(note.replace('\n3\n', '\n4\n'), site.id, site.logKey)), 'bad_signature');
  assert.equal(await codeOf(openCheckpoint(note.replace('\n3\n', '\n03\n'), site.id, site.logKey)), 'malformed');
  assert.equal(await codeOf(openCheckpoint(note.slice(0, -1), site.id, site.logKey)), 'malformed');
  assert.equal(await codeOf(openCheckpoint(note.replace('\u2014', '-'), site.id, site.logKey)), 'malformed');
  const witnessed = `${note}\u2014 witness.example ${btoa('abcdefgh')}\n`;
  assert.equal((await openCheckpoint(witnessed, site.id, site.logKey)).size, 3);
  const sign = (data: Uint8Array): Promise<Bytes> => ed25519Sign(site.logKeys.privateKey, data);
  assert.match(await makeCheckpoint(site.id, { size: 3, root: random(32) }, site.logKey, sign), /^cloister\//);
});

/** A site whose pages of the log come from a function. */
const clientOf = (site: TestSite, store: Store, acts: () => readonly Bytes[] = () => site.acts): Site =>
  new Site(site.pin, (from) => site.page(from, acts()), store);

test('key log: taken page by page, kept, and extended', async () => {
  const site = await TestSite.make();
  const store = Store.inMemory();
  const client = new Site(site.pin, (from) => site.page(from, site.acts, 2), store);
  assert.equal((await client.refresh()).size, 3);
  assert.equal(site.fetches, 2);
  await site.addMember(1);
  assert.equal((await client.upTo(5)).size, 5);
  const later = clientOf(site, store);
  site.fetches = 0;
  assert.equal((await later.refresh()).size, 5);
  assert.equal(site.fetches, 1);
});

test('key log: truncated, forked or equivocated is bad_chain, and what was held stays', async () => {
  const site = await TestSite.make();
  await site.addMember(1);
  const store = Store.inMemory();
  let shown: readonly Bytes[] = site.acts;
  const client = clientOf(site, store, () => shown);
  await client.refresh();
  const held = client.roster;

  shown = site.acts.slice(0, 4);
  assert.equal(await codeOf(client.refresh()), 'bad_chain');
  assert.equal(await codeOf(clientOf(site, store, () => shown).refresh()), 'bad_chain', 'after a reload too');

  // Another act 4, rightly signed by an admin, and a checkpoint over that.
  const fork = Object.assign(Object.create(Object.getPrototypeOf(site)) as TestSite, site, {
    acts: site.acts.slice(0, 3),
  });
  fork.prev = (await Roster.replay(site.pin, fork.acts)).head;
  await fork.addMember(1);
  shown = fork.acts;
  assert.equal(await codeOf(client.refresh()), 'bad_chain');
  await fork.addMember(1);
  shown = [...fork.acts];
  assert.equal(await codeOf(client.refresh()), 'bad_chain');
  assert.equal(client.roster, held);
  assert.equal(
    (await clientOf(site, Store.inMemory(), () => shown).refresh()).size,
    7,
    'who never saw the other is none the wiser',
  );

  // Right acts, and a signed checkpoint over something else.
  const lying = new Site(
    site.pin,
    async (from) => ({
      ...(await site.page(from)),
      checkpoint: await site.checkpoint([...site.acts.slice(0, 4), random(9)]),
    }),
    store,
  );
  assert.equal(await codeOf(lying.refresh()), 'bad_chain');
  const unsigned = new Site(
    site.pin,
    async (from) => ({
      ...(await site.page(from)),
      checkpoint: await site.checkpoint(site.acts, await generateSignKeys()),
    }),
    store,
  );
  assert.equal(await codeOf(unsigned.refresh()), 'bad_signature');
  const mute = new Site(site.pin, async (from) => ({ ...(await site.page(from)), acts: [] }), Store.inMemory());
  assert.equal(await codeOf(mute.refresh()), 'bad_chain');
});

test('key log: a site without both team keys is not ready', async () => {
  const site = await TestSite.make();
  const early = clientOf(site, Store.inMemory(), () => site.acts.slice(0, 2));
  assert.equal(await codeOf(early.refresh()), 'not_ready');
  assert.equal(await codeOf(clientOf(site, Store.inMemory(), () => []).refresh()), 'not_ready');
});

test('key log: damaged storage is replaced by what is verified anew', async () => {
  const site = await TestSite.make();
  const store = Store.inMemory();
  await clientOf(site, store).refresh();
  const [key] = await store.keys('roster/');
  await store.put(key as string, { acts: [random(10)], root: random(32) });
  assert.equal((await clientOf(site, store).refresh()).size, 3);
  assert.equal(decode(GenesisBody, await site.genesisBody()).roles, 7);
});
