// The people of the tests, by what they see and press.
import { join } from 'node:path';
import { addPasskey, shots, watchErrors } from './browser.mjs';

const settled = 40000;
const nothing = async () => {};

/** Waits until `check` holds, looking at every animation frame of time rather than for a fixed while. */
export async function expectEventually(check, what, withinMs = settled) {
  const until = Date.now() + withinMs;
  while (!(await check())) {
    if (Date.now() > until) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export class Agent {
  /** Opens an enrolment link, makes a passkey. `prepare` gets the context before anything is loaded. */
  static async enrol(browser, link, name = 'Anna', view = { width: 1280, height: 800 }, prepare = nothing) {
    const agent = new Agent();
    agent.context = await browser.newContext({ viewport: view });
    await prepare(agent.context);
    agent.page = await agent.context.newPage();
    agent.page.setDefaultTimeout(settled);
    agent.errors = watchErrors(agent.page);
    agent.passkey = await addPasskey(agent.page);
    await agent.page.goto(link);
    await agent.page.getByLabel('Your name, as customers will see it').fill(name);
    await agent.page.getByRole('button', { name: 'Make a passkey' }).click();
    return agent;
  }

  async enter() {
    await this.page.getByRole('button', { name: 'Open the console' }).click();
    await this.page
      .getByRole('switch', { name: 'Take new conversations' })
      .or(this.page.getByRole('button', { name: 'Take new conversations' }))
      .first()
      .waitFor();
  }

  async goAvailable() {
    const online = this.page.getByRole('switch', { name: 'Take new conversations' }).and(this.page.locator(':enabled'));
    await online.setChecked(true);
  }

  /** Makes an invitation on the team page. @param {string[]} roles what to tick besides Agent @returns the link */
  async invite(roles = [], agent = true) {
    await this.page.getByRole('button', { name: 'Team', exact: true }).click();
    await this.page.getByRole('checkbox', { name: /^Agent/ }).setChecked(agent);
    for (const role of roles) await this.page.getByRole('checkbox', { name: role }).check();
    await this.page.getByRole('button', { name: 'Make the link' }).click();
    const link = await this.page.getByRole('textbox', { name: 'Invitation link' }).inputValue();
    await this.page.getByRole('button', { name: 'Done' }).click();
    return link;
  }

  async lock() {
    await this.page.getByRole('button', { name: 'Lock', exact: true }).click();
    await this.page.getByRole('button', { name: 'Unlock with your passkey' }).waitFor();
  }
  async unlock() {
    await this.page.getByRole('button', { name: 'Unlock with your passkey' }).click();
    await this.page.getByRole('switch', { name: 'Take new conversations' }).waitFor();
  }

  /** Who waits. */
  get waiting() {
    return this.page.locator('.row-waiting');
  }
  /** The agent's own conversations, in the order of the list. */
  get mine() {
    return this.page.locator('.row-mine');
  }
  /** The name that the desk gives to the conversation in front. */
  get front() {
    return this.page.locator('.band-name');
  }

  async acceptNext() {
    await this.page
      .getByRole('button', { name: /^Accept .*, waiting/ })
      .first()
      .click();
  }

  /** The frame of the conversation that is visible. */
  get frame() {
    return this.page.frameLocator('iframe:visible');
  }

  async say(text) {
    const box = this.frame.getByRole('textbox').first();
    await box.fill(text);
    await box.press('Enter');
  }

  shot(name) {
    return this.page.screenshot({ path: join(shots, `${name}.png`) });
  }
}

export class Customer {
  /** Opens the shop. `prepare` gets the context before anything is loaded. */
  static async visit(browser, server, view = { width: 1100, height: 800 }, prepare = nothing) {
    const context = await browser.newContext({ viewport: view });
    await prepare(context);
    return Customer.visitIn(context, server);
  }

  /** The same in a context that is there already. */
  static async visitIn(context, server) {
    const customer = new Customer();
    customer.context = context;
    customer.page = await context.newPage();
    customer.page.setDefaultTimeout(settled);
    customer.errors = watchErrors(customer.page);
    customer.requests = [];
    customer.page.on('request', (request) => customer.requests.push(request.url()));
    await customer.page.goto(server.shop);
    return customer;
  }

  /** The launcher is in a closed shadow root, as everything of ours on a foreign page: pressed where it is seen. */
  async pressLauncher() {
    const { width, height } = this.page.viewportSize();
    await this.page.mouse.click(width - 48, height - 48);
  }

  async open() {
    await this.pressLauncher();
    await this.ready();
  }

  /** The widget has loaded and can be written into. */
  async ready() {
    await expectEventually(() => this.frameNow !== undefined, 'the widget opens');
    await this.widget.getByRole('textbox').waitFor();
  }

  get frameNow() {
    return this.page.frames().find((frame) => frame.url().includes('/widget?'));
  }
  get widget() {
    return this.frameNow ?? this.page.mainFrame();
  }

  async say(text) {
    const box = this.widget.getByRole('textbox').first();
    await box.fill(text);
    await box.press('Enter');
  }

  shot(name) {
    return this.page.screenshot({ path: join(shots, `${name}.png`) });
  }
}
