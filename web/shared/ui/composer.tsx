// Where one writes. Enter sends, Shift+Enter starts a line, an input method's Enter is left to the input method.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
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

export function Composer(props: ComposerProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(props.draft ?? '');
  const [emoji, setEmoji] = useState(props.emojiOpen ?? false);
  // Counting bytes costs a copy; it matters only near the limit, and a unit of UTF-16 is at most three bytes.
  const left =
    text.length * 3 < props.maxBytes - warnBytes ? props.maxBytes : props.maxBytes - encoder.encode(text).length;
  const can = text.trim() !== '' && left >= 0;

  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = '0';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);

  const change = (value: string) => {
    setText(value);
    props.onDraft?.(value);
  };
  const send = () => {
    if (!can) return;
    props.onSend(text.trim());
    change('');
    area.current?.focus();
  };
  const insert = (what: string) => {
    const element = area.current;
    if (!element) return;
    element.focus();
    element.setRangeText(what, element.selectionStart, element.selectionEnd, 'end');
    change(element.value);
  };
  const closeEmoji = () => {
    setEmoji(false);
    area.current?.focus();
  };

  return (
    <div class="composer">
      {emoji && <EmojiPicker onPick={insert} onClose={closeEmoji} />}
      <div class="box">
        <IconButton
          label={t.emoji}
          icon="smile"
          expanded={emoji}
          onClick={() => (emoji ? closeEmoji() : setEmoji(true))}
        />
        <textarea
          ref={area}
          rows={1}
          value={text}
          dir="auto"
          aria-label={props.label}
          aria-describedby="composer-under"
          placeholder={props.placeholder}
          autocomplete="off"
          enterkeyhint="send"
          autofocus={props.autofocus}
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={(event) => {
            // 229: Safari sends the Enter that ends a composition after compositionend.
            if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229)
              return;
            event.preventDefault();
            send();
          }}
        />
        <IconButton label={t.send} icon="send" class="send" off={!can} onClick={send} />
      </div>
      <div class="under" id="composer-under">
        {props.under}
        {left <= warnBytes && (
          <span class={left < 0 ? 'count over' : 'count'} role="status">
            {left < 0 ? t.tooLong(-left) : t.left(left)}
          </span>
        )}
      </div>
    </div>
  );
}
