// The team page: open invitations are listed, and one that is withdrawn leads nowhere.
import { after, before } from 'node:test';
import { openBrowser } from './support/browser.mjs';
import { Agent, expectEventually } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { story } from './support/story.mjs';

const test = story();
let server;
let browser;
let anna;
let link;
const open = () => anna.page.getByRole('list').getByRole('button', { name: /^Withdraw the invitation/ });

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

test('what was handed out and not used is on the list', async () => {
  link = await anna.invite();
  await anna.invite(['Supervisor']);
  await expectEventually(async () => (await open().count()) === 2, 'both are listed');
  await anna.shot('team-open');
});

test('an invitation that is withdrawn leads nowhere', async () => {
  await open().first().click();
  await expectEventually(async () => (await open().count()) === 1, 'one is left');
  const late = await Agent.enrol(browser, link, 'Ben');
  await late.page.getByText('This link was used already.').or(late.page.getByText('no longer valid')).waitFor();
  await late.context.close();
});

test('also after a reload: it is in the staff log, and not in this window', async () => {
  await anna.page.reload();
  await anna.page
    .getByRole('button', { name: /passkey/ })
    .first()
    .click();
  await anna.page.getByRole('button', { name: 'Team', exact: true }).click();
  await expectEventually(async () => (await open().count()) === 1, 'the other one is still open');
});
