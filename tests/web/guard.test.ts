// The wrong-chat guard: what frames read, what the desk keeps, and how often both are right (docs/wrong-chat.md).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { ConversationReader, draftMarks, ownMarks, pasteMarks } from '../../web/console/guard/extract';
import { fingerprints, makeGuardKey } from '../../web/console/guard/fingerprint';
import { GuardIndex, MAX_OPEN, MAX_RECENT, RECENT_MS } from '../../web/console/guard/guard_index';
import { Holds } from '../../web/console/guard/holds';
import {
  areFingerprints,
  type Fingerprint,
  MAX_DRAFT_FINGERPRINTS,
  MAX_MESSAGE_FINGERPRINTS,
  type Side,
} from '../../web/console/guard/kinds';
import { MAX_IDENTIFIERS, MAX_MATTER, Shelf } from '../../web/console/guard/shelf';
import type { Occasion } from '../../web/console/guard/verdict';
import { DetectEngine } from '../../web/shared/detect/engine';
import { type BatchName, batches, SEED } from './guard/batches';
import { isMatterAlone, type Score, score, total } from './guard/score';

const engine = await DetectEngine.load(readFileSync('build/detect/detect.wasm'));
const key = await makeGuardKey();

/** A desk with conversations a, b, c…, and what was written in them. */
class Desk {
  readonly index = new GuardIndex();
  private readonly readers = new Map<string, ConversationReader>();

  async say(id: string, side: Side, text: string): Promise<void> {
    this.index.open(id);
    const reader = this.readers.get(id) ?? new ConversationReader(engine);
    this.readers.set(id, reader);
    this.index.message(id, side, await fingerprints(key, reader.message(side, text)));
  }
  async customers(...texts: string[]): Promise<this> {
    for (const [at, text] of texts.entries()) await this.say('abcdefgh'[at] as string, 'customer', text);
    return this;
  }
  async own(text: string): Promise<void> {
    this.index.own(await fingerprints(key, ownMarks(text, engine)));
  }
  /** Where a text for `id` belongs, in the guard's opinion, and why. */
  async judge(id: string, text: string, occasion: Occasion = 'send', now_ms = 0): Promise<string> {
    const marks = occasion === 'paste' ? pasteMarks(text, engine) : draftMarks(text, engine);
    const verdict = this.index.judge(id, await fingerprints(key, marks), occasion, now_ms);
    return verdict.is === 'belongs' ? `${verdict.to}: ${verdict.why[0]}` : verdict.is;
  }
}

const draft = (text: string): Promise<Fingerprint[]> => fingerprints(key, draftMarks(text, engine));

test('a number is known however it is written, a digit wrong, or by its end', async () => {
  const desk = await new Desk().customers(
    'Hello, I am waiting.',
    'My order is ORD-2025-0048213, card 4111 1111 1111 1111.',
  );
  for (const text of [
    'Order ORD-2025-0048213 is sent.',
    'order 2025 0048213',
    'It is 0048213.',
    'It is 48213.',
    'It is ٠٠٤٨٢١٣.',
    'It is ００４８２１３.',
    'It is 0048 213.',
    'It is zero zero four eight two one three.',
    'ord2025oo48213',
    'It is 0048231.',
    'It is 0084213.',
    'It is 0049213.',
    'It is 004213.',
  ]) {
    assert.match(await desk.judge('a', text), /^b: /, text);
    assert.equal(await desk.judge('b', text), 'clear', text);
  }
  assert.equal(await desk.judge('a', '4111-1111-1111-1111'), 'b: card');
  assert.match(await desk.judge('a', 'your card ending in 1111'), /^b: /);
  assert.equal(await desk.judge('a', 'That costs 1111 points.'), 'clear');
  assert.equal(await desk.judge('a', 'I have opened order 0048217 for you.'), 'clear');
});

