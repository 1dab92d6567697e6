// Conversations as written, with places for values, and what fills them. One line each:
//   # trade language name     c: customer     a: agent     and, of what the agent may write next,
//   = a reply that holds something of this conversation's own
//   ~ a reply without such a value, but plainly about its matter
//   . a reply that could stand in many conversations

import { clinic, saas, telecom, travel } from './talks_services';
import { bank, shop } from './talks_shop';

export interface Talk {
  trade: string;
  language: string;
  name: string;
  messages: { side: 'customer' | 'agent'; text: string }[];
  /** By sign. */
  replies: { own: string[]; matter: string[]; plain: string[] };
  values: Record<string, string>;
}

export function parseTalks(text: string): Talk[] {
  const talks: Talk[] = [];
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [sign = '', rest = ''] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
    const talk = talks.at(-1);
    if (sign === '#') {
      const [trade = '', language = '', name = ''] = rest.split(' ');
      talks.push({ trade, language, name, messages: [], replies: { own: [], matter: [], plain: [] }, values: {} });
    } else if (sign === 'c:' || sign === 'a:') {
      talk?.messages.push({ side: sign === 'c:' ? 'customer' : 'agent', text: rest });
    } else {
      const kind = ({ '=': 'own', '~': 'matter', '.': 'plain' } as const)[sign];
      if (!kind) throw new Error(`not a line of a talk: ${line}`);
      talk?.replies[kind].push(rest);
    }
  }
  return talks;
}

export const talks = parseTalks([shop, bank, travel, telecom, clinic, saas].join('\n'));

/** Deterministic: the same seed, the same scenes. */
export class Chance {
  constructor(private state: number) {}
  next(): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return ((this.state >>> 8) % 0x100000) / 0x100000;
  }
  below(end: number): number {
    return Math.floor(this.next() * end);
  }
  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
  digits(count: number): string {
    return String(1 + this.below(9)) + Array.from({ length: count - 1 }, () => this.below(10)).join('');
  }
  letters(count: number): string {
    return Array.from({ length: count }, () => this.of([...'ABCDEFGHJKMNPQRSTUVWXYZ23456789'])).join('');
  }
}

const firsts = {
  en: 'Anna Tom Sarah James Emily Mark Olivia Daniel Grace Peter Aisha Will Chloe Ryan Priya Kevin Rose Liam Mia Jack',
  de: 'Anna Jürgen Katrin Stefan Lena Markus Sabine Florian Heike Jonas',
  fr: 'Camille Élodie Julien Anaïs Mathieu Sophie Luc Inès',
  es: 'Lucía Javier Carmen Pablo Marta Diego Pilar Andrés',
  pt: 'João Beatriz Thiago Inês Rafael Luísa',
  it: 'Giulia Marco Chiara Alessandro Francesca Luca',
};
const lasts =
  'Kowalski Berger Nguyen Okafor Lindqvist Moreau Castillo Whitfield Tanaka Silva Rossi Becker Haddad Fraser Petrov Green Novak Brandt';
const cities = 'Lisbon Porto Vienna Oslo Seville Lyon Bologna Dresden Kraków Malmö Toronto Cairo Athens Dublin';
const streets = [
  'Rosewood Lane',
  'Mill Road',
  'Harbour Street',
  'St James Close',
  'Fern Avenue',
  'Old Kent Drive',
  'Orchard Way',
];
const streetsDe = ['Rosenstraße', 'Am Mühlweg', 'Lindenallee', 'Goethestr.', 'Marktplatz', 'Gartenweg'];
const streetsEs = ['calle Mayor', 'avenida del Sol', 'calle Pintor Rosales', 'plaza Santa Ana'];
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October'];
const monthsOf: Record<string, string[]> = {
  de: 'Januar Februar März April Mai Juni Juli August September Oktober'.split(' '),
  fr: 'janvier février mars avril mai juin juillet août septembre octobre'.split(' '),
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre'.split(' '),
  it: 'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre'.split(' '),
};

function luhn(prefix: string): string {
  const sum = [...prefix]
    .reverse()
    .map((digit, at) => Number(digit) * (at % 2 === 0 ? 2 : 1))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return prefix + String((10 - (sum % 10)) % 10);
}

function germanIban(chance: Chance): string {
  const account = `500105${chance.digits(12)}`;
  const check = 98n - (BigInt(`${account}131400`) % 97n);
  return `DE${String(check).padStart(2, '0')}${account}`;
}

/** How one company writes its numbers; they are given out in a row, so those of one day are close together. */
export interface House {
  order(chance: Chance): string;
  domain: string;
}
export function makeHouse(chance: Chance): House {
  const base = 20_000 + chance.below(60_000);
  const near = (of: Chance) => base + of.below(9000);
  const forms = [
    (of: Chance) => String(near(of)),
    (of: Chance) => `#${near(of)}`,
    (of: Chance) => `ORD-2025-${near(of)}`,
    (of: Chance) => `NS${near(of)}${of.digits(3)}`,
    (of: Chance) => `10${near(of)}${of.digits(3)}`,
    (of: Chance) => `W${of.letters(2)}-${near(of)}`,
  ];
  return { order: chance.of(forms), domain: 'northshop.example' };
}

