import type { JSX } from 'preact';

/** The name of a key, for the eye; readers hear aria-keyshortcuts or the list of keys. */
export function Key({ name, className }: { name: string; className?: string }): JSX.Element {
  return (
    <span class={`key ${className ?? ''}`} aria-hidden="true">
      {name}
    </span>
  );
}
