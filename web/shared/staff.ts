// A member of staff at an unlocked desk: session, device keys, acts, team keys, conversations.
import { acceptConversation, previewConversation, verifiedGenesis } from './accept';
import { makeAct, makeInvitation } from './acts';
import { type Bytes, random, toHex } from './bytes';
import { concat, encode } from './codec';
import type { ConversationLog } from './conversation';
import { generateSignKeys, publicSignKey } from './crypto/ed25519';
import { type Device, DeviceKeyholder, type TeamKeys } from './device';
import { CloisterError } from './errors';
import { type FrameServices, frameServices } from './frame_services';
import {
  ActKind,
  act_submit,
  type DeviceRecord,
  desk_socket_path,
  type ErrorName,
  type NoticedCount,
  type Person,
  RemovePersonBody,
  RevokeDeviceBody,
  type StaffSession,
  session_end,
  staff_lock,
  staff_noticed,
  staff_people,
  staff_sign_in,
  WithdrawBody,
} from './gen/wire';
import { deviceFragment, invitationFragment } from './invitation';
import { unwrapKeys } from './lock';
import { prove } from './names';
import { type Outbox, type OutboxSender, StoredOutbox } from './outbox';
import { browserPasskeys, type Passkeys } from './passkeys';
import { putOnRecord, reportContradiction } from './report';
import type { Team } from './roster';
import { Api, type SessionKeys, storeKey } from './session';
import { Site } from './site';
import { DeskSocket, type DeskSocketOptions } from './socket';
import { Store } from './store';
import { DeviceTeamKeys } from './team_keys';

/** A staff device enrolled in this browser; its keys are encrypted. */
export interface KnownDevice {
  site: Bytes;
  root: Bytes;
  person: Bytes;
  name: string;
  rpId: string;
  credentialId: Bytes;
  id: Bytes;
  record: DeviceRecord;
  wrapped: Bytes;
}

export interface StaffEnvironment {
  api?: Api;
  store?: Store;
  passkeys?: Passkeys;
  /** A shared computer: nothing is stored, the device ends with its session. */
  shared?: boolean;
}

/** An invitation: the link is the console's `/enrol#` and the fragment, which no server sees. */
export interface Invitation {
  fragment: string;
  person: Bytes;
  expiresMs: number;
}

const INVITATION_MS = 3 * 86_400_000;
const SUBMIT_ATTEMPTS = 4;
const teams = ['support', 'supervisors'] as const;

export class Staff {
  readonly person: Bytes;
  /** What the server calls them, when that is not the name that this device keeps. */
  readonly otherName: string | undefined;
  readonly roles: number;
  readonly idleMs: number;
  readonly expiresMs: number;
  /** Teams with a key that was sealed to this device wrongly. */
  readonly spoiltKeys = new Set<Team>();
  onSpoiltKey: ((team: Team) => void) | undefined;
  private readonly teamKeys: DeviceTeamKeys;
  private readonly senders = new Map<string, OutboxSender>();
  private readonly keyholders = new Map<string, Promise<DeviceKeyholder>>();

  constructor(
    readonly api: Api,
    readonly site: Site,
    private readonly store: Store,
    readonly device: Device,
    session: StaffSession,
    /** What customers see: from this device, so that no server chooses it. */
    readonly name: string,
    /** The device ends when it is locked: its keys are nowhere else. */
    readonly shared = false,
  ) {
    this.person = session.person as Bytes;
    this.roles = session.roles;
    this.idleMs = session.idle_ms;
    this.expiresMs = session.expires_ms;
    this.teamKeys = new DeviceTeamKeys(
      device,
      () => site.roster,
      (team) => this.keySpoilt(team),
    );
    if (session.name === name) return;
    this.otherName = session.name;
    this.report('duplicate');
  }

  /** Devices enrolled in this browser. */
  static async known(store?: Store): Promise<KnownDevice[]> {
    const from = store ?? (await Store.open());
    const devices = await Promise.all((await from.keys('staff/')).map((key) => from.get<KnownDevice>(key)));
    return devices.filter((device) => device !== undefined);
  }

