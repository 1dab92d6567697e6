// Lines under parts of a text field. A field has no place for marks, so its text is set once more above it, unseen, with
// the same type, wrapping, direction and scroll, and only the lines drawn.
import type { Stretch } from './notices';

export interface Line extends Stretch {
  /** Class of the line. */
  look: string;
}

/** What decides where each character of a field is. */
const copied = [
  'font',
  'font-feature-settings',
  'font-variation-settings',
  'letter-spacing',
  'word-spacing',
  'line-height',
  'text-indent',
  'text-transform',
  'text-align',
  'direction',
  'unicode-bidi',
  'tab-size',
  'padding-block-start',
  'padding-block-end',
  'padding-inline-start',
  'padding-inline-end',
  'word-break',
  'overflow-wrap',
  'line-break',
  'hyphens',
] as const;

export class Underline {
  private readonly layer = document.createElement('div');
  private readonly text = document.createElement('div');
  private drawn = '';
  private lines: readonly Line[] = [];

  constructor(private readonly area: HTMLTextAreaElement) {
    this.layer.className = 'drafts-layer';
    this.layer.setAttribute('aria-hidden', 'true');
    this.text.className = 'drafts-text';
    this.layer.append(this.text);
    const box = area.parentElement as HTMLElement;
    if (getComputedStyle(box).position === 'static') box.style.position = 'relative';
    box.append(this.layer);
    area.addEventListener('scroll', () => this.follow(), { passive: true });
    // Growing, another width of the window, zoom: all change the box of the field.
    new ResizeObserver(() => this.place()).observe(area);
  }

  /** The text has changed and was not read yet: lines before and behind the change stay with their words. */
  edit(text: string): void {
    const { drawn, lines } = this;
    const most = Math.min(drawn.length, text.length);
    let before = 0;
    while (before < most && drawn[before] === text[before]) before += 1;
    let behind = 0;
    while (behind < most - before && drawn.at(-1 - behind) === text.at(-1 - behind)) behind += 1;
    const moved = text.length - drawn.length;
    this.draw(
      text,
      lines.flatMap(({ start, end, look }) => {
        if (end <= before) return [{ start, end, look }];
        return start >= drawn.length - behind ? [{ start: start + moved, end: end + moved, look }] : [];
      }),
    );
  }

  draw(text: string, lines: readonly Line[]): void {
    this.drawn = text;
    this.lines = lines;
    this.layer.hidden = lines.length === 0;
    if (lines.length > 0) this.set(text, lines);
    // What nobody sees need not be there twice.
    else this.text.replaceChildren();
  }

  private set(text: string, lines: readonly Line[]): void {
    const nodes: Node[] = [];
    let at = 0;
    for (const { start, end, look } of [...lines].sort((a, b) => a.start - b.start)) {
      if (start < at) continue;
      const mark = document.createElement('mark');
      mark.className = look;
      mark.textContent = text.slice(start, end);
      nodes.push(document.createTextNode(text.slice(at, start)), mark);
      at = end;
    }
    // A field shows the empty line after the last line feed, other elements do not.
    nodes.push(document.createTextNode(`${text.slice(at)}\u200b`));
    this.text.replaceChildren(...nodes);
    this.place();
  }

  private place(): void {
    if (this.layer.hidden) return;
    const { area, layer, text } = this;
    const style = getComputedStyle(area);
    for (const name of copied) text.style.setProperty(name, style.getPropertyValue(name));
    // Without the scroll bar, which takes room from the text.
    Object.assign(layer.style, {
      left: `${area.offsetLeft + area.clientLeft}px`,
      top: `${area.offsetTop + area.clientTop}px`,
      width: `${area.clientWidth}px`,
      height: `${area.clientHeight}px`,
    });
    this.follow();
  }

  private follow(): void {
    this.text.style.transform = `translateY(${-this.area.scrollTop}px)`;
  }
}
