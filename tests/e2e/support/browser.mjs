// A real Chromium: cross-site hosts, storage partitioning on, virtual passkeys.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const top = resolve(import.meta.dirname, '../../..');
const require = createRequire(join(top, 'web/package.json'));
const { chromium } = require('playwright-core');
export const shots = join(top, 'tests/e2e/out');
mkdirSync(shots, { recursive: true });
/** Every browser that was opened; one that is closed has no contexts. */
export const browsers = new Set();

/** playwright-core's own switch, without the feature that it turns off and that these tests need on. */
const disabledFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'DisableForcedSignIn',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];
const switchOf = (features) => `--disable-features=${features.join(',')}`;
const playwrights = disabledFeatures.filter((name) => name !== 'DisableForcedSignIn');

/** @template T @param {T} browser @returns {T} */
function remember(browser) {
  browsers.add(browser);
  return browser;
}

/**
 * @param {import('./server.mjs').Server} server
 * @param {string[]} [more] further switches
 * @param {string[]} [without] features to turn off
 */
export async function openBrowser(server, more = [], without = []) {
  return remember(await chromium.launch(settings(server, more, without)));
}

/**
 * A browser whose owner lets the chat store nothing: its only context.
 * @param {import('./server.mjs').Server} server
 */
export async function openWithoutStorage(server) {
  const profile = join(server.directory, 'profile');
  mkdirSync(join(profile, 'Default'), { recursive: true });
  const block = 2;
  const exceptions = { cookies: { [`[*.]${new URL(server.chat).hostname},*`]: { setting: block } } };
  const preferences = { profile: { content_settings: { exceptions } } };
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  return remember(await chromium.launchPersistentContext(profile, settings(server, [], [])));
}

const settings = (server, more, without) => ({
  executablePath: process.env.CLOISTER_CHROMIUM ?? '/usr/bin/chromium',
  ignoreDefaultArgs: [switchOf(playwrights)],
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--host-resolver-rules=MAP *.test 127.0.0.1',
    `--ignore-certificate-errors-spki-list=${server.publicKeyHash}`,
    switchOf([...playwrights.filter((name) => name !== 'ThirdPartyStoragePartitioning'), ...without]),
    ...more,
  ],
});

/** Errors that a page logged, so that a test can say that there were none. */
export function watchErrors(page, into = []) {
  page.on('pageerror', (error) => into.push(`${page.url()}: ${error.stack ?? error}`));
  page.on('console', (message) => {
    if (message.type() === 'error') into.push(`${message.location().url}: ${message.text()}`);
  });
  return into;
}

/** A passkey in the browser, with a person who always touches it. */
export async function addPasskey(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { session, authenticatorId };
}
