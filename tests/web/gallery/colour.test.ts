// A site's colour: black or white on it is always readable.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyColour } from '../../../web/widget/colour';

function applied(colour: string): Map<string, string> {
  const set = new Map<string, string>();
  applyColour(
    { style: { setProperty: (name: string, value: string) => set.set(name, value) } } as unknown as HTMLElement,
    colour,
  );
  return set;
}

const luminance = (colour: number[]) =>
  colour
    .map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0);

test('text on the colour has at least 4.5:1', () => {
  for (let r = 0; r < 256; r += 15)
    for (let g = 0; g < 256; g += 15)
      for (let b = 0; b < 256; b += 15) {
        const hex = `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
        const own = luminance([r, g, b]);
        const on = applied(hex).get('--on-accent') === '#fff' ? 1 : 0;
        assert.ok((Math.max(own, on) + 0.05) / (Math.min(own, on) + 0.05) >= 4.5, hex);
      }
});

test('what is no colour changes nothing', () => {
  for (const text of ['', 'red', '#fff', '#12345g', 'url(x)', '#14614f;x']) assert.equal(applied(text).size, 0, text);
});
