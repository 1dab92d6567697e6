// The server as far as the browser's code sees it: routes with real proofs, sockets, and conversations that take entries
// by the rules. It can also be told to fail.
import { fromBase64url } from '../../../web/shared/base64url';
import { type Bytes, equal, random, toHex } from '../../../web/shared/bytes';
import {
  concat,
  decode,
  encode,
  type JsonObject,
  label,
  parse,
  type Route,
  type Struct,
  stringify,
} from '../../../web/shared/codec';
import { ed25519Verify } from '../../../web/shared/crypto/ed25519';
import { sha256 } from '../../../web/shared/crypto/sha256';
import { CloisterError } from '../../../web/shared/errors';
import * as wire from '../../../web/shared/gen/wire';
import { certHash, deviceId, packetHash, transcriptNext, transcriptStart } from '../../../web/shared/names';
import { requestBytes } from '../../../web/shared/session';
import type { SocketEnvironment } from '../../../web/shared/socket';
import { RP_ID, type TestSite } from './site';

interface Session {
  id: Bytes;
  key: Uint8Array;
  device: Uint8Array;
  person: Uint8Array | undefined;
}
interface Sender {
  device: Uint8Array;
  counter: number;
  bodies: Map<number, { seq: number; hash: Bytes }>;
}
export interface ServerConversation {
  id: Bytes;
  entries: wire.Entry[];
  heads: Bytes[];
  customer: Uint8Array;
  packet: { hash: Bytes; epoch: number };
  senders: Map<string, Sender>;
  status: string;
  assigned: Uint8Array | undefined;
  marks: Map<string, wire.Mark>;
  sockets: Set<FakeSocket>;
}

const later = (action: () => void): void => void setTimeout(action, 0);

/** The browser's end of a socket. */
export class FakeSocket {
  readyState = 0;
  binaryType = 'blob';
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  session: Session | undefined;
  conversation: ServerConversation | undefined;
  readonly challenge = random(32);

  constructor(
    readonly server: TestServer,
    readonly url: string,
  ) {
    later(() => {
      if (server.down || server.noSockets) return this.cut();
      this.readyState = 1;
      server.sockets.add(this);
      this.text(wire.Hello, { t: 'hello', challenge: this.challenge });
    });
  }
  text<T>(type: JsonObject<T>, value: T): void {
    this.deliver(stringify(type, value));
  }
  frame<T>(type: number, struct: Struct<T>, value: T): void {
    const bytes = concat(Uint8Array.of(type), encode(struct, value));
    this.deliver(bytes.buffer);
  }
  private deliver(data: unknown): void {
    later(() => this.readyState === 1 && this.onmessage?.({ data }));
  }
  send(data: string | Uint8Array): void {
    const copy = typeof data === 'string' ? data : data.slice();
    later(() => {
      if (this.readyState === 1) this.server.enqueue(() => this.server.receive(this, copy));
    });
  }
  close(code = 1000): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.server.forget(this);
    later(() => this.onclose?.({ code }));
  }
  /** The connection is lost. */
  cut(code = 1006): void {
    this.close(code);
  }
}

export class TestServer {
  readonly conversations = new Map<string, ServerConversation>();
  readonly sessions = new Map<string, Session>();
  readonly sockets = new Set<FakeSocket>();
  readonly reports: wire.Report[] = [];
  readonly appended: wire.Append[] = [];
  readonly shares = new Map<string, Uint8Array>();
  readonly names = new Map<string, string>();
  down = false;
  /** Only requests get through. */
  noSockets = false;
  skewMs = 0;
  continuity = 'supervisors';
  /** The root of trust that it shows instead of the site's. */
  falseRoot: Uint8Array | undefined;
  /** Names of routes that are carried out, and whose next answer is lost. */
  readonly lost: string[] = [];
  /** What becomes of an append: nothing special, swallowed, written but not acknowledged, or refused. */
  onAppend: (append: wire.Append) => undefined | 'swallow' | 'mute' | wire.ErrorName = () => undefined;
  /** What a reader is shown instead of the entries. */
  show: (entries: wire.Entry[]) => wire.Entry[] = (entries) => entries;
  /** How many entries it says there are on connecting. */
  announced: (seq: number) => number = (seq) => seq;
  private readonly challenges = new Set<string>();
  private readonly tickets = new Map<string, { key: Uint8Array; conversation: string; session: Session }>();
  private readonly proofs = new Set<string>();
  private work: Promise<void> = Promise.resolve();

