// A small set of emoji in a grid that is one stop for Tab; arrow keys move inside.
import { Component, createRef } from 'preact';
import { en as t } from './messages/en';

const set =
  '😀 😄 😂 🙂 😉 😊 😍 😘 🤔 😐 😕 🙁 😢 😭 😡 😱 🤗 😅 😴 🤒 👍 👎 👏 🙏 👋 💪 👌 🤝 🙌 🤞 👀 💡 ❤️ 💚 💙 💛 ✨ 🎉 🔥 ⭐ ✅ ❌ ❓ ❗ ⏳ 📦 📎 🔒'.split(
    ' ',
  );

interface Props {
  onPick: (emoji: string) => void;
  onClose: () => void;
}

export class EmojiPicker extends Component<Props, { at: number }> {
  override state = { at: 0 };
  private readonly grid = createRef<HTMLDivElement>();
  private readonly outside = (event: Event) => {
    if (event.target instanceof Element && !event.target.closest('.composer')) this.props.onClose();
  };

  private focus() {
    this.grid.current?.querySelectorAll('button')[this.state.at]?.focus();
  }

  override componentDidMount() {
    this.focus();
    addEventListener('pointerdown', this.outside);
  }

  override componentDidUpdate(_: Props, before: { at: number }) {
    if (before.at !== this.state.at) this.focus();
  }

  override componentWillUnmount() {
    removeEventListener('pointerdown', this.outside);
  }

  private readonly onKeyDown = (event: KeyboardEvent) => {
    const { gridTemplateColumns, direction } = getComputedStyle(event.currentTarget as Element);
    const columns = gridTemplateColumns.split(' ').length;
    const forward = direction === 'rtl' ? -1 : 1;
    const { at } = this.state;
    const last = set.length - 1;
    const goal = {
      ArrowRight: at + forward,
      ArrowLeft: at - forward,
      ArrowDown: at + columns,
      ArrowUp: at - columns,
    }[event.key];
    if (goal !== undefined) this.setState({ at: Math.min(last, Math.max(0, goal)) });
    else if (event.key === 'Escape') this.props.onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  override render({ onPick }: Props) {
    return (
      // biome-ignore lint/a11y/useSemanticElements: there is no form here
      <div ref={this.grid} class="emoji" role="group" aria-label={t.emoji} onKeyDown={this.onKeyDown}>
        {set.map((emoji, index) => (
          <button key={emoji} type="button" tabIndex={index === this.state.at ? 0 : -1} onClick={() => onPick(emoji)}>
            {emoji}
          </button>
        ))}
      </div>
    );
  }
}
