// The one definition of the wire.
//
// `generate.mjs` reads this file and writes the C++ and TypeScript codecs, the numbered errors, the route and command
// tables with their access matrix, the OpenAPI document and the tables of docs/protocol.md. `./dev test` fails on drift.
//
// Field types
//   u8 u16 u32 u64                 unsigned, big endian; u64 at most 2^53-1 so that JavaScript holds it exactly
//   SiteId, Hash, Signature, …     fixed bytes (see `fixed`)
//   bytes(max), text(max)          u32 length, then the bytes; text is valid UTF-8; max in bytes
//   list(Type, max)                u16 count, then the items
//   Other struct names             the struct in place
// JSON messages use the same names: fixed bytes and `bytes` travel as base64url, u64 as numbers; `text(max)` as strings,
// `bool`, `optional(Type)` may be absent. Unknown members are refused.

export const bytes = (max) => ({ type: 'bytes', max });
export const text = (max) => ({ type: 'text', max });
export const list = (item, max) => ({ type: 'list', item, max });
export const optional = (item) => ({ type: 'optional', item });

/// Fixed-size byte types: name → size in bytes.
export const fixed = {
  SiteId: 16, ConversationId: 16, PersonId: 16, TeamId: 16, OwnerId: 16, ClientMessageId: 16,
  SessionId: 32, Hash: 32, DeviceId: 32, SignKey: 32, Signature: 64, KemKey: 65, Nonce: 12,
};

/// Numbers that both sides must agree on.
export const constants = {
  suite_p256_aes256gcm: [0x0001, 'HPKE DHKEM(P-256, HKDF-SHA256)/HKDF-SHA256/AES-256-GCM, Ed25519, AES-256-GCM, SHA-256'],
  max_frame_bytes: [131072, 'largest WebSocket message in either direction'],
  max_body_bytes: [65536, 'largest entry body'],
  max_ciphertext_bytes: [61440, 'largest ciphertext of one message'],
  max_text_bytes: [32768, 'largest text of one message, UTF-8'],
  max_entries: [100000, 'entries of one conversation'],
  max_certs: [1000, 'sender certificates of one conversation'],
  max_readers: [64, 'readers of one epoch'],
  max_acts: [100000, 'acts of one site'],
  max_json_bytes: [65536, 'largest JSON command on a socket'],
  max_request_bytes: [1048576, 'largest HTTP request body'],
  ticket_lifetime_ms: [30000, 'a ticket opens one socket once within this time'],
  proof_window_ms: [60000, 'a request proof is accepted this long around the server clock'],
  unproven_socket_ms: [5000, 'a socket that has not proven itself dies after this time'],
  min_padded_bytes: [256, 'plaintext is padded to at least this, then PADMÉ'],
  max_messages_per_key: [1048576, 'messages under one sender key (random 96-bit nonces)'],
  page_entries: [100, 'entries read at a time when a socket catches up'],
};

/// Enumerations of one byte: name → { value name: [number, meaning] }.
export const enums = {
  OwnerKind: { staff: [1, 'a member of staff'], customer: [2, 'a customer'] },
  ActKind: {
    genesis: [1, 'makes the site: first person, first device, log key, teams'],
    invite: [2, 'lets the holder of an invitation key join'],
    join: [3, 'a person enters by an invitation, with a first device'],
    add_device: [4, 'a further device of a person'],
    revoke_device: [5, 'a device is no longer believed'],
    remove_person: [6, 'a person leaves; all devices with them'],
    team_key: [7, 'a new generation of a team key'],
  },
  DeviceEndorsement: { passkey: [1, 'a passkey assertion over the device id'], device: [2, 'another device of the person'] },
  Role: { agent: [1, 'answers customers'], supervisor: [2, 'reads for continuity'], admin: [4, 'manages staff; reads nothing by it'] },
  ReaderKind: {
    customer_device: [1, 'a device of the customer'],
    staff_device: [2, 'a device of the assigned agent'],
    team_key: [3, 'a team, by the generation of its key'],
    archive: [4, 'the archive key of the site'],
  },
  EntryKind: {
    genesis: [1, 'the conversation begins: the customer and their device'],
    packet: [2, 'a new epoch: readers and their sealed secret'],
    cert: [3, 'a signing key of a device for this conversation'],
    assign: [4, 'an agent accepts'],
    message: [5, 'ciphertext of a message'],
    close: [6, 'a participant closes'],
    removal: [7, 'a sender takes a message back (not yet accepted by the server)'],
  },
  ContentKind: { text: [1, 'text'], intro: [2, 'the display name of an agent'] },
  MarkKind: { delivered: [1, 'has reached the device'], read: [2, 'has been on screen'] },
  CloseReason: { done: [1, 'closed by hand'], left: [2, 'the customer ended the chat'] },
  FrameType: {
    append: [1, 'client: append an entry'],
    mark: [2, 'both ways: a delivered or read mark'],
    entry: [129, 'server: the next entry of the conversation'],
    ack: [130, 'server: an entry is on disk'],
    refused: [131, 'server: an entry was refused'],
  },
};

