// Names: who a customer says they are, whom an agent greets, and which names a draft holds. In six languages.
import { nameKey } from './contacts';
import { blank, fold } from './fold';
import { isCommon, isEveryday, isGrammar } from './lexicon';
import type { Reading } from './reading';

const any = (...parts: string[]): string => `(?:${parts.join('|')})`;
const start = '(?<![\\p{L}\\d])';

/** What follows is a name, however written. */
const named = new RegExp(
  `${start}${any(
    "my (?:full |user ?|nick)?name(?:'s| is)|my (?:tag|handle|login|nick|user|username) is|called|named|namens|llamad[oa]|appelée?|chamad[oa]|chiamat[oa]|name is|(?:full |first |last |sur)?name ?:|i am called|(?:under|in) the name(?: of)?",
    'name on the (?:card|account|booking|reservation|order|ticket) is|(?:booked|registered|ordered) (?:by|under|for)',
    'passengers?:|patient:|on behalf of|me llamo|mi nombre es|nombre:|a nombre de',
    "je m'appelle|mon nom est|nom ?:|au nom de",
    'ich hei(?:ß|ss)e|mein name (?:ist|lautet)|auf den namen|im namen von|meu nome (?:é|e)|(?:eu )?me chamo|chamo-me|nome:|em nome de',
    'mi chiamo|il mio nome (?:è|e)|a nome(?: di)?',
  )}`,
  'giu',
);
/** What follows is one if it is written like one. */
const perhaps = new RegExp(
  `${start}${any(
    "i'?m|i am|this is|it'?s|it is|soy|habla|je suis|c'est|ich bin|hier ist|hier spricht|sou(?: o| a)?|aqui (?:é|e|fala)(?: o| a)?",
    'fala (?:o|a)|sono|qui (?:è|e|parla)|here is|you are speaking (?:with|to)|(?:sur|last )?name|nombre|apellido|nom|nome|nachname|cognome|sobrenome|family|familie|famille|prof\\.?|professor',
  )}`,
  'giu',
);
const relative = new RegExp(
  `${start}${any(
    '(?:my|our) (?:wife|husband|son|daughter|mother|father|partner|sister|brother|mum|mom|dad|boss|fiancee?|dog|cat|grand(?:ma|mother|pa|father)|aunt|uncle|niece|nephew|cousin|friend|flatmate|baby)',
    '(?:passenger|patient|guest)|mi (?:mujer|marido|hij[oa]|madre|padre|espos[oa]|novi[oa])',
    '(?:mon (?:mari|fils|père|frère)|ma (?:femme|fille|mère|sœur))|mein(?:e|en|er)? (?:frau|mann|sohn|tochter|mutter|vater)',
    '(?:minha (?:esposa|filha|mãe)|meu (?:marido|filho|pai))|mi(?:a|o) (?:moglie|marito|figli[oa]|madre|padre)',
  )}`,
  'giu',
);
const greeting = new RegExp(
  `(?:^|[.!?\\n] ?)\\s*(?:${[
    'hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening|day)|greetings|welcome(?: back)?',
    '(?:many )?thanks(?: a lot| again| so much)?|thank you(?: so much| very much| again)?|sorry|apologies|no problem|of course|sure|great|perfect',
    'hola|buen[oa]s (?:días|dias|tardes|noches)|estimad[oa]|querid[oa]|(?:muchas )?gracias',
    'bonjour|bonsoir|salut|chère?|merci(?: beaucoup)?|guten (?:tag|morgen|abend)|hallo|liebe[r]?|sehr geehrte[r]?|moin|servus|(?:vielen )?dank|danke(?: schön)?',
    'olá|ola|oi|bom dia|boa (?:tarde|noite)|(?:muito )?obrigad[oa]|prezad[oa]|car[oa]|ciao|buongiorno|buonasera|gentile|salve|grazie(?: mille)?|egregio',
  ].join('|')})(?![\\p{L}\\d])`,
  'giu',
);
const titled = new RegExp(
  `${start}${any('mr|mrs|ms|miss|prof|professor|herrn?|frau|señora?|sra?|monsieur|madame|mme|mlle|signora?|sig\\.?ra|sig|senhora?|dona|don')}\\.?(?= )`,
  'giu',
);
const title =
  /^(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam|herrn?|frau|senora?|sra?|dona?|monsieur|madame|mme|mlle|signora?|signor|sig|senhora?|d|m)$/;
