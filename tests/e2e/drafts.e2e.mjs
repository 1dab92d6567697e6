// Sensitive data is seen before it leaves: drafts are read in the browser, on both sides, and what is held never becomes
// traffic.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { openBrowser, shots } from './support/browser.mjs';
import { Agent, Customer, expectEventually } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { test as alone, story } from './support/story.mjs';
import { Traffic } from './support/traffic.mjs';
import { find } from './support/words.mjs';

const card = '4111 1111 1111 1111';
const iban = 'DE89 3704 0044 0532 0130 00';
const secret = 'Zwetschge-4711x';
const appendFrame = 1;

const test = story();
let server;
let browser;
let agent;
let customer;
let traffic;

/** A customer's traffic, sent frames apart. */
async function visitWithTraffic(who, view) {
  const made = {};
  const visitor = await Customer.visit(browser, server, view, async (context) => {
    made.traffic = new Traffic(context, who);
    made.sent = [];
    context.on('page', (page) =>
      page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => made.sent.push(Buffer.from(payload)))),
    );
  });
  visitor.traffic = made.traffic;
  visitor.sent = made.sent;
  return visitor;
}

const box = (place) => place.getByRole('textbox').first();
const panel = (place) => place.getByRole('region', { name: 'Before you send' });
const lines = (place) => place.locator('.drafts-text mark');
const appended = (visitor) => visitor.sent.filter((frame) => frame[0] === appendFrame);
/** What reads drafts is there. */
const reading = (place) => place.locator('.drafts-place').waitFor({ state: 'attached' });

before(async () => {
  server = await Server.start();
  // What a test answers in place of the server comes from no address.
  browser = await openBrowser(server, [], ['LocalNetworkAccessChecks']);
});
after(async () => {
  await browser?.close();
  await server?.dispose();
});

test('nothing of it is fetched before somebody writes', async () => {
  agent = await Agent.enrol(browser, server.enrolment, 'Anna', undefined, async (context) => {
    traffic = new Traffic(context, 'agent');
  });
  await agent.enter();
  await agent.goAvailable();
  customer = await visitWithTraffic('customer');
  await customer.open();
  const fetched = () => customer.requests.filter((url) => /\/(customer|detect)-[^/]*$/.test(url));
  assert.deepEqual(fetched(), []);
  await box(customer.widget).pressSequentially('H');
  await reading(customer.widget);
  const names = fetched().map((url) => new URL(url).pathname.replace(/-\w+\./, '.'));
  assert.deepEqual([...new Set(names)].sort(), ['/assets/customer.js', '/assets/detect.wasm']);
  await box(customer.widget).fill('');
});

test('ordinary words pass unseen', async () => {
  await customer.say('Hello, my lamp has not arrived.');
  await agent.acceptNext();
  await agent.frame.getByText('Hello, my lamp has not arrived.').waitFor();
  await agent.say('Let me look.');
  await customer.widget.getByText('Let me look.').waitFor();
  assert.equal(await panel(customer.widget).count(), 0);
});

test('a password is underlined with its reason, and does not leave', async () => {
  const { widget } = customer;
  // Long, so that a frame with it could be told from any other by its length alone.
  const draft = `${'I have tried everything and nothing works. '.repeat(90)}My password is ${secret}`;
  const before = appended(customer).length;
  await box(widget).fill(draft);
  await expectEventually(async () => (await lines(widget).allTextContents()).includes(secret), 'it is underlined');
  await panel(widget).getByText('must not leave: nobody here may ever know it').waitFor();
  await box(widget).press('Enter');
  await panel(widget).getByText('Not sent.').waitFor();
  await customer.shot('drafts-blocked');
  assert.equal(await box(widget).inputValue(), draft, 'the draft stays');

  await panel(widget).getByRole('button', { name: 'Take it out' }).click();
  await expectEventually(async () => !(await box(widget).inputValue()).includes(secret), 'it is taken out');
  assert.equal(await panel(widget).count(), 0);
  await box(widget).fill('It works again, thank you.');
  await box(widget).press('Enter');
  await agent.frame.getByText('It works again, thank you.').waitFor();
  const since = appended(customer).slice(before);
  assert.equal(since.length, 1, 'one message left');
  assert.ok(since[0].length < draft.length, 'and it is not the long one');
  assert.ok(customer.sent.every((frame) => frame.length < draft.length));
});

