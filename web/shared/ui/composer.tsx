// Where one writes. Enter sends, Shift+Enter starts a line, an input method's Enter is left to the input method.
import { Component, type ComponentChildren, createRef } from 'preact';
import { type Drafting, type DraftReader, readDrafts } from './draft_reader';
import { EmojiPicker } from './emoji';
import { en as t } from './messages/en';
import { Button, IconButton } from './parts';

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
  drafting: Drafting;
  onDraft?: (text: string) => void;
  onSend: (text: string) => void;
}

// The counter appears when this much is left.
const warnBytes = 500;
const encoder = new TextEncoder();

interface State {
  text: string;
  emoji: boolean;
  /** What reads drafts could not be had. */
  unread: boolean;
}

export class Composer extends Component<ComposerProps, State> {
  override state = { text: this.props.draft ?? '', emoji: this.props.emojiOpen ?? false, unread: false };
  private readonly area = createRef<HTMLTextAreaElement>();
  private reader: DraftReader | undefined;
  private loading: Promise<void> | undefined;
  private pressed = false;

  override componentDidMount() {
    this.fit();
    if (this.state.text) this.read();
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
    this.read();
  }

  /** From the first keystroke on, a reader of drafts is there or on its way. */
  private readonly read = (): Promise<void> => {
    this.loading ??= readDrafts(this.area.current as HTMLTextAreaElement, () => this.props.drafting, this.send).then(
      (reader) => {
        this.reader = reader;
        this.setState({ unread: false });
      },
      () => this.setState({ unread: true }),
    );
    return this.loading;
  };

  private mayGoUnread(): boolean {
    return this.props.drafting.policy?.if_unavailable === 'send';
  }

  private readonly again = () => {
    this.loading = undefined;
    this.read();
  };

  private readonly send = async () => {
    const { text } = this.state;
    const { drafting } = this.props;
    if (!this.can() || this.pressed) return;
    this.pressed = true;
    await this.read();
    this.pressed = false;
    // Who can read was settled when send was pressed.
    if (text !== this.state.text || drafting.chat?.epoch !== this.props.drafting.chat?.epoch) return;
    const out = this.reader ? this.reader.release(text.trim()) : this.mayGoUnread() && text.trim();
    if (!out) return;
    this.props.onSend(out);
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
    const { text, emoji, unread } = this.state;
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
          {unread ? (
            <>
              <span class="count over" role="alert">
                {this.mayGoUnread() ? t.goesUnread : t.paused}
              </span>
              <Button small onClick={this.again}>
                {t.tryAgain}
              </Button>
            </>
          ) : (
            under
          )}
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
