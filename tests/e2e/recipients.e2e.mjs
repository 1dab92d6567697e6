// The recipients of a message are frozen when send is pressed: whoever comes after that does not get it unasked.
import { after, before } from 'node:test';
import { openBrowser } from './support/browser.mjs';
import { Agent, Customer, expectEventually } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { story } from './support/story.mjs';

const test = story();
let server;
let browser;
let anna;
let customer;

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

/** The server restarts, and what the customer writes meanwhile stays in their browser until `meanwhile` is over. */
async function cutOff(texts, meanwhile) {
  await customer.page.route(/\/ticket$/, (route) => route.abort());
  await server.stop();
  await server.launch();
  await customer.widget.getByText('No connection').first().waitFor({ timeout: 40000 });
  // Her desk comes back in its own time; until then there is nothing to press.
  await anna.page
    .locator('.row-waiting')
    .getByRole('button')
    .and(anna.page.locator(':enabled'))
    .first()
    .waitFor({ timeout: 40000 });
  for (const text of texts) await customer.say(text);
  await meanwhile();
  await customer.page.unroute(/\/ticket$/);
}

test('a message for the team goes to one of the team by itself', async () => {
  customer = await Customer.visit(browser, server);
  await customer.open();
  await customer.say('My zip is stuck.');
  await customer.widget.getByText('Sent', { exact: true }).waitFor();
  await anna.waiting.first().waitFor();
  await cutOff(['It is the long one.'], async () => {
    await anna.acceptNext();
    await anna.frame.getByText('My zip is stuck.').waitFor();
  });
  await anna.frame.getByText('It is the long one.').waitFor({ timeout: 40000 });
  await customer.context.close();
});

test('a message for the team is held when a supervisor outside of it can read now', async () => {
  const sue = await Agent.enrol(browser, await anna.invite(['Supervisor'], false), 'Sue');
  await sue.page.getByText('hands the team’s keys to yours').waitFor();
  await sue.context.close();
  await expectEventually(
    async () => (await anna.page.locator('.people tbody tr').count()) === 2,
    'Sue is on the staff',
  );

  customer = await Customer.visit(browser, server);
  await customer.open();
  await customer.say('My tent is stuck too.');
  await customer.widget.getByText('Sent', { exact: true }).waitFor();
  await anna.waiting.first().waitFor();
  await cutOff(['Only for the support team.', 'Better not at all.'], async () => {
    await anna.acceptNext();
    await anna.frame.getByText('My tent is stuck too.').waitFor();
  });
  const held = customer.widget.getByText('Not sent: the supervisors (2\u00a0people) can now read this conversation.');
  await expectEventually(async () => (await held.count()) === 2, 'both are held', 40000);
  await customer.shot('recipients-held');
});

test('they go out or away as the customer decides', async () => {
  await customer.widget.getByRole('listitem').filter({ hasText: 'Better not at all.' }).getByText('Discard').click();
  await customer.widget
    .getByRole('listitem')
    .filter({ hasText: 'Only for the support team.' })
    .getByRole('button', { name: 'Send', exact: true })
    .click();
  await anna.frame.getByText('Only for the support team.').waitFor();
  await expectEventually(
    async () => (await customer.widget.getByText('Not sent:').count()) === 0,
    'nothing is held any more',
  );
  const read = await anna.frame.locator('body').textContent();
  if (read?.includes('Better not at all.')) throw new Error('what was discarded was sent');
});

test('what is written before the readers are known waits for that, and goes by itself to those seen before', async () => {
  await customer.page.route(/\/ticket$/, (route) => route.abort());
  await customer.page.reload();
  await customer.open();
  await customer.widget.getByText('being checked…').waitFor();
  await customer.say('Is it on its way?');
  await customer.widget.getByText('Sent as soon as it is clear who can read.').waitFor();
  await customer.shot('recipients-waiting');
  await customer.page.unroute(/\/ticket$/);
  await anna.frame.getByText('Is it on its way?').waitFor({ timeout: 40000 });
  if ((await customer.widget.getByText('Not sent:').count()) > 0) throw new Error('its writer was asked');
});
