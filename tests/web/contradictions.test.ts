// A key log that does not hold, with whichever code it fails and whoever finds it first: it stops, is said, and is put on
// record.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { RosterWatch } from '../../web/console/desk/roster_watch';
import type { Bytes } from '../../web/shared/bytes';
import { encode } from '../../web/shared/codec';
import { CloisterError, Contradiction } from '../../web/shared/errors';
import { sentences } from '../../web/shared/gen/sentences';
import { ActKind, type ErrorName, RevokeDeviceBody, Role } from '../../web/shared/gen/wire';
import { Api } from '../../web/shared/session';
import type { Staff } from '../../web/shared/staff';
import { Store } from '../../web/shared/store';
import type { TestServer } from './support/server';
import { codeOf, happens, newDevice } from './support/site';
import { BASE, colleague, keep, openVisitor, stopAll, talking, until, type World, world } from './support/talk';

const watches: RosterWatch[] = [];
afterEach(() => {
  for (const watch of watches.splice(0)) watch.stop();
  stopAll();
});

/** Acts that no client may believe, by the code with which they are refused. */
const forgeries: [ErrorName, (all: World) => Promise<unknown>][] = [
  ['bad_signature', ({ server, staff }) => revocation(server, staff, staff)],
  ['not_permitted', async (all) => revocation(all.server, await colleague(all, Role.agent, 'Ben'), all.staff)],
  ['revoked', revokedActor],
  ['malformed', ({ server, staff }) => server.site.push(staff.device, ActKind.remove_person, new Uint8Array(3))],
];
/** Of a device, in the name of `actor`; signed by a stranger where the actor may. */
async function revocation({ site }: TestServer, actor: Staff, of: Staff): Promise<void> {
  const signer = actor === of ? await newDevice(site.id, of.person) : actor.device;
  await site.push(actor.device, ActKind.revoke_device, encode(RevokeDeviceBody, { device: of.device.id }), { signer });
}
async function revokedActor(all: World): Promise<void> {
  const { site } = all.server;
  const ben = await colleague(all, Role.agent, 'Ben');
  const { id } = ben.device;
  const device = { ...ben.device };
  await all.staff.revokeDevice(id);
  await site.push(device, ActKind.revoke_device, encode(RevokeDeviceBody, { device: all.staff.device.id }));
}

/** What a desk says when its log is watched. */
function watched(staff: Staff): { watch: RosterWatch; said: string[] } {
  const said: string[] = [];
  const watch = new RosterWatch(staff, {
    changed: () => undefined,
    grown: () => undefined,
    contradiction: (sentence) => said.push(sentence),
  });
  watches.push(watch);
  return { watch, said };
}
const reported = ({ reports }: TestServer): number[] => reports.map(({ code }) => code);

for (const [code, forge] of forgeries) {
  test(`a forged act that fails with ${code}: the desk says so once and puts it on record`, async () => {
    const all = await world();
    await forge(all);
    const { watch, said } = watched(all.staff);
    watch.check(all.server.site.acts.length);
    await happens(() => watch.state === 'violation');
    assert.equal(await codeOf(all.staff.site.refresh()), code);
    assert.deepEqual(said, [sentences[code]]);
    await happens(() => all.server.reports.length > 0);
    assert.deepEqual(reported(all.server), [new CloisterError(code).number]);
  });

  test(`a forged act that fails with ${code}: a customer who has been here before puts it on record`, async () => {
    const all = await world();
    const store = Store.inMemory();
    const customer = await keep((await openVisitor(all, store)).start());
    await until(customer, (snapshot) => snapshot.caughtUp);
    customer.stop();
    await forge(all);
    const opened = openVisitor(all, store);
    await assert.rejects(opened, (error) => error instanceof Contradiction && error.code === code);
    await happens(() => all.server.reports.length > 0);
    assert.deepEqual(reported(all.server), [new CloisterError(code).number]);
  });

  test(`a forged act that fails with ${code}: a conversation that is going on stops there`, async () => {
    const all = await talking();
    await forge(all);
    await codeOf(all.customer.rosterChanged());
    const stopped = await until(all.customer, (snapshot) => snapshot.connection === 'refused');
    assert.deepEqual(stopped.violations, [{ code, seq: 0, fatal: true }]);
    await happens(() => all.server.reports.length > 0);
    assert.deepEqual(reported(all.server), [new CloisterError(code).number]);
    assert.deepEqual(all.server.reports[0]?.conversation, all.customer.conversation as Bytes);
  });
}

test('the desk hears of what a frame finds, which asks at times of its own', async () => {
  const all = await talking();
  const { watch, said } = watched(all.staff);
  await revocation(all.server, all.staff, all.staff);
  await codeOf(all.agent.rosterChanged());
  assert.equal(watch.state, 'violation');
  assert.equal(said.length, 1);
});

test('a roster that turns out false while a team key is being made stays false', async () => {
  const all = await world();
  const { watch } = watched(all.staff);
  const { maintain } = all.staff;
  Object.assign(all.staff, {
    maintain: async () => {
      await maintain.call(all.staff);
      all.staff.site.onContradiction?.(new Contradiction('bad_chain'));
    },
  });
  watch.check(0);
  await happens(() => watch.state !== 'changed');
  assert.equal(watch.state, 'violation');
});

test('what the server merely refuses is no contradiction', async () => {
  const all = await world();
  const { watch, said } = watched(all.staff);
  Object.assign(all.staff, { maintain: () => Promise.reject(new CloisterError('bad_chain')) });
  watch.check(0);
  await happens(() => watch.state === 'changed');
  assert.deepEqual([said, all.server.reports], [[], []]);
});

test('a visitor whose first packet is refused for a roster that does not hold puts that on record', async () => {
  const all = await world();
  const api = new Api({ base: BASE, fetch: all.server.fetch });
  const visitor = await openVisitor(all, Store.inMemory(), api);
  await revocation(all.server, all.staff, all.staff);
  assert.equal(await codeOf(visitor.start()), 'bad_signature');
  await happens(() => all.server.reports.length > 0);
  assert.deepEqual(reported(all.server), [new CloisterError('bad_signature').number]);
});