/// Binary structures. `signed: label` means: the last field is `signature`, over
/// "cloister/v1/" label 0x00, then `context` (fixed fields not sent, in order), then the encoding without the signature.
/// `hashed: label` means: its hash is SHA-256("cloister/v1/" label 0x00 ‖ encoding).
export const structs = {
  DeviceRecord: {
    what: 'A device and its public keys. Its hash is the device id.',
    hashed: 'device',
    fields: {
      suite: ['u16', 'suite id'], site: ['SiteId', ''], owner_kind: ['u8', 'OwnerKind'], owner: ['OwnerId', 'person, or random customer handle'],
      sign_key: ['SignKey', 'Ed25519'], kem_key: ['KemKey', 'P-256, uncompressed'], created_ms: ['u64', ''],
    },
  },
  Passkey: {
    what: 'A WebAuthn credential of a person (ES256 only).',
    fields: { credential_id: [bytes(1023), ''], public_key: ['KemKey', 'P-256, uncompressed'] },
  },
  PasskeyAssertion: {
    what: 'A WebAuthn assertion (WebAuthn L2 section 7.2).',
    fields: {
      credential_id: [bytes(1023), ''], authenticator_data: [bytes(1024), ''], client_data: [bytes(2048), 'clientDataJSON'],
      signature: [bytes(128), 'ASN.1 DER'],
    },
  },
  Act: {
    what: 'A signed change of the roster: a leaf of the key log.',
    signed: 'act', hashed: 'act-hash',
    fields: {
      suite: ['u16', ''], site: ['SiteId', ''], seq: ['u64', 'position in the log, from 0'], prev: ['Hash', 'hash of the act before; zero for the first'],
      time_ms: ['u64', ''], actor: ['DeviceId', 'who signs'], kind: ['u8', 'ActKind'], body: [bytes(65536), 'encoding of the body named by kind'],
      signature: ['Signature', ''],
    },
  },
  GenesisBody: {
    what: 'Body of the first act. Its act hash is the root fingerprint that the embed line pins.',
    fields: {
      person: ['PersonId', ''], roles: ['u8', 'bits of Role'], device: ['DeviceRecord', ''], passkey: ['Passkey', ''],
      log_key: ['SignKey', 'signs checkpoints'], rp_id: [text(253), 'WebAuthn relying party id'], support_team: ['TeamId', ''], supervisors_team: ['TeamId', ''],
    },
  },
  InviteBody: {
    what: 'Body of invite.',
    fields: { invitation_key: ['SignKey', 'Ed25519; its private half is in the fragment of the link'], person: ['PersonId', ''], roles: ['u8', 'bits of Role'], expires_ms: ['u64', ''] },
  },
  JoinBody: {
    what: 'Body of join; the actor is the new device. The invitation signature is Ed25519 over "cloister/v1/join" 0x00 ‖ device id.',
    fields: { invite: ['Hash', 'act hash of the invitation'], device: ['DeviceRecord', ''], passkey: ['Passkey', ''], invitation_signature: ['Signature', ''] },
  },
  AddDeviceBody: {
    what: 'Body of add_device. By passkey: the actor is the new device and the assertion has exactly one item, whose challenge is the device id. By device: the actor is a current device of the same person.',
    fields: { device: ['DeviceRecord', ''], endorsement: ['u8', 'DeviceEndorsement'], assertion: [list('PasskeyAssertion', 1), ''] },
  },
  RevokeDeviceBody: { what: 'Body of revoke_device: by the same person or an admin.', fields: { device: ['DeviceId', ''] } },
  RemovePersonBody: { what: 'Body of remove_person: by an admin.', fields: { person: ['PersonId', ''] } },
  SealedShare: { what: 'The private half of a team key for one member device.', fields: { device: ['DeviceId', ''], sealed: [bytes(256), 'HPKE enc ‖ ciphertext'] } },
  TeamKeyBody: {
    what: 'Body of team_key. `shares` names exactly the current devices of the team; `previous` is the private half of the generation before, sealed to this one (empty for generation 1).',
    fields: { team: ['TeamId', ''], generation: ['u32', 'from 1'], kem_key: ['KemKey', ''], previous: [bytes(256), ''], shares: [list('SealedShare', 1000), ''] },
  },
  ConversationGenesis: {
    what: 'Entry genesis: the customer names the site root they pinned and their device.',
    signed: 'conversation',
    fields: {
      suite: ['u16', ''], site: ['SiteId', ''], conversation: ['ConversationId', 'random'], root: ['Hash', 'root fingerprint'],
      device: ['DeviceRecord', 'of the customer'], created_ms: ['u64', ''], signature: ['Signature', 'by the device'],
    },
  },
  Reader: {
    what: 'One reader of an epoch.',
    fields: { kind: ['u8', 'ReaderKind'], id: ['Hash', 'device id, or act hash of the team_key act'], sealed: [bytes(256), 'the epoch secret: HPKE enc ‖ ciphertext'] },
  },
  Packet: {
    what: 'Entry packet: a new epoch.',
    signed: 'packet', hashed: 'packet-hash',
    fields: {
      suite: ['u16', ''], site: ['SiteId', ''], conversation: ['ConversationId', ''], epoch: ['u32', 'from 0'], prev: ['Hash', 'hash of the packet before; zero for epoch 0'],
      head: ['Hash', 'transcript head before this entry'], maker: ['DeviceId', ''], tree_size: ['u64', 'checkpoint the maker has checked'], tree_root: ['Hash', ''],
      commit: ['Hash', 'HKDF(secret, "commit")'], readers: [list('Reader', 64), 'sorted by kind, then id; no duplicates'], signature: ['Signature', 'by the maker'],
    },
  },
  SenderCert: {
    what: 'Entry cert: a signing key that a device uses in this conversation. Its hash names the sender.',
    signed: 'cert', hashed: 'cert-hash',
    fields: { suite: ['u16', ''], site: ['SiteId', ''], conversation: ['ConversationId', ''], device: ['DeviceId', ''], sign_key: ['SignKey', 'Ed25519'], created_ms: ['u64', ''], signature: ['Signature', 'by the device'] },
  },
  Assign: {
    what: 'Entry assign: the agent accepts. Followed at once by the packet of the next epoch.',
    signed: 'assign',
    fields: {
      suite: ['u16', ''], site: ['SiteId', ''], conversation: ['ConversationId', ''], person: ['PersonId', ''], device: ['DeviceId', ''],
      head: ['Hash', 'transcript head before this entry'], time_ms: ['u64', ''], signature: ['Signature', 'by the device'],
    },
  },
  Envelope: {
    what: 'Entry message. Associated data of the ciphertext: site, conversation, then the fields suite to kind as encoded.',
    signed: 'message', context: { site: 'SiteId', conversation: 'ConversationId' },
    fields: {
      suite: ['u16', ''], packet: ['Hash', 'hash of the epoch packet'], sender: ['Hash', 'hash of the sender certificate'], id: ['ClientMessageId', 'random'], kind: ['u8', 'ContentKind'],
      counter: ['u32', 'of this sender, from 1'], seen_seq: ['u64', 'last entry the sender has seen'], seen_head: ['Hash', 'transcript head at seen_seq'],
      nonce: ['Nonce', 'random'], ciphertext: [bytes(61440), 'AES-256-GCM, tag at the end'], signature: ['Signature', 'by the certified key'],
    },
  },
  TextContent: { what: 'Plaintext of ContentKind text, before padding.', fields: { text: [text(32768), ''] } },
  IntroContent: { what: 'Plaintext of ContentKind intro, before padding.', fields: { name: [text(200), 'display name'] } },
  Close: {
    what: 'Entry close.',
    signed: 'close',
    fields: { suite: ['u16', ''], site: ['SiteId', ''], conversation: ['ConversationId', ''], sender: ['Hash', 'sender certificate'], reason: ['u8', 'CloseReason'], head: ['Hash', 'transcript head the closer has seen'], seen_seq: ['u64', ''], signature: ['Signature', 'by the certified key'] },
  },
  Mark: {
    what: 'A delivered or read mark; never an entry, the last one of each sender and kind counts.',
    signed: 'mark', context: { site: 'SiteId', conversation: 'ConversationId' },
    fields: { suite: ['u16', ''], sender: ['Hash', 'sender certificate'], kind: ['u8', 'MarkKind'], seq: ['u64', ''], head: ['Hash', 'transcript head at seq'], signature: ['Signature', 'by the certified key'] },
  },
  Append: { what: 'Frame append.', fields: { ref: ['u32', "the client's number for this request"], kind: ['u8', 'EntryKind'], body: [bytes(65536), ''] } },
  Entry: { what: 'Frame entry. An erased body is empty and `hash` remains.', fields: { seq: ['u64', 'from 1'], time_ms: ['u64', "server's clock"], kind: ['u8', 'EntryKind'], hash: ['Hash', 'SHA-256 of the body'], body: [bytes(65536), ''] } },
  Ack: { what: 'Frame ack.', fields: { ref: ['u32', ''], seq: ['u64', ''], time_ms: ['u64', ''] } },
  Refused: { what: 'Frame refused.', fields: { ref: ['u32', ''], code: ['u16', 'error number'] } },
};

