// The name that customers see is the one that its owner has chosen, whatever a server says.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { toHex } from '../../web/shared/bytes';
import { enrolDevice, parseEnrolFragment } from '../../web/shared/enrol';
import { CloisterError } from '../../web/shared/errors';
import { type DeviceLink, deviceFragment } from '../../web/shared/invitation';
import { Api } from '../../web/shared/session';
import { type KnownDevice, Staff } from '../../web/shared/staff';
import { codeOf, happens } from './support/site';
import { BASE, frameOf, keep, openVisitor, persistentStore, stopAll, until, type World, world } from './support/talk';

afterEach(stopAll);

/** A server that calls Anna something else. */
async function renamed(): Promise<World> {
  const all = await world();
  all.server.names.set(toHex(all.staff.person), 'Mallory');
  return all;
}
async function reported({ server }: World): Promise<void> {
  await happens(() => server.reports.length > 0);
  assert.deepEqual(
    server.reports.map(({ code }) => code),
    [new CloisterError('duplicate').number],
  );
}

test('whoever signs in keeps the name of their device, customers see that, and the other one goes on record', async () => {
  const all = await renamed();
  const [known] = await Staff.known(all.staffStore);
  const api = new Api({ base: BASE, fetch: all.server.fetch });
  const staff = await Staff.signIn(known as KnownDevice, { api, store: all.staffStore, passkeys: all.passkey });
  assert.deepEqual([staff.name, staff.otherName], ['Anna', 'Mallory']);
  await reported(all);
  const customer = await keep((await openVisitor(all)).start());
  await until(customer, (snapshot) => snapshot.caughtUp);
  await staff.accept(customer.conversation);
  await frameOf({ ...all, staff }, customer.conversation);
  const named = await until(customer, (snapshot) => snapshot.agentName !== undefined);
  assert.equal(named.agentName, 'Anna');
});

test('a further device takes the name along in its link, a shared computer too', async () => {
  for (const shared of [false, true]) {
    const all = await renamed();
    const link = parseEnrolFragment(all.staff.deviceLink) as DeviceLink;
    const api = new Api({ base: BASE, fetch: all.server.fetch });
    const store = persistentStore();
    const staff = await enrolDevice(link, { api, store, passkeys: all.passkey, shared });
    assert.deepEqual([staff.name, staff.otherName], ['Anna', 'Mallory']);
    assert.deepEqual(
      (await Staff.known(store)).map(({ name }) => name),
      shared ? [] : ['Anna'],
    );
    await reported(all);
  }
});

test('where the server says the same, nothing is said', async () => {
  const all = await world();
  assert.equal(all.staff.otherName, undefined);
  assert.deepEqual(all.server.reports, []);
});

test('a link for a device holds any name, and none without one is taken', async () => {
  const { staff } = await world();
  const link = { ...staff.site.pin, person: staff.person };
  const parsed = parseEnrolFragment(`#${deviceFragment({ ...link, name: 'Zoë 🌲' })}`) as DeviceLink;
  assert.equal(parsed.name, 'Zoë 🌲');
  assert.deepEqual([parsed.person, parsed.root], [staff.person, staff.site.pin.root]);
  assert.equal(await codeOf(() => parseEnrolFragment(`#${deviceFragment({ ...link, name: '' })}`)), 'malformed');
});
