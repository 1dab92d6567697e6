// The widget's document: /widget in the frame of a page, /window in a window of its own. The address names site and root;
// what follows # comes from the loader and concerns looks only.
import { render } from 'preact';
import { fromBase64url } from '../shared/base64url';
import { CloisterError } from '../shared/errors';
import { Store } from '../shared/store';
import { Visitor } from '../shared/visitor';
import { beep } from './beep';
import { applyColour } from './colour';
import { Controller, type Opened } from './controller';
import { en as t } from './messages/en';
import { Widget } from './view';
import './widget.css';
import { CLOSE, HIDDEN, QUIET, READY, SHOWN, UNREAD } from './wire';

const query = new URLSearchParams(location.search);
const look = new URLSearchParams(location.hash.slice(1));
const embedded = window.parent !== window;
const page = look.get('o') ?? '';
const root = document.documentElement;
const app = document.getElementById('app') as HTMLElement;

/** To the page around, if it is the one that opened this frame; the browser drops it otherwise. */
function tell(what: string): void {
  if (embedded && /^https?:\/\/[^/]+$/.test(page)) window.parent.postMessage(what, page);
}

/** The database of web/shared/store.ts. */
const DATABASE = 'cloister';

/**
 * Nothing is stored in a browser that has not chatted before until something is written: until then the keys with which
 * the site is checked are in memory, and thrown away.
 */
async function open(toWrite: boolean): Promise<Opened> {
  const site = fromBase64url(query.get('site') ?? '');
  const pinned = fromBase64url(query.get('root') ?? '');
  // An embed line made before the first member of staff came in has no root yet.
  if (query.get('root') === '') throw new CloisterError('not_ready');
  if (site?.length !== 16 || pinned?.length !== 32) throw new CloisterError('malformed');
  const names = await indexedDB.databases().catch(() => undefined);
  const provisional = !toWrite && !names?.some((database) => database.name === DATABASE);
  const visitor = await Visitor.open({ site, root: pinned, ...(provisional && { store: Store.inMemory() }) });
  return { visitor, provisional, persistent: provisional ? names !== undefined : visitor.persistent };
}

/** The other documents of this browser that keep what this one does. */
const others = new BroadcastChannel(DATABASE);
others.onmessage = () => location.reload();

let titleShows = false;

const controller = new Controller({
  embedded,
  open,
  render: (model) => render(<Widget model={model} actions={controller} />, app),
  unread(waits) {
    tell(waits ? UNREAD : QUIET);
    if (!embedded && waits !== titleShows) document.title = waits ? `• ${t.newMessage}` : t.title;
    titleShows = waits;
  },
  arrived(sound) {
    if (sound) beep();
  },
  openWindow() {
    // `noopener`: the new window must not be able to reach this frame, nor the page around it.
    window.open(`/window${location.search}${location.hash}`, '_blank', 'noopener');
  },
  minimise: () => tell(CLOSE),
  restart() {
    others.postMessage('');
    location.reload();
  },
});

let shown = !embedded;
const visibility = () => controller.setVisible(shown && document.visibilityState === 'visible');

if (embedded) {
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== window.parent || origin !== page) return;
    if (data === SHOWN || data === HIDDEN) {
      shown = data === SHOWN;
      visibility();
      if (shown) focusFirst();
    }
  });
} else root.classList.add('own-window');

document.addEventListener('visibilitychange', visibility);
for (const kind of ['keydown', 'pointerdown']) {
  addEventListener(kind, () => controller.touched(), { capture: true, passive: true });
}

/** Whoever opens the chat wants to write; on touch screens the keyboard would cover the greeting. */
function focusFirst(): void {
  if (matchMedia('(pointer: fine)').matches) app.querySelector('textarea')?.focus();
}

root.lang = t.language;
root.dir = t.direction;
applyColour(root, look.get('c') ?? '');
visibility();
tell(READY);
void controller.start().then(() => shown && focusFirst());
