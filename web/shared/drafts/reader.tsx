// Reads a draft while it is written, and decides what may leave. Everything happens in this document: a worker cannot be
// started in a frame of an opaque origin, nor anywhere where Trusted Types allow no script addresses. So reading waits
// until the keys rest, and rests the longer itself, the longer the draft takes.
import { render } from 'preact';
import type { DetectEngine, Finding } from '../detect/engine';
import type { Drafting, DraftReader } from '../ui/draft_reader';
import { en as ui } from '../ui/messages/en';
import { replaced } from './mask';
import { Memory } from './memory';
import { en as t } from './messages/en';
import { type Check, type Notice, noticesOf } from './notices';
import { Panel, type PanelProps, sentence } from './panel';
import { actionFor, type Side } from './policy';
import { Tally } from './tally';
import { type Line, Underline } from './underline';

/** After the last keystroke. */
const REST_MS = 150;
/** Of the time, reading takes at most one part in so many. */
const SHARE = 25;
/** What the engine remembers of one sender: so many messages, and so much of the end of each. */
const MESSAGES = 8;
const TAIL = 1024;
/** The engine follows several senders; there is one here. */
const ME = 0;

// What was decided outlives the field: that is made anew when a message is taken back.
const memory = new Memory();

export class Reader implements DraftReader {
  private notices: Notice[] = [];
  private read = '';
  private said = '';
  /** The text for which the lines are drawn. */
  private shown = '';
  private pressed: PanelProps['pressed'];
  /** Shown, and to be sent when send is pressed once more. */
  private confirmed: string | undefined;
  private heard: readonly string[] = [];
  /** The engine has failed; another one is needed. */
  private broken = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private took_ms = 0;
  private readonly tally: Tally;
  private readonly underline: Underline;
  private readonly place = document.createElement('div');

  constructor(
    private readonly area: HTMLTextAreaElement,
    private readonly drafting: () => Drafting,
    private readonly send: () => void,
    private engine: DetectEngine,
    private readonly renew: () => Promise<DetectEngine>,
    private readonly check: Check,
    private readonly side: Side,
  ) {
    this.tally = new Tally((kind, action) => drafting().noticed(kind, action));
    this.underline = new Underline(area);
    this.place.className = 'drafts-place';
    area.parentElement?.before(this.place);
    area.addEventListener('input', (event) => this.onInput((event as InputEvent).inputType));
    // What a button puts in, such as an emoji, is no input, but moves the caret.
    area.addEventListener('selectionchange', () => {
      if (area.value !== this.shown) this.onInput('');
    });
    this.look(area.value);
  }

  release(draft: string): string | undefined {
    this.look(draft);
    if (this.broken) return this.drafting().policy?.if_unavailable === 'send' ? draft : undefined;
    const { notices } = this;
    const grave = notices.filter(({ action }) => action === 'block');
    if (grave.length > 0) return this.hold(grave, 'blocked', { is: 'held' });
    const text = replaced(
      draft,
      notices.flatMap((notice) => (notice.action === 'mask' ? notice.by : [])),
    );
    if (notices.length > 0 && this.confirmed !== draft) {
      this.confirmed = draft;
      return this.hold(notices, 'warned', text === draft ? { is: 'asked' } : { is: 'masked', text });
    }
    for (const notice of notices) {
      const { kind, value, action } = notice;
      this.count(notice, action === 'mask' ? 'masked' : 'sent');
      if (action === 'warn') memory.remember(kind, value, 'accepted');
    }
    this.look('');
    return text;
  }

  private hold(notices: readonly Notice[], action: 'blocked' | 'warned', pressed: PanelProps['pressed']): undefined {
    for (const notice of notices) this.count(notice, action);
    this.pressed = pressed;
    this.draw();
  }

  private onInput(how: string): void {
    clearTimeout(this.timer);
    this.shown = this.area.value;
    const read = () => this.look(this.area.value);
    // What was pasted or dropped is all there at once.
    if (/^insertFrom(Paste|Drop)/.test(how) || this.area.value === '') read();
    else this.timer = setTimeout(read, Math.max(REST_MS, this.took_ms * SHARE));
    if (this.area.value !== this.read) this.underline.edit(this.area.value);
  }

