// People who talk through a test server: a site enrolled through the front door, visitors, agents and their frames.
import type { Chat, ChatMessage, ChatSnapshot } from '../../../web/shared/chat';
import { enrolFirst, enrolJoin, parseEnrolFragment } from '../../../web/shared/enrol';
import { type Frame, openFrame } from '../../../web/shared/frame';
import { EntryKind, type ErrorName } from '../../../web/shared/gen/wire';
import type { FirstLink, JoinLink } from '../../../web/shared/invitation';
import type { OutboxState } from '../../../web/shared/outbox';
import { connect } from '../../../web/shared/port';
import { Api } from '../../../web/shared/session';
import type { Staff } from '../../../web/shared/staff';
import { Store } from '../../../web/shared/store';
import { Visitor } from '../../../web/shared/visitor';
import { SoftPasskey } from './passkeys';
import { TestServer } from './server';
import { TestSite } from './site';

Object.assign(globalThis, { isSecureContext: true, location: { href: 'https://chat.example.org/' } });
export const BASE = 'https://chat.example.org';

export const running: { stop(): void }[] = [];
export const ports: { close(): void }[] = [];
export function stopAll(): void {
  for (const one of running.splice(0)) one.stop();
  for (const port of ports.splice(0)) port.close();
}

/** Resolves when the snapshot is so. */
export function until(chat: Chat, is: (snapshot: ChatSnapshot) => boolean): Promise<ChatSnapshot> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`did not happen: ${is}\n${JSON.stringify(chat.snapshot, null, 1)}`)),
      10_000,
    );
    const look = (): void => {
      if (!is(chat.snapshot)) return;
      clearTimeout(timer);
      stop();
      resolve(chat.snapshot);
    };
    const stop = chat.subscribe(look);
    look();
  });
}
export const messages = (snapshot: ChatSnapshot): ChatMessage[] =>
  snapshot.timeline.filter((item) => item.kind === 'message');
export const shown = (snapshot: ChatSnapshot): string[] =>
  messages(snapshot).map((message) => `${message.mine ? '>' : '<'} ${message.text} (${message.status})`);
export const has = (text: string, status: string) => (snapshot: ChatSnapshot) =>
  messages(snapshot).some((message) => message.text === text && message.status === status);

/** A store that says it keeps things, as a browser's does. */
export function persistentStore(): Store {
  const store = Store.inMemory();
  Object.defineProperty(store, 'persistent', { value: true });
  return store;
}

/** A member of staff invited by another, with the team keys they are due. */
export async function colleague({ server, staff }: World, roles: number, name: string): Promise<Staff> {
  const { fragment } = await staff.invite(roles);
  const made = await enrolJoin(parseEnrolFragment(`#${fragment}`) as JoinLink, name, {
    api: new Api({ base: BASE, fetch: server.fetch }),
    store: persistentStore(),
    passkeys: await SoftPasskey.make(),
  });
  await staff.maintain();
  await made.maintain();
  return made;
}

export interface World {
  server: TestServer;
  staff: Staff;
  staffStore: Store;
  passkey: SoftPasskey;
}
/** A site enrolled through the front door. */
export async function world(): Promise<World> {
  const site = await TestSite.empty();
  const server = new TestServer(site);
  const passkey = await SoftPasskey.make();
  const staffStore = persistentStore();
  const link = parseEnrolFragment(`#first.${'A'.repeat(43)}`) as FirstLink;
  const staff = await enrolFirst(link, 'Anna', {
    api: new Api({ base: BASE, fetch: server.fetch }),
    store: staffStore,
    passkeys: passkey,
  });
  return { server, staff, staffStore, passkey };
}
export const openVisitor = (
  { server }: { server: TestServer },
  store = Store.inMemory(),
  api = new Api({ base: BASE, fetch: server.fetch }),
): Promise<Visitor> =>
  Visitor.open({ site: server.site.id, root: server.site.root, api, store, environment: server.environment });
export async function keep<T extends { stop(): void }>(made: Promise<T>): Promise<T> {
  const one = await made;
  running.push(one);
  return one;
}
export async function frameOf(
  { server, staff }: World,
  conversation: Uint8Array,
): Promise<Frame<Record<never, never>>> {
  const { port1, port2 } = new MessageChannel();
  ports.push(connect(port1, { ...staff.frameServices(conversation) }));
  const frame = await openFrame(port2, {}, server.environment);
  ports.push(frame.rpc);
  running.push(frame.chat);
  return frame;
}
/** A visitor and an agent in one assigned conversation. */
export async function talking(): Promise<World & { visitor: Visitor; store: Store; customer: Chat; agent: Chat }> {
  const all = await world();
  const store = Store.inMemory();
  const visitor = await openVisitor(all, store);
  const customer = await keep(visitor.start());
  await until(customer, (snapshot) => snapshot.caughtUp);
  await all.staff.accept(customer.conversation);
  const { chat: agent } = await frameOf(all, customer.conversation);
  await until(agent, (snapshot) => snapshot.caughtUp && snapshot.agentName === 'Anna');
  await until(customer, (snapshot) => snapshot.agentName === 'Anna');
  return { ...all, visitor, store, customer, agent };
}
/** The outbox of the one conversation in a store. */
export const kept = async (store: Store): Promise<OutboxState> =>
  (await store.get<OutboxState>((await store.keys('outbox/'))[0] as string)) as OutboxState;
/** Fates for the next appends of messages. */
export function fates(server: TestServer, ...list: (ErrorName | 'swallow' | 'mute' | undefined)[]): void {
  server.onAppend = ({ kind }) => (kind === EntryKind.message ? list.shift() : undefined);
}
