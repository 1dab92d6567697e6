// Writes tests/detect/cases/generated_*.jsonl: labelled cases from templates and values with right check digits.
//
//   node tests/detect/generate.mjs
//
// A line is {"group", "messages"}; messages mark their values as [[TYPE|value]], also across messages of one sender. The
// groups: plain, obfuscated, split (sensitive); ordinary, technical (harmless). The output depends on the seed alone.
import { writeFileSync } from 'node:fs';
import { ordinary, technical } from './harmless.mjs';
import { card, dateOf, grouped, iban, inGroups, nationalIds, randomFrom, ssn, writtenId } from './values.mjs';

const r = randomFrom(20260101);
const mark = (type, value) => `[[${type}|${value}]]`;
const fill = (template, value) => template.replace('%', () => value);
const two = (n) => String(n).padStart(2, '0');

const openings = [
  '',
  '',
  '',
  'Hi, ',
  'hello ',
  'Hey there, ',
  'Hola, ',
  'Bonjour, ',
  'Guten Tag, ',
  'Olá, ',
  'Ciao, ',
  'ok so ',
  'sure, ',
  'Yes. ',
];
const closings = [
  '',
  '',
  '',
  '.',
  ' thanks',
  ', please check',
  '. Thank you!',
  ' ok?',
  ' - let me know',
  '!',
  ', danke',
  ' gracias',
  ' merci',
  ' obrigado',
  ' grazie',
];
const around = (text) => r.pick(openings) + text + r.pick(closings);

