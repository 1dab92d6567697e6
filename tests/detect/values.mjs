// Values with right check digits, made from the standards and independent of src/detect. Nobody's: chosen by a seeded
// generator, or sample values of the standards.

/** @param {number} seed */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (low, high) => low + Math.floor(next() * (high - low + 1));
  const pick = (list) => list[int(0, list.length - 1)];
  const digits = (count) => Array.from({ length: count }, () => int(0, 9)).join('');
  const letters = (count, from = 'ABCDEFGHJKLMNPRSTUVWXYZ') =>
    Array.from({ length: count }, () => pick([...from])).join('');
  return { next, int, pick, digits, letters };
}

const d = (text) => [...text].map(Number);
const weigh = (text, weights) => weights.reduce((sum, weight, i) => sum + weight * Number(text[i]), 0);

export function luhnDigit(body) {
  const sum = d(body)
    .reverse()
    .reduce((total, digit, i) => total + (i % 2 === 0 ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit), 0);
  return String((10 - (sum % 10)) % 10);
}

const two = (n) => String(n).padStart(2, '0');

export function dateOf(r) {
  return { y: r.int(1945, 2004), m: r.int(1, 12), d: r.int(1, 28) };
}
const yymmdd = (date) => two(date.y % 100) + two(date.m) + two(date.d);
const ddmmyy = (date) => two(date.d) + two(date.m) + two(date.y % 100);

const cardPrefixes = [
  ['4', 16],
  ['4', 16],
  ['51', 16],
  ['53', 16],
  ['55', 16],
  ['2221', 16],
  ['2500', 16],
  ['2719', 16],
  ['34', 15],
  ['37', 15],
  ['6011', 16],
  ['65', 16],
  ['3528', 16],
  ['3566', 16],
  ['36', 14],
  ['3050', 14],
  ['6212', 16],
  ['6216', 19],
  ['5018', 16],
  ['6759', 16],
];
export function card(r) {
  const [prefix, length] = r.pick(cardPrefixes);
  const body = prefix + r.digits(length - 1 - prefix.length);
  return body + luhnDigit(body);
}
export function grouped(number, separator) {
  if (number.length === 15) return [number.slice(0, 4), number.slice(4, 10), number.slice(10)].join(separator);
  if (number.length === 14) return [number.slice(0, 4), number.slice(4, 10), number.slice(10)].join(separator);
  return number.match(/.{1,4}/g).join(separator);
}

export function ssn(r) {
  let area = r.int(1, 899);
  if (area === 666) area = 665;
  return String(area).padStart(3, '0') + two(r.int(1, 99)) + String(r.int(1, 9999)).padStart(4, '0');
}

const bban = {
  DE: '18n',
  FR: '10n11c2n',
  ES: '20n',
  IT: '1a10n12c',
  NL: '4a10n',
  GB: '4a14n',
  PT: '21n',
  BE: '12n',
  AT: '16n',
  CH: '5n12c',
  PL: '24n',
  SE: '20n',
  NO: '11n',
  DK: '14n',
  FI: '14n',
  IE: '4a14n',
  CZ: '20n',
  HU: '24n',
  RO: '4a16c',
  GR: '7n16c',
  LU: '3n13c',
  HR: '17n',
  TR: '6n16c',
  SA: '2n18c',
  BR: '23n1a1c',
  MT: '4a5n18c',
};
export function iban(r, country = r.pick(Object.keys(bban))) {
  let body = '';
  for (const [, count, kind] of bban[country].matchAll(/(\d+)([nac])/g)) {
    for (let i = 0; i < Number(count); ++i)
      body += kind === 'n' || (kind === 'c' && r.next() < 0.8) ? r.int(0, 9) : r.letters(1);
  }
  const value = (text) => [...text].map((c) => String(Number.parseInt(c, 36))).join('');
  let rest = 0;
  for (const c of value(`${body}${country}00`)) rest = (rest * 10 + Number(c)) % 97;
  return country + two(98 - rest) + body;
}

const again = (make, good) => {
  for (;;) {
    const value = make();
    if (good(value)) return value;
  }
};

