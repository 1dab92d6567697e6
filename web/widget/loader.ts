// The embed script: a button on somebody's page, and the frame behind it. Nothing is fetched or stored before a visitor
// opens the chat. The page can open and close it (`window.Cloister`); it learns whether something unread waits, and
// nothing else.
//
//   <script async src="https://chat.example.org/embed.js" data-site="…" data-root="…"></script>
//
// Optional: data-label (text on the button), data-position ("left" or "right"), data-colour ("#14614f").
import { style } from './loader_style';
import { en as t } from './messages/loader';
import { CLOSE, HIDDEN, QUIET, READY, SHOWN, UNREAD } from './wire';

type Command = 'open' | 'close';
interface Api {
  (command: Command): void;
  /** Calls made before this script was there. */
  q?: ArrayLike<Command>[];
}
declare global {
  interface Window {
    Cloister?: Api | undefined;
  }
}

const script = (document.currentScript ?? document.querySelector('script[data-site][data-root]')) as HTMLScriptElement;

function start() {
  const { site = '', root = '', label = '', position, colour = '' } = script.dataset;
  const { origin } = new URL(script.src);
  const host = document.createElement('cloister-chat');
  const shadow = host.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  shadow.adoptedStyleSheets = [sheet];

  const button = document.createElement('button');
  button.type = 'button';
  button.append(glyph());
  if (label) button.append(Object.assign(document.createElement('span'), { textContent: label }));
  const dot = document.createElement('i');
  button.append(dot);
  shadow.append(button);
  if (position === 'left') host.dataset.side = 'left';
  const rgb = /^#([0-9a-f]{6})$/i.exec(colour)?.[1];
  if (rgb) {
    host.style.setProperty('--accent', colour);
    const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => (Number.parseInt(rgb.slice(at, at + 2), 16) / 255) ** 2.2);
    // Black stands out from a colour more than white does from this luminance on.
    host.style.setProperty('--on', 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? '#000' : '#fff');
  }

  let frame: HTMLIFrameElement | undefined;
  let ready = false;
  let open = false;
  let flashing = 0;

  const tell = (what: string) => ready && frame?.contentWindow?.postMessage(what, origin);

  const name = (unread: boolean) => {
    button.ariaLabel = `${open ? t.close : label || t.open}${unread && !open ? `. ${t.unread}` : ''}`;
    button.ariaExpanded = `${open}`;
    dot.hidden = !unread || open;
  };

  // The title of the page blinks while it is in the background. It never says what was written.
  const flash = (on: boolean) => {
    clearInterval(flashing);
    flashing = 0;
    if (!on || !document.hidden) return;
    const before = document.title;
    let lit = false;
    const put = (light: boolean) => {
      // Leaves titles alone that the page has changed meanwhile.
      if (document.title === (lit ? t.unread : before)) document.title = light ? t.unread : before;
      lit = light;
    };
    flashing = setInterval(() => {
      put(document.hidden && !lit);
      if (!document.hidden) clearInterval(flashing);
    }, 1200);
  };

  const show = (value: boolean) => {
    if (value === open) return;
    open = value;
    if (!frame) {
      frame = document.createElement('iframe');
      frame.title = t.frame;
      frame.allow = 'clipboard-write; publickey-credentials-get';
      // What follows # stays in the browser.
      const look = new URLSearchParams({ o: location.origin, c: colour });
      frame.src = `${origin}/widget?${new URLSearchParams({ site, root })}#${look}`;
      shadow.prepend(frame);
      // Laid out once while closed, so that opening moves.
      frame.getBoundingClientRect();
    }
    host.toggleAttribute('open', open);
    frame.inert = !open;
    tell(open ? SHOWN : HIDDEN);
    name(false);
    if (open) {
      flash(false);
      frame.focus();
    } else button.focus();
  };

  addEventListener('message', ({ origin: from, source, data }) => {
    if (from !== origin || !frame || source !== frame.contentWindow) return;
    if (data === READY) {
      ready = true;
      tell(open ? SHOWN : HIDDEN);
    } else if (data === CLOSE) show(false);
    else if (data === UNREAD || data === QUIET) {
      name(data === UNREAD);
      flash(data === UNREAD);
    }
  });
  button.onclick = () => show(!open);
  host.onkeydown = (event) => {
    if (event.key === 'Escape') show(false);
  };

  const waiting = window.Cloister?.q ?? [];
  const api: Api = (command) => show(command === 'open');
  window.Cloister = api;
  name(false);
  document.body.append(host);
  for (const call of Array.from(waiting)) if (call[0]) api(call[0]);
}

/** A speech bubble with a keyhole, and the cross that replaces it while open. */
function glyph() {
  const make = (tag: string, attributes: Record<string, string>) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const key in attributes) element.setAttribute(key, attributes[key] ?? '');
    return element;
  };
  const svg = make('svg', { viewBox: '0 0 32 32', 'aria-hidden': 'true' });
  svg.append(
    make('path', {
      class: 'bubble',
      'fill-rule': 'evenodd',
      d: 'M16 4.5C9 4.5 3.5 9.2 3.5 15c0 3.1 1.6 5.9 4.1 7.8.2 1.7-.4 3.3-1.6 4.6 2.5-.1 4.6-1 6.1-2.3 1.2.3 2.5.4 3.9.4 7 0 12.5-4.7 12.5-10.5S23 4.5 16 4.5zm0 5.3a2.9 2.9 0 0 1 1.4 5.4l1.1 4.6h-5l1.1-4.6A2.9 2.9 0 0 1 16 9.8z',
    }),
    make('path', { class: 'cross', d: 'M9 13l7 7 7-7' }),
  );
  return svg;
}

// Once, even if the line is on the page twice.
if (script && !document.querySelector('cloister-chat')) {
  if (document.body) start();
  else addEventListener('DOMContentLoaded', start);
}