  constructor(readonly site: TestSite) {}

  now(): number {
    return Date.now() + this.skewMs;
  }
  readonly environment: SocketEnvironment = {
    connect: (url) => new FakeSocket(this, url) as unknown as WebSocket,
    random: () => 0,
  };
  enqueue(action: () => Promise<void>): void {
    this.work = this.work.then(action);
  }
  forget(socket: FakeSocket): void {
    this.sockets.delete(socket);
    socket.conversation?.sockets.delete(socket);
  }
  /** All connections are lost. */
  cut(code?: number): void {
    for (const socket of [...this.sockets]) socket.cut(code);
  }
  conversation(id: Uint8Array): ServerConversation {
    const found = this.conversations.get(toHex(id));
    if (!found) throw new CloisterError('not_found');
    return found;
  }

  // HTTP.

  readonly fetch: typeof fetch = async (input, init) => {
    if (this.down) throw new TypeError('unreachable');
    const url = new URL(String(input), 'https://chat.example.org');
    const headers = { Date: new Date(this.now()).toUTCString() };
    try {
      const text = await new Promise<string>((resolve, reject) => {
        this.enqueue(() => this.route(url, init ?? {}).then(resolve, reject));
      });
      return new Response(text, { headers });
    } catch (error) {
      const code = error instanceof CloisterError ? error : new CloisterError('internal', { cause: error });
      if (code.code === 'internal') throw error;
      const problem = { type: 'about:blank', title: code.message, status: 400, code: code.number, name: code.code };
      return new Response(stringify(wire.Problem, problem), { status: 400, headers });
    }
  };

  private async route(url: URL, init: RequestInit): Promise<string> {
    const path = url.pathname.split('/');
    const isConversation = path[2] === 'conversations' && path.length > 3;
    const conversation = isConversation ? (fromBase64url(path[3] as string) as Bytes) : undefined;
    const pattern = isConversation ? [...path.slice(0, 3), '{conversation}', ...path.slice(4)].join('/') : url.pathname;
    const routes = Object.entries(wire).filter(([, value]) => typeof value === 'object' && 'response' in value);
    const named = routes.map(([name, value]) => ({ name, route: value as unknown as Route<unknown, unknown> }));
    const found = named.find(({ route: one }) => one.path === pattern && one.method === init.method);
    const { route, name } = found ?? { route: undefined, name: '' };
    if (!route) throw new CloisterError('not_found');
    const body = (init.body ?? '') as string;
    const session = route.open ? undefined : await this.proven(init, url, body);
    const request = route.method === 'GET' ? {} : parse(route.request, body);
    const handler = (this.handlers as Record<string, (request: never, context: Context) => Promise<unknown>>)[name];
    if (!handler) throw new CloisterError('not_found');
    const answer = await handler(request as never, {
      session: session as Session,
      conversation: conversation as Bytes,
      query: url.searchParams,
    });
    const at = this.lost.indexOf(name);
    if (at >= 0) {
      this.lost.splice(at, 1);
      throw new TypeError('the connection was lost');
    }
    return stringify(route.response, answer);
  }

