// The frame of one conversation. It waits for the ports that the desk hands over; before that it has nothing, and
// afterwards it takes no others.
import './ui/frame.css';
import { FrameController } from './frame/controller';
import { HANDOVER, type Handover } from './model/frame_protocol';

const root = document.getElementById('app');

function isHandover(data: unknown): data is Handover {
  return typeof data === 'object' && data !== null && (data as Partial<Handover>).cloister === HANDOVER;
}

function take(event: MessageEvent<unknown>): void {
  // The document has no origin of its own, but its address says whose it is.
  if (event.source !== window.parent || event.origin !== new URL(location.href).origin) return;
  const [keys, desk] = event.ports;
  if (!root || !keys || !desk || !isHandover(event.data)) return;
  removeEventListener('message', take);
  new FrameController(root, keys, desk, event.data.look);
}

if (window.parent !== window) addEventListener('message', take);