/// Numbered errors: name → [number, HTTP status, sentence for people].
export const errors = {
  internal: [1, 500, 'Something went wrong on our side. Nothing was lost; please try again.'],
  malformed: [2, 400, 'This request could not be understood.'],
  too_large: [3, 413, 'This is larger than what is allowed.'],
  not_found: [4, 404, 'There is nothing here for you.'],
  method_not_allowed: [5, 405, 'This cannot be done here in this way.'],
  not_permitted: [6, 403, 'You are not permitted to do this.'],
  no_session: [7, 401, 'You are not signed in, or your session has ended.'],
  session_expired: [8, 401, 'Your session has ended because its time ran out.'],
  session_locked: [9, 403, 'The console is locked. Unlock it with your passkey.'],
  bad_proof: [10, 401, 'This request was not signed by the key of its session.'],
  replayed: [11, 401, 'This request was already used once.'],
  clock_skew: [12, 401, 'The clock of this device differs too much from the clock of the server.'],
  bad_origin: [13, 403, 'This page is not allowed to connect here.'],
  bad_ticket: [14, 403, 'This ticket is not valid, or was used before.'],
  bad_signature: [15, 400, 'A signature is not right.'],
  unsupported_suite: [16, 400, 'This encryption suite is not supported.'],
  decryption_failed: [17, 400, 'This could not be decrypted with the keys at hand.'],
  weak_key: [18, 400, 'This key is not acceptable.'],
  stale_epoch: [19, 409, 'The readers of this conversation have changed; the message must be encrypted anew.'],
  stale_roster: [20, 409, 'The list of staff has changed; please take the new one first.'],
  stale_head: [21, 409, 'The conversation has moved on; please catch up first.'],
  wrong_reader: [22, 409, 'The list of readers is not the one that the signed acts allow.'],
  wrong_conversation: [23, 400, 'This belongs to another conversation.'],
  wrong_site: [24, 400, 'This belongs to another site.'],
  wrong_root: [25, 403, 'The server shows another root of trust than the one this page pins.'],
  bad_chain: [26, 409, 'The signed log does not follow from what was seen before.'],
  bad_transcript: [27, 409, 'The history shown by the server was changed.'],
  duplicate: [28, 409, 'This was already received with another content.'],
  out_of_order: [29, 409, 'Something sent before this has not arrived.'],
  conversation_closed: [30, 409, 'This conversation is closed.'],
  already_assigned: [31, 409, 'Somebody else has accepted this conversation.'],
  limit_reached: [32, 429, 'There is too much of this at once. Please wait a moment.'],
  storage_full: [33, 507, 'The server has no room left. Your message was not stored; it stays here until it can be.'],
  storage_failed: [34, 500, 'The server could not store this. It stays here and is sent again.'],
  too_slow: [35, 408, 'This connection took too long.'],
  shutting_down: [36, 503, 'The server is being restarted. Your messages are safe; the connection comes back by itself.'],
  already_enrolled: [37, 409, 'This link was used already.'],
  link_expired: [38, 403, 'This link is no longer valid. Ask for a new one.'],
  bad_passkey: [39, 401, 'The passkey was not accepted.'],
  revoked: [40, 403, 'This device or person is no longer part of the staff.'],
  unsupported_browser: [41, 400, 'This browser lacks something that confidential chat needs.'],
  unavailable: [42, 503, 'Nobody is available right now.'],
  bad_padding: [43, 400, 'The padding of this message is not right.'],
  missing_key: [44, 409, 'The key to read this is not on this device.'],
  not_ready: [45, 409, 'The site has no staff yet.'],
  tls_failed: [46, 400, 'The encrypted connection could not be made.'],
};

