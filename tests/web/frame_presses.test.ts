// What a frame may make of a press, seen from the desk: only the frame that has the keyboard was pressed in, and what stands
// there to be read is not replaced.
import './support/page';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Rooms } from '../../web/console/desk/rooms';
import { Workplace } from '../../web/console/desk/workplace';
import { en } from '../../web/console/messages/en';
import type { Dialog } from '../../web/console/model/desk_model';

const navigatorBefore = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
const define = (name: string, value: unknown): void =>
  void Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
afterEach(() => {
  if (navigatorBefore) Object.defineProperty(globalThis, 'navigator', navigatorBefore);
  Reflect.deleteProperty(globalThis, 'document');
});

test('a press counts for the frame in front alone, while it has the keyboard and somebody has just used the page', () => {
  const [mine, other] = [{}, {}];
  const { pressedIn } = Rooms.prototype as unknown as { pressedIn(id: string): boolean };
  const pressed = (focused: string, activeElement: object, isActive: boolean): boolean => {
    define('document', { activeElement });
    define('navigator', { userActivation: { isActive } });
    return pressedIn.call({ focused, frames: { element: () => mine } }, 'mine');
  };
  assert.equal(pressed('mine', mine, true), true);
  assert.equal(pressed('mine', other, true), false, 'the keyboard is at the desk, or in another frame');
  assert.equal(pressed('other', mine, true), false, 'not in front');
  assert.equal(pressed('mine', mine, false), false, 'nobody');
});

test('an open dialog is never replaced by a link of a frame', () => {
  const { askLink } = Workplace.prototype as unknown as { askLink(id: string, url: URL): void };
  const ask = (dialog: Dialog | undefined): Dialog | undefined => {
    const desk = { dialog, identities: { of: () => ({ name: 'Red Owl' }) }, changed: () => undefined };
    askLink.call(desk, 'id', new URL('https://shop.example.org/offer'));
    return desk.dialog;
  };
  const before: Dialog = { kind: 'link', url: 'https://good.example.org/', host: 'good.example.org', from: 'Blue Fox' };
  for (const dialog of [{ kind: 'help' }, before] as Dialog[]) assert.equal(ask(dialog), dialog);
  assert.equal(ask(undefined)?.kind, 'link');
});

test('the help says what Alt+A does inside a conversation', () => {
  const help = en.dialog.helpGroups.flatMap(({ keys }) => keys);
  const [, what] = help.find(([keys]) => keys.join('+') === 'Alt+A') ?? [];
  assert.match(what ?? '', /inside a conversation.*twice/i);
});
