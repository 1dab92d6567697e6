// Spans of time as people read them.
export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The full ring of a waiting conversation, and where it turns from calm to soon to late. */
export const WAIT_FULL_MS = 10 * MINUTE_MS;
export const WAIT_SOON_MS = 3 * MINUTE_MS;
export const WAIT_LATE_MS = 8 * MINUTE_MS;

export type Urgency = 'calm' | 'soon' | 'late';

export function urgency(waited_ms: number): Urgency {
  if (waited_ms >= WAIT_LATE_MS) return 'late';
  return waited_ms >= WAIT_SOON_MS ? 'soon' : 'calm';
}

/** 0 to 1. Quick at first, so that a glance tells one minute from two. */
export function waitFraction(waited_ms: number): number {
  return Math.sqrt(Math.min(1, Math.max(0, waited_ms) / WAIT_FULL_MS));
}

export interface Span {
  unit: 'now' | 'minute' | 'hour' | 'day';
  count: number;
}

export function span(ms: number): Span {
  if (ms < MINUTE_MS) return { unit: 'now', count: 0 };
  if (ms < HOUR_MS) return { unit: 'minute', count: Math.floor(ms / MINUTE_MS) };
  if (ms < DAY_MS) return { unit: 'hour', count: Math.floor(ms / HOUR_MS) };
  return { unit: 'day', count: Math.floor(ms / DAY_MS) };
}
