// The roster: replay of the chain of acts from the pinned root, with the rules of docs/protocol.md section 3.
import { type Bytes, compare, equal, fromHex, toHex, zeros } from './bytes';
import { concat, decode, label, type Struct } from './codec';
import { checkSignKey, ed25519Verify } from './crypto/ed25519';
import { importKemPublic } from './crypto/p256';
import { CloisterError } from './errors';
import {
  Act,
  ActKind,
  AddDeviceBody,
  DeviceEndorsement,
  type DeviceRecord,
  type ErrorName,
  GenesisBody,
  InviteBody,
  JoinBody,
  MAX_ACTS,
  OwnerKind,
  type Passkey,
  RemovePersonBody,
  RevokeDeviceBody,
  Role,
  type SealedShare,
  SUITE_P256_AES256GCM,
  TeamKeyBody,
  WithdrawBody,
} from './gen/wire';
import { MerkleTree } from './merkle';
import { actHash, deviceId, verifySigned } from './names';
import { verifyPasskey } from './passkey';

export interface RosterPerson {
  id: Bytes;
  roles: number;
  passkey: Passkey;
  /** Acts [from, until): an act that ends them is at `until`. */
  from: number;
  until: number;
}
export interface RosterDevice {
  id: Bytes;
  record: DeviceRecord;
  person: RosterPerson;
  from: number;
  until: number;
  /** Lives no longer than its session; a person has at most one. */
  ofSession?: boolean;
}
export interface TeamKey {
  /** Hash of the act: the reader id. */
  id: Bytes;
  seq: number;
  body: TeamKeyBody;
}
export interface Invited {
  body: InviteBody;
  /** Device of the admin who invited. */
  inviter: Uint8Array;
  /** Joined by, or withdrawn. */
  used: boolean;
}
export type Team = 'support' | 'supervisors';

export interface Pin {
  site: Uint8Array;
  /** Act hash of act 0. */
  root: Uint8Array;
}

const MAX_DEVICES_PER_PERSON = 16;
/** A team_key act names all of them. */
const MAX_TEAM_DEVICES = 1000;
/** HPKE enc, 32 bytes, tag. */
export const SEALED_BYTES = 65 + 32 + 16;
const INVITATION_LIFETIME_MS = 7 * 86_400_000;
const ALL_ROLES = Role.agent | Role.supervisor | Role.admin;
export const teamRole = { support: Role.agent, supervisors: Role.supervisor } as const;

const refuse = (code: ErrorName): never => {
  throw new CloisterError(code);
};
const demand = (condition: boolean, code: ErrorName = 'bad_chain'): void => {
  if (!condition) refuse(code);
};
const presentAt = (thing: { from: number; until: number }, size: number): boolean =>
  thing.from < size && thing.until >= size;

/** The staff as the first `size` acts make it. */
export class RosterView {
  constructor(
    private readonly roster: Roster,
    readonly size: number,
  ) {}
  /** Undefined unless current. */
  device(id: Uint8Array): RosterDevice | undefined {
    const device = this.roster.devices.get(toHex(id));
    return device && presentAt(device, this.size) ? device : undefined;
  }
  person(id: Uint8Array): RosterPerson | undefined {
    const person = this.roster.people.get(toHex(id));
    return person && presentAt(person, this.size) ? person : undefined;
  }
  people(): RosterPerson[] {
    return [...this.roster.people.values()].filter((person) => presentAt(person, this.size));
  }
  /** Current devices, sorted by id. */
  devices(of: (person: RosterPerson) => boolean): RosterDevice[] {
    return [...this.roster.devices.values()]
      .filter((device) => presentAt(device, this.size) && of(device.person))
      .sort((a, b) => compare(a.id, b.id));
  }
  devicesOf(person: Uint8Array): RosterDevice[] {
    return this.devices((owner) => equal(owner.id, person));
  }
  members(team: Team): RosterPerson[] {
    return this.people().filter((person) => (person.roles & teamRole[team]) !== 0);
  }
  teamDevices(team: Team): RosterDevice[] {
    return this.devices((person) => (person.roles & teamRole[team]) !== 0);
  }
  /** The latest generation. */
  teamKey(team: Team): TeamKey | undefined {
    return this.roster.teamKeys[team].filter((key) => key.seq < this.size).at(-1);
  }
  /** No current device has a share of the latest generation: nobody can hand it on, and the next one stands by itself. */
  teamKeyLost(team: Team): boolean {
    const latest = this.teamKey(team);
    return !!latest && !latest.body.shares.some((share) => this.device(share.device));
  }
  /** A newer generation stands by itself: nobody of the team can open this one any more. */
  isClosedForGood(id: Uint8Array): boolean {
    const known = this.roster.teamKeyById(id);
    if (!known) return false;
    const newer = this.roster.teamKeys[known.team].filter((key) => key.seq < this.size && key.seq > known.key.seq);
    return newer.some((key) => key.body.previous.length === 0);
  }
  /** Both teams have a key. */
  get ready(): boolean {
    return !!this.teamKey('support') && !!this.teamKey('supervisors');
  }
  root(): Promise<Bytes> {
    return this.roster.tree.root(this.size);
  }
}