const words = {
  CREDIT_CARD: [
    'my card is %',
    'card number %',
    'please charge %',
    'the card: %',
    'use this one % instead',
    'visa %',
    'I paid with %',
    'mi tarjeta es %',
    'número de tarjeta %',
    'ma carte bancaire %',
    'numéro de carte: %',
    'meine Kreditkarte %',
    'Kartennummer: %',
    'meu cartão é %',
    'número do cartão %',
    'la mia carta è %',
    'numero di carta %',
    'here it is: %',
    '%',
    'cc: %',
    'debit card no. %',
  ],
  US_SSN: [
    'my SSN is %',
    'ssn %',
    'social security number: %',
    'my social is %',
    'SSN#%',
    'social: %',
    'the last form asked my social security number which is %',
    'mi número de seguro social es %',
    'soc sec %',
    'ssn - %',
  ],
  IBAN: [
    'IBAN %',
    'my IBAN is %',
    'refund to %',
    'transfer it to % please',
    'meine IBAN lautet %',
    'mon IBAN: %',
    'mi IBAN es %',
    'o meu IBAN é %',
    'il mio IBAN è %',
    '%',
    'account: %',
    'bank details: %',
  ],
  EMAIL: [
    'my email is %',
    'you can reach me at %',
    'mail me: %',
    '%',
    'Contact: %',
    'mi correo es %',
    'mon adresse mail est %',
    'meine E-Mail ist %',
    'meu email é %',
    'la mia email è %',
    'send it to %',
    'I registered with %',
    'from %',
  ],
  PHONE: [
    'call me on %',
    'my number is %',
    'phone: %',
    'tel. %',
    'text me at %',
    'mobile %',
    'mi teléfono es %',
    'mon portable: %',
    'meine Handynummer ist %',
    'meu telefone é %',
    'il mio cellulare è %',
    'reach me on % after six',
    'whatsapp %',
  ],
  DATE_OF_BIRTH: [
    'I was born on %',
    'DOB %',
    'date of birth: %',
    'my birthday is %',
    'dob - %',
    'nací el %',
    'fecha de nacimiento: %',
    'né le %',
    'date de naissance : %',
    'geboren am %',
    'Geburtsdatum %',
    'nasci em %',
    'data de nascimento: %',
    'sono nato il %',
    'data di nascita %',
  ],
  IP_ADDRESS: [
    'my IP is %',
    'ip address %',
    'logged in from %',
    'it says % is blocked',
    'mi dirección ip es %',
    'meine IP-Adresse: %',
    'connection from % refused',
    '%',
  ],
  PASSWORD: [
    'my password is %',
    'password: %',
    'pw %',
    'pwd: %',
    'the password is % and it fails',
    'pass: %',
    'mi contraseña es %',
    'la clave es %',
    'mon mot de passe est %',
    'mdp : %',
    'mein Passwort ist %',
    'Passwort: %',
    'minha senha é %',
    'senha: %',
    'la mia password è %',
    'login with password %',
    '% is my password',
    'passcode is %',
  ],
  PIN: [
    'my pin is %',
    'PIN: %',
    'the pin code is %',
    'mi pin es %',
    'mon code pin est %',
    'meine PIN ist %',
    'o pin é %',
    'il pin è %',
  ],
  CODE: [
    'the code you sent me is %',
    'verification code %',
    'the code is %',
    'OTP: %',
    'I got the code %',
    'my 2FA code is %',
    'el código de verificación es %',
    'le code reçu est %',
    'der Bestätigungscode lautet %',
    'o código de verificação é %',
    'il codice di verifica è %',
    '% is the verification code',
    'security code from the text: %',
  ],
  PASSPORT: [
    'passport number %',
    'my passport is %',
    'Passport No: %',
    'pasaporte %',
    'numéro de passeport %',
    'Reisepass %',
    'passaporte %',
    'passaporto n. %',
    '% is my passport number',
  ],
  DRIVING_LICENCE: [
    'driving licence %',
    "my driver's license number is %",
    'DL: %',
    'licencia de conducir %',
    'permis de conduire n° %',
    'Führerschein %',
    'carta de condução %',
    'patente di guida %',
    'license number %',
  ],
  CVV: [
    'cvv %',
    'the cvv is %',
    'security code on the card %',
    'cvc: %',
    '3 digits on the back: %',
    'código de seguridad de la tarjeta %',
    'cryptogramme %',
    'Prüfnummer %',
    'código de segurança %',
    'codice di sicurezza %',
    'CVV2 = %',
  ],
  CARD_EXPIRY: [
    'card expires %',
    'card exp %',
    'expiry date of the card: %',
    'card valid until %',
    'la tarjeta caduca %',
    'carte expire fin %',
    'Karte gültig bis %',
    'cartão validade %',
    'carta scadenza %',
    'visa exp. date %',
  ],
  API_KEY: [
    'api key: %',
    'my token is %',
    'key = "%"',
    'here is the secret key %',
    '%',
    'API_KEY=%',
    'I used % in the header',
    'access token %',
  ],
  CRYPTO_WALLET: [
    'my wallet is %',
    'send it to %',
    'BTC address: %',
    'wallet address %',
    '%',
    'mi billetera %',
    'meine Wallet: %',
    'crypto %',
  ],
  BANK_ACCOUNT: [
    'account number %',
    'my bank account number is %',
    'acct no %',
    'número de cuenta %',
    'numéro de compte %',
    'Kontonummer %',
    'conta corrente %',
    'numero di conto %',
    'checking account %',
    'bank account: %',
  ],
};

const names = [
  'john',
  'maria',
  'lena',
  'p.dupont',
  'ana_silva',
  'kurt-w',
  'luca.rossi',
  'sue88',
  'o.brien',
  'jsmith',
  'x.y.z',
  'tom+shop',
];
const hosts = [
  'gmail.com',
  'yahoo.co.uk',
  'hotmail.com',
  'example.org',
  'web.de',
  'orange.fr',
  'mail.example.net',
  'libero.it',
  'uol.com.br',
  'outlook.es',
  'firm.example.com',
];
const email = () => `${r.pick(names)}${r.next() < 0.3 ? r.int(1, 99) : ''}@${r.pick(hosts)}`;

