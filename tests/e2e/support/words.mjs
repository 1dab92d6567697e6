// Looks for words in bytes, in every form in which they could have leaked.

/** Base64 of `bytes` wherever they stand in a longer text: without the characters that depend on their neighbours. */
function base64Within(bytes, before) {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  const whole = Math.floor(((before + bytes.length) * 8) / 6);
  return text.slice(Math.ceil((before * 8) / 6), whole);
}

/** @returns {{form: string, bytes: Buffer}[]} */
export function formsOf(word) {
  const forms = [];
  const add = (form, value) => {
    const bytes = Buffer.from(value);
    if (bytes.length < 8) throw new Error(`${word}: too short to be told from chance`);
    if (!forms.some((known) => known.bytes.equals(bytes))) forms.push({ form, bytes });
  };
  const utf16 = Buffer.from(word, 'utf16le');
  for (const [name, bytes] of [
    ['UTF-8', Buffer.from(word)],
    ['UTF-16LE', utf16],
  ]) {
    add(name, bytes);
    for (const before of [0, 1, 2]) {
      const text = base64Within(bytes, before);
      add(`base64 of ${name}, ${before} before`, text);
      add(`base64url of ${name}, ${before} before`, text.replaceAll('+', '-').replaceAll('/', '_'));
    }
  }
  add('UTF-16BE', Buffer.from(utf16).swap16());
  add('hex', Buffer.from(word).toString('hex'));
  add('escaped for an address', encodeURIComponent(word));
  add(
    'escaped for JSON',
    word.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
  return forms;
}

/**
 * @param {{where: string, bytes: Buffer}[]} places
 * @param {string[]} words
 * @returns {{word: string, form: string, where: string}[]} every word in every place where it was found
 */
export function find(places, words) {
  const wanted = words.map((word) => ({ word, forms: formsOf(word) }));
  const hits = [];
  for (const { where, bytes } of places) {
    for (const { word, forms } of wanted) {
      const found = forms.find((form) => bytes.includes(form.bytes));
      if (found) hits.push({ word, form: found.form, where });
    }
  }
  return hits;
}
