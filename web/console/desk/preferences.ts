// What an agent chose for this browser. No word and no key is in here; on a shared computer nothing is kept.
import { type ErrorName, errorNames } from '../../shared/gen/wire';
import type { Settings, Theme } from '../model/desk_model';
import { type Given, HUES } from '../model/pseudonym';

const KEY = 'cloister-console';
const MAX_GIVEN = 200;

export interface Preferences {
  settings: Settings;
  /** Names and colours given to conversations, so that a reload does not change them. */
  given: Map<string, Given>;
}

const isSmall = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < 1000;

const themes: readonly Theme[] = ['system', 'light', 'dark'];

export function loadPreferences(): Preferences {
  const preferences: Preferences = { settings: { sound: true, title: true, theme: 'system' }, given: new Map() };
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return preferences;
    const { sound, title, theme, given } = stored as Record<string, unknown>;
    if (typeof sound === 'boolean') preferences.settings.sound = sound;
    if (typeof title === 'boolean') preferences.settings.title = title;
    preferences.settings.theme = themes.find((one) => one === theme) ?? 'system';
    for (const [id, variant, hue] of Array.isArray(given) ? given.slice(0, MAX_GIVEN) : []) {
      const good = typeof id === 'string' && isSmall(variant) && isSmall(hue) && hue < HUES;
      if (good) preferences.given.set(id, { variant, hue });
    }
  } catch {
    // Refused or damaged: the defaults do.
  }
  return preferences;
}

let saved = '';

export function savePreferences(preferences: Preferences, shared: boolean): void {
  const given = [...preferences.given].map(([id, { variant, hue }]) => [id, variant, hue]);
  const text = JSON.stringify({ ...preferences.settings, given: given.slice(-MAX_GIVEN) });
  if (shared || text === saved) return;
  saved = text;
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // They then last as long as the window.
  }
}

export function forgetPreferences(): void {
  try {
    localStorage.removeItem(KEY);
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept either.
  }
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** What the next document must know when locking or an ended session has replaced this one. */
export type Note =
  | {
      is: 'locked';
      why: 'hand' | 'idle' | 'server';
      name: string;
      /** Hex id of the device that was locked. */
      device: string;
      conversations: number;
      focused: string;
    }
  /** A shared computer: the link by which one's passkey comes back in. No secret is in it. */
  | { is: 'shared'; link: string }
  | { is: 'ended'; code: ErrorName };

export function leaveNote(note: Note): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(note));
  } catch {
    // Then it is a plain sign-in.
  }
}

export function readNote(): Note | undefined {
  try {
    const text = sessionStorage.getItem(KEY);
    const note: unknown = text && JSON.parse(text);
    if (typeof note !== 'object' || note === null) return undefined;
    const { is, why, name, device, conversations, focused, code, link } = note as Record<string, unknown>;
    if (is === 'ended') {
      const known = errorNames.find((one) => one === code);
      return known && { is, code: known };
    }
    if (is === 'shared') return typeof link === 'string' ? { is, link } : undefined;
    if (is !== 'locked' || (why !== 'hand' && why !== 'idle' && why !== 'server')) return undefined;
    if (typeof name !== 'string' || typeof device !== 'string' || typeof focused !== 'string') return undefined;
    return typeof conversations === 'number' ? { is, why, name, device, conversations, focused } : undefined;
  } catch {
    return undefined;
  }
}

export function clearNote(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}