const groups = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1 ');

function personValues(chance: Chance, language: string): Record<string, string> {
  const pool = (firsts[language as keyof typeof firsts] ?? firsts.en).split(' ');
  const [first, last] = [chance.of(pool), chance.of(lasts.split(' '))];
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const mailbox = chance.of([`${plain(first)}.${plain(last)}`, `${plain(first)[0]}${plain(last)}${chance.digits(2)}`]);
  return {
    first,
    last,
    first2: chance.of(pool.filter((one) => one !== first)),
    title_en: chance.of(['Mr', 'Ms', 'Mrs']),
    title_de: chance.of(['Frau', 'Herr']),
    email: `${mailbox}@${chance.of(['gmail.com', 'outlook.com', 'web.de', 'orange.fr', 'proton.me'])}`,
    company: `${chance.of(['Brightleaf', 'Kestrel', 'Ostara', 'Quillon', 'Redwater', 'Tamarind', 'Umbra', 'Vantel'])} ${chance.of(['Labs', 'Studio', 'Foods', 'Legal'])}`,
    phone: chance.of([
      `+49 17${chance.digits(1)} ${chance.digits(7)}`,
      `07700 900${chance.digits(3)}`,
      `(212) 555-0${chance.digits(3)}`,
      `+34 6${chance.digits(2)} ${chance.digits(3)} ${chance.digits(3)}`,
    ]),
  };
}

function dateValues(chance: Chance): Record<string, string> {
  const day = 2 + chance.below(26);
  const month = chance.below(10);
  const birth = [2 + chance.below(26), 1 + chance.below(12), 1950 + chance.below(55)];
  const in_ = (language: string) => monthsOf[language]?.[month] ?? '';
  return {
    date: chance.of([`${day} ${months[month]}`, `${months[month]} ${day}`, `${months[month]?.slice(0, 3)} ${day}`]),
    date_de: chance.of([`${day}. ${in_('de')}`, `${day}.${month + 1}.2025`]),
    date_fr: `${day} ${in_('fr')}`,
    date_es: `${day} de ${in_('es')}`,
    date_it: `${day} ${in_('it')}`,
    dob: chance.of([`${birth[2]}-${birth[1]}-${birth[0]}`, `${birth[0]} ${months[(birth[1] ?? 1) % 10]} ${birth[2]}`]),
    dob_de: `${birth[0]}.${birth[1]}.${birth[2]}`,
  };
}

function moneyValues(chance: Chance): Record<string, string> {
  const [whole, cents] = [20 + chance.below(900), String(chance.below(100)).padStart(2, '0')];
  const price = chance.of(['19.99', '49.90', '25', '15', '99.00', '29.95']);
  return {
    amount: chance.of([`€${whole}.${cents}`, `$${whole}.${cents}`, `${whole}.${cents} EUR`]),
    amount_de: `${whole},${cents} €`,
    amount_fr: `${whole},${cents} €`,
    amount_pt: `${whole},${cents} euros`,
    price: `€${price}`,
    price_de: `${price.replace('.', ',')} €`,
  };
}

export function makeValues(chance: Chance, house: House, language: string): Record<string, string> {
  const card = luhn(`4${chance.digits(14)}`);
  return {
    ...personValues(chance, language),
    ...dateValues(chance),
    ...moneyValues(chance),
    order: house.order(chance),
    tracking: chance.of([
      `1Z${chance.letters(6)}0${chance.digits(9)}`,
      `JJD0${chance.digits(14)}`,
      `RR${chance.digits(9)}DE`,
    ]),
    house: String(2 + chance.below(180)),
    street: chance.of(streets),
    street_de: chance.of(streetsDe),
    street_es: chance.of(streetsEs),
    zip: chance.digits(5),
    city: chance.of(cities.split(' ')),
    postcode: `${chance.of(['BS', 'LS', 'EH', 'M'])}${1 + chance.below(20)} ${1 + chance.below(9)}${chance.of(['AB', 'QT', 'XY', 'LN'])}`,
    voucher: `GIFT-${chance.letters(4)}-${chance.digits(4)}`,
    card: chance.of([card, groups(card)]),
    last4: card.slice(-4),
    iban: chance.of([groups(germanIban(chance)), germanIban(chance)]),
    account: chance.digits(chance.of([7, 8, 10])),
    case: `${chance.of(['C', 'INC', 'T-'])}${chance.digits(6)}`,
    booking: chance.letters(4) + chance.digits(1) + chance.letters(1),
    flight: `${chance.of(['LH', 'BA', 'TP', 'IB'])}${chance.digits(4)}`,
    passport: `${chance.of(['C', 'P', 'X'])}${chance.digits(8)}`,
    insurance: `${chance.of(['A', 'K', 'T'])}${chance.digits(9)}`,
    vat: chance.digits(9),
    key: chance.letters(10).toLowerCase(),
  };
}

export function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for ${name}`);
    return value;
  });
}
