// A modal dialog of the browser itself: top layer, focus kept inside, Escape closes.
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../messages';
import { Icon } from './icons';

interface Props {
  title: string;
  onClose(): void;
  children: ComponentChildren;
  /** Buttons at the bottom. */
  footer?: ComponentChildren;
  className?: string;
}

let count = 0;

export function Modal({ title, onClose, children, footer, className }: Props): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useRef(`modal-${++count}`);
  // At once, so that the keyboard leaves a frame before anybody looks.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`modal ${className ?? ''}`}
      aria-labelledby={id.current}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        // The backdrop belongs to the dialog element itself; everything inside is in .modal-body.
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div class="modal-body">
        <header class="modal-head">
          <h2 id={id.current}>{title}</h2>
          <button type="button" class="ibtn" aria-label={t.dialog.close} onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        <div class="modal-content">{children}</div>
        {footer && <footer class="modal-foot">{footer}</footer>}
      </div>
    </dialog>
  );
}
