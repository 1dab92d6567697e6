// Makes tests/vectors/protocol/web.json: the whole protocol once, from fixed keys, for other implementations to check
// themselves against. All bytes are hexadecimal. Keys are hashes of their names: of no use but here.
//
// vectors.test.ts fails when this file makes something else than what is on disk; CLOISTER_WRITE_VECTORS=1 writes it.
import { createECDH, createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { makeAct } from '../../web/shared/acts';
import { toBase64url } from '../../web/shared/base64url';
import { type Bytes, fromHex, toHex, zeros } from '../../web/shared/bytes';
import { makeCheckpoint } from '../../web/shared/checkpoint';
import { concat, decode, encode, integer, label, type Struct } from '../../web/shared/codec';
import { comparisonCode } from '../../web/shared/compare';
import { ed25519Sign, importSignSeed } from '../../web/shared/crypto/ed25519';
import { expand, hkdfKey } from '../../web/shared/crypto/hkdf';
import { pad } from '../../web/shared/crypto/padding';
import { sha256 } from '../../web/shared/crypto/sha256';
import type { Device } from '../../web/shared/device';
import {
  Act,
  ActKind,
  AddDeviceBody,
  Assign,
  Close,
  CloseReason,
  ContentKind,
  ConversationGenesis,
  DeviceEndorsement,
  DeviceRecord,
  EntryKind,
  Envelope,
  GenesisBody,
  IntroContent,
  InviteBody,
  JoinBody,
  Mark,
  MarkKind,
  OwnerKind,
  Packet,
  type PasskeyAssertion,
  RemovePersonBody,
  RevokeDeviceBody,
  SenderCert,
  SUITE_P256_AES256GCM,
  TextContent,
} from '../../web/shared/gen/wire';
import { wrapKeys } from '../../web/shared/lock';
import { sealMessage } from '../../web/shared/messages';
import {
  actHash,
  certHash,
  deviceId,
  packetHash,
  signed,
  transcriptNext,
  transcriptStart,
} from '../../web/shared/names';
import { sealPacket } from '../../web/shared/packets';
import { verifyPasskey } from '../../web/shared/passkey';
import { allowedReaders, type Continuity } from '../../web/shared/readers';
import { Roster, type Team } from '../../web/shared/roster';
import { requestBytes } from '../../web/shared/session';
import { makeTeamKey } from '../../web/shared/team_keys';
import { derFromRaw } from './support/passkeys';

export interface DeviceVector {
  name: string;
  seed: string;
  scalar: string;
  record: string;
  id: string;
}
export interface Vectors {
  what: string;
  suite: number;
  site: string;
  rp_id: string;
  log: { seed: string; key: string };
  devices: DeviceVector[];
  passkey: { credential_id: string; public_key: string; scalar: string };
  invitation: { act: string; seed: string };
  /** In order; `tree_root` is that of the log up to and with this act. */
  acts: { what: string; act: string; hash: string; tree_root: string }[];
  root: string;
  checkpoint: string;
  /** Every generation of both teams. */
  team_keys: { team: string; generation: number; id: string; scalar: string }[];
  conversation: {
    id: string;
    start: string;
    /** `head` is T(seq). */
    entries: { seq: number; time_ms: number; kind: number; body: string; hash: string; head: string }[];
    packets: { seq: number; id: string; secret: string; commit: string }[];
    senders: { name: string; device: string; id: string; seed: string; key: string }[];
    messages: {
      seq: number;
      sender: string;
      kind: number;
      id: string;
      key: string;
      nonce: string;
      content: string;
      padded: string;
      text: string;
    }[];
    marks: { kind: number; seq: number; sender: string; mark: string }[];
    /** Of the last epoch. */
    comparison_code: string;
    person: string;
    continuity: Continuity;
  };
  request: {
    session: string;
    seed: string;
    key: string;
    time_ms: number;
    nonce: string;
    method: string;
    path: string;
    body: string;
    signed: string;
    header: string;
  };
  /** Proofs that are no structures: Ed25519 over label(name) and the fields. */
  proofs: { name: string; seed: string; key: string; fields: string[]; signature: string }[];
  lock: { device: string; share: string; key: string; nonce: string; wrapped: string };
}

const START_MS = 1_750_000_000_000;
const RP_ID = 'console.example.org';

/** Fixed bytes of a name. */
function fixed(name: string, size = 32): Bytes {
  return new Uint8Array(createHash('sha256').update(`cloister test vector: ${name}`).digest().subarray(0, size));
}
function point(scalar: Uint8Array): Bytes {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(scalar);
  return new Uint8Array(curve.getPublicKey());
}
async function kemKeys(name: string): Promise<{ keys: CryptoKeyPair; scalar: Bytes; point: Bytes }> {
  const scalar = fixed(`${name} P-256`);
  const at = point(scalar);
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: toBase64url(scalar),
    x: toBase64url(at.subarray(1, 33)),
    y: toBase64url(at.subarray(33)),
  };
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' };
  const privateKey = await crypto.subtle.importKey('jwk', jwk, algorithm, true, ['deriveBits']);
  const publicKey = await crypto.subtle.importKey('raw', at, algorithm, true, []);
  return { keys: { privateKey, publicKey }, scalar, point: at };
}
const pkcs8 = (seed: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
async function signKeys(name: string): Promise<{ keys: CryptoKeyPair; seed: Bytes; key: Bytes }> {
  const seed = fixed(`${name} Ed25519`);
  const spki = createPublicKey(createPrivateKey({ key: pkcs8(seed), format: 'der', type: 'pkcs8' })).export({
    format: 'der',
    type: 'spki',
  });
  const key = new Uint8Array(spki.subarray(-32));
  const publicKey = await crypto.subtle.importKey('raw', key, 'Ed25519', true, ['verify']);
  const privateKey = await crypto.subtle.importKey('pkcs8', new Uint8Array(pkcs8(seed)), 'Ed25519', true, ['sign']);
  return { keys: { publicKey, privateKey }, seed, key };
}

/** `before` is what is on disk: an ECDSA signature is random, so that of the passkey is kept. */
export async function makeVectors(before: Vectors | undefined): Promise<Vectors> {
  const site = fixed('site', 16);
  const log = await signKeys('log');
  const devices: DeviceVector[] = [];
  let ephemerals = 0;
  const ephemeral = async (count: number): Promise<CryptoKeyPair[]> => {
    const keys: CryptoKeyPair[] = [];
    for (let i = 0; i < count; i++) keys.push((await kemKeys(`ephemeral ${ephemerals++}`)).keys);
    return keys;
  };
  const makeDevice = async (name: string, kind: number, owner: Uint8Array): Promise<Device> => {
    const [sign, kem] = [await signKeys(name), await kemKeys(name)];
    const record = {
      suite: SUITE_P256_AES256GCM,
      site,
      owner_kind: kind,
      owner,
      sign_key: sign.key,
      kem_key: kem.point,
      created_ms: START_MS,
    };
    const id = await deviceId(record);
    devices.push({
      name,
      seed: toHex(sign.seed),
      scalar: toHex(kem.scalar),
      record: toHex(encode(DeviceRecord, record)),
      id: toHex(id),
    });
    return { id, record, keys: { sign: sign.keys, kem: kem.keys } };
  };

  const [annaId, benId, carlId] = [fixed('Anna', 16), fixed('Ben', 16), fixed('Carl', 16)];
  const [supportTeam, supervisorsTeam] = [fixed('support', 16), fixed('supervisors', 16)];
  const anna = await makeDevice('anna', OwnerKind.staff, annaId);
  const ben = await makeDevice('ben', OwnerKind.staff, benId);
  const benPhone = await makeDevice('ben phone', OwnerKind.staff, benId);
  const benTablet = await makeDevice('ben tablet', OwnerKind.staff, benId);
  const carl = await makeDevice('carl', OwnerKind.staff, carlId);
  const customer = await makeDevice('customer', OwnerKind.customer, fixed('customer handle', 16));
  const passkeyScalar = fixed('passkey P-256');
  const passkey = { credential_id: fixed('credential', 20), public_key: point(passkeyScalar) };

  // The key log.
  const acts: Vectors['acts'] = [];
  const encoded: Bytes[] = [];
  const team_keys: Vectors['team_keys'] = [];
  let prev: Bytes = zeros(32);
  const roster = (): Promise<Roster> => Roster.replay({ site, root: fromHex(acts[0]?.hash as string) }, encoded);
  const push = async (what: string, actor: Device, kind: number, body: Uint8Array): Promise<Bytes> => {
    const place = { site, seq: acts.length, prev, timeMs: START_MS + acts.length * 1000 };
    const act = await makeAct(place, { id: actor.id, key: actor.keys.sign.privateKey }, kind, body);
    prev = await actHash(decode(Act, act));
    encoded.push(act);
    acts.push({ what, act: toHex(act), hash: toHex(prev), tree_root: '' });
    const last = acts.at(-1) as Vectors['acts'][0];
    last.tree_root = toHex(await (await roster()).now.root());
    return prev;
  };
  const teamKey = async (team: Team): Promise<void> => {
    const { now } = await roster();
    const generation = (now.teamKey(team)?.body.generation ?? 0) + 1;
    const members = now.teamDevices(team).map((device) => ({ id: device.id, kemKey: device.record.kem_key }));
    const made = await kemKeys(`${team} ${generation}`);
    const previous = generation > 1 ? (await kemKeys(`${team} ${generation - 1}`)).scalar : undefined;
    const use = { keys: made.keys, ephemeral: await ephemeral(members.length + 1) };
    const id = team === 'support' ? supportTeam : supervisorsTeam;
    const body = await makeTeamKey({ site, team: id, generation, members, previous, fixed: use });
    const hash = await push(`team_key ${team} ${generation}`, anna, ActKind.team_key, body);
    team_keys.push({ team: toHex(id), generation, id: toHex(hash), scalar: toHex(made.scalar) });
  };
  const invite = async (name: string, person: Uint8Array, roles: number): Promise<{ hash: Bytes; seed: Bytes }> => {
    const { seed, key } = await signKeys(`invitation of ${name}`);
    const body = encode(InviteBody, { invitation_key: key, person, roles, expires_ms: START_MS + 86_400_000 });
    return { hash: await push(`invite ${name}`, anna, ActKind.invite, body), seed };
  };
  const join = async (name: string, device: Device, invitation: { hash: Bytes; seed: Bytes }): Promise<void> => {
    const key = await importSignSeed(invitation.seed);
    const invitation_signature = await ed25519Sign(key, concat(label('join'), device.id));
    await push(
      `join ${name}`,
      device,
      ActKind.join,
      encode(JoinBody, { invite: invitation.hash, device: device.record, passkey, invitation_signature }),
    );
  };

  const genesisBody = encode(GenesisBody, {
    person: annaId,
    roles: 7,
    device: anna.record,
    passkey,
    log_key: log.key,
    rp_id: RP_ID,
    support_team: supportTeam,
    supervisors_team: supervisorsTeam,
  });
  const root = await push('genesis', anna, ActKind.genesis, genesisBody);
  await teamKey('support');
  await teamKey('supervisors');
  const invitation = await invite('ben', benId, 1);
  await join('ben', ben, invitation);
  await teamKey('support');
  await push(
    'add_device by device',
    ben,
    ActKind.add_device,
    encode(AddDeviceBody, { device: benPhone.record, endorsement: DeviceEndorsement.device, assertion: [] }),
  );
  const assertion = await passkeyAssertion(passkey, passkeyScalar, benTablet.id, before);
  await push(
    'add_device by passkey',
    benTablet,
    ActKind.add_device,
    encode(AddDeviceBody, { device: benTablet.record, endorsement: DeviceEndorsement.passkey, assertion: [assertion] }),
  );
  await push('revoke_device', anna, ActKind.revoke_device, encode(RevokeDeviceBody, { device: benPhone.id }));
  await join('carl', carl, await invite('carl', carlId, 3));
  await push('remove_person', anna, ActKind.remove_person, encode(RemovePersonBody, { person: carlId }));
  await teamKey('support');
  const staff = await roster();
  const checkpoint = await makeCheckpoint(site, { size: acts.length, root: await staff.now.root() }, log.key, (data) =>
    ed25519Sign(log.keys.privateKey, data),
  );

  // A conversation.
  const conversation = fixed('conversation', 16);
  const start = await transcriptStart(site, conversation);
  const entries: Vectors['conversation']['entries'] = [];
  const packets: Vectors['conversation']['packets'] = [];
  const senders: Vectors['conversation']['senders'] = [];
  const messages: Vectors['conversation']['messages'] = [];
  let head: Bytes = start;
  const add = async (kind: number, body: Bytes): Promise<number> => {
    const seq = entries.length + 1;
    const hash = await sha256(body);
    head = await transcriptNext(head, seq, kind, hash);
    entries.push({
      seq,
      time_ms: START_MS + 100_000 + seq * 1000,
      kind,
      body: toHex(body),
      hash: toHex(hash),
      head: toHex(head),
    });
    return seq;
  };
  const here = { suite: SUITE_P256_AES256GCM, site, conversation };
  const addSigned = async <T extends { signature: Uint8Array }>(
    kind: number,
    type: Struct<T>,
    device: Device,
    value: Omit<T, 'signature'>,
  ): Promise<number> => add(kind, await signed(type, device.keys.sign.privateKey, value));

  let epochKey: CryptoKey | undefined;
  let hash: Bytes = zeros(32);
  const packet = async (maker: Device, assigned: Uint8Array | undefined, continuity: Continuity): Promise<void> => {
    const epoch = packets.length;
    const who = { customerDevice: customer.record, customerId: customer.id, assigned };
    const readers = allowedReaders(staff.now, who, continuity);
    const secret = fixed(`secret ${epoch}`);
    const made = await sealPacket({
      site,
      conversation,
      draft: { epoch, prev: hash, head },
      treeSize: staff.size,
      treeRoot: await staff.now.root(),
      maker: maker.id,
      makerKey: maker.keys.sign.privateKey,
      readers,
      fixed: { secret, ephemeral: await ephemeral(readers.length) },
    });
    const structure = decode(Packet, made.packet);
    const seq = await add(EntryKind.packet, made.packet);
    hash = await packetHash(structure);
    epochKey = made.key;
    packets.push({ seq, id: toHex(hash), secret: toHex(secret), commit: toHex(structure.commit) });
  };
  interface Sender {
    id: Bytes;
    key: CryptoKey;
    counter: number;
  }
  const sender = async (name: string, device: Device): Promise<Sender> => {
    const { keys, seed, key } = await signKeys(`sender ${name}`);
    const cert = await signed(SenderCert, device.keys.sign.privateKey, {
      ...here,
      device: device.id,
      sign_key: key,
      created_ms: START_MS,
    });
    await add(EntryKind.cert, cert);
    const id = await certHash(decode(SenderCert, cert));
    senders.push({ name, device: toHex(device.id), id: toHex(id), seed: toHex(seed), key: toHex(key) });
    return { id, key: keys.privateKey, counter: 0 };
  };
  const message = async (by: Sender, kind: number, text: string): Promise<void> => {
    by.counter += 1;
    const name = `message ${messages.length}`;
    const at = { id: fixed(name, 16), kind, counter: by.counter, seen_seq: entries.length, seen_head: head };
    const nonce = fixed(`${name} nonce`, 12);
    const epoch = { hash, key: epochKey as CryptoKey };
    const envelope =
      kind === ContentKind.intro
        ? await sealMessage(here, epoch, by, at, IntroContent, { name: text }, nonce)
        : await sealMessage(here, epoch, by, at, TextContent, { text }, nonce);
    const content = kind === ContentKind.intro ? encode(IntroContent, { name: text }) : encode(TextContent, { text });
    const key = await expand(epoch.key, concat(label('message-key'), hash, by.id));
    const seq = await add(EntryKind.message, envelope);
    messages.push({
      seq,
      sender: toHex(by.id),
      kind,
      id: toHex(at.id),
      key: toHex(key),
      nonce: toHex(decode(Envelope, envelope).nonce),
      content: toHex(content),
      padded: toHex(pad(content)),
      text,
    });
  };

  await addSigned(EntryKind.genesis, ConversationGenesis, customer, {
    ...here,
    root,
    device: customer.record,
    created_ms: START_MS,
  });
  await packet(customer, undefined, 'supervisors');
  const asking = await sender('customer', customer);
  await message(asking, ContentKind.text, 'Hello');
  await message(asking, ContentKind.text, 'Grüße \u{1f512} und noch mehr Text, '.repeat(12));
  await addSigned(EntryKind.assign, Assign, ben, { ...here, person: benId, device: ben.id, head, time_ms: START_MS });
  await packet(ben, benId, 'supervisors');
  const answering = await sender('ben', ben);
  await message(answering, ContentKind.intro, 'Ben');
  await message(answering, ContentKind.text, 'How can I help?');
  await packet(ben, benId, 'team');
  await message(asking, ContentKind.text, '');
  const last = decode(Packet, fromHex(entries.find((entry) => entry.seq === packets.at(-1)?.seq)?.body as string));
  const comparison_code = await comparisonCode({
    root,
    site,
    conversation,
    packetHash: hash,
    customerDevice: customer.id,
    maker: last.maker,
  });
  const close = await signed(Close, asking.key, {
    ...here,
    sender: asking.id,
    reason: CloseReason.left,
    head,
    seen_seq: entries.length,
  });
  await add(EntryKind.close, close);
  const marks: Vectors['conversation']['marks'] = [];
  for (const [by, kind, seq] of [
    [answering, MarkKind.delivered, 5],
    [asking, MarkKind.read, 10],
  ] as const) {
    const value = {
      suite: SUITE_P256_AES256GCM,
      sender: by.id,
      kind,
      seq,
      head: fromHex(entries[seq - 1]?.head as string),
    };
    marks.push({ kind, seq, sender: toHex(by.id), mark: toHex(await signed(Mark, by.key, value, site, conversation)) });
  }

  return {
    what: 'One site, its key log, one conversation and the proofs around them, made by the browser code (tests/web/make_vectors.ts).',
    suite: SUITE_P256_AES256GCM,
    site: toHex(site),
    rp_id: RP_ID,
    log: { seed: toHex(log.seed), key: toHex(log.key) },
    devices,
    passkey: {
      credential_id: toHex(passkey.credential_id),
      public_key: toHex(passkey.public_key),
      scalar: toHex(passkeyScalar),
    },
    invitation: { act: toHex(invitation.hash), seed: toHex(invitation.seed) },
    acts,
    root: toHex(root),
    checkpoint,
    team_keys,
    conversation: {
      id: toHex(conversation),
      start: toHex(start),
      entries,
      packets,
      senders,
      messages,
      marks,
      comparison_code,
      person: toHex(benId),
      continuity: 'team',
    },
    request: await requestVector(),
    proofs: await proofVectors(site, ben.id, conversation),
    lock: await lockVector(ben),
  };
}

async function passkeyAssertion(
  passkey: { credential_id: Bytes; public_key: Bytes },
  scalar: Bytes,
  challenge: Bytes,
  before: Vectors | undefined,
): Promise<PasskeyAssertion> {
  const client = JSON.stringify({
    type: 'webauthn.get',
    challenge: toBase64url(challenge),
    origin: `https://${RP_ID}`,
    crossOrigin: false,
  });
  const client_data = new TextEncoder().encode(client);
  const authenticator_data = concat(await sha256(new TextEncoder().encode(RP_ID)), Uint8Array.of(0x1d), integer(0, 4));
  const assertion = {
    credential_id: passkey.credential_id,
    authenticator_data,
    client_data,
    signature: new Uint8Array(),
  };
  const kept = before?.acts.find((act) => act.what === 'add_device by passkey');
  if (kept) {
    const old = decode(AddDeviceBody, decode(Act, fromHex(kept.act)).body).assertion[0] as PasskeyAssertion;
    const same = await verifyPasskey(RP_ID, passkey, challenge, { ...assertion, signature: old.signature }).then(
      () => true,
      () => false,
    );
    if (same) return { ...assertion, signature: old.signature };
  }
  const at = passkey.public_key;
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: toBase64url(scalar),
    x: toBase64url(at.subarray(1, 33)),
    y: toBase64url(at.subarray(33)),
  };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const raw = sign('sha256', concat(authenticator_data, await sha256(client_data)), { key, dsaEncoding: 'ieee-p1363' });
  return { ...assertion, signature: derFromRaw(raw) };
}

