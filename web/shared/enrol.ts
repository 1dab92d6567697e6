// Enrolment of staff: the first member makes the site's root of trust, further ones enter by invitation.
import { makeAct } from './acts';
import { type Bytes, random, zeros } from './bytes';
import { concat, decode, encode, label } from './codec';
import { ed25519Sign, generateSignKeys, importSignSeed, publicSignKey } from './crypto/ed25519';
import { generateKemKeys } from './crypto/p256';
import { type Device, describeDevice } from './device';
import { CloisterError } from './errors';
import {
  Act,
  ActKind,
  AddDeviceBody,
  DeviceEndorsement,
  enrol_device,
  enrol_genesis,
  enrol_info,
  enrol_join,
  GenesisBody,
  type InviteBody,
  JoinBody,
  OwnerKind,
  type Passkey,
  type Registration,
  Role,
  type StaffSession,
} from './gen/wire';
import type { DeviceLink, FirstLink, JoinLink } from './invitation';
import { unwrapKeys, wrapKeys } from './lock';
import { actHash, prove } from './names';
import { browserPasskeys, type Passkeys } from './passkeys';
import { checkPlatform, UnsupportedBrowser } from './requirements';
import type { Pin } from './roster';
import { Api } from './session';
import { Site } from './site';
import { type KnownDevice, knownKey, Staff, type StaffEnvironment } from './staff';
import { Store } from './store';
import { makeTeamKey } from './team_keys';

export { parseEnrolFragment } from './invitation';

interface Making {
  shared: boolean;
  api: Api;
  store: Store;
  passkeys: Passkeys;
  device: Device;
  rpId: string;
  person: Uint8Array;
  name: string;
  share: Bytes;
  sessionKeys: CryptoKeyPair;
  sessionKey: Bytes;
  proof: Bytes;
}

/** Keys that can be wrapped, and a session; nothing is stored yet. */
async function make(
  environment: StaffEnvironment,
  site: Uint8Array,
  rpId: string,
  person: Uint8Array,
  name: string,
): Promise<Making> {
  const { api = new Api(), store = await Store.open(), passkeys = browserPasskeys, shared = false } = environment;
  const keys = { sign: await generateSignKeys(true), kem: await generateKemKeys(true) };
  const device = await describeDevice(keys, site, OwnerKind.staff, person, Math.round(api.now()));
  const sessionKeys = await generateSignKeys();
  const sessionKey = await publicSignKey(sessionKeys);
  const proof = await prove(sessionKeys.privateKey, 'enrol', device.id, sessionKey);
  const secrets = { share: random(32), sessionKeys, sessionKey, proof };
  return { shared, api, store, passkeys, device, rpId, person, name, ...secrets };
}

/** A new passkey that vouches for the device. */
async function register(making: Making): Promise<{ passkey: Passkey; registration: Registration }> {
  const { passkeys, rpId, device, person, name, shared } = making;
  const made = await passkeys.create(rpId, device.id, { id: person, name }, shared);
  return {
    passkey: { credential_id: made.credentialId, public_key: made.publicKey },
    registration: { authenticator_data: made.authenticatorData, client_data: made.clientData },
  };
}

/** Wraps the keys and keeps them, before they are published; on a shared computer they are only made unextractable. */
async function keep(
  making: Making,
  pin: Pin,
  credentialId: Uint8Array,
): Promise<{ known: KnownDevice; device: Device }> {
  const { device, store, share } = making;
  const wrapped = await wrapKeys(device.keys, share, device.id);
  const known: KnownDevice = {
    site: pin.site as Bytes,
    root: pin.root as Bytes,
    person: making.person as Bytes,
    name: making.name,
    rpId: making.rpId,
    credentialId: credentialId as Bytes,
    id: device.id,
    record: device.record,
    wrapped,
  };
  if (!making.shared) {
    // It would be lost with this document without a word about it.
    if (!store.persistent) throw new UnsupportedBrowser(['storage']);
    await store.put(knownKey(known), known);
  }
  return { known, device: { ...device, keys: await unwrapKeys(wrapped, share, device.id, device.record) } };
}

async function enter(
  making: Making,
  pin: Pin,
  credentialId: Uint8Array,
  publish: () => Promise<StaffSession>,
): Promise<Staff> {
  const { api, store, share, shared } = making;
  const { known, device } = await keep(making, pin, credentialId);
  let session: StaffSession;
  try {
    session = await publish();
  } catch (error) {
    // Refused for good: there is no such device.
    if (error instanceof CloisterError) await store.delete(knownKey(known));
    throw error;
  }
  share.fill(0);
  api.session = { id: session.session as Bytes, keys: making.sessionKeys };
  const site = Site.ofApi(pin, api, store);
  await site.load();
  return new Staff(api, site, store, device, session, known.name, shared);
}

/**
 * The first member of staff: genesis and the keys of both teams. Must follow a click. Never on a shared computer: nobody
 * else could hand over the keys of the teams.
 */
