// What is decided about a draft, apart from any page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DetectEngine, findingTypes } from '../../../web/shared/detect/engine';
import { masked, replaced } from '../../../web/shared/drafts/mask';
import { Memory } from '../../../web/shared/drafts/memory';
import { en } from '../../../web/shared/drafts/messages/en';
import { noticesOf } from '../../../web/shared/drafts/notices';
import { actionFor, defaults } from '../../../web/shared/drafts/policy';
import { siphash } from '../../../web/shared/drafts/siphash';
import { Tally } from '../../../web/shared/drafts/tally';

const engine = await DetectEngine.load(readFileSync('build/detect/detect.wasm'));
const policy = (customer: string[]) => ({ if_unavailable: 'pause', customer, staff: [] });

test('the keyed hash is SipHash-2-4 (vectors of its authors)', () => {
  const key = { k0: 0x0706050403020100n, k1: 0x0f0e0d0c0b0a0908n };
  const upTo = (length: number) => Uint8Array.from({ length }, (_, i) => i);
  assert.equal(siphash(key, upTo(0)), 0x726fdb47dd0e0e31n);
  assert.equal(siphash(key, upTo(15)), 0xa129ca6149be45e5n);
  assert.equal(siphash(key, upTo(63)), 0x958a324ceb064572n);
});

test('masks keep the last four where that is the custom, and nothing elsewhere', () => {
  assert.equal(masked('4111 1111 1111 1111', 'CREDIT_CARD', true, 'x'), '**** **** **** 1111');
  assert.equal(masked('4111\u200b1111-1111-1111', 'CREDIT_CARD', true, 'x'), '********-****-1111');
  assert.equal(masked('DE89 3704 0044 0532 0130 00', 'IBAN', true, 'x'), '**** **** **** **** **30 00');
  assert.equal(masked('123-45-6789', 'US_SSN', true, 'x'), '***-**-6789');
  assert.equal(masked('hunter2222222', 'PASSWORD', true, 'gone'), '[gone]');
  assert.equal(masked('four one one one one one one one', 'CREDIT_CARD', true, 'gone'), '[gone]');
  assert.equal(masked('1111 1111 1111', 'CREDIT_CARD', false, 'gone'), '[gone]', 'the end of a value in two messages');
  const parts = [
    { start: 4, end: 6, by: 'Z' },
    { start: 0, end: 1, by: '' },
  ];
  assert.equal(replaced('abcdefg', parts), 'bcdZg');
});

test('what is masked is not found again', () => {
  for (const text of ['card 4111 1111 1111 1111', 'my ssn is 123-45-6789', `IBAN DE89 3704 0044 0532 0130 00`]) {
    const found = noticesOf(text, engine.scan(text), [], () => 'mask', new Memory(), en);
    assert.equal(found.length, 1, text);
    const after = replaced(
      text,
      found.flatMap(({ by }) => by),
    );
    assert.deepEqual(engine.scan(after), [], after);
  }
});

test('the site decides, and what it does not say in known words is as by default', () => {
  assert.equal(actionFor('CVV', 'customer', undefined), 'block');
  assert.equal(actionFor('PASSWORD', 'customer', policy([])), 'block');
  const said = findingTypes.map((type) => (type === 'EMAIL' ? 'block' : 'allow'));
  assert.equal(actionFor('EMAIL', 'customer', policy(said)), 'block');
  assert.equal(actionFor('CVV', 'customer', policy(said)), 'allow');
  assert.equal(actionFor('CVV', 'customer', policy(findingTypes.map(() => 'forbid'))), 'block');
});

test('the server has the same defaults', () => {
  const header = readFileSync('src/core/sensitive_data.h', 'utf8');
  for (const side of ['customer', 'staff'] as const) {
    const list = new RegExp(`Handlings ${side} = \\{([^}]*)\\}`).exec(header)?.[1] ?? '';
    const rows = [...list.matchAll(/Handling::(\w+),\s*\/\/ (\w+)/g)].map(([, action, type]) => [type, action]);
    assert.deepEqual(
      rows,
      findingTypes.map((type) => [type, defaults[type][side]]),
    );
  }
});

test('a decision holds for its value, kind and conversation, however it is spaced', () => {
  const memory = new Memory();
  memory.enter('');
  memory.remember('CREDIT_CARD', '4111 1111 1111 1111', 'harmless');
  memory.enter('a');
  assert.ok(memory.has('CREDIT_CARD', '4111-1111-1111-1111', 'harmless'), 'what was written before it began');
  assert.ok(!memory.has('CREDIT_CARD', '5555 5555 5555 4444', 'harmless'));
  assert.ok(!memory.has('BANK_ACCOUNT', '4111 1111 1111 1111', 'harmless'));
  assert.ok(!memory.has('CREDIT_CARD', '4111 1111 1111 1111', 'accepted'));
  assert.ok(
    !JSON.stringify([...Object.values(memory)].map((v) => (v instanceof Set ? [...v] : String(v)))).includes('4111'),
  );
  memory.enter('b');
  assert.ok(!memory.has('CREDIT_CARD', '4111 1111 1111 1111', 'harmless'));
});

test('notices come gravest first, without what was decided', () => {
  const text = 'IBAN DE89 3704 0044 0532 0130 00, card 4111 1111 1111 1111, my password is Zwetschge-4711x';
  const memory = new Memory();
  const now = () =>
    noticesOf(text, engine.scan(text), [], (type) => actionFor(type, 'customer', undefined), memory, en).map(
      ({ kind, action }) => `${kind} ${action}`,
    );
  assert.deepEqual(now(), ['PASSWORD block', 'CREDIT_CARD mask', 'IBAN warn']);
  memory.remember('PASSWORD', 'Zwetschge-4711x', 'harmless');
  memory.remember('IBAN', 'DE89 3704 0044 0532 0130 00', 'accepted');
  assert.deepEqual(now(), ['CREDIT_CARD mask']);
});

test('a part that completes an earlier message is masked whole', () => {
  engine.forget();
  engine.add(0, 'the first half of my card is 4111 1111');
  const text = 'and the other 1111 1111';
  const [notice] = noticesOf(text, engine.preview(0, text), [], () => 'mask', new Memory(), en);
  assert.equal(notice?.split, true);
  assert.equal(replaced(text, notice?.by ?? []), 'and the other [card number removed]');
  engine.forget();
});

test('counts wait for a connection, and are told once', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const told: string[] = [];
  let online = false;
  const tally = new Tally((kind, outcome) => {
    if (online) told.push(`${kind} ${outcome}`);
    return online;
  });
  tally.count('CVV', 'blocked');
  tally.count('CVV', 'removed');
  context.mock.timers.tick(10_000);
  assert.deepEqual(told, []);
  online = true;
  context.mock.timers.tick(10_000);
  assert.deepEqual(told, ['CVV blocked', 'CVV removed']);
});