async function requestVector(): Promise<Vectors['request']> {
  const { keys, seed, key } = await signKeys('session');
  const [session, nonce, time] = [fixed('session id'), fixed('request nonce', 16), START_MS];
  const [method, path, body] = ['POST', '/v1/site/acts?x=1', '{"act":"AA"}'];
  const bytes = await requestBytes(session, time, nonce, method, path, new TextEncoder().encode(body));
  const header = toBase64url(concat(integer(time, 8), nonce, await ed25519Sign(keys.privateKey, bytes)));
  return {
    session: toHex(session),
    seed: toHex(seed),
    key: toHex(key),
    time_ms: time,
    nonce: toHex(nonce),
    method,
    path,
    body,
    signed: toHex(bytes),
    header,
  };
}

async function proofVectors(site: Bytes, device: Bytes, conversation: Bytes): Promise<Vectors['proofs']> {
  const { keys, seed, key } = await signKeys('session');
  const challenge = fixed('challenge');
  const fields: [string, Bytes[]][] = [
    ['visitor', [challenge, site, key]],
    ['sign-in', [challenge, device, key]],
    ['enrol', [device, key]],
    ['socket', [challenge, fixed('ticket'), conversation]],
    ['desk', [challenge, fixed('session id')]],
    ['join', [device]],
  ];
  const proofs: Vectors['proofs'] = [];
  for (const [name, parts] of fields) {
    const signature = toHex(await ed25519Sign(keys.privateKey, concat(label(name), ...parts)));
    proofs.push({ name, seed: toHex(seed), key: toHex(key), fields: parts.map(toHex), signature });
  }
  return proofs;
}

async function lockVector(device: Device): Promise<Vectors['lock']> {
  const [share, nonce] = [fixed('share'), fixed('lock nonce', 12)];
  const key = await expand(await hkdfKey(share.slice()), concat(label('lock'), device.id));
  const wrapped = await wrapKeys(device.keys, share, device.id, nonce);
  return {
    device: toHex(device.id),
    share: toHex(share),
    key: toHex(key),
    nonce: toHex(nonce),
    wrapped: toHex(wrapped),
  };
}
