// Message text: what becomes a link, and what must not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBig, isLong, pieces } from '../../../web/shared/ui/text';

const links = (text: string) => pieces(text).flatMap((piece) => (piece.is === 'link' ? [piece.href] : []));
const whole = (text: string) =>
  pieces(text)
    .map((piece) => (piece.is === 'link' ? '⟨⟩' : piece.text))
    .join('');

test('only http and https become links', () => {
  assert.deepEqual(links('see https://a.example and http://b.example/x'), ['https://a.example/', 'http://b.example/x']);
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a.example',
    'mailto:a@b.example',
    'www.a.example',
    '//a.example',
  ])
    assert.deepEqual(links(text), [], text);
});

test('an address that carries a name or password stays text', () => {
  assert.deepEqual(links('https://bank.example@evil.example/login'), []);
  assert.deepEqual(links('https://user:pass@evil.example'), []);
});

test('the host is shown as the browser uses it', () => {
  const [piece] = pieces('https://аpple.example/x');
  assert.equal(piece?.is, 'link');
  assert.equal(piece?.is === 'link' && piece.host, 'xn--pple-43d.example');
});

test('punctuation of the sentence is not part of the address', () => {
  assert.equal(whole('Look (https://a.example/b).'), 'Look (⟨⟩).');
  assert.deepEqual(links('https://a.example/b_(c)'), ['https://a.example/b_(c)']);
  assert.equal(whole('https://a.example/b, please!'), '⟨⟩, please!');
});

test('invisible and direction characters end an address', () => {
  assert.deepEqual(links('https://a.example/\u202Egpj.exe'), ['https://a.example/']);
  assert.deepEqual(links('https://a.example/x\u200By'), ['https://a.example/x']);
});

test('no character of the text is lost', () => {
  const text = 'a https://a.example/ß?q=1#x b\n\nhttp://[::1]:80/ <b>c</b> http:// https://';
  const shown = pieces(text);
  let at = 0;
  for (const piece of shown) {
    if (piece.is !== 'text') continue;
    const found = text.indexOf(piece.text, at);
    assert.ok(found >= at);
    at = found + piece.text.length;
  }
  assert.ok(whole(text).includes('<b>c</b>'));
});

test('hostile texts take little time', () => {
  const before = performance.now();
  for (const text of [
    'https://'.repeat(4000),
    `https://a.example/${'('.repeat(30000)}`,
    'http://a.example '.repeat(1900),
    '😀'.repeat(8000),
  ]) {
    pieces(text);
    isBig(text);
    isLong(text);
  }
  assert.ok(performance.now() - before < 1500);
});

test('one to three emoji are large, anything else is not', () => {
  for (const text of ['🙏', '🎉🎉', ' 👍🏽 ', '👨‍👩‍👧', '🇩🇪', '❤️']) assert.ok(isBig(text), text);
  for (const text of ['', '1', '123', '🎉🎉🎉🎉', 'ok 👍', '#', '©']) assert.ok(!isBig(text), text);
});

test('long texts fold', () => {
  assert.ok(!isLong('short'));
  assert.ok(isLong('x'.repeat(1000)));
  assert.ok(isLong('\n'.repeat(20)));
});

test('an address of brackets alone takes no more time than any other', { timeout: 2000 }, () => {
  const hostile = `https://a${')'.repeat(32_700)}`;
  assert.equal(whole(hostile), `⟨⟩${')'.repeat(32_700)}`);
  assert.equal(whole('(https://a.example/x(y)).'), '(⟨⟩).');
});