test('a neighbour of this customer’s number is not that of another', async () => {
  const desk = await new Desk().customers('my order is 48213', 'my order is 48214');
  assert.equal(await desk.judge('a', 'Order 48213 is on its way.'), 'clear');
  assert.equal(await desk.judge('a', 'Order 48214 is on its way.'), 'b: number');
  assert.equal(await desk.judge('a', 'Order 48223 is on its way.'), 'clear', 'as near to the one as to the other');
  const both = await new Desk().customers('my order is 48213', 'my order is 48253');
  assert.equal(await both.judge('a', 'Orders 48213, 48253 are on their way.'), 'b: number');
});

test('names in six languages, as people say and write them', async () => {
  for (const [said, written] of [
    ['Hi, my name is Rosalind Agyeman', 'Thanks Rosalind!'],
    ["i'm Kwabena, can you help", 'hello kwabena, one moment'],
    ['This is Mrs Okafor speaking', 'Dear Mrs Okafor, of course.'],
    ['it does not work. Regards, Piotr', 'Piotr, please try again.'],
    ['Guten Tag, ich heiße Jürgen Müller', 'Guten Tag Herr Mueller, gern.'],
    ['me llamo Lucía', 'Hola Lucia, un momento.'],
    ['je m’appelle Élodie', 'Bonjour Elodie !'],
    ['meu nome é João', 'Olá Joao, tudo bem?'],
    ['mi chiamo Giulia Conti', 'Gentile signora Conti, certo.'],
    ['I am writing for my son Benedikt', 'The card for Benedikt is in the mail.'],
  ]) {
    const desk = await new Desk().customers('Hello, I need help please', said as string);
    assert.equal(await desk.judge('a', written as string), 'b: name', `${said} / ${written}`);
    assert.equal(await desk.judge('b', written as string), 'clear', `${said} / ${written}`);
  }
});

test('a name that both have, a colleague’s, and the agent’s own do not alarm', async () => {
  const desk = await new Desk().customers(
    'Hi, Anna Lindgren here',
    'my name is Anna Petridis',
    'I am Peter',
    'this is Maria',
  );
  assert.equal(await desk.judge('a', 'Hi Anna, it is done.'), 'clear');
  assert.equal(await desk.judge('a', 'Dear Ms Petridis, it is done.'), 'b: name');
  assert.equal(await desk.judge('a', 'My colleague Maria will call you.'), 'clear');
  assert.equal(await desk.judge('a', 'My name is Peter, how can I help?'), 'clear');
  assert.equal(await desk.judge('a', 'It is sent.\nKind regards,\nPeter'), 'clear');
});

test('mail, telephone, address, sums and dates of birth in other writing', async () => {
  const desk = await new Desk().customers(
    'Good morning!',
    'Mail anna.k@posteo.example or call +49 170 1234567. I live at 9 Tannenweg, born 1985-04-12. You took 137,42 EUR.',
  );
  for (const [text, why] of [
    ['I wrote to Anna.K@Posteo.example', 'email'],
    ['I wrote to anna.k (at) posteo (dot) example', 'email'],
    ['I will call 0170 1234567', 'phone'],
    ['It goes to Tannenweg 9', 'address'],
    ['Born on 12 April 1985, correct?', 'identity'],
    ['The €137.42 are on their way', 'amount'],
  ]) {
    assert.equal(await desk.judge('a', text as string), `b: ${why}`, text);
    assert.equal(await desk.judge('b', text as string), 'clear', text);
  }
});

test('what was pasted is refused with less; what was copied there is known whatever it says', async () => {
  const desk = await new Desk().customers(
    'Good morning!',
    'I was in the garden when it happened, so I did not hear anything',
  );
  const cut = 'in the garden when it happened, so';
  assert.equal(await desk.judge('a', cut, 'paste'), 'b: phrase');
  assert.equal(await desk.judge('b', cut, 'paste'), 'clear');
  assert.equal(await desk.judge('a', 'Yes, that is right.', 'paste'), 'clear');
  desk.index.copied('b', await fingerprints(key, pasteMarks('Yes, that is right!', engine)));
  assert.equal(await desk.judge('a', 'yes that is right', 'paste'), 'b: phrase');
  desk.index.copied('a', await fingerprints(key, pasteMarks('Yes, that is right!', engine)));
  assert.equal(await desk.judge('a', 'yes that is right', 'paste'), 'clear');
});