test('a card is masked, after it was shown what will be sent', async () => {
  const { widget } = customer;
  await box(widget).pressSequentially(`You charged ${card} twice`);
  await panel(widget)
    .getByText(/leaves as \*\*\*\* \*\*\*\* \*\*\*\* 1111/)
    .waitFor();
  const before = appended(customer).length;
  await box(widget).press('Enter');
  await panel(widget).getByText('This is what will be sent:').waitFor();
  await panel(widget).getByText('You charged **** **** **** 1111 twice').waitFor();
  assert.equal(appended(customer).length, before);
  await customer.shot('drafts-masked');
  await box(widget).press('Enter');
  await agent.frame.getByText('You charged **** **** **** 1111 twice').waitFor();
  assert.equal(await box(widget).inputValue(), '');
});

test('a warning asks once', async () => {
  const { widget } = customer;
  await box(widget).fill(`Refund to ${iban} please`);
  await panel(widget).getByText('send it only if you were asked').waitFor();
  await box(widget).press('Enter');
  await panel(widget).getByRole('button', { name: 'Send it anyway' }).click();
  await agent.frame.getByText(`Refund to ${iban} please`).waitFor();
  await customer.say(`Again: ${iban}`);
  await agent.frame.getByText(`Again: ${iban}`).waitFor();
});

test('what is pasted is read at once', async () => {
  const { widget } = customer;
  const field = box(widget);
  await field.fill(`My CVV is 737`);
  await field.press('Control+A');
  await field.press('Control+X');
  await expectEventually(async () => (await panel(widget).count()) === 0, 'an empty draft says nothing');
  const seen = await field.evaluateHandle((area) => {
    const out = [];
    area.addEventListener('input', (event) =>
      queueMicrotask(() => out.push([event.inputType, document.querySelectorAll('.drafts-text mark').length])),
    );
    return out;
  });
  await field.press('Control+V');
  assert.deepEqual(await seen.jsonValue(), [['insertFromPaste', 1]]);
  await field.fill('');
});

test('“not sensitive” is one click, and remembered for that value', async () => {
  const { widget } = customer;
  await box(widget).fill('My password is Mississippi99');
  await panel(widget).getByRole('button', { name: 'Not sensitive' }).click();
  assert.equal(await panel(widget).count(), 0);
  await box(widget).press('Enter');
  await agent.frame.getByText('My password is Mississippi99').waitFor();
  await customer.say('I said: my password is Mississippi99');
  await agent.frame.getByText('I said: my password is Mississippi99').waitFor();
  // Another value is another matter.
  await box(widget).fill('My password is Missouri77');
  await panel(widget).waitFor();
  await box(widget).fill('');
});

test('a value that is completed by a second message is held there', async () => {
  const { widget } = customer;
  await customer.say('my card number begins with 5555 5555');
  await agent.frame.getByText('my card number begins with 5555 5555').waitFor();
  const before = appended(customer).length;
  await box(widget).fill('and the rest is 5555 4444');
  await panel(widget).getByText('Together with what you sent before, this makes a whole card number.').waitFor();
  await box(widget).press('Enter');
  await panel(widget).getByText('and the rest is [card number removed]').waitFor();
  assert.equal(appended(customer).length, before);
  await box(widget).fill('');
});

test('an agent who asks for a password, or leads outside, is stopped', async () => {
  const { frame } = agent;
  for (const [draft, why] of [
    ['Please send me your password', 'This asks for what must never be asked'],
    ["What's the full card number?", 'This asks for what must never be asked'],
    ['Just mail it to me', 'This leads away from the only place that is sealed'],
    ['Text me on 0171 2345678', 'This leads away from the only place that is sealed'],
  ]) {
    await box(frame).fill(draft);
    await panel(frame).getByText(why).waitFor();
    await box(frame).press('Enter');
    await panel(frame).getByText('Not sent.').waitFor();
    assert.equal(await box(frame).inputValue(), draft);
  }
  await agent.shot('drafts-agent');
  await box(frame).fill('Please never send us your password.');
  await box(frame).press('Enter');
  await customer.widget.getByText('Please never send us your password.').waitFor();
  for (const text of ['Please send me your password', 'Just mail it to me'])
    assert.equal(await customer.widget.getByText(text, { exact: true }).count(), 0);
});