/// Who somebody is towards a resource: the columns of the access matrix.
export const relations = {
  nobody: 'no session',
  customer: 'a visitor session of this site, where no conversation is concerned',
  customer_own: 'the customer of this conversation',
  customer_other: 'a customer of this site, but not of this conversation',
  agent: 'an unlocked staff session of this site, where no conversation is concerned',
  agent_locked: 'a staff session of this site that is locked',
  agent_waiting: 'an unlocked agent, and the conversation waits in their team',
  agent_assigned: 'the agent to whom this conversation is assigned',
  agent_other: 'an unlocked agent, and the conversation is assigned to somebody else',
  admin: 'an unlocked staff session with the role admin, where no conversation is concerned',
  foreign: 'a session of another site',
};

const S = (max) => text(max);

/// JSON objects: HTTP bodies and socket messages.
export const objects = {
  Problem: { what: 'RFC 9457 problem details.', fields: { type: [S(100), ''], title: [S(300), ''], status: ['u16', ''], code: ['u16', 'error number'], name: [S(50), 'error name'] } },
  Empty: { what: 'Nothing.', fields: {} },
  SiteInfo: {
    what: 'What anybody may know of a site.',
    fields: { site: ['SiteId', ''], root: [optional('Hash'), 'root fingerprint; absent before the first staff member'], acts: ['u64', ''], checkpoint: [text(2000), 'C2SP signed note'], available: ['bool', 'an agent is available now'], continuity: [S(20), 'nobody, supervisors or team'] },
  },
  Roster: { what: 'A page of the key log.', fields: { acts: [list(bytes(70000), 200), 'Act'], from: ['u64', ''], size: ['u64', ''], checkpoint: [text(2000), 'C2SP signed note over size'] } },
  RosterQuery: { what: 'Query of the key log.', fields: { from: ['u64', ''] } },
  Challenge: { what: 'A server challenge, good once for a minute.', fields: { challenge: ['Hash', ''] } },
  VisitorStart: { what: 'Opens a visitor session. `proof` signs "cloister/v1/visitor" 0x00 ‖ challenge ‖ site ‖ session key with the session key; `device_proof` the same with the device key.', fields: { site: ['SiteId', ''], challenge: ['Hash', ''], session_key: ['SignKey', ''], device: [bytes(256), 'DeviceRecord'], proof: ['Signature', ''], device_proof: ['Signature', ''] } },
  Session: { what: 'A session and its limits.', fields: { session: ['SessionId', ''], idle_ms: ['u64', ''], absolute_ms: ['u64', ''], expires_ms: ['u64', 'absolute end'] } },
  ConversationStart: { what: 'A customer opens a conversation: entries 1 to 3.', fields: { genesis: [bytes(65536), 'ConversationGenesis'], packet: [bytes(65536), 'Packet of epoch 0'], cert: [bytes(65536), 'SenderCert'] } },
  ConversationInfo: {
    what: 'Metadata of one conversation for somebody who may know it.',
    fields: { conversation: ['ConversationId', ''], status: [S(10), 'waiting, assigned or closed'], last_seq: ['u64', ''], messages: ['u64', 'messages so far'], created_ms: ['u64', ''], updated_ms: ['u64', ''], assigned: [optional('PersonId'), ''], read_seq: ['u64', 'last entry read by the asking side; 0 if none or not at hand'] },
  },
  ConversationList: { what: 'Conversations of the asking session.', fields: { conversations: [list('ConversationInfo', 500), ''] } },
  EntriesQuery: { what: 'Query of entries.', fields: { after: ['u64', ''] } },
  EntryList: { what: 'A page of entries.', fields: { entries: [list(bytes(70000), 100), 'Entry'], last_seq: ['u64', ''] } },
  Accept: { what: 'An agent accepts a waiting conversation: two entries, both or none.', fields: { assign: [bytes(65536), 'Assign'], packet: [bytes(65536), 'Packet'] } },
  Appended: { what: 'The last sequence number written.', fields: { seq: ['u64', ''] } },
  TicketRequest: { what: 'Asks for a ticket bound to the key of the socket to come.', fields: { key: ['Hash', 'SHA-256 of the Ed25519 public key of the socket'] } },
  Ticket: { what: 'Opens one conversation socket once.', fields: { ticket: ['SessionId', ''], expires_ms: ['u64', ''] } },
  Registration: { what: 'A WebAuthn registration (attestation none); the challenge is the device id.', fields: { authenticator_data: [bytes(1024), ''], client_data: [bytes(2048), ''] } },
  EnrolInfo: { what: 'What a first enrolment needs.', fields: { site: ['SiteId', ''], rp_id: [S(253), ''], log_key: ['SignKey', ''], support_team: ['TeamId', ''], supervisors_team: ['TeamId', ''] } },
  EnrolStart: { what: 'Asks what a first enrolment needs.', fields: { link: ['SessionId', 'one-time secret of the enrolment link'] } },
  EnrolGenesis: { what: 'The first member of staff: genesis act, team keys, session.', fields: { link: ['SessionId', ''], acts: [list(bytes(70000), 3), 'Act: genesis, then team_key of both teams'], registration: ['Registration', ''], name: [S(200), 'display name; kept sealed'], share: ['Hash', 'lock share made by the browser, kept by the server'], session_key: ['SignKey', ''], proof: ['Signature', 'session key over "cloister/v1/enrol" 0x00 ‖ device id ‖ session key'] } },
  EnrolJoin: { what: 'A further member of staff enters by an invitation.', fields: { acts: [list(bytes(70000), 1), 'Act: join'], registration: ['Registration', ''], name: [S(200), ''], share: ['Hash', ''], session_key: ['SignKey', ''], proof: ['Signature', 'as in EnrolGenesis'] } },
  EnrolDevice: { what: 'A further device of somebody on the staff: add_device, endorsed by their passkey.', fields: { acts: [list(bytes(70000), 1), 'Act: add_device'], share: ['Hash', ''], session_key: ['SignKey', ''], proof: ['Signature', 'as in EnrolGenesis'] } },
  StaffSignIn: { what: 'Signs a device in, or unlocks it: a passkey assertion over the challenge, and the session key over "cloister/v1/sign-in" 0x00 ‖ challenge ‖ device ‖ session key.', fields: { challenge: ['Hash', ''], device: ['DeviceId', ''], credential_id: [bytes(1023), ''], authenticator_data: [bytes(1024), ''], client_data: [bytes(2048), ''], signature: [bytes(128), ''], session_key: ['SignKey', ''], proof: ['Signature', ''] } },
  StaffSession: { what: 'A staff session, with the share that unlocks the keys of the device.', fields: { session: ['SessionId', ''], idle_ms: ['u64', ''], absolute_ms: ['u64', ''], expires_ms: ['u64', ''], share: ['Hash', ''], person: ['PersonId', ''], name: [S(200), ''], roles: ['u8', ''] } },
  ActSubmit: { what: 'A new act on top of the log.', fields: { act: [bytes(70000), 'Act'] } },
  ActTaken: { what: 'The log after an act.', fields: { seq: ['u64', ''], hash: ['Hash', ''], checkpoint: [text(2000), ''] } },
  Person: { what: 'A member of staff.', fields: { person: ['PersonId', ''], name: [S(200), ''], roles: ['u8', ''] } },
  People: { what: 'The staff of the site.', fields: { people: [list('Person', 1000), ''] } },
  Report: { what: 'A client saw something that must not be; counted and recorded without content.', fields: { code: ['u16', 'error number'], conversation: [optional('ConversationId'), ''], seq: [optional('u64'), ''] } },

  // Sockets: first server frame, first client frame.
  Hello: { what: 'First frame of the server.', fields: { t: [S(10), 'hello'], challenge: ['Hash', ''] } },
  ProveConversation: { what: 'First frame on a conversation socket. `proof`: the socket key over "cloister/v1/socket" 0x00 ‖ challenge ‖ ticket ‖ conversation.', fields: { t: [S(10), 'prove'], conversation: ['ConversationId', ''], ticket: ['SessionId', ''], key: ['SignKey', ''], proof: ['Signature', ''], after: ['u64', 'last entry the client has'] } },
  ProveDesk: { what: 'First frame on a desk socket. `proof`: the session key over "cloister/v1/desk" 0x00 ‖ challenge ‖ session.', fields: { t: [S(10), 'prove'], session: ['SessionId', ''], proof: ['Signature', ''] } },
  Ready: { what: 'The socket is proven; entries follow.', fields: { t: [S(10), 'ready'], status: [S(10), ''], last_seq: ['u64', ''], marks: [list(bytes(512), 64), 'Mark'], peer_online: ['bool', ''], server_ms: ['u64', ''] } },
  Typing: { what: 'A typing mark: a boolean, never the text.', fields: { t: [S(10), 'typing'], on: ['bool', ''] } },
  Active: { what: 'The person is at the device: counts against the idle limit.', fields: { t: [S(10), 'active'] } },
  Presence: { what: 'The other side is connected.', fields: { t: [S(10), 'presence'], online: ['bool', ''] } },
  StatusEvent: { what: 'The conversation changed its status.', fields: { t: [S(10), 'status'], status: [S(10), ''], reason: [S(20), 'done, left, idle'] } },
  Ending: { what: 'The session ends in this time unless somebody acts.', fields: { t: [S(10), 'ending'], in_ms: ['u64', ''], why: [S(10), 'idle or absolute'] } },
  Ended: { what: 'The session has ended or was locked; the socket closes.', fields: { t: [S(10), 'ended'], code: ['u16', 'error number'] } },
  SocketError: { what: 'A command was refused; the socket stays open.', fields: { t: [S(10), 'error'], code: ['u16', ''], message: [S(300), ''] } },
  Available: { what: 'The agent takes conversations, or not.', fields: { t: [S(10), 'available'], on: ['bool', ''] } },
  DeskState: { what: 'All that the desk may know, at the start.', fields: { t: [S(10), 'state'], available: ['bool', ''], acts: ['u64', ''], waiting: [list('ConversationInfo', 500), ''], mine: [list('ConversationInfo', 500), ''], server_ms: ['u64', ''] } },
  DeskWaiting: { what: 'A conversation waits, or a waiting one changed.', fields: { t: [S(10), 'waiting'], conversation: ['ConversationInfo', ''] } },
  DeskMine: { what: 'A conversation of this agent is new or has changed.', fields: { t: [S(10), 'mine'], conversation: ['ConversationInfo', ''] } },
  DeskGone: { what: 'A conversation no longer waits.', fields: { t: [S(10), 'gone'], conversation: ['ConversationId', ''] } },
  DeskRoster: { what: 'The key log has grown.', fields: { t: [S(10), 'roster'], acts: ['u64', ''] } },
};