test('the matter of another conversation, without any value of it', async () => {
  const desk = await new Desk().customers(
    'my suitcase did not arrive',
    'the boiler leaks and the parquet in the hallway is ruined',
    'my parquet got scratched',
  );
  assert.equal(await desk.judge('a', 'The plumber will look at the boiler and at the ruined hallway.'), 'b: word');
  assert.equal(await desk.judge('b', 'The plumber will look at the boiler and at the ruined hallway.'), 'clear');
  assert.equal(await desk.judge('a', 'Parquet can be sanded.'), 'clear');
});

test('what the company says to everybody does not alarm', async () => {
  const canned =
    'Reach us at help@shop.example, 030 9018 2000, Depot Road 14. Transfers to DE89 3704 0044 0532 0130 00.';
  const desk = await new Desk().customers('hello', 'hi there', 'hey', `i called 030 9018 2000 and was on hold`);
  assert.notEqual(await desk.judge('a', 'Please call 030 9018 2000.'), 'clear');
  await desk.own(canned);
  assert.equal(await desk.judge('a', 'Please call 030 9018 2000.'), 'clear');
  assert.equal(await desk.judge('a', canned), 'clear');
});

test('what the agent has written in several conversations is canned; in one, it is that one’s', async () => {
  const desk = await new Desk().customers('hello', 'hi there', 'hey');
  const text = 'Your incident has the number INC-440921, see there.';
  await desk.say('b', 'agent', text);
  assert.match(await desk.judge('a', text), /^b: /);
  await desk.say('c', 'agent', text);
  assert.equal(await desk.judge('a', text), 'clear');
});

test('a closed conversation counts for a while, and not for ever', async () => {
  const desk = await new Desk().customers('hello', 'my order is 48213');
  desk.index.leave('b', 1000);
  assert.equal(await desk.judge('a', 'Order 48213 is sent.', 'send', 1000 + RECENT_MS - 1), 'b: number');
  assert.equal(await desk.judge('a', 'Order 48213 is sent.', 'send', 1000 + RECENT_MS), 'clear');
});

test('nothing goes to a conversation that was closed or reassigned while sending', async () => {
  const desk = await new Desk().customers('hello', 'my order is 48213');
  desk.index.leave('b', 0);
  assert.equal(await desk.judge('b', 'Order 48213 is sent.'), 'gone');
  assert.equal(await desk.judge('nobody', 'Hello'), 'gone');
});

test('two conversations of one customer are not strangers', async () => {
  const desk = await new Desk().customers(
    'mail zoe.quinn@posteo.example',
    'order 48213, zoe.quinn@posteo.example',
    'order 59324',
  );
  assert.equal(await desk.judge('a', 'Order 48213 is sent.'), 'clear');
  assert.equal(await desk.judge('a', 'Order 59324 is sent.'), 'c: number');
});

test('fingerprints hold nothing but a cut hash under the key', async () => {
  const marks = draftMarks('Hi Anna, order 48213 for 137.42 EUR goes to 9 Tannenweg', engine);
  const [one, other] = [await fingerprints(key, marks), await fingerprints(await makeGuardKey(), marks)];
  assert.ok(one.length > 5 && areFingerprints(one, MAX_DRAFT_FINGERPRINTS));
  assert.ok(one.every((print, at) => /^[0-9a-f]{16}$/.test(print.mac) && print.mac !== other[at]?.mac));
  assert.ok(!/anna|48213|tannen/i.test(JSON.stringify(one)));
  await assert.rejects(crypto.subtle.exportKey('raw', key));
});