  private async proven(init: RequestInit, url: URL, body: string): Promise<Session> {
    const headers = new Headers(init.headers);
    const id = fromBase64url(headers.get('Cloister-Session') ?? '') as Bytes;
    const proof = fromBase64url(headers.get('Cloister-Proof') ?? '') as Bytes;
    const session = this.sessions.get(toHex(id));
    if (!session) throw new CloisterError('no_session');
    const timeMs = proof.slice(0, 8).reduce((sum, byte) => sum * 256 + byte, 0);
    if (Math.abs(timeMs - this.now()) > wire.PROOF_WINDOW_MS) throw new CloisterError('clock_skew');
    if (this.proofs.has(toHex(proof))) throw new CloisterError('replayed');
    this.proofs.add(toHex(proof));
    const signed = await requestBytes(
      id,
      timeMs,
      proof.slice(8, 24),
      init.method as string,
      url.pathname + url.search,
      new TextEncoder().encode(body),
    );
    await ed25519Verify(session.key, proof.slice(24), signed);
    return session;
  }
  private take(challenge: Uint8Array): void {
    if (!this.challenges.delete(toHex(challenge))) throw new CloisterError('bad_proof');
  }
  private open(key: Uint8Array, device: Uint8Array, person?: Uint8Array): wire.Session {
    const same = [...this.sessions.values()].find(
      (session) => equal(session.key, key) && equal(session.device, device),
    );
    const session = same ?? { id: random(32), key, device, person };
    this.sessions.set(toHex(session.id), session);
    return {
      session: session.id,
      idle_ms: 600_000,
      absolute_ms: 3_600_000,
      expires_ms: Math.round(this.now()) + 3_600_000,
    };
  }
  private async staff(key: Uint8Array, device: Uint8Array): Promise<wire.StaffSession> {
    const found = (await this.site.roster()).now.device(device);
    if (!found) throw new CloisterError('revoked');
    const { id, roles } = found.person;
    return {
      ...this.open(key, device, id),
      share: this.shares.get(toHex(device)) as Uint8Array,
      person: id,
      name: this.names.get(toHex(id)) ?? '',
      roles,
    };
  }
  private info(conversation: ServerConversation): wire.ConversationInfo {
    const { id, status, entries, assigned } = conversation;
    const messages = entries.filter((entry) => entry.kind === wire.EntryKind.message).length;
    return {
      conversation: id,
      status,
      last_seq: entries.length,
      messages,
      created_ms: 1,
      updated_ms: 1,
      ...(assigned && { assigned }),
      read_seq: 0,
    };
  }
  private async enrol(
    acts: Uint8Array[],
    device: Uint8Array,
    request: { share: Uint8Array; session_key: Uint8Array; proof: Uint8Array },
  ): Promise<wire.StaffSession> {
    await ed25519Verify(request.session_key, request.proof, concat(label('enrol'), device, request.session_key));
    for (const act of acts) await this.site.take(act as Bytes);
    this.shares.set(toHex(device), request.share.slice());
    return this.staff(request.session_key, device);
  }

