// The script that reads drafts: with the engine, which it fetches, and with its own style.
import wasm from '../../../build/detect/detect.wasm';
import { DetectEngine } from '../detect/engine';
import type { ReaderModule } from '../ui/draft_reader';
import style from './drafts.css';
import type { Check } from './notices';
import type { Side } from './policy';
import { Reader } from './reader';

/** A server that cannot be reached must not keep somebody waiting for long. */
const LOAD_MS = 20_000;

let engine: Promise<DetectEngine> | undefined;

function load(): Promise<DetectEngine> {
  const signal = AbortSignal.timeout(LOAD_MS);
  engine = DetectEngine.load(fetch(wasm, { integrity: DETECTOR_INTEGRITY, credentials: 'omit', signal }));
  return engine;
}

/** One engine and one sheet for a document, however often its field is made anew. */
export function reads(side: Side, check: Check): ReaderModule['read'] {
  return async (area, drafting, send) => {
    const first = !engine;
    const loaded = await (engine ?? load());
    if (first) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
      document.adoptedStyleSheets.push(sheet);
    }
    return new Reader(area, drafting, send, loaded, load, check, side);
  };
}
