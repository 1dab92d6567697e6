// A visitor: keys, session and conversations of a customer in this browser.
import { type Bytes, random, toHex, zeros } from './bytes';
import type { Chat } from './chat';
import { concat, decode, encode, label } from './codec';
import type { Violation } from './conversation';
import { ed25519Sign, generateSignKeys, publicSignKey } from './crypto/ed25519';
import { sha256 } from './crypto/sha256';
import { type Device, DeviceKeyholder, describeDevice } from './device';
import { CloisterError } from './errors';
import {
  ConversationGenesis,
  type ConversationInfo,
  conversation_list,
  conversation_socket_path,
  conversation_start,
  conversation_ticket,
  DeviceRecord,
  EntryKind,
  OwnerKind,
  Packet,
  SUITE_P256_AES256GCM,
  session_end,
  visitor_start,
} from './gen/wire';
import { LiveChat } from './live_chat';
import { alone, WebLock } from './locks';
import { packetHash, signed, transcriptNext, transcriptStart } from './names';
import { StoredOutbox } from './outbox';
import { putOnRecord, reportContradiction } from './report';
import { checkPlatform, makeStoredKeys } from './requirements';
import { Api, type SessionKeys, storeKey } from './session';
import { Site } from './site';
import type { SocketEnvironment } from './socket';
import { Store } from './store';

export interface VisitorOptions {
  site: Uint8Array;
  /** Root fingerprint that the embed line pins. */
  root: Uint8Array;
  api?: Api;
  store?: Store;
  environment?: SocketEnvironment;
  /** Told of each violation, after it was reported to the server. */
  onViolation?: (violation: Violation) => void;
}

/** Deleting waits no longer than this for the server. */
const LEAVE_MS = 3000;

/** What is kept of a visitor, under one key. */
interface Kept extends Device {
  sessionKeys: CryptoKeyPair;
  /** Absolute end of the first session: then the keys are deleted, however many sessions follow. 0 before the first. */
  expiresMs: number;
}

export class Visitor {
  private session: Promise<SessionKeys> | undefined;

  private constructor(
    readonly site: Site,
    readonly api: Api,
    private readonly store: Store,
    private readonly kept: Kept,
    private readonly options: VisitorOptions,
  ) {}

  /**
   * Verifies the site and makes or takes up the keys of this browser. Throws UnsupportedBrowser, `wrong_root`,
   * `bad_chain`, `bad_signature`, `not_ready`, ConnectionError.
   */
  static async open(options: VisitorOptions): Promise<Visitor> {
    checkPlatform();
    const store = options.store ?? (await Store.open());
    const api = options.api ?? new Api();
    const site = Site.ofApi({ site: options.site, root: options.root }, api, store);
    const key = storeKey('visitor', options.site, options.root);
    try {
      await site.load();
    } catch (error) {
      // Who has never had a session gets none for this: nothing is sent.
      const before = await store.get<Kept>(key);
      if (before && before.expiresMs > api.now()) {
        const visitor = new Visitor(site, api, store, before, options);
        visitor.withSession(async () => reportContradiction(api, error)).catch(() => {});
      }
      throw error;
    }
    const kept = await alone(key, async () => {
      const before = await store.get<Kept>(key);
      if (before && (before.expiresMs === 0 || before.expiresMs > api.now())) return before;
      if (before) await Visitor.forget(store);
      return makeStoredKeys<Kept>(store, key, async (keys) => ({
        ...(await describeDevice(keys, options.site, OwnerKind.customer, random(16), Math.round(api.now()))),
        sessionKeys: await generateSignKeys(),
        expiresMs: 0,
      }));
    });
    return new Visitor(site, api, store, kept, options);
  }

  /** False: storage was refused; keys live in memory and are gone with this document. */
  get persistent(): boolean {
    return this.store.persistent;
  }
  /** Whether this browser has had a session before: there may be conversations. */
  get known(): boolean {
    return this.kept.expiresMs > 0;
  }

  /** The visitor's conversations. Opens a session if there is none. */
  async conversations(): Promise<ConversationInfo[]> {
    return (await this.withSession(() => this.api.call(conversation_list, {}))).conversations;
  }

  /** A new conversation: entries 1 to 3 are written, and the chat is on its way. */
  async start(): Promise<Chat> {
    const conversation = random(16);
    let made: Packet;
    try {
      made = await this.begin(conversation);
    } catch (error) {
      if (!(error instanceof CloisterError && error.code === 'stale_roster')) throw error;
      await this.site.refresh().catch((found: unknown) => {
        reportContradiction(this.api, found);
        throw found;
      });
      made = await this.begin(conversation);
    }
    return this.resume(conversation, toHex(await packetHash(made)));
  }

