// A server that lies to a browser is refused in words, and that goes on record. The lies are told on the way: what the
// real server sends is changed before the page sees it.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { recorded } from './support/at_rest.mjs';
import { openBrowser } from './support/browser.mjs';
import { Agent, Customer, expectEventually } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { story } from './support/story.mjs';

const test = story();
let server;
let browser;
let anna;
let customer;
/** What the server says of the site. */
let info;

before(async () => {
  server = await Server.start();
  browser = await openBrowser(server);
  anna = await Agent.enrol(browser, server.enrolment, 'Anna');
  await anna.enter();
  customer = await Customer.visit(browser, server);
  const answered = customer.page.waitForResponse(/\/v1\/site$/).then((response) => response.json());
  await customer.open();
  info = await answered;
  await customer.say('My stove does not light.');
  await anna.acceptNext();
  await anna.frame.getByText('My stove does not light.').waitFor();
  await anna.say('Is there gas in it?');
  await customer.widget.getByText('Is there gas in it?').waitFor();
});
after(async () => {
  await browser?.close();
  await server?.dispose();
});

const reported = (outcome) => recorded(server.data, 'client_report').filter((row) => row.outcome === outcome);
async function onRecord(outcome) {
  await expectEventually(() => reported(outcome).length > 0, `${outcome} is on record`);
  for (const { principal } of reported(outcome)) assert.notEqual(principal, '00'.repeat(32), 'by a pseudonym');
}

test('another root of trust: the widget says so, sends nothing, and reports it', async () => {
  const json = { ...info, root: `${info.root.slice(0, -2)}AA` };
  await customer.page.route(/\/v1\/site$/, (route) => route.fulfill({ json }));
  await customer.page.reload();
  await customer.pressLauncher();
  await expectEventually(() => customer.frameNow !== undefined, 'the widget opens');
  await customer.widget.getByText('This is not the team that this page names').waitFor();
  await onRecord('wrong_root');
  await customer.page.unroute(/\/v1\/site$/);
});

/** Entry frame: type, seq (8), time (8), kind, hash (32), length (4), body. A bit of each message is changed. */
const entryFrame = 129;
const kindAt = 17;
const message = 5;
function bent(data) {
  if (typeof data === 'string' || data[0] !== entryFrame || data[kindAt] !== message) return data;
  const copy = Buffer.from(data);
  copy[copy.length - 1] ^= 1;
  return copy;
}

test('a changed history: the widget shows no more of it, and reports it', async () => {
  await customer.page.routeWebSocket(/\/v1\/socket\/conversation$/, (page) => {
    const real = page.connectToServer();
    page.onMessage((data) => real.send(data));
    real.onMessage((data) => page.send(bent(data)));
  });
  await customer.page.reload();
  await customer.pressLauncher();
  await expectEventually(() => customer.frameNow !== undefined, 'the widget opens');
  await customer.widget.getByText('The server showed a changed history').waitFor();
  await customer.widget.getByText('Writing has been stopped here.').waitFor();
  await onRecord('bad_transcript');
  assert.match(reported('bad_transcript')[0].numbers, /[1-9a-f]/, 'with the conversation, by a pseudonym');
});
