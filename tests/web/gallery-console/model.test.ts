import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FrameState, frameState } from '../../../web/console/model/frame_model';
import {
  BURST_MESSAGES,
  FloodGate,
  isFrameMessage,
  MAX_LINK_CHARACTERS,
  STEADY_MESSAGES_PER_S,
  safeLink,
} from '../../../web/console/model/frame_protocol';
import { COMMANDS, commandOf, type Press } from '../../../web/console/model/keys';
import { places } from '../../../web/console/model/places';
import { HUES, Identities, PATTERNS } from '../../../web/console/model/pseudonym';
import { span, urgency, waitFraction } from '../../../web/console/model/time';
import { ADJECTIVES, ANIMALS } from '../../../web/console/model/words';
import { chat, desk, frame, mine, talk, waiting } from './samples';

const press = (change: Partial<Press>): Press => ({
  key: '',
  code: '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...change,
});

test('a conversation keeps its name and colour, whatever others come and go', () => {
  const identities = new Identities();
  const first = identities.of('one');
  for (let n = 0; n < 50; n++) identities.of(`other ${n}`);
  assert.deepEqual(identities.of('one'), first);
  identities.keep(new Set(['one']));
  assert.deepEqual(identities.of('one'), first);
  assert.equal(new Identities().of('one').name, first.name);
});

test('conversations open together share no word and no initials, and no colour as long as there are colours', () => {
  for (let round = 0; round < 50; round++) {
    const identities = new Identities();
    const all = Array.from({ length: 40 }, (_, n) => identities.of(`${round} ${n}`));
    assert.equal(new Set(all.slice(0, HUES).map(({ hue }) => hue)).size, HUES);
    assert.equal(new Set(all.map(({ name }) => name)).size, 40);
    const nine = all.slice(0, 9);
    assert.equal(new Set(nine.flatMap(({ name }) => name.split(' '))).size, 18);
    assert.equal(new Set(nine.map(({ initials }) => initials)).size, 9);
    for (const { hue, pattern, initials } of all) {
      assert.ok(hue >= 0 && hue < HUES && pattern >= 0 && pattern < PATTERNS && /^[A-Z]{2}$/.test(initials));
    }
  }
});

test('a reload brings names and colours back', () => {
  const before = new Identities();
  const ids = Array.from({ length: 30 }, (_, n) => `id ${n}`);
  const given = ids.map((id) => before.of(id));
  const after = new Identities(before.given());
  assert.deepEqual(
    [...ids].reverse().map((id) => after.of(id)),
    [...given].reverse(),
  );
});

test('names are made of distinct words', () => {
  for (const words of [ADJECTIVES, ANIMALS]) {
    assert.equal(words.length, 64);
    assert.equal(new Set(words).size, 64);
    for (const word of words) assert.match(word, /^[A-Z][a-z]+$/);
  }
});

test('commands are recognised, and what is written is not', () => {
  assert.equal(commandOf(press({ altKey: true, code: 'Digit3', key: '3' }), true), 'slot-3');
  assert.equal(commandOf(press({ altKey: true, code: 'Digit1', key: '¡' }), true), 'slot-1');
  assert.equal(commandOf(press({ altKey: true, code: 'Digit0', key: '0' }), true), 'next-unread');
  assert.equal(commandOf(press({ altKey: true, key: 'PageUp' }), true), 'previous');
  assert.equal(commandOf(press({ ctrlKey: true, key: 'k' }), true), 'switcher');
  assert.equal(commandOf(press({ metaKey: true, key: 'K' }), true), 'switcher');
  assert.equal(commandOf(press({ altKey: true, code: 'KeyL', key: 'l' }), true), 'lock');
  assert.equal(commandOf(press({ key: '?', shiftKey: true }), false), 'help');
  assert.equal(commandOf(press({ key: '?', shiftKey: true }), true), undefined);
  assert.equal(commandOf(press({ key: 'Enter' }), true), undefined);
  // AltGr is Ctrl+Alt: it writes characters.
  assert.equal(commandOf(press({ altKey: true, ctrlKey: true, code: 'Digit2', key: '²' }), true), undefined);
  assert.equal(commandOf(press({ altKey: true, code: 'KeyA', key: 'a', repeat: true }), true), undefined);
});

const state: FrameState = { phase: 'open', unread: 1, waitingSinceMs: 5, typing: false, draft: false, unsent: 0 };
const ask = (method: string, argument?: unknown) => ({ ask: 1, method, argument });

test('what a frame may say is let through', () => {
  for (const method of ['init', 'openPacket', 'makePacket', 'signCert', 'ticket', 'roster', 'outboxPut', 'report']) {
    assert.ok(isFrameMessage('keys', ask(method, new Uint8Array(3))), method);
  }
  assert.ok(isFrameMessage('desk', ask('state', state)));
  assert.ok(isFrameMessage('desk', ask('openLink', 'https://example.com/x')));
  assert.ok(isFrameMessage('desk', ask('draftKeep', 'a draft')));
  assert.ok(isFrameMessage('desk', ask('active')));
  for (const command of COMMANDS) assert.ok(isFrameMessage('desk', ask('command', command)));
  assert.ok(isFrameMessage('desk', { answer: 1, value: undefined }));
  assert.ok(isFrameMessage('desk', { answer: 1, error: 2 }));
});

