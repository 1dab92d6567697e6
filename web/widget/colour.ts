// A site's own colour in place of the accent, made readable (WCAG 2.2, 1.4.3): text on it is black or white, whichever
// stands out more, which is never less than 4.5:1; text in it is mostly ink.
export function applyColour({ style }: HTMLElement, colour: string): void {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return;
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  // Relative luminance at which black and white stand out equally.
  const bright = 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179;
  const mix = (share: number, ground: string) => `color-mix(in oklab, ${colour} ${share}%, ${ground})`;
  const tokens = {
    '': colour,
    '-hover': mix(88, bright ? '#fff' : '#000'),
    '-soft': mix(12, 'var(--surface)'),
    '-ink': mix(35, 'var(--ink)'),
  };
  for (const [name, value] of Object.entries(tokens)) style.setProperty(`--accent${name}`, value);
  style.setProperty('--on-accent', bright ? '#000' : '#fff');
}