const phones = [
  () => `+44 ${r.pick(['20', '161', '131'])} ${r.digits(4)} ${r.digits(4)}`,
  () => `+44 7${r.digits(3)} ${r.digits(6)}`,
  () => `07${r.digits(3)} ${r.digits(6)}`,
  () => `(${r.int(201, 989)}) 555-01${r.digits(2)}`,
  () => `${r.int(201, 989)}-555-01${r.digits(2)}`,
  () => `${r.int(201, 989)}.555.01${r.digits(2)}`,
  () => `+1 ${r.int(201, 989)} 555 01${r.digits(2)}`,
  () => `+1-${r.int(201, 989)}-555-01${r.digits(2)}`,
  () => `+49 ${r.pick(['30', '89', '151'])} ${r.int(1, 9)}${r.digits(7)}`,
  () => `0${r.pick(['151', '160', '172'])} ${r.int(1, 9)}${r.digits(7)}`,
  () => `+33 6 ${r.digits(2)} ${r.digits(2)} ${r.digits(2)} ${r.digits(2)}`,
  () => `0${r.int(1, 7)} ${r.digits(2)} ${r.digits(2)} ${r.digits(2)} ${r.digits(2)}`,
  () => `+34 6${r.digits(2)} ${r.digits(3)} ${r.digits(3)}`,
  () => `6${r.digits(2)} ${r.digits(2)} ${r.digits(2)} ${r.digits(2)}`,
  () => `+39 3${r.digits(2)} ${r.digits(7)}`,
  () => `+351 9${r.digits(2)} ${r.digits(3)} ${r.digits(3)}`,
  () => `(11) 9${r.digits(4)}-${r.digits(4)}`,
  () => `+55 21 9${r.digits(4)}-${r.digits(4)}`,
  () => `+61 4${r.digits(2)} ${r.digits(3)} ${r.digits(3)}`,
  () => `+91 ${r.int(7, 9)}${r.digits(4)} ${r.digits(5)}`,
  () => `+48 ${r.int(5, 7)}${r.digits(2)} ${r.digits(3)} ${r.digits(3)}`,
  () => `0044 20 ${r.digits(4)} ${r.digits(4)}`,
  () => `+41 44 ${r.digits(3)} ${r.digits(2)} ${r.digits(2)}`,
  () => `+44${r.pick(['20', '161'])}${r.int(2, 9)}${r.digits(7)}`,
  () => `${r.int(201, 989)}-555-01${r.digits(2)} ext ${r.int(10, 999)}`,
];

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
function birth() {
  const { y, m, d } = dateOf(r);
  return r.pick([
    `${two(d)}/${two(m)}/${y}`,
    `${two(m)}/${two(d)}/${y}`,
    `${y}-${two(m)}-${two(d)}`,
    `${d}.${m}.${y}`,
    `${two(d)}.${two(m)}.${two(y % 100)}`,
    `${d} ${months[m - 1]} ${y}`,
    `${months[m - 1]} ${d}, ${y}`,
    `${two(d)}-${two(m)}-${y}`,
    `${d} ${months[m - 1].slice(0, 3)} ${y}`,
  ]);
}
const expiry = () => {
  const m = two(r.int(1, 12));
  const y = r.int(26, 34);
  return r.pick([`${m}/${y}`, `${m}/20${y}`, `${m}-${y}`, `${m} / ${y}`]);
};
const stem = ['Tiger', 'blue', 'Winter', 'hunter', 'Berlin', 'pass', 'monkey', 'Qx', 'sunny', 'Madrid'];
const password = () =>
  r.pick([
    `${r.pick(stem)}${r.digits(2)}`,
    `${r.pick(stem)}${r.pick([...'!#$&'])}${r.digits(4)}`,
    `${r.pick(stem).toLowerCase()}_${r.digits(3)}`,
    `${r.letters(3)}${r.digits(3)}${r.letters(2).toLowerCase()}`,
    `${r.pick(stem)}-${r.pick(stem)}-${r.digits(2)}`,
    `${r.digits(2)}${r.pick(stem)}!`,
  ]);
const alnum = (n) =>
  Array.from({ length: n }, () => r.pick([...'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'])).join('');
const hex = (n) => Array.from({ length: n }, () => r.pick([...'0123456789abcdef'])).join('');
// Put together here, so that no file holds what a scanner takes for a live key.
const apiKey = () =>
  r.pick([
    () => `sk_${'live'}_${alnum(24)}`,
    () => `gh${'p'}_${alnum(36)}`,
    () => `AK${'IA'}${r.letters(4)}${r.digits(4)}${r.letters(8)}`,
    () => `xox${'b'}-${r.digits(12)}-${alnum(24)}`,
    () => `AI${'za'}${alnum(35)}`,
    () => `glp${'at'}-${alnum(20)}`,
    () => `npm${'_'}${alnum(36)}`,
    () => `SG${'.'}${alnum(22)}.${alnum(43)}`,
  ])();