export class Roster {
  readonly people = new Map<string, RosterPerson>();
  readonly devices = new Map<string, RosterDevice>();
  readonly teamKeys: Record<Team, TeamKey[]> = { support: [], supervisors: [] };
  readonly acts: Bytes[] = [];
  tree = new MerkleTree();
  genesis: GenesisBody | undefined;
  private readonly invitations = new Map<string, Invited>();
  private lastHash: Bytes = zeros(32);
  private lastTime = 0;

  private constructor(readonly pin: Pin) {}

  /** All acts from the pinned root on. Throws `wrong_root`, `bad_chain`, `bad_signature`, `bad_passkey`, … */
  static replay(pin: Pin, acts: readonly Uint8Array[]): Promise<Roster> {
    return new Roster(pin).extended(acts);
  }

  /** A roster with further acts; this one stays as it is. */
  async extended(acts: readonly Uint8Array[]): Promise<Roster> {
    const next = new Roster(this.pin);
    const people = new Map([...this.people].map(([id, person]) => [id, { ...person }]));
    for (const [id, person] of people) next.people.set(id, person);
    for (const [id, device] of this.devices)
      next.devices.set(id, { ...device, person: people.get(toHex(device.person.id)) as RosterPerson });
    for (const [id, invitation] of this.invitations) next.invitations.set(id, { ...invitation });
    for (const team of ['support', 'supervisors'] as const) next.teamKeys[team].push(...this.teamKeys[team]);
    next.acts.push(...this.acts);
    next.tree = this.tree.clone();
    next.genesis = this.genesis;
    next.lastHash = this.lastHash;
    next.lastTime = this.lastTime;
    for (const act of acts) await next.take(act as Bytes);
    return next;
  }

  get size(): number {
    return this.acts.length;
  }
  /** Hash of the last act: `prev` of the next. */
  get head(): Bytes {
    return this.lastHash;
  }
  /** Not below it may be the time of the next act. */
  get timeMs(): number {
    return this.lastTime;
  }
  get now(): RosterView {
    return this.at(this.size);
  }
  at(size: number): RosterView {
    return new RosterView(this, size);
  }
  team(id: Uint8Array): Team | undefined {
    if (this.genesis && equal(id, this.genesis.support_team)) return 'support';
    return this.genesis && equal(id, this.genesis.supervisors_team) ? 'supervisors' : undefined;
  }
  teamId(team: Team): Uint8Array {
    const genesis = this.genesis ?? refuse('not_ready');
    return team === 'support' ? genesis.support_team : genesis.supervisors_team;
  }
  /** By the hash of the invite act. */
  invitation(id: Uint8Array): Invited | undefined {
    return this.invitations.get(toHex(id));
  }
  /** Invitations that can still be used, those that have run out included; by the hash of the invite act. */
  get openInvitations(): { id: Bytes; body: InviteBody }[] {
    return [...this.invitations]
      .filter(([, { used, inviter }]) => !used && this.now.device(inviter))
      .map(([id, { body }]) => ({ id: fromHex(id), body }));
  }
  /** The team_key act that a reader of a packet names. */
  teamKeyById(id: Uint8Array): { team: Team; key: TeamKey } | undefined {
    for (const team of ['support', 'supervisors'] as const) {
      const key = this.teamKeys[team].find((one) => equal(one.id, id));
      if (key) return { team, key };
    }
    return undefined;
  }

