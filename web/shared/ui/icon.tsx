// Glyphs as paths on a 24-unit grid, stroked in the colour of the text. Always decorative: words stand beside them or
// in the label of their button.
const paths = {
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5zM12 15v2',
  send: 'M12 19V5M6 11l6-6 6 6',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.5a4.2 4.2 0 0 0 7 0M9 9.75v.01M15 9.75v.01',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M6 9.5l6 6 6-6',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  checks: 'M2.5 12.5L7 17l9-9.5M11.5 16l1 1 9-9.5',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2',
  alert: 'M12 4L2.8 19.5h18.4L12 4zM12 10v4.5M12 17.2v.01',
  dots: 'M5 12h1M11.5 12h1M18 12h1',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.6-3.7 3.6-5.5 7.5-5.5s6.9 1.8 7.5 5.5',
  people:
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.5-3.3 3.1-5 6.5-5s6 1.7 6.5 5M16 11.3a3.2 3.2 0 0 0 0-6.3M17.5 14.8c2.3.5 3.7 2 4 4.7',
  server:
    'M5 4h14a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM5 13h14a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-5a1 1 0 0 1 1-1zM7.5 7.5v.01M7.5 16.5v.01',
  retry: 'M20 5v5h-5M19.5 10A8 8 0 1 0 20 14',
  sound: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4zM16 9a4.2 4.2 0 0 1 0 6M18.7 6.3a8 8 0 0 1 0 11.4',
  window: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  ring: 'M12 3a9 9 0 1 1-8.5 6',
  plug: 'M3 3l18 18M8.5 16.2a5 5 0 0 1 7 0M5 12.7a10 10 0 0 1 4-2.4M15 10.3a10 10 0 0 1 4 2.4M2 9a15 15 0 0 1 4.5-2.9M11 5a15 15 0 0 1 11 4M12 19.5v.01',
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