const wallets = [
  '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2',
  '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
  'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
  'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
];
const ip = () =>
  r.pick([
    () => `203.0.113.${r.int(2, 250)}`,
    () => `198.51.100.${r.int(2, 250)}`,
    () => `${r.int(20, 190)}.${r.int(10, 250)}.${r.int(1, 250)}.${r.int(2, 250)}`,
    () => `2001:db8:${hex(4)}::${hex(4)}:${r.int(1, 9)}${hex(3)}`,
  ])();

const ssnForms = [
  (n) => `${n.slice(0, 3)}-${n.slice(3, 5)}-${n.slice(5)}`,
  (n) => `${n.slice(0, 3)} ${n.slice(3, 5)} ${n.slice(5)}`,
  (n) => n,
];
const makers = {
  CREDIT_CARD: () => {
    const n = card(r);
    return r.pick([n, grouped(n, ' '), grouped(n, ' '), grouped(n, '-')]);
  },
  US_SSN: () => r.pick(ssnForms)(ssn(r)),
  IBAN: () => {
    const n = iban(r);
    return r.pick([n, n.match(/.{1,4}/g).join(' ')]);
  },
  EMAIL: email,
  PHONE: () => r.pick(phones)(),
  DATE_OF_BIRTH: birth,
  IP_ADDRESS: ip,
  PASSWORD: password,
  PIN: () => r.digits(4).replace(/^[012]/, '7'),
  CODE: () => r.digits(6),
  PASSPORT: () =>
    r.pick([
      () => `${r.letters(1)}${r.digits(8)}`,
      () => r.int(1, 9) + r.digits(8),
      () => `${r.letters(2)}${r.digits(7)}`,
      () => `${r.letters(3)}${r.digits(6)}`,
    ])(),
  DRIVING_LICENCE: () =>
    r.pick([
      () => `${r.letters(1)}${r.digits(7)}`,
      () => `${r.letters(1)}${r.digits(3)}-${r.digits(4)}-${r.digits(4)}`,
      () => `MORGA6${r.int(0, 1)}${r.int(1, 2)}${two(r.int(1, 28))}${r.int(0, 9)}SM9IJ`,
      () => r.digits(9),
      () => `${r.letters(2)}${r.digits(7)}${r.letters(1)}`,
    ])(),
  CVV: () => r.digits(3),
  CARD_EXPIRY: expiry,
  API_KEY: apiKey,
  CRYPTO_WALLET: () => r.pick(wallets),
  BANK_ACCOUNT: () =>
    r.pick([() => r.int(1, 9) + r.digits(7), () => `000${r.digits(9)}`, () => r.int(1, 9) + r.digits(9)])(),
};
const typeOf = (kind) => (kind === 'PIN' || kind === 'CODE' ? 'PASSWORD' : kind);

const out = { plain: [], obfuscated: [], split: [], ordinary: [], technical: [] };
const add = (group, ...messages) => out[group].push({ group, messages });

// --- plain ---
for (const [kind, make] of Object.entries(makers)) {
  for (let i = 0; i < 75; ++i) add('plain', around(fill(r.pick(words[kind]), mark(typeOf(kind), make()))));
}
for (const [name, id] of Object.entries(nationalIds)) {
  for (let i = 0; i < 9; ++i) {
    const value = mark('NATIONAL_ID', writtenId(id, id.make(r), r));
    add(
      'plain',
      around(fill(r.pick(['my % is ', '%: ', '% ', 'here is my %: ', '% is ', 'mi % es ']), r.pick(id.labels)) + value),
    );
  }
  if (!id.make) throw new Error(name);
}
for (let i = 0; i < 120; ++i) {
  const c = mark('CREDIT_CARD', makers.CREDIT_CARD());
  const e = mark('CARD_EXPIRY', expiry());
  const v = mark('CVV', r.digits(3));
  add(
    'plain',
    around(
      r.pick([
        `${c} ${e} ${v}`,
        `card ${c}, exp ${e}, cvv ${v}`,
        `${c} exp. ${e} CVC ${v}`,
        `${c} | ${e} | ${v}`,
        `tarjeta ${c} vence ${e} código ${v}`,
        `${c}\nexp ${e}\ncvv ${v}`,
      ]),
    ),
  );
}