  /** Signs in, or unlocks, with the passkey. Must follow a click. Throws `bad_passkey`, `revoked`, `wrong_root`, … */
  static async signIn(known: KnownDevice, environment: StaffEnvironment = {}): Promise<Staff> {
    const { api = new Api(), store = await Store.open(), passkeys = browserPasskeys } = environment;
    const challenge = await api.challenge();
    const assertion = await passkeys.get(known.rpId, challenge, known.credentialId);
    const keys = await generateSignKeys();
    const sessionKey = await publicSignKey(keys);
    const session = await api.call(staff_sign_in, {
      challenge,
      device: known.id,
      credential_id: assertion.credentialId,
      authenticator_data: assertion.authenticatorData,
      client_data: assertion.clientData,
      signature: assertion.signature,
      session_key: sessionKey,
      proof: await prove(keys.privateKey, 'sign-in', challenge, known.id, sessionKey),
    });
    api.session = { id: session.session as Bytes, keys };
    const deviceKeys = await unwrapKeys(known.wrapped, session.share, known.id, known.record);
    session.share.fill(0);
    const site = Site.ofApi({ site: known.site, root: known.root }, api, store);
    await site.load().catch((error: unknown) => {
      reportContradiction(api, error);
      throw error;
    });
    const device = { id: known.id, record: known.record, keys: deviceKeys };
    const staff = new Staff(api, site, store, device, session, known.name);
    if (!site.roster.now.device(known.id)) throw new CloisterError('revoked');
    await staff.maintain().catch(() => undefined);
    return staff;
  }

  get session(): SessionKeys {
    if (!this.api.session) throw new CloisterError('no_session');
    return this.api.session;
  }

  /** The desk's socket; call `start()` on it. */
  desk(listeners: Omit<DeskSocketOptions, 'url' | 'session'>): DeskSocket {
    return new DeskSocket({ url: this.api.socketUrl(desk_socket_path), session: this.session, ...listeners });
  }

  /** What this console has refused; with the conversation concerned, if it is one. */
  report(code: ErrorName, conversation?: Uint8Array): void {
    putOnRecord(this.api, code, conversation);
  }

  /** Names of the staff. */
  async people(): Promise<Person[]> {
    return (await this.api.call(staff_people, {})).people;
  }

  /** What was noticed in one's own drafts, counted. */
  async noticed(): Promise<NoticedCount[]> {
    return (await this.api.call(staff_noticed, {})).counts;
  }

  // Conversations.

  /** The verified log of a waiting conversation, as far as it goes now. */
  preview(conversation: Uint8Array): Promise<ConversationLog> {
    return previewConversation(this, conversation);
  }
  /** Accepts a waiting conversation. Throws `already_assigned`, `not_found`, … */
  async accept(conversation: Uint8Array): Promise<void> {
    await acceptConversation(this, conversation);
  }
  /** What the desk serves on the port of one frame; see frame.ts. */
  frameServices(conversation: Uint8Array): FrameServices {
    const id = toHex(conversation);
    const keyholder = (): Promise<DeviceKeyholder> => {
      const made = this.keyholders.get(id) ?? this.assignedKeyholder(conversation);
      this.keyholders.set(id, made);
      made.catch(() => this.keyholders.delete(id));
      return made;
    };
    return frameServices(this, conversation as Bytes, keyholder, this.outbox(conversation));
  }
  /** Keys of this device for one conversation whose customer is known. */
  keyholder(
    conversation: Uint8Array,
    customer: { record: DeviceRecord; id: Uint8Array },
    assigned: Uint8Array | undefined,
  ): DeviceKeyholder {
    const { device, site, api } = this;
    return new DeviceKeyholder({
      device,
      conversation,
      participants: { customerDevice: customer.record, customerId: customer.id, assigned },
      roster: () => site.roster,
      continuity: () => site.continuity,
      teamKeys: this.teamKeys satisfies TeamKeys,
      now: () => api.now(),
    });
  }

  // Acts.

  /** Signs an act on top of the log. `body` is made anew when the log has grown in between; undefined: nothing to do. */
  async submit(make: () => Promise<{ kind: number; body: Bytes } | undefined>): Promise<Bytes | undefined> {
    const { api, site } = this;
    for (let attempt = 1; ; attempt++) {
      const made = await make();
      if (!made) return undefined;
      const { roster } = site;
      const act = await this.act(made.kind, made.body);
      try {
        const { hash } = await api.call(act_submit, { act });
        await site.refresh();
        return hash as Bytes;
      } catch (error) {
        const moved = error instanceof CloisterError && (error.code === 'bad_chain' || error.code === 'stale_roster');
        if (!moved || attempt === SUBMIT_ATTEMPTS) throw error;
        const before = roster.size;
        if ((await site.refresh()).size === before) throw error;
      }
    }
  }

  /** An act of this device on top of the log as it is known. */
  private act(kind: number, body: Bytes, key = this.device.keys.sign.privateKey): Promise<Bytes> {
    const { api, device, site } = this;
    const { roster, pin } = site;
    const timeMs = Math.max(Math.round(api.now()), roster.timeMs);
    const place = { site: pin.site, seq: roster.size, prev: roster.head, timeMs };
    return makeAct(place, { id: device.id, key }, kind, body);
  }
  private get ownRevocation(): Bytes {
    return encode(RevokeDeviceBody, { device: this.device.id });
  }

