// Waiting and being served: nobody there, colleagues, one agent with many customers, and the end of conversations.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openBrowser } from './support/browser.mjs';
import { Agent, Customer, expectEventually } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { story } from './support/story.mjs';

const test = story();
let server;
let browser;
let anna;
let ben;
let early;

before(async () => {
  server = await Server.start();
  browser = await openBrowser(server);
  anna = await Agent.enrol(browser, server.enrolment, 'Anna');
  await anna.enter();
});
after(async () => {
  await browser?.close();
  await server?.dispose();
});

/** How many of a list there are, once there are as many. */
const counted = (locator, count, what) => expectEventually(async () => (await locator.count()) === count, what);

test('when nobody is there, a customer is told so, and writes to the whole team', async () => {
  early = await Customer.visit(browser, server);
  await early.open();
  await early.widget.getByText('Nobody is here right now.').waitFor();
  await early.say('It rained into my tent.');
  await early.widget.getByText('Your message is sealed to the support team (1 person).').waitFor();
  await early.widget.getByText('The answer waits for you in this browser.').waitFor();
});

test('a reload of the page loses nothing, and more can be written', async () => {
  await early.page.reload();
  await early.open();
  await early.widget.getByText('It rained into my tent.').waitFor();
  await early.say('And into my boots.');
  await early.widget.getByText('And into my boots.').waitFor();
  await anna.waiting.getByText('2 messages').waitFor();
});

test('who waits sees at once whether somebody takes conversations', async () => {
  const takes = anna.page.getByRole('switch', { name: 'Take new conversations' });
  await early.widget.getByText('Nobody is here right now.').waitFor();
  await takes.setChecked(true);
  await early.widget.getByText('Somebody will be with you soon.').waitFor();
  await early.widget.getByText('Waiting for the team').waitFor();
  await takes.setChecked(false);
  await early.widget.getByText('Nobody is here right now.').waitFor();
});

test('who is hired later opens what waits, once a colleague has handed over the keys', async () => {
  const link = await anna.invite();
  await anna.lock();
  ben = await Agent.enrol(browser, link, 'Ben');
  await ben.page.getByText('hands the team’s keys to yours as soon as it is online').waitFor();
  await ben.enter();
  await ben.goAvailable();
  await counted(ben.waiting, 1, 'Ben sees that somebody waits');

  // Nobody with the keys is there: he cannot, and is told why.
  await ben.acceptNext();
  await ben.page.getByText('The key to read this is not on this device.').waitFor();
  await counted(ben.mine, 0, 'nothing was taken');
  await ben.page.getByRole('button', { name: 'Dismiss' }).click();

  await anna.unlock();
  await expectEventually(async () => {
    if ((await ben.mine.count()) === 1) return true;
    const accept = ben.page.getByRole('button', { name: /^Accept .*, waiting/ }).and(ben.page.locator(':enabled'));
    if ((await accept.count()) > 0)
      await accept
        .first()
        .click({ timeout: 1000 })
        .catch(() => undefined);
    return false;
  }, 'Ben takes the conversation');
  await ben.frame.getByText('It rained into my tent.').waitFor();
  await ben.frame.getByText('And into my boots.').waitFor();
});

test('a colleague sees it go from the queue, and the customer gets the answer after another reload', async () => {
  await counted(anna.waiting, 0, 'it no longer waits');
  await anna.page.getByText('Nobody is waiting.').waitFor();
  await counted(anna.mine, 0, 'it is not hers');
  await early.page.reload();
  await ben.say('Send both to us, we dry them.');
  await early.open();
  await early.widget.getByText('Ben is with you now').waitFor();
  await early.widget.getByText('Send both to us, we dry them.').waitFor();
  await early.widget.getByText('you, Ben, and the supervisors (1 person)').waitFor();
});

test('both sides work out the same comparison code', async () => {
  await early.widget.getByRole('button', { name: /^Who can read this/ }).click();
  await early.widget.getByRole('button', { name: 'Show the code' }).click();
  await ben.frame.getByRole('button', { name: /^Who can read this/ }).click();
  await ben.frame.getByRole('button', { name: 'Show the code' }).click();
  const shown = async (side) => {
    await side.locator('.code').waitFor();
    return side.locator('.code span').allTextContents();
  };
  const [theirs, ours] = await Promise.all([shown(early.widget), shown(ben.frame)]);
  assert.equal(theirs.length, 4);
  for (const group of theirs) assert.match(group, /^\d{5}$/);
  assert.deepEqual(ours, theirs);
});

