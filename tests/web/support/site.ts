// A site made by hand: acts of any kind, right or wrong, and the log over them.
import { makeAct } from '../../../web/shared/acts';
import { type Bytes, compare, random, zeros } from '../../../web/shared/bytes';
import { makeCheckpoint } from '../../../web/shared/checkpoint';
import { concat, decode, encode, label } from '../../../web/shared/codec';
import { ed25519Sign, generateSignKeys, publicSignKey } from '../../../web/shared/crypto/ed25519';
import { exportKemScalar, generateKemKeys } from '../../../web/shared/crypto/p256';
import { type Device, describeDevice } from '../../../web/shared/device';
import {
  Act,
  ActKind,
  GenesisBody,
  InviteBody,
  JoinBody,
  OwnerKind,
  type Roster as RosterPage,
  TeamKeyBody,
} from '../../../web/shared/gen/wire';
import { MerkleTree } from '../../../web/shared/merkle';
import { actHash } from '../../../web/shared/names';
import { type Pin, Roster, type Team } from '../../../web/shared/roster';
import { makeTeamKey } from '../../../web/shared/team_keys';
import { SoftPasskey } from './passkeys';

export const RP_ID = 'console.example.org';
export const START_MS = 1_750_000_000_000;

export interface StaffMember {
  person: Bytes;
  roles: number;
  passkey: SoftPasskey;
  devices: Device[];
}

export async function newDevice(site: Uint8Array, owner: Uint8Array, kind: number = OwnerKind.staff): Promise<Device> {
  const keys = { sign: await generateSignKeys(true), kem: await generateKemKeys(true) };
  return describeDevice(keys, site, kind, owner, START_MS);
}

export interface ActChanges {
  seq?: number;
  prev?: Uint8Array;
  timeMs?: number;
  site?: Uint8Array;
  signer?: Device;
  suite?: number;
}

export class TestSite {
  readonly id = random(16);
  readonly supportTeam = random(16);
  readonly supervisorsTeam = random(16);
  readonly acts: Bytes[] = [];
  prev: Bytes = zeros(32);
  root: Bytes = zeros(32);
  timeMs = START_MS;
  readonly logKeys: CryptoKeyPair;
  readonly logKey: Bytes;
  first!: StaffMember;
  readonly teamScalars: Record<Team, Bytes[]> = { support: [], supervisors: [] };
  /** How often pages of the log were asked for. */
  fetches = 0;

  private constructor(keys: CryptoKeyPair, key: Bytes) {
    this.logKeys = keys;
    this.logKey = key;
  }

  /** Nothing yet. */
  static async empty(): Promise<TestSite> {
    const keys = await generateSignKeys();
    return new TestSite(keys, await publicSignKey(keys));
  }
  /** With one member of staff who has all roles, and both team keys. */
  static async make(): Promise<TestSite> {
    const site = await TestSite.empty();
    site.first = await site.member(7);
    await site.push(site.firstDevice, ActKind.genesis, await site.genesisBody());
    site.root = site.prev;
    await site.teamKey('support');
    await site.teamKey('supervisors');
    return site;
  }

  get pin(): Pin {
    return { site: this.id, root: this.root };
  }
  get firstDevice(): Device {
    return this.first.devices[0] as Device;
  }

  async member(roles: number): Promise<StaffMember> {
    const person = random(16);
    return { person, roles, passkey: await SoftPasskey.make(), devices: [await newDevice(this.id, person)] };
  }

  async genesisBody(changes: Partial<GenesisBody> = {}): Promise<Bytes> {
    const { person, passkey } = this.first;
    return encode(GenesisBody, {
      person,
      roles: 7,
      device: this.firstDevice.record,
      passkey: { credential_id: passkey.credentialId, public_key: passkey.publicKey },
      log_key: this.logKey,
      rp_id: RP_ID,
      support_team: this.supportTeam,
      supervisors_team: this.supervisorsTeam,
      ...changes,
    });
  }