test('what a frame hands over is checked', () => {
  const good: Fingerprint = { mac: '00112233aabbccdd', kind: 'number', fit: 'exact', strength: 100, group: 1 };
  assert.ok(areFingerprints([good], 1));
  assert.ok(!areFingerprints([good, good], 1));
  for (const bad of [
    { ...good, mac: 'short' },
    { ...good, mac: '00112233AABBCCDD' },
    { ...good, kind: 'anything' },
    { ...good, fit: 'loose' },
    { ...good, strength: 101 },
    { ...good, strength: 0.5 },
    { ...good, group: -1 },
    { ...good, text: 'plain' },
    null,
    'x',
  ]) {
    assert.ok(!areFingerprints([bad], 9), JSON.stringify(bad));
  }
});

test('everything is bounded, and the most telling goes first', () => {
  const long = Array.from({ length: 400 }, (_, at) => `zebra${'abcdefghij'[at % 10]}${at} quantum walrus`).join(' ');
  const marks = draftMarks(`${long}. Your order ORD-48213 is sent.`, engine);
  assert.equal(marks.length, MAX_DRAFT_FINGERPRINTS);
  assert.ok(new ConversationReader(engine).message('customer', long).length <= MAX_MESSAGE_FINGERPRINTS);
  const few = draftMarks('Hi Anna, your order ORD-48213 with the purple walrus costume has arrived in Lisbon', engine);
  assert.ok(few.findIndex(({ value }) => value === 'c:0rd48213') < few.findIndex(({ kind }) => kind === 'word'));

  const shelf = new Shelf();
  for (let at = 0; at < 3 * MAX_MATTER; at++) {
    const kind = at % 2 === 0 ? 'number' : 'phrase';
    shelf.put({ mac: at.toString(16).padStart(16, '0'), kind, fit: 'exact', strength: 50, group: 1 }, 'customer');
  }
  assert.equal(shelf.size, MAX_IDENTIFIERS + MAX_MATTER);
});

test('a desk keeps so many conversations and no more', async () => {
  const index = new GuardIndex();
  const [print] = await draft('order 48213');
  for (let at = 0; at < MAX_OPEN + 5; at++) index.open(`open ${at}`);
  assert.equal(index.judge(`open ${MAX_OPEN - 1}`, [], 'send', 0).is, 'clear');
  assert.equal(index.judge(`open ${MAX_OPEN}`, [], 'send', 0).is, 'gone');
  for (let at = 0; at < MAX_OPEN; at++) index.leave(`open ${at}`, 0);
  for (let at = 0; at < MAX_RECENT + 1; at++) {
    index.open(`recent ${at}`);
    if (at === 0) index.message('recent 0', 'customer', [print as Fingerprint]);
    index.leave(`recent ${at}`, 1 + at);
  }
  index.open('last');
  assert.equal(index.judge('last', await draft('order 48213'), 'send', 100).is, 'clear', 'the oldest was dropped');
});

test('text of a hostile customer does not hold the frame up', () => {
  for (const bit of [
    'A',
    'A-',
    "A'",
    'Ab-',
    '1 ',
    '\n',
    'Ab de ',
    'hi ',
    'my name is ',
    '12 Ab ',
    'rue ab ',
    '€1',
    'a@',
    'a.',
  ]) {
    const started = performance.now();
    new ConversationReader(engine).message('customer', bit.repeat(20_000 / bit.length));
    assert.ok(performance.now() - started < 3000, JSON.stringify(bit));
  }
});

test('a held frame learns nothing until the agent has answered', async () => {
  const desk = await new Desk().customers('hello', 'my order is 48213', 'order 59324');
  const holds = new Holds(desk.index);
  const [slip, fine] = [await draft('Order 48213 is sent.'), await draft('One moment, please.')];
  assert.equal(holds.ask('a', fine, 'send', 0), 'released');
  assert.equal(holds.ask('a', slip, 'send', 1), 'held');
  assert.equal(holds.ask('a', fine, 'send', 2), 'held', 'whatever it asks now');
  assert.equal(holds.ask('b', fine, 'send', 2), 'released', 'the others go on');
  const verdict = holds.holdOf('a')?.verdict;
  assert.ok(verdict?.is === 'belongs' && verdict.to === 'b');

  const record = holds.answer('a', { choice: 'edit' }, 3);
  assert.deepEqual(record, {
    conversation: 'a',
    belongs: 'b',
    why: ['number'],
    occasion: 'send',
    answer: { choice: 'edit' },
    held_ms: 1,
    settled_ms: 3,
  });
  assert.equal(holds.answer('a', { choice: 'edit' }, 4), undefined);
  assert.equal(holds.ask('a', slip, 'send', 5), 'held');
});