test('two accept at once: one gets it, the other is told that somebody was quicker', async () => {
  const customer = await Customer.visit(browser, server);
  await customer.open();
  await customer.say('Who is quicker?');
  await Promise.all([counted(anna.waiting, 1, 'Anna sees it'), counted(ben.waiting, 1, 'Ben sees it')]);
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  let reached;
  const underWay = new Promise((resolve) => {
    reached = resolve;
  });
  await ben.page.route(/\/accept$/, async (route) => {
    reached();
    await held;
    await route.continue();
  });
  await ben.acceptNext();
  await underWay;
  await anna.acceptNext();
  await anna.frame.getByText('Who is quicker?').waitFor();
  await counted(ben.waiting, 0, 'it is gone for Ben');
  release();
  await ben.page.getByText('Somebody else has accepted this conversation.').waitFor();
  await ben.page.unroute(/\/accept$/);
  await counted(ben.mine, 1, 'Ben has what he had');
  await customer.widget.getByText('Anna is with you now').waitFor();
  await anna.page.bringToFront();
  await customer.context.close();
});

const words = ['apricot', 'bramble', 'cypress', 'dandelion', 'elderberry', 'foxglove'];
let six;
/** Anna's six, by the word that each has written. */
const names = new Map();

test('six customers at once: each has a room and a colour of its own', async () => {
  await anna.frame.getByRole('button', { name: 'Close conversation' }).click();
  await anna.frame.getByRole('dialog').getByRole('button', { name: 'Close conversation' }).click();
  await anna.page.getByRole('button', { name: 'Remove from the list' }).click();
  await counted(anna.mine, 0, 'her list is empty');
  await anna.goAvailable();

  six = [];
  for (const word of words) {
    const customer = await Customer.visit(browser, server);
    await customer.open();
    await customer.say(`My word is ${word}.`);
    await counted(anna.waiting, 1, 'she sees who waits');
    await anna.acceptNext();
    await anna.frame.getByText(`My word is ${word}.`).waitFor();
    names.set(word, await anna.front.getAttribute('title'));
    six.push(customer);
  }
  await counted(anna.mine, 6, 'six of hers');
  assert.equal(new Set(names.values()).size, 6, 'six names');
  const classes = await anna.mine.evaluateAll((rows) => rows.map((row) => /hue-\d+/.exec(row.className)[0]));
  assert.equal(new Set(classes).size, 6, 'six colours');
  assert.equal(await anna.page.locator('iframe').count(), 6, 'six frames');
  assert.equal(await anna.page.locator('iframe:visible').count(), 1, 'one of them in front');
  // One conversation in each frame, and no word of it in the desk around.
  const seen = [];
  for (const frame of anna.page.frames().slice(1)) {
    const text = await frame.locator('body').textContent();
    seen.push(words.filter((word) => text.includes(word)));
    assert.equal(await frame.evaluate(() => window.origin), 'null');
  }
  assert.deepEqual(seen.flat().sort(), words);
  assert.ok(seen.every((list) => list.length === 1));
  const desk = await anna.page.locator('body').textContent();
  assert.deepEqual(
    words.filter((word) => desk.includes(word)),
    [],
  );
});

const nth = (index) => ({ word: words[index], name: names.get(words[index]) });
const inFront = async ({ word, name }) => {
  await expectEventually(async () => (await anna.front.getAttribute('title')) === name, `${name} is in front`);
  await anna.frame.getByText(`My word is ${word}.`).waitFor();
};

test('Alt with a number goes to that conversation, from wherever one writes, and drafts stay', async () => {
  for (let index = 0; index < 6; index += 1) {
    await anna.page.keyboard.press(`Alt+${index + 1}`);
    await inFront(nth(index));
    // Where the caret is after the keys, without a click.
    const box = anna.frame.getByRole('textbox');
    await expectEventually(() => box.evaluate((element) => element === document.activeElement), 'the caret is there');
    await anna.page.keyboard.type(`To ${nth(index).word}`);
  }
  for (let index = 0; index < 6; index += 1) {
    await anna.page.keyboard.press(`Alt+${index + 1}`);
    await inFront(nth(index));
    assert.equal(await anna.frame.getByRole('textbox').inputValue(), `To ${nth(index).word}`);
  }
});

test('Ctrl+K goes by name', async () => {
  await anna.page.keyboard.press('Alt+1');
  await inFront(nth(0));
  await anna.page.keyboard.press('Control+k');
  const field = anna.page.getByRole('combobox', { name: 'Name of a conversation or page' });
  await field.fill(nth(4).name);
  await anna.page.getByRole('option', { name: nth(4).name }).waitFor();
  await field.press('Enter');
  await inFront(nth(4));
});