  /** Admins only. */
  async invite(roles: number): Promise<Invitation> {
    const person = random(16);
    const expiresMs = Math.round(this.api.now()) + INVITATION_MS;
    const { kind, body, seed } = await makeInvitation(person, roles, expiresMs);
    const hash = (await this.submit(async () => ({ kind, body }))) as Bytes;
    const fragment = invitationFragment({ ...this.site.pin, invite: hash, seed });
    seed.fill(0);
    return { fragment, person, expiresMs };
  }
  /** Admins only: an open invitation, by the hash of its act, leads nowhere any more. */
  async withdraw(invite: Uint8Array): Promise<void> {
    await this.submit(async () => ({ kind: ActKind.withdraw, body: encode(WithdrawBody, { invite }) }));
  }
  /** Fragment of the link by which a further device of this person enrols; it holds no secret. */
  get deviceLink(): string {
    return deviceFragment({ ...this.site.pin, person: this.person, name: this.name });
  }
  /** One's own, or as admin. */
  async revokeDevice(device: Uint8Array): Promise<void> {
    await this.submit(async () => ({ kind: ActKind.revoke_device, body: encode(RevokeDeviceBody, { device }) }));
    await this.maintain();
  }
  /** Admins only. */
  async removePerson(person: Uint8Array): Promise<void> {
    await this.submit(async () => ({ kind: ActKind.remove_person, body: encode(RemovePersonBody, { person }) }));
    await this.maintain();
  }

  /** Takes the roster up to now, and makes new team keys where members or devices have changed. */
  async maintain(): Promise<void> {
    await this.site.refresh();
    for (const team of teams) {
      await this.submit(() => this.teamKeys.renew(team));
      // Found out when it comes, not when somebody waits.
      const latest = this.site.roster.now.teamKey(team);
      if (latest) await this.teamKeys.get(latest.id);
    }
  }
  /** New keys for all teams of which this device can open the latest, as when a colleague was sealed a wrong one. */
  async renewTeamKeys(): Promise<void> {
    for (const team of teams) await this.submit(() => this.teamKeys.next(team));
  }
  private keySpoilt(team: Team): void {
    this.report('decryption_failed');
    this.spoiltKeys.add(team);
    this.onSpoiltKey?.(team);
  }

  // The end.

  /** Locks: sockets close, keys are forgotten. Replace the document afterwards. On a shared computer it is the end. */
  async lock(): Promise<void> {
    if (this.shared) return this.signOut();
    this.forget();
    await this.api.call(staff_lock, {});
  }
  async signOut(): Promise<void> {
    const { privateKey } = this.device.keys.sign;
    this.forget();
    // Taken or not: nobody has its keys after this, and the next one replaces it.
    if (this.shared) await this.endDevice(privateKey).catch(() => undefined);
    await this.api.call(session_end, {});
    this.api.session = undefined;
  }
  private async endDevice(key: CryptoKey): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.site.refresh();
        await this.api.call(act_submit, { act: await this.act(ActKind.revoke_device, this.ownRevocation, key) });
        return;
      } catch (error) {
        if (!(error instanceof CloisterError) || attempt === SUBMIT_ATTEMPTS) throw error;
      }
    }
  }
  private forget(): void {
    this.teamKeys.forget();
    this.senders.clear();
    this.keyholders.clear();
    // Without these nothing can be opened any more, whoever still holds this object.
    Object.assign(this.device, { keys: undefined });
  }

  /** Forgets what waits to be sent in all other conversations; what other devices in this browser keep stays. */
  async pruneOutbox(conversations: Uint8Array[]): Promise<void> {
    const wanted = new Set(conversations.map((conversation) => storeKey('outbox', this.outboxName(conversation))));
    for (const key of await this.store.keys(storeKey('outbox', this.device.id)))
      if (!wanted.has(key)) await this.store.delete(key);
  }
  private outboxName(conversation: Uint8Array): Bytes {
    return concat(this.device.id, conversation);
  }

  private async assignedKeyholder(conversation: Uint8Array): Promise<DeviceKeyholder> {
    return this.keyholder(conversation, await verifiedGenesis(this, conversation), this.person);
  }

  /** Ciphertext and positions are kept; the sender's key stays in memory, so that a locked desk holds no usable key. */
  private outbox(conversation: Uint8Array): Outbox {
    const stored = new StoredOutbox(this.store, this.outboxName(conversation));
    const id = toHex(conversation);
    return {
      load: async () => {
        const { sender: _, ...state } = await stored.load();
        const sender = this.senders.get(id);
        return sender ? { ...state, sender } : state;
      },
      setSender: async (sender) => void this.senders.set(id, sender),
      put: (item) => stored.put(item),
      remove: (item) => stored.remove(item),
      setSeen: (seen) => stored.setSeen(seen),
      setShown: (packet) => stored.setShown(packet),
    };
  }
}

/** Where a known device is kept. */
export const knownKey = (device: KnownDevice): string => storeKey('staff', device.site, device.id);
