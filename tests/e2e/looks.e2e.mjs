// Every page as people see it: axe-core finds nothing, light and dark, on a phone and on a desk. Screenshots are in
// tests/e2e/out/. With CLOISTER_PICTURES=1 the pictures of the README are made anew.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before } from 'node:test';
import { addPasskey, openBrowser, shots, watchErrors } from './support/browser.mjs';
import { Agent, Customer, expectEventually } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { story } from './support/story.mjs';

const top = resolve(import.meta.dirname, '../..');
const axe = readFileSync(join(top, 'web/node_modules/axe-core/axe.min.js'), 'utf8');
const pictures = process.env.CLOISTER_PICTURES ? join(top, 'docs/pictures') : undefined;

const test = story();
let server;
let browser;
let anna;
let customer;

before(async () => {
  server = await Server.start();
  browser = await openBrowser(server);
});
after(async () => {
  await browser?.close();
  await server?.dispose();
});

const sizes = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];
const schemes = ['light', 'dark'];

/** Looks at a page in all its forms; `prepare` is done after each change of size. */
async function look(page, name, prepare = async () => {}) {
  const found = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    await prepare(size);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const form = `${name}-${colorScheme}-${size.width}`;
      await settle(page);
      await page.screenshot({ path: join(shots, `${form}.png`), animations: 'disabled' });
      for (const frame of await shownFrames(page)) {
        for (const problem of await problemsOf(frame))
          found.push(`${form}, ${new URL(frame.url()).pathname}: ${problem}`);
        const wide = await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) found.push(`${form}, ${new URL(frame.url()).pathname}: ${wide} pixels wider than the window`);
      }
    }
  }
  await page.setViewportSize(sizes[0]);
  assert.deepEqual(found, []);
}

/** The page and those of its frames that can be seen. */
async function shownFrames(page) {
  const shown = [page.mainFrame()];
  for (const frame of page.frames().slice(1)) {
    const element = await frame.frameElement();
    if (await element.isVisible()) shown.push(frame);
  }
  return shown;
}

/** Every transition has come to its end in every frame. */
async function settle(page) {
  for (const frame of await shownFrames(page))
    await frame.evaluate(async () => {
      await document.fonts.ready;
      const ending = document
        .getAnimations()
        .filter((animation) => animation.effect?.getTiming().iterations !== Infinity);
      await Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)));
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    });
}