function mod1110(body) {
  let product = 10;
  for (const digit of d(body)) {
    const sum = (digit + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}

function verhoeffDigit(body) {
  const permute = [
    '0123456789',
    '1576283094',
    '5803796142',
    '8916043527',
    '9453126870',
    '4286573901',
    '2793806415',
    '7046913258',
  ];
  const times = (a, b) =>
    a < 5 ? (b < 5 ? (a + b) % 5 : 5 + ((a + b - 5) % 5)) : b < 5 ? 5 + ((a - 5 - b + 5) % 5) : (a - b + 5) % 5;
  for (let check = 0; check < 10; ++check) {
    const c = [...`${body}${check}`]
      .reverse()
      .reduce((sum, digit, i) => times(sum, Number(permute[i % 8][Number(digit)])), 0);
    if (c === 0) return String(check);
  }
  throw new Error('no digit');
}

/** Each: what people call it, the number, and how it is written. */
export const nationalIds = {
  UK_NINO: {
    labels: ['NI number', 'national insurance number', 'NINO'],
    make: (r) => r.pick(['AB', 'CE', 'JG', 'WK', 'SY', 'PX']) + r.digits(6) + r.pick([...'ABCD']),
    shape: [2, 2, 2, 2, 1],
  },
  UK_NHS: {
    labels: ['NHS number', 'nhs no'],
    make: (r) => {
      const body = again(
        () => r.digits(9),
        (b) => (11 - (weigh(b, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 !== 10,
      );
      return body + ((11 - (weigh(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11);
    },
    shape: [3, 3, 4],
  },
  DE_TAX_ID: {
    labels: ['Steuer-ID', 'Steueridentifikationsnummer', 'IdNr'],
    make: (r) => {
      const order = [...'0123456789'].sort(() => r.next() - 0.5);
      order[9] = order[r.int(1, 4)];
      if (order[0] === '0') [order[0], order[5]] = [order[5], order[0]];
      const body = order.join('');
      return body + mod1110(body);
    },
    shape: [2, 3, 3, 3],
  },
  FR_NIR: {
    labels: ['numéro de sécurité sociale', 'numéro de sécu', 'NIR'],
    make: (r) => {
      const date = dateOf(r);
      const body = r.pick(['1', '2']) + two(date.y % 100) + two(date.m) + two(r.int(1, 19)) + r.digits(6);
      return body + two(97 - Number(BigInt(body) % 97n));
    },
    shape: [1, 2, 2, 2, 3, 3, 2],
  },
  ES_NIF: {
    labels: ['DNI', 'NIF', 'mi DNI es'],
    make: (r) => {
      const n = r.digits(8);
      return n + 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(n) % 23];
    },
    shape: [8, 1],
    separator: '-',
  },
  ES_NIE: {
    labels: ['NIE'],
    make: (r) => {
      const x = r.int(0, 2);
      const n = r.digits(7);
      return 'XYZ'[x] + n + 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(`${x}${n}`) % 23];
    },
    shape: [1, 7, 1],
    separator: '-',
  },
  IT_CODICE_FISCALE: {
    labels: ['codice fiscale', 'cod. fisc.', 'CF'],
    make: (r) => {
      const consonants = 'BCDFGLMNPRSTVZ';
      const body =
        r.letters(6, consonants) +
        r.digits(2) +
        r.pick([...'ABCDEHLMPRST']) +
        two(r.int(1, 28)) +
        r.pick(['H501', 'F205', 'L219', 'D612', 'A944']);
      const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
      const sum = [...body].reduce((total, c, i) => {
        const value = c >= '0' && c <= '9' ? Number(c) : c.charCodeAt(0) - 65;
        return total + (i % 2 === 0 ? odd[value] : value);
      }, 0);
      return body + String.fromCharCode(65 + (sum % 26));
    },
    shape: [3, 3, 5, 5],
  },
  PT_NIF: {
    labels: ['NIF', 'contribuinte', 'número de contribuinte'],
    make: (r) => {
      const b = r.pick(['1', '2', '3']) + r.digits(7);
      const rest = weigh(b, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
      return b + (rest < 2 ? 0 : 11 - rest);
    },
    shape: [3, 3, 3],
  },
  BR_CPF: {
    labels: ['CPF', 'meu CPF', 'número do CPF'],
    make: (r) => {
      const b = r.digits(9);
      const one = ((weigh(b, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
      return `${b}${one}${((weigh(`${b}${one}`, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10}`;
    },
    written: (n) => `${n.slice(0, 3)}.${n.slice(3, 6)}.${n.slice(6, 9)}-${n.slice(9)}`,
  },
  CA_SIN: {
    labels: ['SIN', 'social insurance number'],
    make: (r) => {
      const b = r.pick([...'1234567']) + r.digits(7);
      return b + luhnDigit(b);
    },
    shape: [3, 3, 3],
  },
  AU_TFN: {
    labels: ['TFN', 'tax file number'],
    make: (r) =>
      again(
        () => r.int(1, 9) + r.digits(8),
        (n) => weigh(n, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
      ),
    shape: [3, 3, 3],
  },
  AU_MEDICARE: {
    labels: ['Medicare number', 'medicare card'],
    make: (r) => {
      const b = r.int(2, 6) + r.digits(7);
      return `${b}${weigh(b, [1, 3, 7, 9, 1, 3, 7, 9]) % 10}1`;
    },
    shape: [4, 5, 1],
  },
  IN_AADHAAR: {
    labels: ['Aadhaar', 'aadhar number', 'Aadhaar no'],
    make: (r) => {
      const b = r.int(2, 9) + r.digits(10);
      return b + verhoeffDigit(b);
    },
    shape: [4, 4, 4],
  },
  IN_PAN: {
    labels: ['PAN card', 'PAN number'],
    make: (r) => `${r.letters(3)}P${r.letters(1)}${r.digits(4)}${r.letters(1)}`,
  },
  PL_PESEL: {
    labels: ['PESEL', 'numer PESEL'],
    make: (r) => {
      const b = yymmdd({ ...dateOf(r), y: r.int(1945, 1999) }) + r.digits(4);
      return b + ((10 - (weigh(b, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10);
    },
  },
  SE_PERSONNUMMER: {
    labels: ['personnummer', 'mitt personnummer'],
    make: (r) => {
      const b = yymmdd(dateOf(r)) + r.digits(3);
      return b + luhnDigit(b);
    },
    written: (n) => `${n.slice(0, 6)}-${n.slice(6)}`,
  },
  NO_FODSELSNUMMER: {
    labels: ['fødselsnummer'],
    make: (r) => {
      const make = () => {
        const b = ddmmyy(dateOf(r)) + r.digits(3);
        const one = (11 - (weigh(b, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11;
        const twoth = (11 - (weigh(`${b}${one % 10}`, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
        return one > 9 || twoth > 9 ? '' : `${b}${one}${twoth}`;
      };
      return again(make, (n) => n !== '');
    },
    shape: [6, 5],
  },
  DK_CPR: {
    labels: ['CPR', 'CPR-nummer'],
    make: (r) => ddmmyy(dateOf(r)) + r.digits(4),
    written: (n) => `${n.slice(0, 6)}-${n.slice(6)}`,
  },
  FI_HETU: {
    labels: ['henkilötunnus', 'HETU'],
    make: (r) => {
      const date = ddmmyy({ ...dateOf(r), y: r.int(1945, 1999) });
      const serial = String(r.int(2, 899)).padStart(3, '0');
      return `${date}-${serial}${'0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(date + serial) % 31]}`;
    },
  },
  NL_BSN: {
    labels: ['BSN', 'burgerservicenummer'],
    make: (r) =>
      again(
        () => r.int(1, 9) + r.digits(8),
        (n) => weigh(n, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
      ),
  },
  BE_RRN: {
    labels: ['rijksregisternummer', 'numéro national'],
    make: (r) => {
      const b = yymmdd({ ...dateOf(r), y: r.int(1945, 1999) }) + String(r.int(1, 997)).padStart(3, '0');
      return b + two(97 - (Number(b) % 97));
    },
    written: (n) => `${n.slice(0, 2)}.${n.slice(2, 4)}.${n.slice(4, 6)}-${n.slice(6, 9)}.${n.slice(9)}`,
  },
  CH_AHV: {
    labels: ['AHV-Nummer', 'AHV', 'numéro AVS'],
    make: (r) => {
      const b = `756${r.digits(9)}`;
      return b + ((10 - (weigh(b, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10);
    },
    written: (n) => `${n.slice(0, 3)}.${n.slice(3, 7)}.${n.slice(7, 11)}.${n.slice(11)}`,
  },
  AT_SVNR: {
    labels: ['Sozialversicherungsnummer', 'SVNR'],
    make: (r) => {
      for (;;) {
        const s = String(r.int(100, 999));
        const date = ddmmyy(dateOf(r));
        const c = weigh(s + date, [3, 7, 9, 5, 8, 4, 2, 1, 6]) % 11;
        if (c < 10) return s + c + date;
      }
    },
    shape: [4, 6],
  },
  IE_PPSN: {
    labels: ['PPS number', 'PPSN'],
    make: (r) => {
      const n = r.digits(7);
      return n + 'WABCDEFGHIJKLMNOPQRSTUV'[weigh(n, [8, 7, 6, 5, 4, 3, 2]) % 23];
    },
  },
  CZ_RODNE_CISLO: {
    labels: ['rodné číslo'],
    make: (r) => {
      for (;;) {
        const b = yymmdd(dateOf(r)) + r.digits(3);
        const c = Number(b) % 11;
        if (c < 10) return b + c;
      }
    },
    written: (n) => `${n.slice(0, 6)}/${n.slice(6)}`,
  },
  RO_CNP: {
    labels: ['CNP'],
    make: (r) => {
      const b = r.pick(['1', '2']) + yymmdd({ ...dateOf(r), y: r.int(1945, 1999) }) + two(r.int(1, 46)) + r.digits(3);
      const c = weigh(b, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
      return b + (c === 10 ? 1 : c);
    },
  },
  BG_EGN: {
    labels: ['EGN'],
    make: (r) => {
      const b = yymmdd({ ...dateOf(r), y: r.int(1945, 1999) }) + r.digits(3);
      return b + ((weigh(b, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10);
    },
  },
  HR_OIB: {
    labels: ['OIB'],
    make: (r) => {
      const b = r.digits(10);
      return b + mod1110(b);
    },
  },
  EE_ISIKUKOOD: {
    labels: ['isikukood', 'asmens kodas'],
    make: (r) => {
      const b = r.pick(['3', '4']) + yymmdd({ ...dateOf(r), y: r.int(1945, 1999) }) + r.digits(3);
      let c = weigh(b, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
      if (c === 10) c = (weigh(b, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11) % 10;
      return b + c;
    },
  },
  GR_AMKA: {
    labels: ['AMKA'],
    make: (r) => {
      const b = ddmmyy(dateOf(r)) + r.digits(4);
      return b + luhnDigit(b);
    },
  },
  TR_TCKN: {
    labels: ['TC kimlik no', 'TCKN'],
    make: (r) => {
      const b = r.int(1, 9) + r.digits(8);
      const odd = [0, 2, 4, 6, 8].reduce((s, i) => s + Number(b[i]), 0);
      const even = [1, 3, 5, 7].reduce((s, i) => s + Number(b[i]), 0);
      const ten = (((odd * 7 - even) % 10) + 10) % 10;
      return `${b}${ten}${(odd + even + ten) % 10}`;
    },
  },
  IL_TEUDAT_ZEHUT: {
    labels: ['teudat zehut', 'Israeli ID'],
    make: (r) => {
      const b = r.digits(8);
      return b + luhnDigit(b);
    },
  },
  ZA_ID: {
    labels: ['South African ID', 'SA ID number'],
    make: (r) => {
      const b = `${yymmdd(dateOf(r))}${r.digits(4)}${r.pick(['0', '1'])}8`;
      return b + luhnDigit(b);
    },
    shape: [6, 4, 3],
  },
  AE_EMIRATES_ID: {
    labels: ['Emirates ID'],
    make: (r) => {
      const b = `784${r.int(1950, 2004)}${r.digits(7)}`;
      return b + luhnDigit(b);
    },
    written: (n) => `${n.slice(0, 3)}-${n.slice(3, 7)}-${n.slice(7, 14)}-${n.slice(14)}`,
  },
  SG_NRIC: {
    labels: ['NRIC', 'my NRIC'],
    make: (r) => {
      const first = r.pick(['S', 'T']);
      const n = r.digits(7);
      return first + n + 'JZIHGFEDCBA'[(weigh(n, [2, 7, 6, 5, 4, 3, 2]) + (first === 'T' ? 4 : 0)) % 11];
    },
  },
  HK_HKID: {
    labels: ['HKID', 'Hong Kong ID'],
    make: (r) => {
      const first = r.letters(1);
      const n = r.digits(6);
      const sum = 36 * 9 + (first.charCodeAt(0) - 55) * 8 + weigh(n, [7, 6, 5, 4, 3, 2]);
      const c = (11 - (sum % 11)) % 11;
      return `${first}${n}(${c === 10 ? 'A' : c})`;
    },
  },
  CN_RESIDENT_ID: {
    labels: ['resident ID', 'chinese id'],
    make: (r) => {
      const date = dateOf(r);
      const b = `${r.pick(['110105', '310101', '440103'])}${date.y}${two(date.m)}${two(date.d)}${r.digits(3)}`;
      return b + '10X98765432'[weigh(b, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11];
    },
  },
  TW_ID: {
    labels: ['Taiwan ID'],
    make: (r) => {
      const codes = { A: 10, B: 11, C: 12, D: 13, E: 14, F: 15 };
      const first = r.pick(Object.keys(codes));
      const n = r.pick(['1', '2']) + r.digits(7);
      const sum = Math.floor(codes[first] / 10) + (codes[first] % 10) * 9 + weigh(n, [8, 7, 6, 5, 4, 3, 2, 1]);
      return first + n + ((10 - (sum % 10)) % 10);
    },
  },
  KR_RRN: {
    labels: ['resident registration number', 'RRN'],
    make: (r) => {
      const b = yymmdd({ ...dateOf(r), y: r.int(1945, 1999) }) + r.pick(['1', '2']) + r.digits(5);
      return b + ((11 - (weigh(b, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10);
    },
    written: (n) => `${n.slice(0, 6)}-${n.slice(6)}`,
  },
  JP_MY_NUMBER: {
    labels: ['My Number card', 'individual number'],
    make: (r) => {
      const b = r.digits(11);
      const rest = weigh(b, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return b + (rest <= 1 ? 0 : 11 - rest);
    },
    shape: [4, 4, 4],
  },
  TH_ID: {
    labels: ['Thai ID', 'Thai national ID'],
    make: (r) => {
      const b = r.int(1, 8) + r.digits(11);
      return b + ((11 - (weigh(b, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10);
    },
    written: (n) => `${n[0]}-${n.slice(1, 5)}-${n.slice(5, 10)}-${n.slice(10, 12)}-${n[12]}`,
  },
  MX_CURP: {
    labels: ['CURP', 'mi CURP'],
    make: (r) => {
      const b =
        r.letters(4, 'ABCEGLMORS') +
        yymmdd({ ...dateOf(r), y: r.int(1945, 1999) }) +
        r.pick(['H', 'M']) +
        r.pick(['DF', 'JC', 'NL']) +
        r.letters(3, 'BCDFGLMNPRST') +
        r.digits(1);
      const sum = [...b].reduce(
        (total, c, i) => total + '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'.indexOf(c) * (18 - i),
        0,
      );
      return b + ((10 - (sum % 10)) % 10);
    },
  },
  CL_RUT: {
    labels: ['RUT', 'mi RUT'],
    make: (r) => {
      const n = r.pick(['1', '2']) + r.digits(7);
      const sum = [...n].reverse().reduce((total, c, i) => total + Number(c) * (2 + (i % 6)), 0);
      const c = 11 - (sum % 11);
      return n + (c === 11 ? '0' : c === 10 ? 'K' : c);
    },
    written: (n) => `${n.slice(0, 2)}.${n.slice(2, 5)}.${n.slice(5, 8)}-${n[8]}`,
  },
  AR_CUIL: {
    labels: ['CUIL', 'CUIT'],
    make: (r) => {
      const b = r.pick(['20', '27']) + r.digits(8);
      const rest = 11 - (weigh(b, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
      return b + (rest === 11 ? 0 : rest === 10 ? 9 : rest);
    },
    written: (n) => `${n.slice(0, 2)}-${n.slice(2, 10)}-${n[10]}`,
  },
};

/** @param {string} number @param {number[]} sizes used again from the start when they run out */
export function inGroups(number, sizes) {
  const groups = [];
  let at = 0;
  for (let i = 0; at < number.length; ++i) {
    const size = sizes[i % sizes.length];
    groups.push(number.slice(at, at + size));
    at += size;
  }
  return groups;
}

export function writtenId(id, number, r) {
  if (id.written && r.next() < 0.7) return id.written(number);
  if (id.shape && r.next() < 0.6) {
    return inGroups(number, id.shape).join(id.separator ?? ' ');
  }
  return number;
}