test('the lines stay under their words: wrapped, scrolled, and from right to left', async () => {
  const { widget } = customer;
  const field = box(widget);
  for (const [name, draft] of [
    ['wrapped', `${'one two three four five six seven eight nine ten '.repeat(12)}\nMy password is ${secret}`],
    ['rtl', `שלום, יש לי שאלה על ההזמנה שלי. password: ${secret} תודה`],
  ]) {
    await field.fill(draft);
    await lines(widget).first().waitFor({ state: 'attached' });
    await field.evaluate((area) => {
      area.scrollTop = area.scrollHeight;
    });
    await expectEventually(async () => (await gapOf(field)) < 1.5, `${name}: the line is under its word`);
    await customer.shot(`drafts-${name}`);
  }
  await field.fill('');
});

/**
 * How far the layer is from the field it lies on: both are measured by the browser, the field's content by its scroll
 * height and position.
 */
const gapOf = (field) =>
  field.evaluate((area) => {
    const layer = document.querySelector('.drafts-layer');
    const text = layer.firstElementChild;
    const [a, b] = [area.getBoundingClientRect(), layer.getBoundingClientRect()];
    const moved = new DOMMatrix(getComputedStyle(text).transform).f;
    return Math.max(
      Math.abs(a.left + area.clientLeft - b.left),
      Math.abs(a.top + area.clientTop - b.top),
      Math.abs(area.clientWidth - b.width),
      Math.abs(area.scrollHeight - text.offsetHeight),
      Math.abs(area.scrollTop + moved),
    );
  });

test('a keystroke in a long draft costs less than a millisecond', async () => {
  const { widget } = customer;
  const field = box(widget);
  const words = 'I would like to know where my parcel is because the page says nothing. ';
  await field.fill(words.repeat(60).slice(0, 4000));
  const costs = await field.evaluate(async (area) => {
    const out = [];
    for (let i = 0; i < 40; i++) {
      const value = `${area.value.slice(0, -1)}${i % 10}`;
      area.value = value;
      // Only what reads drafts listens on the field itself before the composer's own handler, which is measured apart.
      const start = performance.now();
      area.dispatchEvent(new InputEvent('input', { inputType: 'insertText', bubbles: false }));
      out.push(performance.now() - start);
      await new Promise((done) => requestAnimationFrame(done));
    }
    return out.sort((a, b) => a - b);
  });
  const median = costs[costs.length >> 1];
  console.log(`      keystroke: median ${median.toFixed(3)} ms, worst ${costs.at(-1).toFixed(3)} ms`);
  assert.ok(median < 1, `${median} ms`);
  await field.fill('');
});

test('what was held is in no traffic of anybody', async () => {
  for (const one of [customer.traffic, traffic]) {
    await one.settle();
    assert.deepEqual(find(one.places, [secret, card, card.replaceAll(' ', ''), 'Missouri77']), []);
  }
  // The search finds what is there: an address that was fetched.
  assert.ok(find(customer.traffic.places, ['/v1/socket/conversation']).length > 0);
});

test('agents see their own figures', async () => {
  await agent.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await agent.page.getByRole('heading', { name: 'Your drafts' }).waitFor();
  await agent.page.getByRole('listitem').filter({ hasText: 'questions for a secret' }).getByText('2').first().waitFor();
  await agent.shot('drafts-figures');
});

test('no page reported an error', () => {
  for (const person of [agent, customer]) assert.deepEqual(person.errors, []);
});

