// A small set of emoji in a grid that is one stop for Tab; arrow keys move inside.
import { useEffect, useRef, useState } from 'preact/hooks';
import { en as t } from './messages/en';

const set = [
  ...'😀😄😂🙂😉😊😍😘🤔😐😕🙁😢😭😡😱🤗😅😴🤒👍👎👏🙏👋💪👌🤝🙌🤞👀💡❤️💚💙💛✨🎉🔥⭐✅❌❓❗⏳📦📎🔒'.matchAll(
    /\p{Extended_Pictographic}\uFE0F?/gu,
  ),
].map((match) => match[0]);

export function EmojiPicker({ onPick, onClose }: { onPick: (emoji: string) => void; onClose: () => void }) {
  const grid = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  useEffect(() => {
    const outside = (event: Event) => {
      if (event.target instanceof Element && !event.target.closest('.composer')) onClose();
    };
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, []);
  useEffect(() => {
    const cells = grid.current?.querySelectorAll('button');
    cells?.[at]?.focus();
  }, [at]);
  const onKeyDown = (event: KeyboardEvent) => {
    const element = grid.current;
    if (!element) return;
    const style = getComputedStyle(element);
    const columns = style.gridTemplateColumns.split(' ').length;
    const forward = style.direction === 'rtl' ? -1 : 1;
    const step = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (step !== undefined) setAt(Math.min(set.length - 1, Math.max(0, at + step)));
    else if (event.key === 'Home') setAt(0);
    else if (event.key === 'End') setAt(set.length - 1);
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={grid} class="emoji" role="group" aria-label={t.emoji} onKeyDown={onKeyDown}>
      {set.map((emoji, index) => (
        <button key={emoji} type="button" tabIndex={index === at ? 0 : -1} onClick={() => onPick(emoji)}>
          {emoji}
        </button>
      ))}
    </div>
  );
}
