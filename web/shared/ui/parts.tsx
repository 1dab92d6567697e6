// Small parts: buttons, avatar, banner, dialog, menu.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon';
import { en as t } from './messages/en';

interface ButtonProps {
  children: ComponentChildren;
  kind?: 'primary' | 'quiet' | 'plain' | 'danger';
  small?: boolean;
  wide?: boolean;
  icon?: IconName;
  disabled?: boolean;
  autofocus?: boolean;
  onClick: () => void;
}

export function Button({ children, kind = 'quiet', small, wide, icon, disabled, autofocus, onClick }: ButtonProps) {
  return (
    <button
      type="button"
      class={`btn ${kind}${small ? ' small' : ''}${wide ? ' wide' : ''}`}
      disabled={disabled}
      autofocus={autofocus}
      onClick={onClick}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps {
  label: string;
  icon: IconName;
  class?: string;
  expanded?: boolean;
  /** Greyed and without effect, but still reachable, so that a reader hears that it is there. */
  off?: boolean;
  onClick: () => void;
}

export function IconButton({ label, icon, class: extra, expanded, off, onClick }: IconButtonProps) {
  return (
    <button
      type="button"
      class={`ibtn${extra ? ` ${extra}` : ''}`}
      aria-label={label}
      title={label}
      aria-expanded={expanded}
      aria-disabled={off}
      onClick={() => off || onClick()}
    >
      <Icon name={icon} />
    </button>
  );
}

/** The first letter of a name on a colour that follows from the name; the lock glyph without a name. */
export function Avatar({ name, small }: { name?: string | undefined; small?: boolean }) {
  const size = small ? ' small' : '';
  if (!name) {
    return (
      <span class={`avatar${size}`} aria-hidden="true">
        <Icon name="person" />
      </span>
    );
  }
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  const letter = [...name.matchAll(/\p{L}|\p{N}/gu)][0]?.[0] ?? '·';
  return (
    <span class={`avatar h${hash % 8}${size}`} aria-hidden="true">
      {letter.toLocaleUpperCase()}
    </span>
  );
}

interface BannerProps {
  tone?: 'plain' | 'good' | 'warn' | 'danger';
  icon: IconName;
  spin?: boolean;
  title?: string;
  children?: ComponentChildren;
  actions?: ComponentChildren;
  /** Interrupts the screen reader; for what stops the conversation. */
  alert?: boolean;
}

export function Banner({ tone = 'plain', icon, spin, title, children, actions, alert }: BannerProps) {
  return (
    <div class={`banner ${tone}`} role={alert ? 'alert' : 'status'}>
      <Icon name={icon} spin={spin ?? false} />
      <div>
        {title && <strong>{title}</strong>}
        {children}
        {actions && <div class="actions">{actions}</div>}
      </div>
    </div>
  );
}

interface DialogProps {
  title: string;
  children: ComponentChildren;
  actions: ComponentChildren;
  onClose: () => void;
}

/** A modal dialog; the browser's own, so focus is kept inside and Escape closes. */
export function Dialog({ title, children, actions, onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    ref.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class="dialog"
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id="dialog-title">{title}</h2>
      {children}
      <div class="actions">{actions}</div>
    </dialog>
  );
}

export interface MenuItem {
  icon: IconName;
  label: string;
  /** Present on items that are switched on and off. */
  checked?: boolean;
  state?: string;
  bad?: boolean;
  onClick: () => void;
}

/** A menu that opens under its button. Arrow keys, Home, End, Escape, Tab; focus goes back to where it was. */
export function Menu({ label, items, onClose }: { label: string; items: MenuItem[]; onClose: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  const buttons = () => [...(ref.current?.querySelectorAll('button') ?? [])];
  useEffect(() => {
    const before = document.activeElement;
    buttons()[0]?.focus();
    const outside = (event: Event) => {
      if (event.target instanceof Node && !ref.current?.contains(event.target)) onClose();
    };
    // Not in the same event that opened the menu.
    const timer = setTimeout(() => addEventListener('pointerdown', outside));
    return () => {
      clearTimeout(timer);
      removeEventListener('pointerdown', outside);
      if (before instanceof HTMLElement && ref.current?.contains(document.activeElement)) before.focus();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const goal = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (goal !== undefined) all[goal % all.length]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={ref} class="menu" role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
          aria-checked={item.checked}
          tabIndex={-1}
          class={item.bad ? 'bad' : ''}
          onClick={() => {
            onClose();
            item.onClick();
          }}
        >
          <Icon name={item.icon} />
          {item.label}
          {item.state && <span class="state">{item.state}</span>}
        </button>
      ))}
    </div>
  );
}

/** The names of a list in the language of the page, each kept apart from the direction of its neighbours. */
export function Names({ names }: { names: string[] }) {
  return <bdi>{t.and(names)}</bdi>;
}
