// Times and days in the language of the page.
const language = () => document.documentElement.lang || undefined;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = `${language()} ${key}`;
  let found = formats.get(id);
  if (!found) formats.set(id, (found = new Intl.DateTimeFormat(language(), options)));
  return found;
}

export const clockTime = (at: number): string => format('time', { hour: 'numeric', minute: '2-digit' }).format(at);

export const fullTime = (at: number): string => format('full', { dateStyle: 'full', timeStyle: 'short' }).format(at);

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
  if (ago > 1 && ago < 7) return format('weekday', { weekday: 'long' }).format(at);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return sameYear
    ? format('day', { day: 'numeric', month: 'long' }).format(at)
    : format('date', { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}
