// The desk's side of walls.mjs: real frames and a real focus guard, without a server behind.
import { FocusGuard } from '../../../web/console/desk/focus_guard';
import { Frames } from '../../../web/console/desk/frames';
import type { DeskServices } from '../../../web/console/model/frame_protocol';
import type { FrameServices } from '../../../web/shared/frame_services';

const events: string[] = [];
const frames = new Frames();
document.getElementById('app')?.append(frames.host);
let front: string | undefined;

const guard = new FocusGuard({
  allowed: () => frames.element(front),
  frontHasKeyboard: async () => (front === undefined ? true : (frames.rpc(front)?.call('hasKeyboard') ?? true)),
  onStolen: () => events.push('stolen'),
  onTaken: (frame) => {
    const id = frames.idOf(frame) ?? '?';
    events.push(`taken ${id}`);
    if (id !== front) frames.shut(id, 'focus');
  },
});

function open(id: string): void {
  const note =
    (what: string) =>
    async (argument?: unknown): Promise<never> => {
      events.push(`${what} ${id} ${JSON.stringify(argument) ?? ''}`.trim());
      return undefined as never;
    };
  frames.open(id, id, {
    look: () => ({
      identity: { name: id, initials: 'AB', hue: 1, pattern: 1 },
      theme: 'light',
      lang: 'en',
      dir: 'ltr',
      shown: id === front,
    }),
    services: async () => ({ init: note('init') }) as unknown as FrameServices,
    desk: {
      state: note('state'),
      command: note('command'),
      openLink: note('openLink'),
      active: async () => undefined,
      blurred: async () => {
        events.push(`blurred ${id}`);
        if (id === front) await guard.frontBlurred();
      },
    } as unknown as DeskServices,
    onShut: (reason) => events.push(`shut ${id} ${reason}`),
    onFailed: () => events.push(`failed ${id}`),
  });
}

Object.assign(globalThis, {
  walls: {
    events,
    open,
    show: (id: string) => {
      front = id;
      frames.show(id);
    },
    /** What the guard is for: a frame that is displayed though it is not in front. */
    expose: (id: string) => {
      const element = frames.element(id);
      if (element) element.hidden = false;
    },
    count: () => document.querySelectorAll('iframe').length,
    connected: (id: string) => frames.element(id)?.isConnected ?? false,
  },
});
