// What agents must not ask for, and where they must not lead: in six languages, with as many harmless drafts beside.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestsIn } from '../../../web/shared/drafts/requests';

const asking = [
  'Please send me your password',
  'please send me your password so that I can log in for you.',
  'What’s the full card number?',
  "What's your PIN?",
  'Could you tell me the security code on the back?',
  'I need your CVV to refund you.',
  'To verify, give me the code you received by text.',
  'Can you confirm your password for me?',
  'Can I have your login details',
  'please share your credentials',
  'May I have your full card number and the expiry date',
  'Just reply with the verification code',
  'Let me have your name, address and credit card number.',
  'If you don’t mind, send me your password.',
  'Why don’t you send me your password and I look myself?',
  'I could not find it. Send me your password then.',
  'what is your mother’s maiden name?',
  'Envíeme su contraseña, por favor',
  '¿Cuál es tu contraseña?',
  'Necesito el número de tu tarjeta completo',
  '¿Me puede dar el código de seguridad?',
  'Dime el código que has recibido',
  'Envoyez-moi votre mot de passe',
  'Quel est votre code confidentiel ?',
  'Pouvez-vous me donner votre numéro de carte ?',
  'J’ai besoin de votre cryptogramme',
  'Schicken Sie mir bitte Ihr Passwort',
  'Können Sie mir Ihr Passwort schicken?',
  'Wie lautet Ihre PIN?',
  'Ich brauche die vollständige Kartennummer.',
  'Bitte Ihr Kennwort nennen',
  'Nennen Sie mir den Sicherheitscode',
  'Me envie a sua senha, por favor',
  'Qual é a sua senha?',
  'Preciso do número do cartão completo',
  'Pode me dar o código de segurança?',
  'Mi mandi la sua password',
  'Qual è il suo PIN?',
  'Mi serve il numero della carta',
  'Mi può dire il codice di sicurezza? Mi dica il codice di sicurezza.',
];

const leading = [
  'just mail it to me',
  'Just e-mail it to me please',
  'text me on 0171 2345678',
  'You can send it by e-mail',
  'Send me a photo of the passport via WhatsApp',
  'Please send your documents to my email',
  'call me on my mobile',
  'Let us continue on WhatsApp',
  'My personal email is anna@example.org',
  'Mándeme la foto por WhatsApp',
  'Envíelo por correo electrónico',
  'Llámame al móvil',
  'Envoyez-le par mail',
  'Appelez-moi au 06',
  'Schicken Sie es per E-Mail',
  'Schicken Sie mir den Ausweis per WhatsApp',
  'Rufen Sie mich an',
  'Me mande o documento pelo WhatsApp',
  'Me liga no celular',
  'Mi mandi una mail con i dati',
  'Lo mandi su WhatsApp',
];

const harmless = [
  'Never send us your password',
  'never send us your password.',
  'Please do not send me your password!',
  "Please don't share your password with anybody",
  'We will never ask for your password',
  'Nobody of us will ever ask you for your PIN.',
  'I do not need your password.',
  'Please reset your password with the link on the sign-in page.',
  'I have sent you a password reset link',
  'Let me know if your password works now.',
  'Tell me whether you see an error when you type your password',
  'Send me a screenshot of the error after you enter your password, without the password',
  'What are the last four digits of your card number?',
  'Could you give me the last 4 digits of the card?',
  'Please tell me your card number, only the last four.',
  'Which password manager do you use? What is your password manager called?',
  'Can you tell me your order number?',
  'What is your name?',
  'I need your address to send the parcel.',
  'You can change your password in the settings.',
  'What was the problem with the delivery?',
  'Please give me a moment.',
  'Did you receive the e-mail with the receipt?',
  'I will send you the receipt by e-mail.',
  'We can send it to you by e-mail if you like',
  'You will get an e-mail with the tracking number',
  'Please do not send it by e-mail',
  "Don't text me such things, write them here.",
  'I have sent it by mail yesterday',
  'We ship by mail within two days.',
  'Is the pin of the map right?',
  'Nunca nos envíe su contraseña',
  'No me envíes tu contraseña por favor',
  'Restablezca su contraseña con el enlace.',
  '¿Cuáles son los últimos cuatro dígitos de la tarjeta?',
  'Le enviaré el recibo por correo electrónico',
  'Ne m’envoyez jamais votre mot de passe',
  'N’envoyez pas votre mot de passe',
  'Quels sont les quatre derniers chiffres de votre numéro de carte ?',
  'Je vous envoie la facture par mail',
  'Schicken Sie mir niemals Ihr Passwort',
  'Bitte senden Sie uns nie Ihr Passwort',
  'Bitte ändern Sie Ihr Passwort auf der Seite.',
  'Nennen Sie mir bitte die letzten vier Ziffern der Kartennummer',
  'Ich schicke Ihnen die Rechnung per E-Mail',
  'Wir benötigen Ihre Bestellnummer.',
  'Nunca envie a sua senha',
  'Não me envie a sua senha',
  'Quais são os últimos quatro dígitos do cartão?',
  'Vou enviar o recibo por e-mail',
  'Non mi mandi mai la sua password',
  'Non ci invii la password',
  'Quali sono le ultime quattro cifre del numero della carta?',
  'Le invio la ricevuta via mail',
  'Mi dica il numero dell’ordine',
];

for (const text of asking)
  test(`asks for a secret: ${text}`, () => {
    const found = requestsIn(text);
    assert.ok(
      found.some(({ kind }) => kind === 'ASKS_FOR_SECRET'),
      JSON.stringify(found),
    );
  });

for (const text of leading)
  test(`leads outside: ${text}`, () => {
    const found = requestsIn(text);
    assert.ok(
      found.some(({ kind }) => kind === 'LEADS_OUTSIDE'),
      JSON.stringify(found),
    );
  });

for (const text of harmless)
  test(`may be written: ${text}`, () => {
    assert.deepEqual(
      requestsIn(text).map(({ start, end, kind }) => `${kind}: ${text.slice(start, end)}`),
      [],
    );
  });

test('the stretch is where it stands, and long drafts take time in proportion', () => {
  const text = `${'Thank you for waiting. '.repeat(100)}Please send me your password. Bye.`;
  const [found] = requestsIn(text);
  assert.equal(text.slice(found?.start, found?.end), 'Please send me your password');
  const start = performance.now();
  requestsIn('send me your '.repeat(2500));
  assert.ok(performance.now() - start < 2000);
});