  private readonly handlers = {
    site_info: async (): Promise<wire.SiteInfo> => {
      const { id, root, acts } = this.site;
      return {
        site: id,
        ...(acts.length > 0 && { root: this.falseRoot ?? root }),
        acts: acts.length,
        checkpoint: await this.site.checkpoint(),
        available: true,
        continuity: this.continuity,
      };
    },
    site_roster: async (_: object, { query }: Context): Promise<wire.Roster> =>
      this.site.page(Number(query.get('from'))),
    challenge: async (): Promise<wire.Challenge> => {
      const challenge = random(32);
      this.challenges.add(toHex(challenge));
      return { challenge };
    },
    visitor_start: async (request: wire.VisitorStart): Promise<wire.Session> => {
      this.take(request.challenge);
      const record = decode(wire.DeviceRecord, request.device);
      const statement = concat(label('visitor'), request.challenge, request.site, request.session_key);
      await ed25519Verify(request.session_key, request.proof, statement);
      await ed25519Verify(record.sign_key, request.device_proof, statement);
      return this.open(request.session_key, await deviceId(record));
    },
    session_end: async (_: object, { session }: Context): Promise<object> => {
      this.sessions.delete(toHex(session.id));
      return {};
    },
    report: async (request: wire.Report): Promise<object> => {
      this.reports.push(request);
      return {};
    },
    conversation_list: async (_: object, { session }: Context): Promise<wire.ConversationList> => ({
      conversations: [...this.conversations.values()]
        .filter((one) => equal(one.customer, session.device))
        .map((one) => this.info(one)),
    }),
    conversation_start: async (
      request: wire.ConversationStart,
      { session }: Context,
    ): Promise<wire.ConversationInfo> => {
      const genesis = decode(wire.ConversationGenesis, request.genesis);
      const packet = decode(wire.Packet, request.packet);
      if (packet.tree_size !== this.site.acts.length) throw new CloisterError('stale_roster');
      const id = genesis.conversation as Bytes;
      const made: ServerConversation = {
        id,
        entries: [],
        heads: [await transcriptStart(this.site.id, id)],
        customer: await deviceId(genesis.device),
        packet: { hash: await packetHash(packet), epoch: 0 },
        senders: new Map(),
        status: 'waiting',
        assigned: undefined,
        marks: new Map(),
        sockets: new Set(),
      };
      if (!equal(made.customer, session.device)) throw new CloisterError('not_permitted');
      this.conversations.set(toHex(id), made);
      await this.push(made, wire.EntryKind.genesis, request.genesis);
      await this.push(made, wire.EntryKind.packet, request.packet);
      await this.takeCert(made, request.cert);
      return this.info(made);
    },
    conversation_entries: async (_: object, { conversation, query }: Context): Promise<wire.EntryList> => {
      const found = this.conversation(conversation);
      const entries = this.show(found.entries)
        .slice(Number(query.get('after')))
        .slice(0, 2);
      return { entries: entries.map((entry) => encode(wire.Entry, entry)), last_seq: found.entries.length };
    },
    conversation_accept: async (request: wire.Accept, { conversation, session }: Context): Promise<wire.Appended> => {
      const found = this.conversation(conversation);
      const [assign, packet] = [decode(wire.Assign, request.assign), decode(wire.Packet, request.packet)];
      const before = found.entries.find(({ body }) => equal(body, request.assign));
      if (before) return { seq: before.seq + 1 };
      if (found.status !== 'waiting') throw new CloisterError('already_assigned');
      if (!equal(assign.head, found.heads.at(-1) as Bytes)) throw new CloisterError('stale_head');
      if (packet.tree_size !== this.site.acts.length) throw new CloisterError('stale_roster');
      if (!session.person) throw new CloisterError('not_permitted');
      await this.push(found, wire.EntryKind.assign, request.assign);
      await this.takePacket(found, request.packet);
      found.status = 'assigned';
      found.assigned = session.person;
      return { seq: found.entries.length };
    },
    conversation_ticket: async (
      request: wire.TicketRequest,
      { conversation, session }: Context,
    ): Promise<wire.Ticket> => {
      const found = this.conversation(conversation);
      const allowed = session.person
        ? found.assigned && equal(found.assigned, session.person)
        : equal(found.customer, session.device);
      if (!allowed) throw new CloisterError('not_found');
      const ticket = random(32);
      this.tickets.set(toHex(ticket), { key: request.key, conversation: toHex(found.id), session });
      return { ticket, expires_ms: Math.round(this.now()) + 30_000 };
    },
    enrol_info: async (): Promise<wire.EnrolInfo> => {
      const { id, logKey, supportTeam, supervisorsTeam } = this.site;
      return { site: id, rp_id: RP_ID, log_key: logKey, support_team: supportTeam, supervisors_team: supervisorsTeam };
    },
    enrol_genesis: async (request: wire.EnrolGenesis): Promise<wire.StaffSession> => {
      const genesis = decode(wire.GenesisBody, decode(wire.Act, request.acts[0] as Bytes).body);
      this.names.set(toHex(genesis.person), request.name);
      const session = await this.enrolFirst(request, await deviceId(genesis.device));
      return session;
    },
    enrol_join: async (request: wire.EnrolJoin): Promise<wire.StaffSession> => {
      const { device } = decode(wire.JoinBody, decode(wire.Act, request.acts[0] as Bytes).body);
      this.names.set(toHex(device.owner), request.name);
      return this.enrol(request.acts, await deviceId(device), request);
    },
    enrol_device: async (request: wire.EnrolDevice): Promise<wire.StaffSession> => {
      const { device } = decode(wire.AddDeviceBody, decode(wire.Act, request.acts[0] as Bytes).body);
      return this.enrol(request.acts, await deviceId(device), request);
    },
    staff_sign_in: async (request: wire.StaffSignIn): Promise<wire.StaffSession> => {
      this.take(request.challenge);
      await ed25519Verify(
        request.session_key,
        request.proof,
        concat(label('sign-in'), request.challenge, request.device, request.session_key),
      );
      return this.staff(request.session_key, request.device);
    },
    staff_lock: async (): Promise<object> => {
      this.cut(4003);
      return {};
    },
    staff_people: async (): Promise<wire.People> => ({
      people: (await this.site.roster()).now
        .people()
        .map(({ id, roles }) => ({ person: id, name: this.names.get(toHex(id)) ?? '', roles })),
    }),
    act_submit: async (request: wire.ActSubmit): Promise<wire.ActTaken> => {
      const act = decode(wire.Act, request.act);
      if (act.seq < this.site.acts.length) throw new CloisterError('stale_roster');
      await (await this.site.roster()).extended([request.act]);
      const hash = await this.site.take(request.act as Bytes);
      return { seq: act.seq, hash, checkpoint: await this.site.checkpoint() };
    },
  };

