// The keyboard commands of the console. A frame forwards these, and only these, to the desk; anything else typed in a
// frame stays there.
export const COMMANDS = [
  'slot-1',
  'slot-2',
  'slot-3',
  'slot-4',
  'slot-5',
  'slot-6',
  'slot-7',
  'slot-8',
  'slot-9',
  'next-unread',
  'previous',
  'next',
  'switcher',
  'accept',
  'lock',
  'help',
  'rail',
] as const;

export type Command = (typeof COMMANDS)[number];

export function isCommand(value: unknown): value is Command {
  return (COMMANDS as readonly unknown[]).includes(value);
}

export interface Press {
  key: string;
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  repeat?: boolean;
}

/**
 * The command of a key press. `writing`: the caret is in a text field, where a plain `?` is a character.
 * Letters and digits are taken by `code` as well, because Alt changes the character on some keyboards (Option+1 is ¡).
 */
export function commandOf(press: Press, writing: boolean): Command | undefined {
  if (press.repeat) return undefined;
  const { key, code, altKey, ctrlKey, metaKey, shiftKey } = press;
  if (altKey && !ctrlKey && !metaKey && !shiftKey) {
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
    if (digit === '0') return 'next-unread';
    if (digit) return `slot-${digit}` as Command;
    if (key === 'PageUp') return 'previous';
    if (key === 'PageDown') return 'next';
    if (code === 'KeyA' || key === 'a') return 'accept';
    if (code === 'KeyL' || key === 'l') return 'lock';
    return undefined;
  }
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'k') return 'switcher';
  if (key === 'F6' && !altKey && !ctrlKey && !metaKey) return 'rail';
  if (key === '?' && !writing && !altKey && !ctrlKey && !metaKey) return 'help';
  return undefined;
}