export async function enrolFirst(link: FirstLink, name: string, environment: StaffEnvironment = {}): Promise<Staff> {
  checkPlatform();
  const api = environment.api ?? new Api();
  const info = await api.call(enrol_info, { link: link.link });
  const person = random(16);
  const making = await make({ ...environment, api, shared: false }, info.site, info.rp_id, person, name);
  const { device } = making;
  const { passkey, registration } = await register(making);
  const actor = { id: device.id, key: device.keys.sign.privateKey };
  const timeMs = Math.round(api.now());
  const body = encode(GenesisBody, {
    person,
    roles: Role.agent | Role.supervisor | Role.admin,
    device: device.record,
    passkey,
    log_key: info.log_key,
    rp_id: info.rp_id,
    support_team: info.support_team,
    supervisors_team: info.supervisors_team,
  });
  const acts: Bytes[] = [];
  let prev: Bytes = zeros(32);
  const append = async (kind: number, of: Bytes): Promise<void> => {
    const act = await makeAct({ site: info.site, seq: acts.length, prev, timeMs }, actor, kind, of);
    acts.push(act);
    prev = await actHash(decode(Act, act));
  };
  await append(ActKind.genesis, body);
  const root = prev;
  const members = [{ id: device.id, kemKey: device.record.kem_key }];
  for (const team of [info.support_team, info.supervisors_team]) {
    await append(
      ActKind.team_key,
      await makeTeamKey({ site: info.site, team, generation: 1, members, previous: undefined }),
    );
  }
  const { share, sessionKey, proof } = making;
  return enter(making, { site: info.site, root }, passkey.credential_id, () =>
    api.call(enrol_genesis, { link: link.link, acts, registration, name, share, session_key: sessionKey, proof }),
  );
}

/** Enters by an invitation. Must follow a click. Throws `link_expired`, `already_enrolled`, `wrong_root`, … */
export async function enrolJoin(link: JoinLink, name: string, environment: StaffEnvironment = {}): Promise<Staff> {
  checkPlatform();
  const { api = new Api(), store = await Store.open() } = environment;
  const site = Site.ofApi(link, api, store);
  await site.load();
  const { roster } = site;
  const invitation = roster.invitation(link.invite);
  if (!invitation) throw new CloisterError('link_expired');
  if (invitation.used) throw new CloisterError('already_enrolled');
  const { person, expires_ms } = invitation.body satisfies InviteBody;
  if (expires_ms < api.now()) throw new CloisterError('link_expired');
  const rpId = (roster.genesis as GenesisBody).rp_id;
  const making = await make({ ...environment, api, store }, link.site, rpId, person, name);
  const { device, share, sessionKey, proof } = making;
  const { passkey, registration } = await register(making);
  const invitationKey = await importSignSeed(link.seed);
  const body = encode(JoinBody, {
    invite: link.invite,
    device: device.record,
    passkey,
    invitation_signature: await ed25519Sign(invitationKey, concat(label('join'), device.id)),
  });
  const timeMs = Math.max(Math.round(api.now()), roster.timeMs);
  const place = { site: link.site, seq: roster.size, prev: roster.head, timeMs };
  const act = await makeAct(place, { id: device.id, key: device.keys.sign.privateKey }, ActKind.join, body);
  const staff = await enter(making, link, passkey.credential_id, () =>
    api.call(enrol_join, { acts: [act], registration, name, share, session_key: sessionKey, proof }),
  );
  link.seed.fill(0);
  return staff;
}

/**
 * A further device of somebody on the staff, by their passkey. Must follow a click. It holds no team key until another
 * device of each team has made the next generation.
 */
export async function enrolDevice(link: DeviceLink, environment: StaffEnvironment = {}): Promise<Staff> {
  checkPlatform();
  const { api = new Api(), store = await Store.open() } = environment;
  const site = Site.ofApi(link, api, store);
  await site.load();
  const { roster } = site;
  const person = roster.now.person(link.person);
  if (!person) throw new CloisterError('revoked');
  const rpId = (roster.genesis as GenesisBody).rp_id;
  const making = await make({ ...environment, api, store }, link.site, rpId, person.id, link.name);
  const { device, share, sessionKey, proof } = making;
  const assertion = await making.passkeys.get(rpId, device.id, person.passkey.credential_id);
  const body = encode(AddDeviceBody, {
    device: device.record,
    endorsement: environment.shared ? DeviceEndorsement.session : DeviceEndorsement.passkey,
    assertion: [
      {
        credential_id: assertion.credentialId,
        authenticator_data: assertion.authenticatorData,
        client_data: assertion.clientData,
        signature: assertion.signature,
      },
    ],
  });
  const timeMs = Math.max(Math.round(api.now()), roster.timeMs);
  const place = { site: link.site, seq: roster.size, prev: roster.head, timeMs };
  const act = await makeAct(place, { id: device.id, key: device.keys.sign.privateKey }, ActKind.add_device, body);
  return enter(making, link, person.passkey.credential_id, () =>
    api.call(enrol_device, { acts: [act], share, session_key: sessionKey, proof }),
  );
}