  private async enrolFirst(request: wire.EnrolGenesis, device: Bytes): Promise<wire.StaffSession> {
    const [first] = request.acts;
    await this.site.take(first as Bytes);
    this.site.root = this.site.prev;
    return this.enrol(request.acts.slice(1), device, request);
  }

  // Conversations.

  async push(conversation: ServerConversation, kind: number, body: Uint8Array): Promise<wire.Entry> {
    const seq = conversation.entries.length + 1;
    const entry = { seq, time_ms: Math.round(this.now()), kind, hash: await sha256(body), body };
    conversation.entries.push(entry);
    conversation.heads.push(await transcriptNext(conversation.heads.at(-1) as Bytes, seq, kind, entry.hash));
    for (const socket of conversation.sockets) socket.frame(wire.FrameType.entry, wire.Entry, entry);
    return entry;
  }
  private async takePacket(conversation: ServerConversation, body: Uint8Array): Promise<wire.Entry> {
    const packet = decode(wire.Packet, body);
    if (!equal(packet.prev, conversation.packet.hash)) throw new CloisterError('stale_epoch');
    if (!equal(packet.head, conversation.heads.at(-1) as Bytes)) throw new CloisterError('stale_head');
    if (packet.tree_size !== this.site.acts.length) throw new CloisterError('stale_roster');
    conversation.packet = { hash: await packetHash(packet), epoch: packet.epoch };
    return this.push(conversation, wire.EntryKind.packet, body);
  }
  private async takeCert(conversation: ServerConversation, body: Uint8Array): Promise<wire.Entry> {
    const cert = decode(wire.SenderCert, body);
    conversation.senders.set(toHex(await certHash(cert)), { device: cert.device, counter: 0, bodies: new Map() });
    return this.push(conversation, wire.EntryKind.cert, body);
  }
  private async append(socket: FakeSocket, { kind, body }: wire.Append): Promise<{ seq: number; time_ms: number }> {
    const { conversation, session } = socket as { conversation: ServerConversation; session: Session };
    if (kind === wire.EntryKind.message) {
      const envelope = decode(wire.Envelope, body);
      const sender = conversation.senders.get(toHex(envelope.sender));
      if (!sender || !equal(sender.device, session.device)) throw new CloisterError('not_permitted');
      const old = sender.bodies.get(envelope.counter);
      if (old) {
        if (!equal(old.hash, await sha256(body))) throw new CloisterError('duplicate');
        return { seq: old.seq, time_ms: 1 };
      }
      if (conversation.status === 'closed') throw new CloisterError('conversation_closed');
      if (!equal(envelope.packet, conversation.packet.hash)) throw new CloisterError('stale_epoch');
      if (envelope.counter !== sender.counter + 1) throw new CloisterError('out_of_order');
      sender.counter = envelope.counter;
      const entry = await this.push(conversation, kind, body);
      sender.bodies.set(envelope.counter, { seq: entry.seq, hash: entry.hash as Bytes });
      return entry;
    }
    if (conversation.status === 'closed') throw new CloisterError('conversation_closed');
    if (kind === wire.EntryKind.packet) return this.takePacket(conversation, body);
    if (kind === wire.EntryKind.cert) return this.takeCert(conversation, body);
    if (kind !== wire.EntryKind.close) throw new CloisterError('not_permitted');
    conversation.status = 'closed';
    return this.push(conversation, kind, body);
  }
  /** The server closes an abandoned conversation. */
  closeIdle(conversation: ServerConversation): void {
    conversation.status = 'closed';
    for (const socket of conversation.sockets)
      socket.text(wire.StatusEvent, { t: 'status', status: 'closed', reason: 'idle' });
  }