  /** A conversation of the list. */
  async resume(conversation: Uint8Array, firstEpoch?: string): Promise<Chat> {
    await this.withSession(async () => undefined);
    const { api, site, kept, options } = this;
    return new LiveChat({
      site,
      conversation,
      own: { side: 'customer', device: kept.id },
      keyholder: this.keyholder(conversation),
      outbox: new StoredOutbox(this.store, conversation),
      ...(firstEpoch && { firstEpoch }),
      environment: options.environment,
      lock: WebLock.for(storeKey('chat', conversation)),
      socketUrl: api.socketUrl(conversation_socket_path),
      ticket: async (key) =>
        (await this.withSession(() => api.call(conversation_ticket, { key }, { conversation }))).ticket,
      report: (violation) => {
        putOnRecord(api, violation.code, conversation, violation.seq);
        options.onViolation?.(violation);
      },
      now: () => api.now(),
      adjustClock: (serverMs) => api.adjustClock(serverMs),
    }).start();
  }

  /** When the keys are deleted, by the server's clock; 0 before the first session. */
  get expiresMs(): number {
    return this.kept.expiresMs;
  }

  /**
   * Deletes everything that is kept in this browser: what was written cannot be read here again. Then ends the conversation
   * and the session, if the server answers in time.
   */
  async erase(chat?: Chat): Promise<void> {
    await this.store.erase();
    const ended = async (): Promise<void> => {
      await chat?.close('left').catch(() => undefined);
      if (this.api.session) await this.api.call(session_end, {});
    };
    await Promise.race([ended().catch(() => undefined), new Promise((done) => setTimeout(done, LEAVE_MS))]);
    this.api.session = undefined;
  }

  private static async forget(store: Store): Promise<void> {
    await store.clear('visitor/');
    await store.clear('outbox/');
  }

  private keyholder(conversation: Uint8Array): DeviceKeyholder {
    const { kept, site, api } = this;
    return new DeviceKeyholder({
      device: kept,
      conversation,
      participants: { customerDevice: kept.record, customerId: kept.id, assigned: undefined },
      roster: () => site.roster,
      continuity: () => site.continuity,
      now: () => api.now(),
    });
  }

  private async begin(conversation: Bytes): Promise<Packet> {
    const { kept, site, api } = this;
    const { pin } = site;
    const keyholder = this.keyholder(conversation);
    const genesis = await signed(ConversationGenesis, kept.keys.sign.privateKey, {
      suite: SUITE_P256_AES256GCM,
      site: pin.site,
      conversation,
      root: pin.root,
      device: kept.record,
      created_ms: Math.round(api.now()),
    });
    const start = await transcriptStart(pin.site, conversation);
    const head = await transcriptNext(start, 1, EntryKind.genesis, await sha256(genesis));
    const { packet } = await keyholder.makePacket({ epoch: 0, prev: zeros(32), head });
    const keys = await generateSignKeys();
    const cert = await keyholder.signCert(await publicSignKey(keys));
    await new StoredOutbox(this.store, conversation).setSender({ keys, cert });
    await this.withSession(() => api.call(conversation_start, { genesis, packet, cert }));
    return decode(Packet, packet);
  }

  /** With a session; a new one of the same keys when the old one has ended. */
  private async withSession<T>(action: () => Promise<T>): Promise<T> {
    this.session ??= this.startSession();
    try {
      this.api.session = await this.session;
      return await action();
    } catch (error) {
      this.session = undefined;
      if (!(error instanceof CloisterError && (error.code === 'no_session' || error.code === 'session_expired')))
        throw error;
      this.session = this.startSession();
      this.api.session = await this.session;
      return action();
    }
  }

  private async startSession(): Promise<SessionKeys> {
    const { api, kept, site, store } = this;
    const { site: id } = site.pin;
    const challenge = await api.challenge();
    const sessionKey = await publicSignKey(kept.sessionKeys);
    const statement = concat(label('visitor'), challenge, id, sessionKey);
    const session = await api.call(visitor_start, {
      site: id,
      challenge,
      session_key: sessionKey,
      device: encode(DeviceRecord, kept.record),
      proof: await ed25519Sign(kept.sessionKeys.privateKey, statement),
      device_proof: await ed25519Sign(kept.keys.sign.privateKey, statement),
    });
    kept.expiresMs ||= session.expires_ms;
    await store.put(storeKey('visitor', id, site.pin.root), kept);
    return { id: session.session as Bytes, keys: kept.sessionKeys };
  }
}
