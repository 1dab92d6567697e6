// A conversation inside a sandboxed frame of the console: everything that needs keys or the network goes by the port to
// the desk, except the conversation's own socket.
import type { Chat } from './chat';
import { CloisterError } from './errors';
import type { FrameServices } from './frame_services';
import type { SensitiveData } from './gen/wire';
import { NoLock } from './locks';
import { connect, type Method, type Rpc } from './port';
import { Site } from './site';
import type { SocketEnvironment } from './socket';
import { StaffChat } from './staff_chat';

export interface Frame<Desk> {
  chat: Chat;
  /** About drafts, as the site says. */
  policy: SensitiveData | undefined;
  rpc: Rpc<FrameServices & Desk>;
}

/** `Desk` are the console's own methods on the desk, `methods` those that this frame serves. */
export async function openFrame<Desk = Record<never, never>>(
  port: MessagePort,
  methods: { [name: string]: Method } = {},
  environment?: SocketEnvironment,
): Promise<Frame<Desk>> {
  const rpc = connect<FrameServices & Desk>(port, methods);
  const desk = rpc as unknown as Rpc<FrameServices>;
  const init = await desk.call('init');
  const site = new Site({ site: init.site, root: init.root }, (from) => desk.call('roster', from));
  await site.refresh();
  const chat = new StaffChat({
    site,
    conversation: init.conversation,
    own: { side: 'staff', person: init.person },
    keyholder: {
      device: init.device,
      openPacket: (packet) => desk.call('openPacket', packet as Uint8Array<ArrayBuffer>),
      makePacket: (draft) => desk.call('makePacket', draft),
      signCert: (signKey) => desk.call('signCert', signKey as Uint8Array<ArrayBuffer>),
    },
    outbox: {
      load: () => desk.call('outboxLoad'),
      setSender: (sender) => desk.call('outboxSetSender', sender),
      put: (item) => desk.call('outboxPut', item),
      remove: (id) => desk.call('outboxRemove', id),
      setSeen: (seen) => desk.call('outboxSetSeen', seen),
      setShown: (packet) => desk.call('outboxSetShown', packet),
    },
    environment,
    lock: new NoLock(),
    socketUrl: init.socketUrl,
    ticket: (keyHash) => desk.call('ticket', keyHash),
    report: ({ code, seq }) => desk.tell('report', { code: new CloisterError(code).number, seq }),
    now: () => Date.now() + init.skewMs,
    name: init.name,
    continuity: () => init.continuity,
  }).start();
  return { chat, policy: init.sensitiveData, rpc };
}
