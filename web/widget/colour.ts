// A site's own colour, made readable: text on it and text in it keep at least 4.5:1 (WCAG 2.2, 1.4.3).

type Rgb = [number, number, number];

export function parseColour(text: string): Rgb | undefined {
  const match = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  return match ? [1, 2, 3].map((part) => Number.parseInt(match[part] ?? '0', 16)) as Rgb : undefined;
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const mix = (a: Rgb, b: Rgb, share: number): Rgb => a.map((part, i) => Math.round(part + ((b[i] ?? 0) - part) * share)) as Rgb;
const css = (colour: Rgb): string => `rgb(${colour.join(' ')})`;
const white: Rgb = [255, 255, 255];
const black: Rgb = [24, 22, 20];

/** `colour` moved towards `goal` until it stands out from `ground`. */
function readable(colour: Rgb, ground: Rgb, goal: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const candidate = mix(colour, goal, share);
    if (contrast(candidate, ground) >= 4.6) return candidate;
  }
  return goal;
}

/** Replaces the accent of the tokens by the site's colour. Follows dark and light. */
export function applyColour(root: HTMLElement, text: string): void {
  const colour = parseColour(text);
  if (!colour) return;
  const darkScheme = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : darkScheme.matches;
    const surface: Rgb = dark ? [28, 27, 24] : white;
    const soft = mix(surface, colour, dark ? 0.16 : 0.1);
    const on = contrast(colour, white) >= 4.5 ? white : black;
    // White on a colour in the middle reaches neither; then the colour gives way.
    const accent = contrast(colour, on) >= 4.5 ? colour : readable(colour, on, on === white ? black : white);
    const set = (name: string, value: Rgb) => root.style.setProperty(name, css(value));
    set('--accent', accent);
    set('--accent-hover', mix(accent, on === white ? black : white, 0.12));
    set('--on-accent', on);
    set('--accent-soft', soft);
    set('--accent-ink', readable(colour, soft, dark ? white : black));
  };
  apply();
  darkScheme.addEventListener('change', apply);
}