test('what arrives elsewhere is counted in the list and in the title, without a word of it', async () => {
  await six[1].say('Something secret about the parcel');
  await six[1].say('And a second thing');
  await six[2].say('A third thing');
  const row = (index) => anna.mine.filter({ hasText: nth(index).name });
  await row(1).getByText('2 unread messages').waitFor();
  await row(2).getByText('1 unread message').waitFor();
  await expectEventually(async () => (await anna.page.title()) === '(2) Cloister', 'two conversations wait');
  const desk = await anna.page.locator('body').textContent();
  assert.ok(!/secret|second|third/.test(desk));
  await anna.page.keyboard.press('Alt+2');
  await anna.frame.getByText('And a second thing').waitFor();
  await counted(row(1).locator('.badge'), 0, 'read');
  await anna.page.keyboard.press('Alt+3');
  await anna.frame.getByText('A third thing').waitFor();
  await expectEventually(async () => (await anna.page.title()) === 'Cloister', 'nothing waits');
});

test('an answer while the chat is closed shows as a dot and in the title of a hidden page, never as words', async () => {
  const customer = six[0];
  await customer.widget.getByRole('button', { name: 'Close the chat window' }).click();
  // A page in the background; the browser of a test has none.
  await customer.page.evaluate(() => {
    window.titles = [];
    Object.defineProperty(document, 'hidden', { get: () => true });
    new MutationObserver(() => window.titles.push(document.title)).observe(document.head, {
      subtree: true,
      childList: true,
    });
  });
  await anna.page.keyboard.press('Alt+1');
  await inFront(nth(0));
  await anna.frame.getByRole('textbox').fill('Your parcel is in the red shed');
  await anna.page.keyboard.press('Enter');
  await customer.page.waitForFunction(() => window.titles.length > 0);
  const titles = await customer.page.evaluate(() => window.titles);
  assert.deepEqual(
    titles.filter((title) => /parcel|shed|Anna/.test(title)),
    [],
  );
  assert.match(titles[0], /new message/i);
});

test('drafts outlast a lock of the console', async () => {
  await anna.lock();
  assert.equal(await anna.page.locator('iframe').count(), 0, 'no frame behind the lock');
  await anna.unlock();
  await counted(anna.mine, 6, 'her six are back');
  for (const index of [5, 3]) {
    await anna.mine
      .filter({ hasText: nth(index).name })
      .getByRole('button')
      .click();
    await inFront(nth(index));
    assert.equal(await anna.frame.getByRole('textbox').inputValue(), `To ${nth(index).word}`);
  }
});

test('the agent closes a conversation, and the customer can begin another', async () => {
  await anna.mine
    .filter({ hasText: nth(5).name })
    .getByRole('button')
    .click();
  await inFront(nth(5));
  await anna.frame.getByRole('button', { name: 'Close conversation' }).click();
  await anna.frame.getByRole('dialog').getByRole('button', { name: 'Close conversation' }).click();
  await anna.frame.getByText('This conversation is closed').waitFor();
  const { widget } = six[5];
  await widget.getByText('Anna closed this conversation.').waitFor();
  await widget.getByText('This conversation is closed.').waitFor();
  assert.equal(await widget.getByRole('textbox').count(), 0);
  await widget.getByRole('button', { name: 'Start a new conversation' }).click();
  await widget.getByText('Hello. How can we help?').waitFor();
  await six[5].say('One more thing');
  await anna.waiting.getByText('1 message').waitFor();
  await anna.acceptNext();
  await anna.frame.getByText('One more thing').waitFor();
  assert.equal(await anna.frame.getByText('My word is foxglove.').count(), 0, 'it is another conversation');
});

test('the customer ends a conversation', async () => {
  const { widget } = six[4];
  await anna.mine
    .filter({ hasText: nth(4).name })
    .getByRole('button')
    .click();
  await inFront(nth(4));
  await widget.getByRole('button', { name: 'More' }).click();
  await widget.getByRole('button', { name: 'End the conversation' }).click();
  await widget.getByRole('button', { name: 'End it' }).click();
  await widget.getByText('You ended this conversation.').waitFor();
  await anna.frame.getByText('The customer ended the chat.').waitFor();
  assert.equal(await anna.frame.getByRole('textbox').count(), 0);
});

test('another browser finds nothing of all this', async () => {
  const stranger = await Customer.visit(browser, server);
  await stranger.open();
  await stranger.widget.getByText('Hello. How can we help?').waitFor();
  assert.equal(await stranger.widget.getByRole('log').count(), 0);
});

test('no page reported an error of its own', () => {
  // What the browser itself notes: the refusal of the slower of two.
  const expected = /status of 409/;
  const errors = [anna, ben, early, ...six].flatMap((person) => person.errors).filter((error) => !expected.test(error));
  assert.deepEqual(errors, []);
});
