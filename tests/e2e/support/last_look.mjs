// What every page showed when a test failed: its words into the output, its picture beside the others.
import { join } from 'node:path';
import { browsers, shots } from './browser.mjs';

const WORDS = 3000;
const PATIENCE_MS = 3000;

export async function lastLook(name) {
  const pages = [...browsers].flatMap((one) => one.contexts?.() ?? [one]).flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) {
    const picture = join(shots, `failed-${name.replaceAll(/\W+/g, '-').slice(0, 60)}-${index + 1}.png`);
    await page.screenshot({ path: picture, timeout: PATIENCE_MS }).catch(() => undefined);
    for (const frame of page.frames()) {
      const body = frame.locator('body');
      const seen = await body.ariaSnapshot({ timeout: PATIENCE_MS }).catch(({ message }) => message);
      console.log(
        `page ${index + 1} ${frame.url().split('?')[0]}: ${seen.replaceAll(/\s*\n\s*/g, ' | ').slice(0, WORDS)}`,
      );
    }
  }
}
