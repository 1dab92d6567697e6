// Times and days in the language of the page.
const language = () => document.documentElement.lang || undefined;
const formats = new Map<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>();

/** Making a format is slow, so each is made once. A time that is none is written as nothing: drawing must not stop. */
function format(at: number, options: Intl.DateTimeFormatOptions): string {
  if (!(Math.abs(at) <= 8.64e15)) return '';
  const found = formats.get(options) ?? new Intl.DateTimeFormat(language(), options);
  formats.set(options, found);
  return found.format(at);
}

const clock = { hour: 'numeric', minute: '2-digit' } as const;
const weekday = { weekday: 'long' } as const;
const day = { day: 'numeric', month: 'long' } as const;
const date = { ...day, year: 'numeric' } as const;
const moment = { ...weekday, ...day, ...clock } as const;

export const clockTime = (at: number): string => format(at, clock);

/** "Thursday, November 26 at 7:43 PM". */
export const dayAndTime = (at: number): string => format(at, moment);

/** Days since the epoch in local time; equal for two times of one day. */
export const dayNumber = (at: number): number =>
  Math.floor((at - new Date(at).getTimezoneOffset() * 60_000) / 86_400_000);

/** "Today", "Yesterday", "Monday", "3 May", "3 May 2024". */
export function dayName(at: number, now: number): string {
  const ago = dayNumber(now) - dayNumber(at);
  if (ago === 0 || ago === 1) {
    const word = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(-ago, 'day');
    return word.charAt(0).toLocaleUpperCase(language()) + word.slice(1);
  }
  if (ago > 1 && ago < 7) return format(at, weekday);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(at, sameYear ? day : date);
}