  async receive(socket: FakeSocket, data: string | Uint8Array): Promise<void> {
    try {
      if (typeof data === 'string') await this.receiveText(socket, data);
      else await this.receiveFrame(socket, data);
    } catch {
      socket.cut(1008);
    }
  }
  private async receiveText(socket: FakeSocket, data: string): Promise<void> {
    const { t } = JSON.parse(data) as { t: string };
    if (t === 'prove' && socket.url.endsWith(wire.desk_socket_path)) {
      const prove = parse(wire.ProveDesk, data);
      const session = this.sessions.get(toHex(prove.session));
      if (!session) throw new CloisterError('no_session');
      await ed25519Verify(session.key, prove.proof, concat(label('desk'), socket.challenge, prove.session));
      const waiting = [...this.conversations.values()]
        .filter((one) => one.status === 'waiting')
        .map((one) => this.info(one));
      socket.text(wire.DeskState, {
        t: 'state',
        available: false,
        acts: this.site.acts.length,
        waiting,
        mine: [],
        server_ms: Math.round(this.now()),
      });
    } else if (t === 'prove') {
      const prove = parse(wire.ProveConversation, data);
      const ticket = this.tickets.get(toHex(prove.ticket));
      this.tickets.delete(toHex(prove.ticket));
      if (!ticket || ticket.conversation !== toHex(prove.conversation) || !equal(ticket.key, await sha256(prove.key)))
        throw new CloisterError('bad_ticket');
      await ed25519Verify(
        prove.key,
        prove.proof,
        concat(label('socket'), socket.challenge, prove.ticket, prove.conversation),
      );
      const conversation = this.conversation(prove.conversation);
      socket.session = ticket.session;
      socket.conversation = conversation;
      const marks = [...conversation.marks.values()].map((mark) => encode(wire.Mark, mark));
      const entries = this.show(conversation.entries);
      const peer_online = conversation.sockets.size > 0;
      socket.text(wire.Ready, {
        t: 'ready',
        status: conversation.status,
        last_seq: this.announced(entries.length),
        marks,
        peer_online,
        server_ms: Math.round(this.now()),
      });
      for (const entry of entries.slice(prove.after)) socket.frame(wire.FrameType.entry, wire.Entry, entry);
      for (const other of conversation.sockets) other.text(wire.Presence, { t: 'presence', online: true });
      conversation.sockets.add(socket);
    } else if (t === 'typing') {
      for (const other of socket.conversation?.sockets ?? [])
        if (other !== socket) other.text(wire.Typing, parse(wire.Typing, data));
    }
  }
  private async receiveFrame(socket: FakeSocket, data: Uint8Array): Promise<void> {
    const { conversation } = socket;
    if (!conversation) throw new CloisterError('not_permitted');
    if (data[0] === wire.FrameType.mark) {
      const mark = decode(wire.Mark, data.subarray(1));
      conversation.marks.set(`${toHex(mark.sender)}${mark.kind}`, mark);
      for (const other of conversation.sockets) if (other !== socket) other.frame(wire.FrameType.mark, wire.Mark, mark);
      return;
    }
    const append = decode(wire.Append, data.subarray(1));
    this.appended.push(append);
    const fate = this.onAppend(append);
    if (fate === 'swallow') return;
    try {
      if (fate && fate !== 'mute') throw new CloisterError(fate);
      const { seq, time_ms } = await this.append(socket, append);
      if (fate !== 'mute') socket.frame(wire.FrameType.ack, wire.Ack, { ref: append.ref, seq, time_ms });
    } catch (error) {
      if (!(error instanceof CloisterError)) throw error;
      socket.frame(wire.FrameType.refused, wire.Refused, { ref: append.ref, code: error.number });
    }
  }
}

interface Context {
  session: Session;
  conversation: Bytes;
  query: URLSearchParams;
}
