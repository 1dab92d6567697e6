// What agents write that must not be stopped, the hard ones first.
import type { Try } from './bed';
import type { At } from './slips';
import { type Chance, fill, type House, type Talk } from './talks';

/** Sent to many customers. */
export const canned = [
  'Thank you for contacting us. We usually reply within two minutes during opening hours, Monday to Friday from 8:00 to 20:00.',
  'Please reach us at support@northshop.example or on 0800 123 4567 if the chat should break off.',
  'Our address for returns: Northshop Returns, 14 Depot Road, 20457 Hamburg.',
  'You can pay by card, transfer to DE89 3704 0044 0532 0130 00, or on account.',
  'Delivery costs €4.95 and is free from €50. Express costs €12.90.',
  'Our summer sale runs until 31 August. Use SUMMER25 at the checkout.',
  'Is there anything else I can help you with today? Otherwise I wish you a wonderful day.',
  'I am going to close this chat now. You can come back to it at https://northshop.example/help at any time.',
];

const generic: Record<string, string[]> = {
  en: [
    'One moment please, I am looking into it.',
    'I have forwarded this to my colleague Sandra, she will get back to you by tomorrow.',
    'My name is Peter, I will take over from here.',
    'Could you please give me your order number and the e-mail address you used?',
    'You are welcome! Have a nice weekend.',
    'It should take 3 to 5 working days, at the latest until Friday.',
    'I understand that this is annoying, and I am sorry for the inconvenience.',
    'Please restart the device, wait for 30 seconds and try again.',
    'That costs €19.99 per month, or €199 for a year.',
    'We close at 18:00 today and are back at 8:00 tomorrow.',
    'Version 2.14.1 came out last week and fixes that.',
    'Please see https://help.northshop.example/articles/360099887766 for the steps.',
    'Unfortunately that is not possible, since the period of 14 days is over.',
    'Yes.',
    'ok, done 👍',
    'Kind regards, Peter from Northshop',
    'Let me check with the warehouse and come back to you in a few minutes.',
    'Could you send me a screenshot of the message that you see?',
  ],
  de: [
    'Einen Moment bitte, ich sehe nach.',
    'Vielen Dank für Ihre Geduld!',
    'Könnten Sie mir bitte Ihre Bestellnummer nennen?',
    'Ich leite das an meine Kollegin Sandra weiter.',
    'Mit freundlichen Grüßen, Peter vom Kundendienst',
  ],
  fr: ['Un instant, je vérifie.', 'Pourriez-vous me donner votre numéro de commande ?', 'Bonne journée à vous !'],
  es: ['Un momento, por favor, lo compruebo.', '¿Me puede dar su número de pedido?', 'Que tenga un buen día.'],
  pt: ['Um momento, vou verificar.', 'Pode indicar o número da encomenda, por favor?'],
  it: ['Un attimo, controllo subito.', 'Può darmi il numero dell’ordine, per favore?'],
};

function quoted(talk: Talk): string | undefined {
  const text = talk.messages.find(({ side }) => side === 'customer')?.text;
  return text ? `You wrote "${text.slice(0, 90)}" - I am looking into exactly that.` : undefined;
}

/** Replies of one conversation, in that conversation. */
export function harmlessOf(chance: Chance, here: At, house: House, others: readonly At[]): Try[] {
  const { talk, at } = here;
  const out: Try[] = [];
  const add = (kind: string, text: string | undefined) => {
    if (text !== undefined) out.push({ kind, text, into: at });
  };
  for (const text of talk.replies.own) add('holds its own values', text);
  for (const text of talk.replies.matter) add('its own matter', text);
  for (const text of talk.replies.plain) add('routine', text);
  add('routine', chance.of(generic[talk.language] ?? []));
  if (talk.language === 'en') {
    add('routine', chance.of(generic.en ?? []));
    add('canned reply', chance.of(canned));
  }
  add('quotes this customer', quoted(talk));
  // Replies of the same trade could be said in any of its conversations.
  const kin = others.filter((other) => other.talk.language === talk.language && other.talk.name !== talk.name);
  if (kin.length > 0) add('said in another one too', chance.of(chance.of(kin).talk.replies.plain));
  if (talk.language === 'en') {
    add(
      'a number of the company’s that is new here',
      `I have opened order ${house.order(chance)} for the replacement.`,
    );
    add(
      'a date or price that is new here',
      fill(
        chance.of([
          'It will be done by {date} at the latest.',
          'That would be {price}.',
          'From {date} on it costs {price}.',
        ]),
        {
          date: `${2 + chance.below(26)} ${chance.of(['March', 'May', 'June', 'October'])}`,
          price: chance.of(['€19.99', '€49.90', '€25', '€99']),
        },
      ),
    );
    const said = talk.messages.some(
      ({ side, text }) => side === 'customer' && text.includes(talk.values.first ?? '\n'),
    );
    if (said)
      add(
        'greets its customer',
        fill(
          chance.of(['Hi {first}, thank you for waiting.', 'Thanks {first}, that helps.', 'Perfect, {first}.']),
          talk.values,
        ),
      );
  }
  return out;
}