/// HTTP routes. `host`: which origin serves it. `may`: relations that are let in; nobody else is. `resource`:
/// 'conversation' when the path names one (the relation is then towards it). `proof`: whether a request proof is needed.
export const routes = [
  { name: 'site_info', method: 'GET', path: '/v1/site', host: 'any', may: ['nobody', 'customer', 'agent', 'admin', 'agent_locked', 'foreign'], open: true, response: 'SiteInfo', what: 'What anybody may know of the site' },
  { name: 'site_roster', method: 'GET', path: '/v1/site/roster', host: 'any', may: ['nobody', 'customer', 'agent', 'admin', 'agent_locked', 'foreign'], open: true, query: 'RosterQuery', response: 'Roster', what: 'The key log' },
  { name: 'challenge', method: 'POST', path: '/v1/challenge', host: 'any', may: ['nobody', 'customer', 'agent', 'admin', 'agent_locked', 'foreign'], open: true, request: 'Empty', response: 'Challenge', what: 'A challenge to sign' },
  { name: 'visitor_start', method: 'POST', path: '/v1/visitor', host: 'chat', may: ['nobody', 'customer', 'agent', 'admin', 'agent_locked', 'foreign'], open: true, request: 'VisitorStart', response: 'Session', what: 'Open a visitor session, or take up the one of the same keys' },
  { name: 'session_end', method: 'POST', path: '/v1/session/end', host: 'any', may: ['customer', 'agent', 'admin', 'agent_locked'], request: 'Empty', response: 'Empty', what: 'End this session' },
  { name: 'report', method: 'POST', path: '/v1/report', host: 'any', may: ['customer', 'agent', 'admin'], request: 'Report', response: 'Empty', what: 'Put on record what a client refused' },
  { name: 'conversation_list', method: 'GET', path: '/v1/conversations', host: 'chat', may: ['customer'], response: 'ConversationList', what: "The customer's own conversations" },
  { name: 'conversation_start', method: 'POST', path: '/v1/conversations', host: 'chat', may: ['customer'], request: 'ConversationStart', response: 'ConversationInfo', what: 'Open a conversation' },
  { name: 'conversation_entries', method: 'GET', path: '/v1/conversations/{conversation}/entries', host: 'console', resource: 'conversation', may: ['agent_waiting', 'agent_assigned'], query: 'EntriesQuery', response: 'EntryList', what: 'Read entries, before accepting' },
  { name: 'conversation_accept', method: 'POST', path: '/v1/conversations/{conversation}/accept', host: 'console', resource: 'conversation', may: ['agent_waiting'], request: 'Accept', response: 'Appended', what: 'Accept a waiting conversation' },
  { name: 'conversation_ticket', method: 'POST', path: '/v1/conversations/{conversation}/ticket', host: 'any', resource: 'conversation', may: ['customer_own', 'agent_assigned'], request: 'TicketRequest', response: 'Ticket', what: 'A ticket for one conversation socket' },
  { name: 'enrol_info', method: 'POST', path: '/v1/enrol/info', host: 'console', may: ['nobody', 'customer', 'agent', 'admin', 'agent_locked', 'foreign'], open: true, request: 'EnrolStart', response: 'EnrolInfo', what: 'What a first enrolment needs' },
  { name: 'enrol_genesis', method: 'POST', path: '/v1/enrol/genesis', host: 'console', may: ['nobody', 'customer', 'agent', 'admin', 'agent_locked', 'foreign'], open: true, request: 'EnrolGenesis', response: 'StaffSession', what: 'Enrol the first member of staff' },
  { name: 'enrol_join', method: 'POST', path: '/v1/enrol/join', host: 'console', may: ['nobody', 'customer', 'agent', 'admin', 'agent_locked', 'foreign'], open: true, request: 'EnrolJoin', response: 'StaffSession', what: 'Enter by an invitation' },
  { name: 'enrol_device', method: 'POST', path: '/v1/enrol/device', host: 'console', may: ['nobody', 'customer', 'agent', 'admin', 'agent_locked', 'foreign'], open: true, request: 'EnrolDevice', response: 'StaffSession', what: 'A further device of somebody on the staff, by their passkey' },
  { name: 'staff_sign_in', method: 'POST', path: '/v1/staff/session', host: 'console', may: ['nobody', 'customer', 'agent', 'admin', 'agent_locked', 'foreign'], open: true, request: 'StaffSignIn', response: 'StaffSession', what: 'Sign in or unlock with a passkey' },
  { name: 'staff_lock', method: 'POST', path: '/v1/staff/lock', host: 'console', may: ['agent', 'admin', 'agent_locked'], request: 'Empty', response: 'Empty', what: 'Lock: sockets close, the share is withheld until the passkey' },
  { name: 'staff_people', method: 'GET', path: '/v1/staff/people', host: 'console', may: ['agent', 'admin'], response: 'People', what: 'Names of the staff' },
  { name: 'act_submit', method: 'POST', path: '/v1/site/acts', host: 'console', may: ['agent', 'admin'], request: 'ActSubmit', response: 'ActTaken', what: 'Append an act; what each kind needs is checked on the act itself' },
];

