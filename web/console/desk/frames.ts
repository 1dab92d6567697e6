// The frames of the conversations: each an iframe without origin, with ports of its own over which it gets what
// belongs to its conversation and nothing else. Frames are never moved in the document, because moving reloads them.

import type { FrameServices } from '../../shared/frame_services';
import { connect, type Rpc } from '../../shared/port';
import type { ShutReason } from '../model/desk_model';
import {
  type DeskServices,
  FloodGate,
  type FrameCommands,
  HANDOVER,
  type Handover,
  isFrameMessage,
  type Look,
  type PortName,
  type Served,
} from '../model/frame_protocol';

const FRAME_PATH = '/frame';
/** A frame that asks for nothing by then did not start. */
const START_MS = 20_000;

export interface FrameOptions {
  look(): Look;
  /** What the desk does with its keys for this conversation. Asked for once, when the frame has loaded. */
  services(): Promise<FrameServices>;
  desk: DeskServices;
  onShut(reason: ShutReason): void;
  onFailed(error: unknown): void;
}

class Room {
  readonly element: HTMLIFrameElement;
  rpc: Rpc<FrameCommands> | undefined;
  private keys: Rpc<Record<never, never>> | undefined;
  private loads = 0;
  private started = false;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private readonly gate = new FloodGate(performance.now());

  constructor(
    private readonly options: FrameOptions,
    host: HTMLElement,
  ) {
    this.element = document.createElement('iframe');
    this.element.setAttribute('sandbox', 'allow-scripts');
    this.element.setAttribute('referrerpolicy', 'no-referrer');
    this.element.setAttribute('allow', '');
    this.element.hidden = true;
    this.element.addEventListener('load', () => this.loaded());
    this.element.src = FRAME_PATH;
    host.append(this.element);
  }

  private loaded(): void {
    this.loads += 1;
    // A conversation never loads twice: whatever is there now is not what the keys were meant for.
    if (this.loads > 1) this.shut('reloaded');
    else void this.handOver();
  }

  private async handOver(): Promise<void> {
    let services: FrameServices;
    try {
      services = await this.options.services();
    } catch (error) {
      if (this.element.isConnected) this.options.onFailed(error);
      return;
    }
    const target = this.element.contentWindow;
    if (!target || !this.element.isConnected || this.loads > 1) return;
    const keys = new MessageChannel();
    const desk = new MessageChannel();
    this.guard('keys', keys.port1);
    this.guard('desk', desk.port1);
    this.keys = connect(keys.port1, services as unknown as Served);
    this.rpc = connect<FrameCommands>(desk.port1, this.options.desk as unknown as Served);
    const message: Handover = { cloister: HANDOVER, look: this.options.look() };
    // The origin of the frame is opaque and cannot be named; what is loaded there is fixed by frame-src and the first load.
    target.postMessage(message, '*', [keys.port2, desk.port2]);
    this.silence = setTimeout(() => {
      if (!this.started) this.shut('silent');
    }, START_MS);
  }

  /** Listens before shared/port.ts does, and takes everything away at the first breach. */
  private guard(name: PortName, port: MessagePort): void {
    const breach = (event: Event, reason: ShutReason) => {
      event.stopImmediatePropagation();
      this.shut(reason);
    };
    port.addEventListener('message', (event) => {
      this.started = true;
      if (!this.gate.pass(performance.now())) breach(event, 'flood');
      else if (event.ports.length > 0 || !isFrameMessage(name, event.data)) breach(event, 'protocol');
    });
    port.addEventListener('messageerror', (event) => breach(event, 'protocol'));
  }

  shut(reason: ShutReason): void {
    if (!this.element.isConnected) return;
    this.remove();
    this.options.onShut(reason);
  }

  /** Revokes the ports and removes the frame; the frame's socket goes with its document. */
  remove(): void {
    clearTimeout(this.silence);
    this.keys?.close();
    this.rpc?.close();
    this.keys = undefined;
    this.rpc = undefined;
    this.element.remove();
  }
}

export class Frames {
  /** Where the frames are. Put it into the document once and leave it there. */
  readonly host = document.createElement('div');
  private readonly rooms = new Map<string, Room>();
  private shown: string | undefined;

  constructor() {
    this.host.className = 'frame-host';
  }

  open(id: string, title: string, options: FrameOptions): void {
    if (this.rooms.has(id)) return;
    const room = new Room(
      {
        ...options,
        onShut: (reason) => {
          this.rooms.delete(id);
          options.onShut(reason);
        },
      },
      this.host,
    );
    room.element.title = title;
    room.element.hidden = id !== this.shown;
    this.rooms.set(id, room);
  }

  has(id: string): boolean {
    return this.rooms.has(id);
  }
  ids(): string[] {
    return [...this.rooms.keys()];
  }
  element(id: string | undefined): HTMLIFrameElement | undefined {
    return id === undefined ? undefined : this.rooms.get(id)?.element;
  }
  idOf(element: HTMLIFrameElement): string | undefined {
    for (const [id, room] of this.rooms) if (room.element === element) return id;
    return undefined;
  }
  rpc(id: string): Rpc<FrameCommands> | undefined {
    return this.rooms.get(id)?.rpc;
  }

  /** Shows one and hides (display: none) all others. */
  show(id: string | undefined): void {
    this.shown = id;
    for (const [other, room] of this.rooms) if (other !== id) room.element.hidden = true;
    const room = id === undefined ? undefined : this.rooms.get(id);
    if (room) room.element.hidden = false;
  }

  shut(id: string, reason: ShutReason): void {
    this.rooms.get(id)?.shut(reason);
  }
  close(id: string): void {
    this.rooms.get(id)?.remove();
    this.rooms.delete(id);
  }
  closeAll(): void {
    for (const id of this.ids()) this.close(id);
  }

  tellAll(tell: (rpc: Rpc<FrameCommands>, id: string) => void): void {
    for (const [id, room] of this.rooms) if (room.rpc) tell(room.rpc, id);
  }
}