alone('without the engine sending waits, and goes on when it is there', async () => {
  const visitor = await visitWithTraffic('unlucky');
  await visitor.open();
  await visitor.context.route(/\.wasm$/, (route) => route.abort());
  await box(visitor.widget).fill('Is anybody there?');
  await box(visitor.widget).press('Enter');
  await visitor.widget.getByRole('alert').getByText('Nothing is sent.').waitFor();
  await visitor.shot('drafts-unavailable');
  assert.equal(await box(visitor.widget).inputValue(), 'Is anybody there?');
  assert.equal(visitor.sent.length, 0);
  await visitor.context.unroute(/\.wasm$/);
  await visitor.widget.getByRole('button', { name: 'Try again' }).click();
  await reading(visitor.widget);
  assert.equal(await visitor.widget.getByRole('alert').count(), 0);
  await box(visitor.widget).press('Enter');
  await expectEventually(() => appended(visitor).length > 0, 'it is sent');
  await visitor.context.close();
});

alone('a script other than the one that the document names is not run', async () => {
  const visitor = await visitWithTraffic('deceived');
  await visitor.open();
  let served = 0;
  await visitor.context.route(/\/customer-\w+\.js/, async (route) => {
    const { status, headers, body } = await server.fetch(route.request().url());
    served += 1;
    await route.fulfill({ status, headers, body: `${body};window.altered = true;` });
  });
  await box(visitor.widget).fill('Is anybody there?');
  await visitor.widget.getByRole('alert').getByText('Nothing is sent.').waitFor();
  assert.ok(served > 0);
  assert.equal(await visitor.widget.evaluate(() => window.altered), undefined);
  await visitor.context.close();
});

alone('the operator may choose otherwise, for each type, for each side, and when it does not load', async () => {
  const other = await Server.start({
    config: [
      '[sensitive_data]',
      'if_unavailable = "send"',
      '[sensitive_data.customer]',
      'CVV = "allow"',
      'EMAIL = "block"',
      'CREDIT_CARD = "warn"',
      'IBAN = "mask"',
      '[sensitive_data.agent]',
      'EMAIL = "mask"',
    ],
  });
  const itsBrowser = await openBrowser(other);
  const home = server;
  try {
    const ben = await Agent.enrol(itsBrowser, other.enrolment, 'Ben');
    await ben.enter();
    await ben.goAvailable();
    const visitor = await Customer.visit(itsBrowser, other);
    await visitor.open();
    const { widget } = visitor;
    await visitor.say('CVV: 737');
    await ben.acceptNext();
    await ben.frame.getByText('CVV: 737').waitFor();
    await box(widget).fill('Write to carla.test@mail.example.org');
    await box(widget).press('Enter');
    await panel(widget).getByText('Not sent.').waitFor();
    await box(widget).fill(`Card ${card}`);
    await box(widget).press('Enter');
    await panel(widget).getByRole('button', { name: 'Send it anyway' }).waitFor();
    await box(widget).fill(`IBAN ${iban}`);
    await box(widget).press('Enter');
    await panel(widget).getByRole('button', { name: 'Send it so' }).click();
    await ben.frame.getByText('IBAN **** **** **** **** **30 00').waitFor();
    await box(ben.frame).fill('Is it carla.test@mail.example.org?');
    await box(ben.frame).press('Enter');
    await panel(ben.frame).getByRole('button', { name: 'Send it so' }).click();
    await widget.getByText('Is it [e-mail address removed]?').waitFor();

    const unlucky = await Customer.visit(itsBrowser, other, undefined, (context) =>
      context.route(/\.wasm$/, (route) => route.abort()),
    );
    await unlucky.open();
    await box(unlucky.widget).fill('My password is Missouri77');
    await unlucky.widget.getByText('Messages are sent unchecked.').waitFor();
    await unlucky.page.screenshot({ path: join(shots, 'drafts-unchecked.png') });
    await box(unlucky.widget).press('Enter');
    await unlucky.widget.getByText('My password is Missouri77', { exact: true }).first().waitFor();
    await expectEventually(async () => (await box(unlucky.widget).inputValue()) === '', 'it is sent');
  } finally {
    server = home;
    await itsBrowser.close();
    await other.dispose();
  }
});
