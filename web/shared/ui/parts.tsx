// Small parts: buttons, avatar, banner, dialog, menu. Classes rather than hooks, which would cost visitors another
// kilobyte.
import { Component, type ComponentChildren, createRef } from 'preact';
import { Icon, type IconName } from './icon';

interface ButtonProps {
  children: ComponentChildren;
  kind?: 'primary' | 'quiet' | 'plain' | 'danger';
  small?: boolean;
  wide?: boolean;
  icon?: IconName;
  disabled?: boolean;
  onClick: () => void;
}

export function Button({ children, kind = 'quiet', small, wide, icon, disabled, onClick }: ButtonProps) {
  return (
    <button
      type="button"
      class={`btn ${kind}${small ? ' small' : ''}${wide ? ' wide' : ''}`}
      disabled={disabled}
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
  const initials = name.split(/\s+/).flatMap((word) => word.match(/[\p{L}\p{N}]/u) ?? []);
  return (
    <span class={`avatar${size}`} style={{ '--hue': hash % 360 }} aria-hidden="true">
      {initials.slice(0, 2).join('').toLocaleUpperCase() || '·'}
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

const focusOn = (element: Element | null) => element instanceof HTMLElement && element.focus();

/** A modal dialog; the browser's own, so its first button gets the focus, which stays inside, and Escape closes. */
export class Dialog extends Component<DialogProps> {
  private readonly ref = createRef<HTMLDialogElement>();
  private readonly before = document.activeElement;

  override componentDidMount() {
    this.ref.current?.showModal();
  }

  override componentWillUnmount() {
    focusOn(this.before);
  }

  override render({ title, children, actions, onClose }: DialogProps) {
    return (
      <dialog
        ref={this.ref}
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
}

export interface MenuItem {
  icon: IconName;
  label: string;
  bad?: boolean;
  onClick: () => void;
}

interface MenuProps {
  items: MenuItem[];
  onClose: () => void;
}

/** Buttons that unfold under another one, which stands before it in the document and says so with aria-expanded. */
export class Menu extends Component<MenuProps> {
  private readonly outside = ({ target }: Event) => {
    // The button that opened the menu closes it by itself.
    if (target instanceof Element && !target.closest('.menu, [aria-expanded="true"]')) this.props.onClose();
  };

  override componentDidMount() {
    for (const kind of ['pointerdown', 'focusin']) addEventListener(kind, this.outside);
  }

  override componentWillUnmount() {
    for (const kind of ['pointerdown', 'focusin']) removeEventListener(kind, this.outside);
  }

  override render({ items, onClose }: MenuProps) {
    return (
      <div class="menu">
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            class={item.bad ? 'bad' : ''}
            onClick={() => {
              onClose();
              item.onClick();
            }}
          >
            <Icon name={item.icon} />
            {item.label}
          </button>
        ))}
      </div>
    );
  }
}
