// Where one writes. Enter sends, Shift+Enter starts a line, an input method's Enter is left to the input method.
import { Component, type ComponentChildren, createRef } from 'preact';
import { EmojiPicker } from './emoji';
import { en as t } from './messages/en';
import { IconButton } from './parts';

interface ComposerProps {
  label: string;
  placeholder: string;
  /** Largest text, in bytes of UTF-8. */
  maxBytes: number;
  /** Something to say about what is about to be sent, under the box. */
  under?: ComponentChildren;
  draft?: string;
  emojiOpen?: boolean;
  autofocus?: boolean;
  onDraft?: (text: string) => void;
  onSend: (text: string) => void;
}

// The counter appears when this much is left.
const warnBytes = 500;
const encoder = new TextEncoder();

export class Composer extends Component<ComposerProps, { text: string; emoji: boolean }> {
  override state = { text: this.props.draft ?? '', emoji: this.props.emojiOpen ?? false };
  private readonly area = createRef<HTMLTextAreaElement>();

  override componentDidMount() {
    this.fit();
    // Not by the attribute: browsers ignore it in a frame of another origin.
    if (this.props.autofocus) this.area.current?.focus();
  }

  override componentDidUpdate() {
    this.fit();
  }

  /** As high as the text; a long placeholder must not make it grow. */
  private fit() {
    const element = this.area.current;
    if (!element) return;
    element.style.height = element.value && '0';
    if (element.value) element.style.height = `${element.scrollHeight}px`;
  }

  private left(): number {
    const { text } = this.state;
    const { maxBytes } = this.props;
    // Counting bytes costs a copy; it matters only near the limit, and a unit of UTF-16 is at most three bytes.
    return text.length * 3 < maxBytes - warnBytes ? maxBytes : maxBytes - encoder.encode(text).length;
  }

  private can(): boolean {
    return this.state.text.trim() !== '' && this.left() >= 0;
  }

  private change(text: string) {
    this.setState({ text });
    this.props.onDraft?.(text);
  }

  private readonly send = () => {
    if (!this.can()) return;
    this.props.onSend(this.state.text.trim());
    this.change('');
    this.area.current?.focus();
  };

  private readonly insert = (what: string) => {
    const element = this.area.current;
    if (!element) return;
    element.setRangeText(what, element.selectionStart, element.selectionEnd, 'end');
    this.change(element.value);
  };

  private readonly closeEmoji = () => {
    this.setState({ emoji: false });
    this.area.current?.focus();
  };

  private readonly onKeyDown = (event: KeyboardEvent) => {
    // 229: Safari sends the Enter that ends a composition after compositionend.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || composing) return;
    event.preventDefault();
    this.send();
  };

  override render({ label, placeholder, under }: ComposerProps) {
    const { text, emoji } = this.state;
    const left = this.left();
    return (
      <div class="composer">
        {emoji && <EmojiPicker onPick={this.insert} onClose={this.closeEmoji} />}
        <div class="box">
          <IconButton
            label={t.emoji}
            icon="smile"
            expanded={emoji}
            onClick={() => (emoji ? this.closeEmoji() : this.setState({ emoji: true }))}
          />
          <textarea
            ref={this.area}
            rows={1}
            value={text}
            dir="auto"
            aria-label={label}
            aria-describedby="composer-under"
            placeholder={placeholder}
            autocomplete="off"
            enterkeyhint="send"
            onInput={(event) => this.change(event.currentTarget.value)}
            onKeyDown={this.onKeyDown}
          />
          <IconButton label={t.send} icon="send" class="send" off={!this.can()} onClick={this.send} />
        </div>
        <div class="under" id="composer-under">
          {under}
          {left <= warnBytes && (
            <span class={left < 0 ? 'count over' : 'count'} role="status">
              {left < 0 ? t.tooLong(-left) : t.left(left)}
            </span>
          )}
        </div>
      </div>
    );
  }
}