// --- obfuscated ---
const digitWords = {
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  es: ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'],
  fr: ['zéro', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf'],
  de: ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'],
  pt: ['zero', 'um', 'dois', 'três', 'quatro', 'cinco', 'seis', 'sete', 'oito', 'nove'],
  it: ['zero', 'uno', 'due', 'tre', 'quattro', 'cinque', 'sei', 'sette', 'otto', 'nove'],
};
const spell = (number, language) =>
  [...number].map((c) => (c >= '0' && c <= '9' ? digitWords[language][Number(c)] : c)).join(' ');
const spellDouble = (number) =>
  number.replace(/(\d)\1|\d/g, (m) => `${m.length === 2 ? 'double ' : ''}${digitWords.en[Number(m[0])]} `).trim();
const chunks = (number, sizes, separator) => inGroups(number, sizes).join(separator);
const digitsOf = (zero) => (number) => number.replace(/\d/g, (c) => String.fromCodePoint(zero + Number(c)));
const transforms = [
  (n) => [...n].join(' '),
  (n) => [...n].join('-'),
  (n) => [...n].join('.'),
  (n) => chunks(n, [2], ' '),
  (n) => chunks(n, [3], ' '),
  (n) => chunks(n, [4], '.'),
  (n) => chunks(n, [4], '/'),
  (n) => chunks(n, [4], '_'),
  (n) => chunks(n, [4], ' - '),
  (n) => chunks(n, [4], '\n'),
  (n) => [...n].join('\n'),
  (n) => chunks(n, [4], '  '),
  (n) => chunks(n, [4], ', '),
  (n) => chunks(n, [5, 6, 5], ' '),
  (n) => chunks(n, [8], ' '),
  (n) => chunks(n, [6, 10], ' '),
  digitsOf(0xff10),
  digitsOf(0x0660),
  digitsOf(0x0966),
  digitsOf(0x1d7ce),
  (n) => chunks(digitsOf(0xff10)(n), [4], ' '),
  (n) => [...n].join('\u200b'),
  (n) => `\u202a${chunks(n, [4], '\u200d ')}`.slice(1),
  (n) => chunks(n, [4], '\u00a0'),
  (n) => chunks(n, [4], '·'),
  (n) => n.replace(/0/g, 'O').replace(/1/g, 'l'),
  (n) => chunks(n.replace(/0/g, 'O'), [4], ' '),
  (n) => [...n].map((c) => `${c}\ufe0f\u20e3`).join(''),
  (n) => chunks(n, [4], '–'),
  (n) => chunks(n, [4], 'x'),
  (n) => chunks(n, [4], ' dash '),
  (n) => chunks(n, [4], ' and '),
  (n) => spell(n, 'en'),
  (n) => spellDouble(n),
  (n) => chunks(n, [4], '*'),
];
for (let i = 0; i < 420; ++i) {
  const n = card(r);
  add(
    'obfuscated',
    around(fill(r.pick(words.CREDIT_CARD.slice(0, 18)), mark('CREDIT_CARD', transforms[i % transforms.length](n)))),
  );
}
const spoken = {
  es: ['mi tarjeta es %', 'número de tarjeta %'],
  fr: ['ma carte bancaire %', 'numéro de carte: %'],
  de: ['meine Kreditkarte %', 'Kartennummer: %'],
  pt: ['meu cartão é %', 'número do cartão %'],
  it: ['la mia carta è %', 'numero di carta %'],
};
for (const [language, templates] of Object.entries(spoken)) {
  for (let i = 0; i < 16; ++i)
    add('obfuscated', fill(r.pick(templates), mark('CREDIT_CARD', spell(card(r), language))));
}
for (let i = 0; i < 170; ++i) {
  const n = ssn(r);
  const write = r.pick([
    (x) => [...x].join(' '),
    (x) => chunks(x, [3], ' '),
    (x) => chunks(x, [3, 2, 4], '.'),
    (x) => chunks(x, [3, 2, 4], ' - '),
    (x) => chunks(x, [3, 2, 4], '/'),
    (x) => spell(x, 'en'),
    digitsOf(0xff10),
    (x) => chunks(x, [3, 2, 4], '–'),
    (x) => [...x].join('\u200b'),
    (x) => chunks(x, [3, 2, 4], '_'),
    (x) => chunks(x, [3, 2, 4], '\n'),
    (x) => spellDouble(x),
    (x) => chunks(digitsOf(0xff10)(x), [3, 2, 4], '-'),
    (x) => [...x].join('-'),
  ]);
  add('obfuscated', around(fill(r.pick(words.US_SSN), mark('US_SSN', write(n)))));
}
for (let i = 0; i < 150; ++i) {
  const n = iban(r);
  const write = r.pick([
    (x) => x.match(/.{1,4}/g).join('-'),
    (x) => x.toLowerCase(),
    (x) => [...x].join(' '),
    (x) => x.match(/.{1,4}/g).join('.'),
    (x) => x.match(/.{1,2}/g).join(' '),
    (x) => x.match(/.{1,8}/g).join('\n'),
    (x) => x.match(/.{1,4}/g).join('  '),
    (x) => [...x].map((c) => String.fromCodePoint(c.codePointAt(0) + 0xfee0)).join(''),
    (x) => x.match(/.{1,4}/g).join('\u00a0'),
    (x) =>
      x
        .match(/.{1,4}/g)
        .join(' ')
        .toLowerCase(),
    (x) => [...x].join('\u200b'),
    (x) =>
      x.slice(0, 4) +
      x
        .slice(4)
        .replace(/0/g, 'O')
        .replace(/O(?=[A-Z])/g, '0'),
  ]);
  const text = write(n);
  if (/[A-Z]/.test(n.slice(4)) && text.includes('O')) continue;
  add('obfuscated', around(fill(r.pick(words.IBAN.slice(0, 9)), mark('IBAN', text))));
}
for (let i = 0; i < 150; ++i) {
  const [local, host] = email().split('@');
  const write = r.pick([
    () => `${local} at ${host.replaceAll('.', ' dot ')}`,
    () => `${local}(at)${host}`,
    () => `${local} [at] ${host.replaceAll('.', ' [dot] ')}`,
    () => `${local} (at) ${host.replaceAll('.', ' (dot) ')}`,
    () => `${local} AT ${host.replaceAll('.', ' DOT ')}`,
    () => `${local} @ ${host}`,
    () => `${local}＠${host}`,
    () => `${local} arroba ${host.replaceAll('.', ' punto ')}`,
    () => `${local} arobase ${host.replaceAll('.', ' point ')}`,
    () => `${local} ät ${host.replaceAll('.', ' punkt ')}`,
    () => `${local}\u200b@${host}`,
    () => `${local.replaceAll('.', ' dot ')} at ${host.replaceAll('.', ' dot ')}`,
    () => `${local} chiocciola ${host.replaceAll('.', ' punto ')}`,
    () => `${local} arroba ${host.replaceAll('.', ' ponto ')}`,
    () => `${local}{at}${host}`,
  ]);
  add('obfuscated', around(fill(r.pick(words.EMAIL.slice(0, 11)), mark('EMAIL', write()))));
}
for (let i = 0; i < 110; ++i) {
  const n = `07${r.digits(9)}`;
  const write = r.pick([
    (x) => [...x].join(' '),
    (x) => spell(x, 'en'),
    (x) => spellDouble(x).replace(/zero/g, 'oh'),
    (x) => chunks(x, [5, 3, 3], '.'),
    digitsOf(0xff10),
    (x) => chunks(x, [4], '-'),
    (x) => [...x].join('\u200b'),
    (x) => [...x].join('.'),
    (x) => chunks(x, [2], ' '),
  ]);
  add('obfuscated', around(fill(r.pick(words.PHONE.slice(0, 6)), mark('PHONE', write(n)))));
}

// --- split ---
const between = [[], [], ['ok'], ['one sec'], ['hang on'], ['sorry, kids'], ['wait, let me turn it over']];
for (let i = 0; i < 220; ++i) {
  const n = grouped(card(r), ' ');
  const parts = n.split(' ');
  const half = Math.ceil(parts.length / 2);
  const [a, b] = [parts.slice(0, half).join(' '), parts.slice(half).join(' ')];
  const pause = r.pick(between);
  const label = r.pick(['my card is ', 'card number ', 'visa ', 'tarjeta ', 'carte ', 'Karte ', 'cartão ', 'carta ']);
  switch (i % 5) {
    case 0:
      pause.length === 0
        ? add('split', `${label}[[CREDIT_CARD|${a}`, `${b}]]`)
        : add('split', label + mark('CREDIT_CARD', a), ...pause, mark('CREDIT_CARD', b));
      break;
    case 1:
      add('split', label.trim(), mark('CREDIT_CARD', n));
      break;
    case 2:
      add('split', `${label}[[CREDIT_CARD|${parts.join('\n')}]]`);
      break;
    case 3:
      add(
        'split',
        `${r.pick(['first half of the card ', 'card starts with ', 'the first part of my card is '])}${mark('CREDIT_CARD', a)}`,
        ...pause,
        `${r.pick(['second half ', 'and the rest ', 'then ', 'the last ones are '])}${mark('CREDIT_CARD', b)}`,
      );
      break;
    default:
      add('split', 'can I pay by card?', `[[CREDIT_CARD|${a}`, `${b}]]`);
  }
}
for (let i = 0; i < 110; ++i) {
  const n = ssn(r);
  const [a, b, c] = [n.slice(0, 3), n.slice(3, 5), n.slice(5)];
  switch (i % 4) {
    case 0:
      add('split', 'my ssn', mark('US_SSN', `${a}-${b}-${c}`));
      break;
    case 1:
      add('split', `my social is [[US_SSN|${a}`, b, `${c}]]`);
      break;
    case 2:
      add('split', `ssn starts with ${mark('US_SSN', `${a}-${b}`)}`, `and ends with ${mark('US_SSN', c)}`);
      break;
    default:
      add('split', 'what is it you need, my social security number?', mark('US_SSN', r.pick(ssnForms)(n)));
  }
}
for (let i = 0; i < 90; ++i) {
  const parts = iban(r).match(/.{1,4}/g);
  const half = r.int(2, parts.length - 2);
  const [a, b] = [parts.slice(0, half).join(' '), parts.slice(half).join(' ')];
  if (i % 2 === 0) add('split', `my iban is [[IBAN|${a}`, `${b}]]`);
  else if (/^\d/.test(b))
    add('split', `IBAN ${mark('IBAN', a)}`, r.pick(['and then ', 'the rest: ', 'continues ']) + mark('IBAN', b));
}
for (let i = 0; i < 200; ++i) {
  const kind = r.pick([
    'PASSWORD',
    'EMAIL',
    'PHONE',
    'DATE_OF_BIRTH',
    'PASSPORT',
    'CVV',
    'PIN',
    'CODE',
    'BANK_ACCOUNT',
  ]);
  const label = {
    PASSWORD: ['my password is', 'password:'],
    EMAIL: ['my email'],
    PHONE: ['my phone number', 'call me on'],
    DATE_OF_BIRTH: ['my date of birth', 'born on'],
    PASSPORT: ['passport number', 'my passport:'],
    CVV: ['cvv', 'the security code on the card is'],
    PIN: ['my pin is', 'PIN:'],
    CODE: ['the verification code is', 'the code you sent:'],
    BANK_ACCOUNT: ['account number', 'my bank account is'],
  }[kind];
  add('split', r.pick(label), mark(typeOf(kind), makers[kind]()));
}

for (let i = 0; i < 5000; ++i) add('ordinary', ordinary(r));
for (let i = 0; i < 2500; ++i) add('technical', technical(r));

for (const [group, cases] of Object.entries(out)) {
  const lines = cases.map((line) => JSON.stringify(line)).join('\n');
  writeFileSync(new URL(`cases/generated_${group}.jsonl`, import.meta.url), `${lines}\n`);
  console.log(`${group}: ${cases.length}`);
}
