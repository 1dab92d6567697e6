// The engine in WebAssembly against the same engine in the release's command line, and its place in the browser.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { DetectEngine } from '../../web/shared/detect/engine.ts';

const modulePath = 'build/detect/detect.wasm';
const load = () => DetectEngine.load(readFileSync(modulePath));

interface Span {
  type: string;
  subtype: string;
  start: number;
  end: number;
  confidence: number;
  reason: string;
}

function texts(): string[] {
  const folder = 'tests/detect/cases';
  return readdirSync(folder).flatMap((name) =>
    readFileSync(`${folder}/${name}`, 'utf8')
      .trim()
      .split('\n')
      .map((line) =>
        (JSON.parse(line) as { messages: string[] }).messages
          .join('\n')
          .replace(/\[\[[A-Z_]+\|/g, '')
          .replaceAll(']]', ''),
      ),
  );
}

test('the module keeps its size and asks for nothing', () => {
  const bytes = readFileSync(modulePath);
  assert.ok(gzipSync(bytes, { level: 9 }).length <= 66 * 1024);
  assert.deepEqual(WebAssembly.Module.imports(new WebAssembly.Module(bytes)), []);
});

test('wasm and native find the same', async (context) => {
  const native = ['build/check/cloister', 'build/release/cloister'].find((path) => existsSync(path));
  if (!native) return context.skip('there is no native build to compare with');
  const all = texts();
  const run = spawnSync(native, ['scan'], {
    input: all.map((text, id) => JSON.stringify({ id, text })).join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const engine = await load();
  const lines = run.stdout.trim().split('\n');
  assert.equal(lines.length, all.length);
  for (const line of lines) {
    const { id, spans } = JSON.parse(line) as { id: number; spans: Span[] };
    const text = all[id] ?? '';
    const here = engine.scan(text).map(({ type, subtype, confidence, reason, pieces }) => {
      const piece = pieces[0] ?? { start: 0, end: 0 };
      const points = (end: number) => [...text.slice(0, end)].length;
      return { type, subtype, start: points(piece.start), end: points(piece.end), confidence, reason };
    });
    assert.deepEqual(here, spans, text);
  }
});

test('a sender is followed over messages', async () => {
  const engine = await load();
  assert.deepEqual(engine.add(0, 'my card is 4111 1111'), []);
  assert.deepEqual(engine.add(1, 'which one?'), []);
  assert.equal(engine.preview(0, '1111 1111').length, 1);
  const [card] = engine.add(0, '1111 1111');
  assert.deepEqual(card?.earlier, [{ message: 0, start: 11, end: 20 }]);
  assert.deepEqual(card?.pieces, [{ message: 1, start: 0, end: 9 }]);
  engine.forget();
  assert.deepEqual(engine.preview(0, '1111 1111'), []);
});

test('offsets are those of JavaScript strings', async () => {
  const engine = await load();
  const text = '\u{1f600} caf\u00e9 card \u{1d7d2}111 1111 1111 1111 ok';
  const piece = engine.scan(text)[0]?.pieces[0];
  assert.equal(text.slice(piece?.start, piece?.end), '\u{1d7d2}111 1111 1111 1111');
});