  /** Reads the draft and shows what there is to say. */
  private look(draft: string): void {
    clearTimeout(this.timer);
    const start_ms = performance.now();
    if (this.confirmed !== draft) {
      this.confirmed = undefined;
      this.pressed = undefined;
    }
    try {
      this.notices = draft.trim() === '' || this.broken ? [] : this.noticesIn(draft);
    } catch {
      // Out of memory, or worse: what is left of it must not be asked again.
      this.notices = [];
      this.broken = true;
    }
    this.read = draft;
    this.took_ms = performance.now() - start_ms;
    this.draw();
  }

  private noticesIn(draft: string): Notice[] {
    const { chat, policy } = this.drafting();
    memory.enter(chat?.conversation ?? '');
    const requests = this.check(draft);
    const findings: Finding[] = this.preview(draft);
    return noticesOf(draft, findings, requests, (type) => actionFor(type, this.side, policy), memory, t);
  }

  /** The draft seen after the sender's last messages. */
  private preview(draft: string): Finding[] {
    const { chat, before } = this.drafting();
    const own = chat?.timeline.flatMap((item) =>
      item.kind === 'message' && item.mine && !item.erased ? [item.text] : [],
    );
    const last = (own ?? before ?? []).slice(-MESSAGES).map((text) => text.slice(-TAIL));
    if (last.length !== this.heard.length || last.some((text, index) => text !== this.heard[index])) {
      this.engine.forget();
      for (const text of last) this.engine.add(ME, text);
      this.heard = last;
    }
    return this.engine.preview(ME, draft);
  }

  private draw(): void {
    const { notices, pressed, side, area } = this;
    // The text may be the trimmed one.
    const shift = Math.max(0, area.value.indexOf(this.read));
    const lines = notices.flatMap(({ pieces, action }): Line[] =>
      pieces.map(({ start, end }) => ({ start: start + shift, end: end + shift, look: action })),
    );
    this.underline.draw(area.value, lines);
    this.shown = area.value;
    this.say();
    render(
      <Panel
        side={side}
        notices={notices}
        pressed={pressed}
        said={this.said}
        broken={
          this.broken ? (this.drafting().policy?.if_unavailable === 'send' ? ui.goesUnread : ui.paused) : undefined
        }
        onRenew={() => void this.again()}
        onRemove={(notice) => this.replace(notice)}
        onHarmless={(notice) => this.harmless(notice)}
        onSend={this.send}
        onKeep={() => {
          this.confirmed = undefined;
          this.pressed = undefined;
          this.draw();
          area.focus();
        }}
      />,
      this.place,
    );
  }

  /** With another engine, which has heard nothing yet. */
  private async again(): Promise<void> {
    try {
      this.engine = await this.renew();
      this.heard = [];
      this.broken = false;
    } catch {
      // Still none: it is said already.
    }
    this.look(this.area.value);
  }

  /** Politely, and only what is new. */
  private say(): void {
    const { notices, pressed, side } = this;
    const [gravest] = notices;
    if (gravest) {
      const held = pressed && pressed.is !== 'asked' && pressed.is !== 'masked' ? `${t.held} ` : '';
      const asked = pressed?.is === 'masked' ? ` ${t.willSend} ${pressed.text}` : pressed ? ` ${t.ask}` : '';
      this.said = t.noticed(held + sentence(gravest, side) + (held ? '' : asked));
    } else this.said = this.said && this.area.value ? t.clear : '';
  }

  /** The safe way: what is sensitive goes, the rest stays. */
  private replace({ by, kind, pieces, value }: Notice): void {
    const parts = by.length > 0 ? by : pieces.map((piece) => ({ ...piece, by: '' }));
    const shift = Math.max(0, this.area.value.indexOf(this.read));
    this.write(
      replaced(
        this.area.value,
        parts.map(({ start, end, by: instead }) => ({ start: start + shift, end: end + shift, by: instead })),
      ),
    );
    this.tally.count(kind, 'removed');
    // Should it be written again, it counts again.
    memory.forget(kind, value);
  }

  private harmless({ kind, value }: Notice): void {
    memory.remember(kind, value, 'harmless');
    this.tally.count(kind, 'dismissed');
    this.look(this.area.value);
    this.area.focus();
  }

  private write(text: string): void {
    const { area } = this;
    area.value = text;
    area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
    this.look(text);
    area.focus();
  }

  /** Once for each value, however often send is pressed. */
  private count({ kind, value }: Notice, action: 'blocked' | 'warned' | 'masked' | 'sent'): void {
    if (memory.has(kind, value, `counted ${action}`)) return;
    memory.remember(kind, value, `counted ${action}`);
    this.tally.count(kind, action);
  }
}