  /** An act on top of the log, not taken. */
  async act(actor: Device, kind: number, body: Uint8Array, changes: ActChanges = {}): Promise<Bytes> {
    const place = {
      site: changes.site ?? this.id,
      seq: changes.seq ?? this.acts.length,
      prev: changes.prev ?? this.prev,
      timeMs: changes.timeMs ?? this.timeMs,
    };
    const signer = changes.signer ?? actor;
    return makeAct(place, { id: actor.id, key: signer.keys.sign.privateKey }, kind, body);
  }
  async take(act: Bytes): Promise<Bytes> {
    this.acts.push(act);
    this.prev = await actHash(decode(Act, act));
    this.timeMs = Math.max(this.timeMs, decode(Act, act).time_ms);
    return this.prev;
  }
  async push(actor: Device, kind: number, body: Uint8Array, changes?: ActChanges): Promise<Bytes> {
    return this.take(await this.act(actor, kind, body, changes));
  }

  async teamKeyBody(team: Team, changes: Partial<TeamKeyBody> = {}): Promise<Bytes> {
    const roster = await this.roster();
    const members = roster.now.teamDevices(team).map((device) => ({ id: device.id, kemKey: device.record.kem_key }));
    const generation = (roster.now.teamKey(team)?.body.generation ?? 0) + 1;
    const keys = await generateKemKeys(true);
    const scalar = await exportKemScalar(keys.privateKey);
    const previous = this.teamScalars[team].at(-1)?.slice() as Bytes | undefined;
    const id = team === 'support' ? this.supportTeam : this.supervisorsTeam;
    const fixed = { keys, ephemeral: [] };
    const body = await makeTeamKey({ site: this.id, team: id, generation, members, previous, fixed });
    this.teamScalars[team].push(scalar);
    return encode(TeamKeyBody, { ...decode(TeamKeyBody, body), ...changes });
  }
  async teamKey(team: Team, by = this.firstDevice): Promise<Bytes> {
    return this.push(by, ActKind.team_key, await this.teamKeyBody(team));
  }

  async invite(
    person: Uint8Array,
    roles: number,
    changes: Partial<InviteBody> = {},
  ): Promise<{ hash: Bytes; keys: CryptoKeyPair }> {
    const keys = await generateSignKeys(true);
    const body = {
      invitation_key: await publicSignKey(keys),
      person,
      roles,
      expires_ms: this.timeMs + 1000,
      ...changes,
    };
    return { hash: await this.push(this.firstDevice, ActKind.invite, encode(InviteBody, body)), keys };
  }
  async joinBody(
    member: StaffMember,
    invite: Uint8Array,
    keys: CryptoKeyPair,
    changes: Partial<JoinBody> = {},
  ): Promise<Bytes> {
    const device = member.devices[0] as Device;
    return encode(JoinBody, {
      invite,
      device: device.record,
      passkey: { credential_id: member.passkey.credentialId, public_key: member.passkey.publicKey },
      invitation_signature: await ed25519Sign(keys.privateKey, concat(label('join'), device.id)),
      ...changes,
    });
  }
  /** Invites and joins. */
  async addMember(roles: number): Promise<StaffMember> {
    const member = await this.member(roles);
    const { hash, keys } = await this.invite(member.person, roles);
    await this.push(member.devices[0] as Device, ActKind.join, await this.joinBody(member, hash, keys));
    return member;
  }

  roster(): Promise<Roster> {
    return Roster.replay(this.pin, this.acts);
  }

  async checkpoint(acts: readonly Uint8Array[] = this.acts, keys = this.logKeys): Promise<string> {
    const tree = new MerkleTree();
    for (const act of acts) await tree.append(act);
    const sign = (data: Uint8Array): Promise<Bytes> => ed25519Sign(keys.privateKey, data);
    return makeCheckpoint(this.id, { size: acts.length, root: await tree.root() }, this.logKey, sign);
  }
  async page(from: number, acts: readonly Bytes[] = this.acts, most = 200): Promise<RosterPage> {
    this.fetches += 1;
    return { acts: acts.slice(from, from + most), from, size: acts.length, checkpoint: await this.checkpoint(acts) };
  }
}

export const byId = (a: { id: Uint8Array }, b: { id: Uint8Array }): number => compare(a.id, b.id);

/** The error code with which something fails; fails itself when it does not. */
export async function codeOf(action: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof action === 'function' ? action() : action);
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'nothing was thrown';
}

/** Resolves when it is so; whatever makes it so runs in between. */
export async function happens(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`did not happen: ${condition}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