async function problemsOf(frame) {
  if (!(await frame.evaluate('typeof axe === "object"'))) await frame.evaluate(`${axe}; undefined`);
  // Regions are a matter of the page as a whole: the desk has them, and a frame stands in one.
  const whole = { enabled: frame.parentFrame() === null };
  const rules = { region: whole, 'landmark-one-main': whole };
  const options = { iframes: false, resultTypes: ['violations'], rules };
  const { violations } = await frame.evaluate((options) => window.axe.run(document, options), options);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${help}: ${target.join(' ')} ${any[0]?.message ?? ''}`),
  );
}

test('setting up, and a console with nothing to do', async () => {
  const page = await (await browser.newContext({ viewport: sizes[0] })).newPage();
  watchErrors(page);
  await addPasskey(page);
  await page.goto(server.enrolment);
  await page.getByRole('heading', { name: 'Set up this site' }).waitFor();
  await look(page, 'enrol');
  await page.context().close();

  anna = await Agent.enrol(browser, server.enrolment, 'Anna');
  await anna.page.getByRole('button', { name: 'Open the console' }).waitFor();
  await look(anna.page, 'enrolled');
  await anna.enter();
  await look(anna.page, 'console-empty');
});

test('the team, security and settings pages', async () => {
  await anna.page.getByRole('button', { name: 'Team', exact: true }).click();
  await anna.page.getByRole('rowheader', { name: /Anna/ }).waitFor();
  await look(anna.page, 'team');
  await anna.page.getByRole('button', { name: 'Make the link' }).click();
  await anna.page.getByRole('textbox', { name: 'Invitation link' }).waitFor();
  await look(anna.page, 'invitation');
  await anna.page.getByRole('button', { name: 'Done' }).click();
  await anna.page.getByRole('button', { name: /^Security/ }).click();
  await look(anna.page, 'notices');
  await anna.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await look(anna.page, 'settings');
});

test('the shop, and the widget before the first word', async () => {
  customer = await Customer.visit(browser, server, sizes[0]);
  await look(customer.page, 'shop');
  await customer.open();
  await look(customer.page, 'widget-away');
  await anna.goAvailable();
  await customer.page.reload();
  await customer.open();
  await customer.widget.getByText('We are here').waitFor();
  await look(customer.page, 'widget-welcome');
});

test('waiting, and talking, on both sides', async () => {
  await customer.say('Hi! My tent pole snapped on day two. Is that covered?');
  await customer.widget.getByText('Your message is sealed to the support team').waitFor();
  await look(customer.page, 'widget-waiting');
  await anna.acceptNext();
  await anna.frame.getByText('My tent pole snapped').waitFor();
  await anna.say('Oh no! Yes, poles are covered for life. Which tent is it?');
  await customer.widget.getByText('poles are covered').waitFor();
  await customer.say('A Nordlys 2, the ochre one.');
  await customer.say('I am still on the trail, can it go to a hut? 🏔️');
  await anna.frame.getByText('can it go to a hut?').waitFor();
  await anna.say('It can: https://huts.example.org/fjell has the list. Pick one, and a new pole is there on Friday.');
  await customer.widget.getByText('a new pole is there on Friday').waitFor();
  await customer.say('You are the best. Fjellheim, please!');
  await anna.frame.getByText('Fjellheim, please!').waitFor();
  await look(customer.page, 'widget-chat');
  await look(anna.page, 'console-chat');
});

test('who can read this, unfolded', async () => {
  await customer.widget.getByRole('button', { name: /^Who can read this/ }).click();
  await customer.widget.getByRole('button', { name: 'Show the code' }).click();
  await customer.widget.locator('.code').waitFor();
  await look(customer.page, 'widget-readers');
  await customer.widget.getByRole('button', { name: /^Who can read this/ }).click();
  await anna.frame.getByRole('button', { name: /^Who can read this/ }).click();
  await look(anna.page, 'console-readers');
  await anna.frame.getByRole('button', { name: /^Who can read this/ }).click();
});

test('drafts with something sensitive in them, on both sides', async () => {
  const panel = (place) => place.getByRole('region', { name: 'Before you send' });
  const field = (place) => place.getByRole('textbox').first();
  const draft = 'Please charge 4111 1111 1111 1111, or DE89 3704 0044 0532 0130 00.';
  await field(customer.widget).fill(draft);
  await panel(customer.widget).waitFor();
  await look(customer.page, 'widget-draft');
  await field(customer.widget).press('Enter');
  await panel(customer.widget).getByText('This is what will be sent:').waitFor();
  await look(customer.page, 'widget-draft-masked');
  await field(customer.widget).fill(`${draft} My password is Zwetschge-4711x`);
  await field(customer.widget).press('Enter');
  await panel(customer.widget).getByText('Not sent.').waitFor();
  await look(customer.page, 'widget-draft-held');
  await field(customer.widget).fill('');
  await field(anna.frame).fill('Please send me your password, or just mail it to me.');
  await field(anna.frame).press('Enter');
  await panel(anna.frame).getByText('Not sent.').first().waitFor();
  await look(anna.page, 'console-draft-held');
  await field(anna.frame).fill('Never mind.');
  await expectEventually(async () => (await panel(anna.frame).count()) === 0, 'nothing is said any more');
  await field(anna.frame).fill('');
  await anna.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await anna.page.getByText('questions for a secret').waitFor();
  await look(anna.page, 'settings-figures');
  await anna.page.keyboard.press('Alt+1');
});

test('several customers at a time', async () => {
  const words = ['Where is my parcel?', 'Do the boots run small?', 'I need a hand with a return.', 'Are you there?'];
  for (const [index, word] of words.entries()) {
    const other = await Customer.visit(browser, server);
    await other.open();
    await other.say(word);
    await expectEventually(async () => (await anna.waiting.count()) === Math.max(1, index - 1), 'the next one waits');
    if (index >= 2) continue;
    await anna.acceptNext();
    await anna.frame.getByText(word).waitFor();
    await anna.say('Good day! Let me see.');
    await other.widget.getByText('Let me see.').waitFor();
    await other.say('Thank you, take your time.');
    await anna.frame.getByText('take your time').waitFor();
  }
  await anna.page.keyboard.press('Alt+1');
  await anna.frame.getByText('Fjellheim, please!').waitFor();
  await look(anna.page, 'console-several');
  await look(anna.page, 'console-drawer', async ({ width }) => {
    if (width < 700) await anna.page.getByRole('button', { name: /^Show the list of conversations/ }).click();
  });
  if (pictures) {
    mkdirSync(pictures, { recursive: true });
    for (const [page, name] of [
      [anna.page, 'console'],
      [customer.page, 'widget'],
    ]) {
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await settle(page);
      await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
    }
  }
});

test('the end of a conversation, and the lock', async () => {
  await anna.frame.getByRole('button', { name: 'Close conversation' }).click();
  await look(anna.page, 'console-closing');
  await anna.frame.getByRole('dialog').getByRole('button', { name: 'Close conversation' }).click();
  await anna.frame.getByText('This conversation is closed').waitFor();
  await look(anna.page, 'console-closed');
  await customer.widget.getByText('This conversation is closed.').waitFor();
  await look(customer.page, 'widget-closed');
  await anna.lock();
  await look(anna.page, 'lock');
  assert.deepEqual([...anna.errors, ...customer.errors], []);
});