  private async take(bytes: Bytes): Promise<void> {
    const act = decode(Act, bytes);
    const hash = await actHash(act);
    demand(this.size < MAX_ACTS, 'limit_reached');
    demand(act.suite === SUITE_P256_AES256GCM, 'unsupported_suite');
    demand(equal(act.site, this.pin.site), 'wrong_site');
    if (this.size === 0) demand(equal(hash, this.pin.root), 'wrong_root');
    demand(act.seq === this.size && equal(act.prev, this.lastHash) && act.time_ms >= this.lastTime);
    demand((act.kind === ActKind.genesis) === (this.size === 0));
    (await this.rules[act.kind as keyof typeof this.rules]?.(act, hash)) ?? refuse('malformed');
    this.acts.push(bytes);
    await this.tree.append(bytes);
    this.lastHash = hash;
    this.lastTime = act.time_ms;
  }

  /** Each verifies the signature before it changes anything, and returns true. */
  private readonly rules = {
    [ActKind.genesis]: async (act: Act): Promise<true> => {
      const body = decode(GenesisBody, act.body);
      demand(body.roles === ALL_ROLES && body.rp_id !== '' && !equal(body.support_team, body.supervisors_team));
      const id = await this.newDevice(act, body.device, body.person);
      await checkSignKey(body.log_key);
      await importKemPublic(body.passkey.public_key);
      await verifySigned(Act, body.device.sign_key, act);
      this.genesis = body;
      this.enter(act, { person: body.person, roles: body.roles, passkey: body.passkey, device: body.device, id });
      return true;
    },
    [ActKind.invite]: async (act: Act, hash: Bytes): Promise<true> => {
      const body = this.body(InviteBody, act);
      const actor = this.actor(act, Role.admin);
      const named = [...this.invitations.values()].some((one) => equal(one.body.person, body.person));
      demand(!named && !this.people.has(toHex(body.person)));
      demand(body.roles > 0 && body.roles <= ALL_ROLES && body.expires_ms <= act.time_ms + INVITATION_LIFETIME_MS);
      await checkSignKey(body.invitation_key);
      await verifySigned(Act, actor.record.sign_key, act);
      this.invitations.set(toHex(hash), { body, inviter: act.actor, used: false });
      return true;
    },
    [ActKind.join]: async (act: Act): Promise<true> => {
      const body = this.body(JoinBody, act);
      const invitation = this.invitations.get(toHex(body.invite)) ?? refuse('bad_chain');
      demand(!invitation.used);
      demand(act.time_ms <= invitation.body.expires_ms, 'link_expired');
      // Otherwise an admin could leave, and come back by an invitation they still hold.
      demand(!!this.now.device(invitation.inviter), 'link_expired');
      await importKemPublic(body.passkey.public_key);
      this.checkRoom(invitation.body.person, invitation.body.roles);
      const id = await this.newDevice(act, body.device, invitation.body.person);
      await ed25519Verify(invitation.body.invitation_key, body.invitation_signature, concat(label('join'), id));
      await verifySigned(Act, body.device.sign_key, act);
      invitation.used = true;
      this.enter(act, {
        person: invitation.body.person,
        roles: invitation.body.roles,
        passkey: body.passkey,
        device: body.device,
        id,
      });
      return true;
    },
    [ActKind.add_device]: async (act: Act): Promise<true> => {
      const body = this.body(AddDeviceBody, act);
      const person = this.now.person(body.device.owner) ?? refuse('bad_chain');
      const ofSession = body.endorsement === DeviceEndorsement.session;
      // The one of a session replaces the one of the session before.
      const replaced = ofSession && this.now.devicesOf(person.id).find((device) => device.ofSession);
      if (!replaced) this.checkRoom(person.id, person.roles);
      const id = await deviceId(body.device);
      if (ofSession || body.endorsement === DeviceEndorsement.passkey) {
        await this.newDevice(act, body.device, person.id);
        const assertion = body.assertion[0] ?? refuse('bad_chain');
        await verifySigned(Act, body.device.sign_key, act);
        await verifyPasskey((this.genesis as GenesisBody).rp_id, person.passkey, id, assertion);
      } else {
        demand(body.endorsement === DeviceEndorsement.device && body.assertion.length === 0);
        await this.checkDevice(body.device, id, person.id);
        const actor = this.actor(act);
        demand(actor.person === person, 'not_permitted');
        await verifySigned(Act, actor.record.sign_key, act);
      }
      if (replaced) replaced.until = act.seq;
      const span = { from: act.seq, until: Number.POSITIVE_INFINITY };
      this.devices.set(toHex(id), { id, record: body.device, person, ...span, ofSession });
      return true;
    },
    [ActKind.revoke_device]: async (act: Act): Promise<true> => {
      const body = this.body(RevokeDeviceBody, act);
      const actor = this.actor(act);
      const device = this.now.device(body.device) ?? refuse('bad_chain');
      if (device.person !== actor.person) this.actor(act, Role.admin);
      await verifySigned(Act, actor.record.sign_key, act);
      device.until = act.seq;
      return true;
    },
    [ActKind.withdraw]: async (act: Act): Promise<true> => {
      const body = this.body(WithdrawBody, act);
      const actor = this.actor(act, Role.admin);
      const invitation = this.invitation(body.invite) ?? refuse('bad_chain');
      demand(!invitation.used);
      await verifySigned(Act, actor.record.sign_key, act);
      invitation.used = true;
      return true;
    },
    [ActKind.remove_person]: async (act: Act): Promise<true> => {
      const body = this.body(RemovePersonBody, act);
      const actor = this.actor(act, Role.admin);
      const person = this.now.person(body.person) ?? refuse('bad_chain');
      const admins = this.now.people().filter((one) => (one.roles & Role.admin) !== 0);
      demand(admins.some((admin) => admin !== person));
      await verifySigned(Act, actor.record.sign_key, act);
      for (const device of this.now.devicesOf(person.id)) device.until = act.seq;
      person.until = act.seq;
      return true;
    },
    [ActKind.team_key]: async (act: Act, hash: Bytes): Promise<true> => {
      const body = this.body(TeamKeyBody, act);
      const team = this.team(body.team) ?? refuse('bad_chain');
      const actor = this.actor(act, teamRole[team]);
      demand(body.generation === (this.now.teamKey(team)?.body.generation ?? 0) + 1);
      const alone = body.generation === 1 || this.now.teamKeyLost(team);
      demand(body.previous.length === (alone ? 0 : SEALED_BYTES));
      const devices = this.now.teamDevices(team);
      const fits = ({ device, sealed }: SealedShare, i: number): boolean =>
        equal(device, (devices[i] as RosterDevice).id) && sealed.length === SEALED_BYTES;
      demand(body.shares.length === devices.length && body.shares.every(fits), 'wrong_reader');
      await importKemPublic(body.kem_key);
      await verifySigned(Act, actor.record.sign_key, act);
      this.teamKeys[team].push({ id: hash, seq: act.seq, body });
      return true;
    },
  };

