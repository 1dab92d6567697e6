// Glyphs as paths on a 24-unit grid, stroked in the colour of the text. Always decorative: words stand beside them or
// in the label of their button.
const paths = {
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5zM12 15v2',
  send: 'M12 19V5M6 11l6-6 6 6',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 14a4 4 0 0 0 8 0M9 9v.01M15 9v.01',
  close: 'M6 6l12 12M18 6L6 18',
  bin: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13',
  down: 'M6 9.5l6 6 6-6',
  check: 'M5 12l5 5 9-9',
  checks: 'M3 12l4 5 9-9M11 16l1 1 9-9',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2',
  alert: 'M12 4L3 19h18L12 4zM12 10v4M12 17v.01',
  dots: 'M5 12h1M11.5 12h1M18 12h1',
  person: 'M12 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM5 19c1-6 13-6 14 0',
  people: 'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 19c1-6 11-6 12 0M15 5a3 3 0 0 1 0 6M18 14c2 1 3 3 3 5',
  server:
    'M5 4h14a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM5 13h14a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-5a1 1 0 0 1 1-1zM7.5 7.5v.01M7.5 16.5v.01',
  retry: 'M20 5v5h-5M20 10a8 8 0 1 0 0 4',
  sound: 'M4 9v6h3l5 4V5L7 9H4zM16 9a4 4 0 0 1 0 6',
  window: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  ring: 'M12 3a9 9 0 1 1-9 6',
  plug: 'M4 4l16 16M4 12a11 11 0 0 1 16 0M8 16a6 6 0 0 1 8 0M12 20v.01',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, spin, turn }: { name: IconName; spin?: boolean; turn?: boolean }) {
  const extra = `${spin ? ' spin' : ''}${turn ? ' turn' : ''}`;
  return (
    <svg class={`icon${extra}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