const particle = /^(?:van|von|de|der|den|da|do|dos|di|del|della|la|le|el|al|bin|ter|zu|du|y|e)$/;
/** Everyday words that are given names too. */
const bothWays = new Set(
  'mark bill rose june april may august hope dean art guy grace joy frank faith dawn angel marco luz will jan page mia ella lei'.split(
    ' ',
  ),
);

const isProper = (token: string): boolean => /^\p{Lu}[\p{L}'-]*\p{L}$/u.test(token);
const isInflected = (word: string): boolean => /(?:ed|ing|ly|able|ful|ous|ible|ive)$/.test(word);
/** A capitalised word that is nobody's name. */
const isWord = (word: string): boolean =>
  !bothWays.has(word) && (isGrammar(word) || isEveryday(word) || (isInflected(word) && isCommon(word)));

type Trust = 'any' | 'proper' | 'written';
const MAX_NAMES = 4;

function isName(token: string, trust: Trust, later: boolean): boolean {
  const word = fold(token).replace(/'/g, '');
  if (word.length < 2 || (isGrammar(word) && !bothWays.has(word))) return false;
  if (isProper(token)) return trust !== 'written' || later || !isWord(word);
  return trust === 'any' && word.length >= 3 && !isWord(word);
}

/** The names at the beginning of a text. `any`: also in small letters; `written`: not if it is an everyday word. */
function namesAt(text: string, trust: Trust): string[] {
  const out: string[] = [];
  let rest = text.replace(/^[\s:,"-]+/, '').slice(0, 120);
  while (out.length < MAX_NAMES) {
    const token = /^\p{L}[\p{L}'-]{0,40}(?![\p{L}\d'-])/u.exec(rest)?.[0];
    if (token === undefined) break;
    const word = fold(token);
    const follows = rest.slice(token.length);
    if (title.test(word) && (out.length === 0 || follows.startsWith('.'))) {
      rest = follows.replace(/^\.?\s*/, '');
    } else if (isName(token, trust, out.length > 0)) {
      out.push(token);
      rest = follows.replace(/^ /, '');
      if (rest === follows) break;
    } else if (particle.test(word) && follows.startsWith(' ')) rest = follows.slice(1);
    else break;
  }
  return out;
}

function add(reading: Reading, names: string[], strength: number): void {
  for (const name of names) {
    for (const part of [name, ...(name.includes('-') ? name.split('-') : [])]) {
      const key = nameKey(part.replace(/'s?$/, ''));
      if (key.length >= 2) reading.single(`N:${key}`, 'name', strength);
    }
  }
}

function after(reading: Reading, pattern: RegExp, trust: Trust, strength: number): void {
  for (const match of reading.text.matchAll(pattern)) {
    add(reading, namesAt(reading.text.slice(match.index + match[0].length), trust), strength);
  }
}

const properName = "(?<![\\p{L}\\d'-])\\p{Lu}[\\p{L}'-]{0,30}\\p{L}(?![\\p{L}\\d])";
const row = `${properName}(?: (?:(?:van|von|de|der|den|da|do|dos|di|del|la|le|el|al) ){0,2}${properName}){0,3}`;
const speaking = new RegExp(
  `(?:^|\\n|[.!?] )(?:[Hh](?:i|ello|ey|ola|allo)[,!]? )?(${row}|\\p{L}{3,20}) (?:here|speaking|hier|aquí|aqui|ici|qui|al habla)(?![\\p{L}])`,
  'gu',
);
const closing = new RegExp(
  `(?:regards|best|wishes|sincerely|yours|thanks|thank you|thx|cheers|love|saludos|gracias|saludo|cordialement|merci|bien à vous|` +
    `grü(?:ß|ss)en?|gru(?:ß|ss)|danke|dank|mfg|lg|atenciosamente|obrigad[oa]|abraços?|saluti|grazie|-{1,2}|~)[,.!]? ?\\n? ?(${row})[.!]?\\s*$`,
  'iu',
);
/** At the end of a message, after a full stop: "… patient no 3240149. Peter Whitfield". */
const last = new RegExp(`[.!?\\n] *(${row})(?: \\p{Lu}\\.)?(?:[.!]?\\s*$|,? [+(\\d])`, 'u');
const lastAfterComma = new RegExp(`, (${row})[.!]?\\s*$`, 'u');
/** Within one: ". Anna Kowalski, Brightleaf Foods", "…, Anna Kowalski from Brightleaf". */
const between = new RegExp(`(?:[.!?\\n] *(${row})(?=,)|, (${row})(?= (?:from|aus|von|bei|de|di|da|chez) ))`, 'gu');
/** A customer may be a firm. */
const firm = new RegExp(
  `(?:"|\\b(?:[Ww]orkspace|[Cc]ompany|[Ff]irm|[Oo]rgani[sz]ation|[Tt]enant|[Ff]irma|[Ee]mpresa|[Ee]ntreprise|[Ss]ociété|[Aa]zienda) "?)(${row})`,
  'gu',
);
const possessive = /(?<![\p{L}\d'-])(\p{Lu}\p{L}{1,30})'s(?!\p{L})/gu;
const isMine = new RegExp(`(${row}) (?:is my name|ist mein name|es mi nombre|est mon nom)`, 'gu');
const family = new RegExp(`(${row}) (?:family|household)`, 'gu');
const alone = new RegExp(
  `^\\s*(?:[Hh](?:i|ello|ey|ola|allo),? |Bonjour,? |Guten Tag,? |Buongiorno,? |Olá,? )?(${row})(?:[.!]?\\s*$|[,.!] |\\n)`,
  'u',
);

/** Who a customer is. `asked`: the agent has just asked for the name. */
export function readCustomerNames(reading: Reading, asked: boolean): void {
  after(reading, named, 'any', 100);
  after(reading, perhaps, 'written', 100);
  after(reading, relative, 'written', 100);
  for (const match of reading.text.matchAll(speaking)) add(reading, namesAt(match[1] ?? '', 'any'), 100);
  const signed = closing.exec(reading.text)?.[1];
  if (signed && isProper(signed.split(' ')[0] ?? '')) add(reading, namesAt(signed, 'written'), 100);
  add(reading, namesAt(last.exec(reading.text)?.[1] ?? '', 'written'), 100);
  const listed = namesAt(lastAfterComma.exec(reading.text)?.[1] ?? '', 'written');
  add(reading, listed, listed.length > 1 ? 90 : 60);
  for (const match of reading.text.matchAll(between)) {
    const names = namesAt(match[1] ?? match[2] ?? '', 'written');
    if (names.length > 1) add(reading, names, 100);
  }
  for (const match of reading.text.matchAll(firm)) {
    add(reading, namesAt(match[1] ?? '', 'written').slice(0, 1), 100);
  }
  for (const match of reading.text.matchAll(possessive)) add(reading, namesAt(match[1] ?? '', 'written'), 60);
  for (const match of reading.text.matchAll(isMine)) add(reading, namesAt(match[1] ?? '', 'any'), 100);
  for (const match of reading.text.matchAll(family)) add(reading, namesAt(match[1] ?? '', 'written'), 100);
  const first = alone.exec(reading.text)?.[1];
  if (first?.includes(' ')) {
    const names = namesAt(first, 'written');
    if (names.length >= 2) add(reading, names, 100);
  }
  if (asked && reading.text.length <= 80) {
    for (const [found] of reading.text.matchAll(new RegExp(row, 'gu'))) add(reading, namesAt(found, 'written'), 100);
    add(reading, namesAt(reading.text.replace(/^\W*(?:yes|sure|sí|si|oui|ja|sim|of course)\W+/iu, ''), 'any'), 100);
  }
}

const asks =
  /(?:who (?:am|is|are)|speaking|quién|qui est|wer |com quem|con chi|name|nombre|nom|namen|nome|llama|appel|hei(?:ß|ss)|chama|chiama)[^.!\n]{0,80}\?/iu;
export const asksForName = (text: string): boolean => asks.test(text);

/** Whom an agent speaks to. */
export function readGreetedNames(reading: Reading): void {
  after(reading, greeting, 'any', 100);
  after(reading, titled, 'proper', 100);
}

/** Whatever may be a name in this conversation, so that it does not seem to be another one's only. */
export function readPossibleNames(reading: Reading): void {
  for (const [word] of reading.whole.matchAll(/\p{L}[\p{L}-]+/gu)) {
    if (isProper(word) || !isCommon(fold(word))) add(reading, [word], 0);
  }
}

const self = new RegExp(
  `(?:[Mm]y name(?:'s| is)|I'm|I am|[Tt]his is|[Mm]ein [Nn]ame ist|[Ii]ch bin|[Mm]e llamo|[Ss]oy|[Mm]i nombre es|[Jj]e m'appelle|[Jj]e suis|[Mm]eu nome é|[Ss]ou(?: o| a)?|[Mm]i chiamo|[Ss]ono) ${row}`,
  'gu',
);
const colleague = new RegExp(
  `(?:[Cc]olleagues?|[Tt]eammate|[Mm]anager|[Ss]upervisor|[Tt]echnician|[Aa]gent|[Ss]pecialist|[Ll]ead|[Dd]octor|Dr\\.?|[Nn]urse|[Ee]ngineer|[Dd]river|[Cc]ourier|[Bb]oss|[Cc]ontact|[Cc]hef(?:in)?|[Jj]ef[ea]|[Rr]esponsable|(?:write|talk|speak|turn) to|Kolleg(?:en|in|e)|[Cc]ompañer[oa]|[Cc]ollègue|[Cc]olega|[Cc]ollega|Technikerin|Techniker)(?: is| ist|:|,)? (?:(?:Mrs?|Ms|Herrn?|Frau)\\.? )?${row}`,
  'gu',
);
const fromTeam = new RegExp(
  `${row},? (?:from|of|aus|von|de|del|da|do) (?:our|the|my|support|billing|sales|dem|der|unserem|nuestro|notre|nossa|nosso|nostro)`,
  'gu',
);
const takingOver = new RegExp(
  `${row}(?= (?:will )?(?:takes? over|sends (?:his|her)|is on it|übernimmt|prend le relais))`,
  'gu',
);
const signature =
  /(?:regards|wishes|sincerely|best|saludos|cordialement|grü(?:ß|ss)en?|atenciosamente|cumprimentos|saluti),? ?\n? ?\p{Lu}[^\n]*(?:\n[^\n]*)?\s*$/iu;

/** Takes out of a draft the names of those who write. */
function hideStaff(reading: Reading): void {
  for (const pattern of [self, colleague, fromTeam, takingOver, signature]) {
    reading.text = reading.text.replace(pattern, (found) => blank(found, 0, found.length));
  }
}

const vocative = new RegExp(`(?:^|\\n)\\s*(${properName})(?=[,!])|, (${properName})(?=[.!?,]|\\s*$)`, 'gu');
const capital = new RegExp(`(?<![\\p{L}\\d'])(${properName})`, 'gu');
const lower = /(?<![\p{L}\d'])(\p{Ll}[\p{L}-]{2,})/gu;
const MENTIONED = 100;
const SMALL_LETTERS = 60;

/** Names in a draft: whom it greets, however written, and whom it mentions. */
export function readDraftNames(reading: Reading): void {
  hideStaff(reading);
  const { text } = reading;
  readGreetedNames(reading);
  for (const match of text.matchAll(vocative)) add(reading, namesAt(match[1] ?? match[2] ?? '', 'proper'), 100);
  for (const [, token = ''] of text.matchAll(capital)) {
    if (isWord(fold(token).replace(/'/g, ''))) continue;
    add(reading, [token], MENTIONED);
    if (/[^s]s$/.test(token)) add(reading, [token.slice(0, -1)], MENTIONED);
  }
  for (const [, token = ''] of text.matchAll(lower)) {
    if (!isCommon(fold(token))) add(reading, [token], SMALL_LETTERS);
  }
}