  private body<T>(type: Struct<T>, act: Act): T {
    return decode(type, act.body);
  }

  /** The current device that signs, of somebody with the role. */
  private actor(act: Act, role = ALL_ROLES): RosterDevice {
    if (!this.devices.has(toHex(act.actor))) refuse('bad_chain');
    const device = this.now.device(act.actor) ?? refuse('revoked');
    demand((device.person.roles & role) !== 0, 'not_permitted');
    return device;
  }

  private checkRoom(person: Uint8Array, roles: number): void {
    demand(this.now.devicesOf(person).length < MAX_DEVICES_PER_PERSON, 'limit_reached');
    for (const team of ['support', 'supervisors'] as const) {
      const joins = (roles & teamRole[team]) !== 0;
      demand(!joins || this.now.teamDevices(team).length < MAX_TEAM_DEVICES, 'limit_reached');
    }
  }

  private async newDevice(act: Act, record: DeviceRecord, person: Uint8Array): Promise<Bytes> {
    const id = await deviceId(record);
    demand(equal(act.actor, id));
    await this.checkDevice(record, id, person);
    return id;
  }

  private async checkDevice(record: DeviceRecord, id: Bytes, person: Uint8Array): Promise<void> {
    demand(record.suite === SUITE_P256_AES256GCM, 'unsupported_suite');
    demand(equal(record.site, this.pin.site), 'wrong_site');
    demand(record.owner_kind === OwnerKind.staff && equal(record.owner, person) && !this.devices.has(toHex(id)));
    await checkSignKey(record.sign_key);
    await importKemPublic(record.kem_key);
  }

  private enter(
    act: Act,
    who: { person: Uint8Array; roles: number; passkey: Passkey; device: DeviceRecord; id: Bytes },
  ): void {
    const person: RosterPerson = {
      id: who.person as Bytes,
      roles: who.roles,
      passkey: who.passkey,
      from: act.seq,
      until: Number.POSITIVE_INFINITY,
    };
    this.people.set(toHex(who.person), person);
    this.devices.set(toHex(who.id), {
      id: who.id,
      record: who.device,
      person,
      from: act.seq,
      until: Number.POSITIVE_INFINITY,
    });
  }
}
