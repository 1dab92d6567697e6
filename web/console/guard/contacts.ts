// E-mail addresses, links, and addresses of houses.
import { fold } from './fold';
import type { Reading } from './reading';

const email = /(?<![\p{L}\d])([\p{L}\d._%+-]{1,64})@([\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,4})/giu;
const spokenAt = /\s*(?:\(at\)|\[at\]|\bat\b|\barroba\b|\bchiocciola\b|\barobase\b)\s*/gi;
const spokenDot = /\s*(?:\(dot\)|\[dot\]|\bdot\b|\bpunto\b|\bpunkt\b|\bpoint\b|\bponto\b)\s*/gi;

/** Of mailboxes that are not one person's. */
const office =
  /^(?:info|support|help|hello|contact|service|kontakt|office|sales|noreply|no-reply|billing|soporte|ayuda)$/;

function addEmail(reading: Reading, local: string, domain: string): void {
  const group = reading.nextGroup();
  const strength = office.test(fold(local)) ? 40 : 100;
  const [box = '', host = ''] = [fold(local).replace(/\+.*$/, ''), fold(domain)];
  const mark = { kind: 'email', strength, fit: 'exact', group } as const;
  reading.add({ ...mark, value: `e:${box}@${host}` });
  if (box.length >= 5) {
    const boxStrength = Math.min(strength, box.length >= 8 ? 100 : 70);
    reading.add({ ...mark, value: `b:${box.replace(/[._-]/g, '')}`, strength: boxStrength });
  }
  // The company's own domain, where it was registered, makes the whole address the company's.
  reading.add({ ...mark, value: `h:${host}`, strength: 0 });
  for (const part of box.split(/[._\d-]+/)) if (part.length >= 3) reading.single(`N:${nameKey(part)}`, 'name', 50);
}

/** A name however spelt: doubled letters and umlauts written out are the same. */
export const nameKey = (name: string): string =>
  fold(name)
    .replace(/[^\p{L}]/gu, '')
    .replace(/([aou])e/g, '$1')
    .replace(/(.)\1+/gu, '$1');

export function readEmails(reading: Reading): void {
  for (const match of reading.text.matchAll(email)) {
    addEmail(reading, match[1] ?? '', match[2] ?? '');
    reading.blank(match.index, match[0].length);
  }
}

/** One that was found where it is not written as one: "anna at gmail dot com". */
export function readSpokenEmail(reading: Reading, text: string): void {
  const written = text.replace(spokenAt, '@').replace(spokenDot, '.').replace(/\s+/g, '');
  const match = [...written.matchAll(email)][0];
  if (match) addEmail(reading, match[1] ?? '', match[2] ?? '');
}

const link = /\b(?:https?:\/\/|www\.)([\p{L}\d.-]{3,253})(\/[^\s<>"']{0,2000})?/giu;
/** Pages that are there for everybody. */
const publicPath =
  /^\/?(?:$|(?:[\w-]+\/)*(?:help|faq|faqs|support|docs|kb|hc|article|articles|hilfe|ayuda|aide|ajuda|aiuto)\b)/i;

export function readLinks(reading: Reading): void {
  for (const match of reading.text.matchAll(link)) {
    const host = fold(match[1] ?? '').replace(/^www\./, '');
    const path = (match[2] ?? '').replace(/[.,;:!?)]+$/, '');
    const group = reading.nextGroup();
    const strength = publicPath.test(path) ? 0 : 70;
    reading.add({ value: `u:${host}${path}`, kind: 'link', strength, fit: 'exact', group });
    reading.add({ value: `h:${host}`, kind: 'link', strength: 0, fit: 'exact', group });
    // What follows the host may hold a tracking number; the pages of a handbook do not.
    if (strength === 0) reading.blank(match.index, match[0].length);
    else reading.blank(match.index, match[0].length - path.length);
  }
}

const word = "[\\p{L}][\\p{L}'.-]*";
const houseFirst = new RegExp(
  `(?<![\\p{L}\\d])(\\d{1,5}[a-d]?),? ((?:${word} ){1,3})(?:street|st|road|rd|lane|ln|avenue|ave|drive|dr|close|court|ct|way|boulevard|blvd|crescent|terrace|square|sq|place|pl|gardens|grove|hill|row|mews|parkway|pkwy)(?![\\p{L}])`,
  'giu',
);
const roadFirst = new RegExp(
  `(?<![\\p{L}\\d])(?:rue|avenue|av|boulevard|bd|chemin|place|quai|calle|c/|avenida|avda|plaza|paseo|carrer|via|viale|corso|piazza|largo|rua|travessa|praca|praça|estrada)\\.? ((?:${word},? ){1,5}?)(?:n[º°o]?\\.? ?)?(\\d{1,5}[a-d]?)(?![\\p{L}\\d])`,
  'giu',
);
const houseThenRoad = new RegExp(
  `(?<![\\p{L}\\d])(\\d{1,4}),? (?:bis,? |ter,? )?(?:rue|avenue|av\\.?|boulevard|bd|chemin|place|quai|allee|allée|impasse) ((?:${word} ?){1,5})`,
  'giu',
);
const germanRoad = '(?:straße|strasse|str\\.?|weg|platz|gasse|allee|ufer|damm|ring|chaussee)';
const german = new RegExp(
  `(?<![\\p{L}\\d])((?:\\p{L}[\\p{L}-]* ){0,2}?\\p{L}*${germanRoad})\\.? (\\d{1,4} ?[a-d]?)(?![\\p{L}\\d])`,
  'giu',
);
const houseThenGerman = new RegExp(`(?<![\\p{L}\\d])(\\d{1,4}[a-d]?) (\\p{Lu}[\\p{L}-]*${germanRoad})(?!\\p{L})`, 'gu');

const particles = /^(?:de|du|des|la|le|les|del|los|las|da|do|dos|di|della|dei|den|der|am|im|an|the|of|l|d)$/;

function addAddress(reading: Reading, house: string, road: string): void {
  const words = fold(road)
    .replace(/strasse|str\b\.?/g, 'str')
    .split(/[^\p{L}]+/u)
    .filter((part) => part !== '' && !particles.test(part));
  const name = words.slice(-1)[0] ?? '';
  const first = words[0] ?? '';
  if (name.length < 3) return;
  const group = reading.nextGroup();
  const mark = { kind: 'address', fit: 'exact', group } as const;
  reading.add({ ...mark, value: `a:${fold(house).replace(/\s/g, '')} ${first}`, strength: 100 });
  if (name !== first) reading.add({ ...mark, value: `a:${fold(house).replace(/\s/g, '')} ${name}`, strength: 100 });
}

export function readAddresses(reading: Reading): void {
  for (const match of reading.text.matchAll(houseFirst)) addAddress(reading, match[1] ?? '', match[2] ?? '');
  for (const match of reading.text.matchAll(houseThenRoad)) addAddress(reading, match[1] ?? '', match[2] ?? '');
  for (const match of reading.text.matchAll(houseThenGerman)) addAddress(reading, match[1] ?? '', match[2] ?? '');
  for (const match of reading.text.matchAll(roadFirst)) addAddress(reading, match[2] ?? '', match[1] ?? '');
  for (const match of reading.text.matchAll(german)) addAddress(reading, match[2] ?? '', match[1] ?? '');
}