test('anything else is a breach', () => {
  for (const data of [
    undefined,
    null,
    3,
    'init',
    [],
    {},
    { ask: 1 },
    { method: 'init' },
    { ask: '1', method: 'init' },
  ]) {
    assert.equal(isFrameMessage('keys', data), false);
    assert.equal(isFrameMessage('desk', data), false);
  }
  assert.equal(isFrameMessage('keys', ask('toString')), false);
  assert.equal(isFrameMessage('desk', ask('constructor')), false);
  assert.equal(isFrameMessage('desk', ask('init')), false);
  assert.equal(isFrameMessage('keys', ask('state', state)), false);
  assert.equal(isFrameMessage('keys', { answer: 1, value: 1 }), false);
  assert.equal(isFrameMessage('desk', ask('command', 'sign-out')), false);
  assert.equal(isFrameMessage('desk', ask('draftKeep', 'x'.repeat(40_001))), false);
  for (const change of [
    { unread: -1 },
    { unread: 1.5 },
    { unread: 1e9 },
    { phase: 'other' },
    { phase: 'constructor' },
    { typing: 1 },
    { waitingSinceMs: Number.NaN },
    { words: 'hello' },
  ]) {
    assert.equal(isFrameMessage('desk', ask('state', { ...state, ...change })), false, JSON.stringify(change));
  }
});

test('links lead to plain web addresses only', () => {
  assert.equal(safeLink('https://EXAMPLE.com/a?b#c')?.href, 'https://example.com/a?b#c');
  assert.ok(safeLink('http://example.com'));
  for (const bad of [
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:https://example.com/x',
    'https://user@example.com/',
    'https://user:secret@example.com/',
    '//example.com',
    '/enrol#join.x',
    `https://example.com/${'x'.repeat(MAX_LINK_CHARACTERS)}`,
    7,
    undefined,
  ]) {
    assert.equal(safeLink(bad), undefined, String(bad));
  }
});

test('a flood is stopped, a long history is not', () => {
  const gate = new FloodGate(0);
  for (let n = 0; n < BURST_MESSAGES; n++) assert.ok(gate.pass(0));
  assert.equal(gate.pass(0), false);
  const steady = new FloodGate(0);
  for (let n = 0; n < 100_000; n++) assert.ok(steady.pass((n / STEADY_MESSAGES_PER_S) * 1000));
});

test('the desk learns counts and marks of a conversation, never words', () => {
  const told = frameState(frame(1, { chat: chat({ unread: 2 }) }), true);
  assert.deepEqual(Object.keys(told).sort(), ['draft', 'phase', 'typing', 'unread', 'unsent', 'waitingSinceMs']);
  assert.ok(isFrameMessage('desk', ask('state', told)));
  const text = JSON.stringify(told);
  for (const item of talk) if (item.kind === 'message') assert.ok(!text.includes(item.text));
  const last = talk[talk.length - 1];
  assert.equal(told.waitingSinceMs, last?.timeMs);
  assert.equal(frameState(frame(1, { chat: undefined, failure: 'x' }), false).phase, 'failed');
  assert.equal(frameState(frame(1, { chat: chat({ connection: 'refused' }) }), false).phase, 'violation');
});

test('the switcher finds by name, by the start of words, by initials', () => {
  const model = desk({ mine: [mine(1), mine(2), mine(3)], waiting: [waiting(20, 1)] });
  const second = model.mine[1];
  assert.ok(second);
  const [adjective = '', animal = ''] = second.identity.name.split(' ');
  for (const query of [second.identity.name, animal.toLowerCase(), adjective.slice(0, 4), ` ${animal} `]) {
    const [found] = places(model, query);
    assert.equal(found?.key, `mine-${second.id}`, query);
  }
  assert.equal(places(model, 'nothing like this').length, 0);
  assert.equal(places(model, '').length, 7);
  assert.equal(places(model, 'settings')[0]?.key, 'settings');
});

test('waiting is told in steps that people understand', () => {
  assert.deepEqual(span(59_000), { unit: 'now', count: 0 });
  assert.deepEqual(span(61_000), { unit: 'minute', count: 1 });
  assert.deepEqual(span(3 * 86_400_000), { unit: 'day', count: 3 });
  assert.equal(waitFraction(-5), 0);
  assert.equal(waitFraction(1e12), 1);
  assert.ok(waitFraction(60_000) < waitFraction(120_000));
  assert.deepEqual([0, 200_000, 500_000].map(urgency), ['calm', 'soon', 'late']);
});