test('a refused paste holds as well, so that pasting is no way to ask', async () => {
  const desk = await new Desk().customers('hello', 'my order is 48213');
  const holds = new Holds(desk.index);
  assert.equal(holds.ask('a', await fingerprints(key, pasteMarks('48213', engine)), 'paste', 0), 'held');
  assert.equal(holds.ask('a', await fingerprints(key, pasteMarks('hello', engine)), 'paste', 1), 'held');
  assert.equal(holds.answer('a', { choice: 'edit' }, 2)?.occasion, 'paste');
});

test('sending anyway lets that one draft pass, once', async () => {
  const desk = await new Desk().customers('hello', 'my order is 48213', 'order 59324');
  const holds = new Holds(desk.index);
  const [slip, another] = [await draft('Order 48213 is sent.'), await draft('Order 59324 is sent.')];
  const pass = () => holds.answer('a', { choice: 'send', reason: 'not_personal' }, 1);
  assert.equal(holds.ask('a', slip, 'send', 0), 'held');
  pass();
  assert.equal(holds.ask('a', slip, 'send', 2), 'released');
  assert.equal(holds.ask('a', slip, 'send', 3), 'held');
  pass();
  assert.equal(holds.ask('a', another, 'send', 4), 'held', 'the pass was for the other draft');
  pass();
  desk.index.leave('a', 5);
  assert.equal(holds.ask('a', another, 'send', 5), 'held', 'it is gone, whatever was answered');
});

const measured = new Map<BatchName, Score>();
for (const [name, scenes] of Object.entries(batches(SEED))) {
  measured.set(name as BatchName, await score(engine, scenes));
}
const rates = (name: BatchName) => {
  const { slips, harmless } = measured.get(name) as Score;
  return {
    slips: total(
      '',
      slips.filter((row) => !isMatterAlone(row)),
    ),
    matter: total('', slips.filter(isMatterAlone)),
    harmless: total('', harmless),
  };
};

test('slips are stopped', () => {
  const made = rates('generated');
  const [one, two, three] = [rates('first by hand'), rates('second by hand'), rates('third by hand')];
  assert.ok(made.slips.tried >= 300);
  assert.ok(made.slips.held >= 0.98 * made.slips.tried, `${made.slips.held} of ${made.slips.tried}`);
  assert.ok(made.slips.named >= 0.95 * made.slips.held);
  assert.ok(made.matter.held >= 0.5 * made.matter.tried, `${made.matter.held} of ${made.matter.tried}`);
  assert.ok(one.slips.held >= 0.98 * one.slips.tried, `${one.slips.held} of ${one.slips.tried}`);
  assert.ok(two.slips.held >= 0.88 * two.slips.tried, `${two.slips.held} of ${two.slips.tried}`);
  assert.ok(three.slips.held >= 0.88 * three.slips.tried, `${three.slips.held} of ${three.slips.tried}`);
});

test('harmless replies are let through', () => {
  const written = [...measured.keys()].filter((name) => name !== 'drawn by lot');
  const all = written.map((name) => rates(name).harmless);
  assert.ok(rates('drawn by lot').harmless.held <= 2);
  const [made, hard] = [rates('generated').harmless, rates('hard by hand').harmless];
  const sum = total('', all);
  assert.ok(made.tried >= 600 && made.held <= 0.003 * made.tried, `${made.held} of ${made.tried}`);
  assert.ok(sum.held <= 0.003 * sum.tried, `${sum.held} of ${sum.tried}`);
  assert.ok(hard.held <= 2, `${hard.held} of ${hard.tried}, all meant to be stopped`);
});