/// Sockets and their commands, each with the relations that may use it.
export const sockets = {
  conversation: {
    path: '/v1/socket/conversation', host: 'any', prove: 'ProveConversation', what: 'One conversation, for life',
    commands: {
      append: { frame: 'append', struct: 'Append', may: ['customer_own', 'agent_assigned'], what: 'Append an entry' },
      mark: { frame: 'mark', struct: 'Mark', may: ['customer_own', 'agent_assigned'], what: 'Delivered or read' },
      typing: { object: 'Typing', may: ['customer_own', 'agent_assigned'], what: 'Typing mark' },
      active: { object: 'Active', may: ['customer_own', 'agent_assigned'], what: 'Somebody is there' },
    },
    events: ['Hello', 'Ready', 'Typing', 'Presence', 'StatusEvent', 'Ending', 'Ended', 'SocketError'],
    frames: ['entry', 'ack', 'refused', 'mark'],
  },
  desk: {
    path: '/v1/socket/desk', host: 'console', prove: 'ProveDesk', what: 'Queue, presence and own conversations: metadata only',
    commands: {
      available: { object: 'Available', may: ['agent', 'admin'], what: 'Take conversations, or not' },
      desk_active: { object: 'Active', may: ['agent', 'admin'], what: 'Somebody is there' },
    },
    events: ['Hello', 'DeskState', 'DeskWaiting', 'DeskMine', 'DeskGone', 'DeskRoster', 'Ending', 'Ended', 'SocketError'],
    frames: [],
  },
};

/// Which entry kinds a relation may append by the socket; the others have routes of their own.
export const appendable = {
  packet: ['agent_assigned'],
  cert: ['customer_own', 'agent_assigned'],
  message: ['customer_own', 'agent_assigned'],
  close: ['customer_own', 'agent_assigned'],
};
