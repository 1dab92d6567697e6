// `--demo`: eight customers who talk by themselves, so that the console can be tried alone.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openBrowser } from './support/browser.mjs';
import { Agent, expectEventually } from './support/people.mjs';
import { Server } from './support/server.mjs';
import { test } from './support/story.mjs';

let server;
let browser;

before(async () => {
  server = await Server.start({ options: ['--demo'] });
  browser = await openBrowser(server);
});
after(async () => {
  await browser?.close();
  await server?.dispose();
});

test('they come once there is an agent, and go on talking when somebody answers', async () => {
  const agent = await Agent.enrol(browser, server.enrolment);
  await agent.enter();
  await agent.goAvailable();
  await expectEventually(async () => (await agent.waiting.count()) >= 3, 'several of them wait', 60000);
  await agent.acceptNext();
  await agent.frame.getByRole('textbox').first().waitFor();
  const log = agent.frame.getByRole('log');
  await log.waitFor();
  const before = (await log.textContent()).length;
  await agent.say('Hello, what can I do for you?');
  await expectEventually(async () => (await log.textContent()).length > before + 80, 'the customer goes on', 60000);
  assert.deepEqual(agent.errors, []);
});
