// Words and phrases by what they do in a request, in English, Spanish, French, German, Portuguese and Italian together: a
// draft is not asked for its language. Folded as `requests.ts` folds: small letters, no marks, apostrophes and hyphens
// are gaps. The longest phrase that fits counts.

/** Asks for something, from whoever reads it. */
const ask = [
  // English
  'send me|send us|send over|send through|send your|send the|send in|give me|give us|tell me|tell us|share with me|share your|share the',
  'provide your|provide me|provide the|provide us|write me your|write your|write down your|text me your|post your',
  'what is|what s|whats|what was|what are|i need|we need|i ll need|we ll need|i will need|we will need|i would need|i d need',
  'may i have|can i have|could i have|can we have|could we have|can i get|could i get|let me have|let me know|let us know|confirm your',
  'confirm the|read me|read out|forward me|forward the|forward your|dm me|drop me|pass me|ask for your|ask you for|i require|we require',
  'verify your|paste your|paste the|repeat your|reply with|spell out|please send|please give|please share|please confirm',
  // Spanish
  'enviame|envieme|enviarme|mandame|mandeme|mandarme|dame|deme|darme|dime|digame|decirme|pasame|paseme|pasarme|facilitame|faciliteme',
  'facilitarme|indicame|indiqueme|indicarme|comparteme|compartame|compartir|escribeme|escribame|confirmame|confirmeme|cual es|cual era',
  'necesito|necesitamos|me puedes dar|me puede dar|nos puede dar|me envia|me manda|me da|me dice|enviarnos|envienos|mandenos|denos',
  'proporcioneme|proporcioname|proporcionarme|confirme|confirma',
  // French
  'envoyez moi|envoie moi|envoyez nous|m envoyer|nous envoyer|donnez moi|donne moi|donnez nous|me donner|nous donner|dites moi|dis moi',
  'me dire|communiquez moi|communiquez nous|me communiquer|nous communiquer|transmettez moi|me transmettre|indiquez moi|m indiquer',
  'fournissez moi|me fournir|nous fournir|quel est|quelle est|quels sont|quelles sont|j ai besoin|nous avons besoin|il me faut',
  'il me faudrait|il nous faut|confirmez moi|confirmer votre|confirmez votre|partagez|partager votre|ecrivez moi',
  // German
  'schicken sie|senden sie|schick mir|sende mir|schickst du|geben sie mir|geben sie uns|gib mir|nennen sie|nenn mir|nenne mir',
  'teilen sie mir|teilen sie uns|teil mir|sagen sie mir|sagen sie uns|sag mir|verraten sie|verrat mir|wie lautet|wie lauten|was ist',
  'ich brauche|wir brauchen|ich benotige|wir benotigen|ich brauchte|brauche ich|benotige ich|brauchen wir|benotigen wir|konnen sie mir',
  'konnten sie mir|konnen sie uns|konnten sie uns|wurden sie mir|wurden sie uns|kannst du mir|konntest du mir|bitte ihr|bitte ihre',
  'bitte ihren|bitte dein|bitte deine|bitte das|bitte die|bitte den|bitte noch ihr|bitte noch ihre|bestatigen sie|darf ich ihr',
  // Portuguese
  'envie me|envia me|me envie|me envia|enviar me|mande me|me mande|me manda|me passe|me passa|diga me|me diga|me diz|me de|de me|me da',
  'dar me|informe|informar|me informe|qual e|qual a|quais sao|preciso|precisamos|pode me dar|pode enviar|confirme|partilhe|compartilhe',
  'forneca|fornecer|escreva|indique me|pode indicar',
  // Italian
  'mi mandi|mi manda|mandami|mandarmi|mi invii|inviami|inviarmi|mi dia|dammi|darmi|mi dica|dimmi|dirmi|mi comunichi|comunicami',
  'comunicarmi|mi fornisca|forniscimi|fornirmi|ci invii|ci mandi|inviarci|qual e|quale e|quali sono|ho bisogno|abbiamo bisogno|mi serve',
  'mi servono|ci serve|ci servono|mi confermi|confermami|confermarmi|mi scriva|scrivimi|mi passi|passami|condivida|mi dai|mi da',
];

/** What nobody may ask for. */
const secret = [
  'password|passwords|passcode|passphrase|pass word|pin|pin code|pin number|cvv|cvv2|cvc|cvc2|security code|card verification|full card number',
  'card number|credit card number|debit card number|card details|full card|long number on|16 digit|16 digits|sixteen digits|one time code',
  'verification code|authentication code|otp|2fa code|two factor code|code you received|code you got|code we sent|code i sent|sms code',
  'login details|log in details|login credentials|credentials|secret answer|security answer|security question|recovery phrase|seed phrase',
  'recovery code|recovery codes|backup codes|private key|maiden name|social security number|full ssn|ssn|three digits on the back',
  'digits on the back|online banking',
  'contrasena|contrasenas|clave|clave de acceso|codigo de seguridad|codigo de verificacion|numero de tarjeta|numero de la tarjeta',
  'numero de su tarjeta|numero de tu tarjeta|numero completo|datos de la tarjeta|datos de tu tarjeta|datos de su tarjeta|codigo que recibio',
  'codigo que has recibido|codigo que te|codigo que le|frase de recuperacion|frase semilla|credenciales',
  'mot de passe|mots de passe|code secret|code confidentiel|code de securite|cryptogramme|code de verification|code recu',
  'code que vous avez recu|numero de carte|numero de votre carte|numero de la carte|numero complet|identifiants|code pin|donnees bancaires',
  'coordonnees bancaires|numero de securite sociale|phrase de recuperation|cle privee',
  'passwort|passworter|kennwort|pinnummer|geheimzahl|prufziffer|kartenprufnummer|prufnummer|sicherheitscode|kartennummer',
  'kreditkartennummer|vollstandige kartennummer|kreditkartendaten|kartendaten|tan|bestatigungscode|verifizierungscode|zugangsdaten',
  'anmeldedaten|logindaten|einmalcode|sicherheitsfrage|code den sie|geheimwort|wiederherstellungsphrase',
  'senha|senhas|palavra passe|palavra chave|codigo de seguranca|codigo de verificacao|numero do cartao|numero de cartao|dados do cartao',
  'numero completo do cartao|codigo que recebeu|codigo recebido|frase de recuperacao|credenciais',
  'password|parola d ordine|codice di sicurezza|codice di verifica|codice pin|numero della carta|numero di carta|numero completo della carta',
  'dati della carta|dati della sua carta|numero della sua carta|numero della tua carta|codice ricevuto|codice che ha ricevuto|codice otp',
  'credenziali|frase di recupero|parola chiave',
];

/** The same word in another sense: what stands with it speaks of something that may be said. */
const other = [
  'password manager|password reset|password reset link|password policy|password field|password page|password hint|password rules',
  'password requirements|password box|password form|password is case|password change|pin pad|pin pads|passwort reset|passwort zurucksetzen',
  'passwort vergessen|passwortmanager|gestionnaire de mots de passe|reinitialisation du mot de passe|mot de passe oublie',
  'gestor de contrasenas|restablecer la contrasena|restablecimiento de contrasena|clave de pedido|gestor de senhas|redefinicao de senha',
  'reimpostazione della password|pin del mapa|tan pronto|don t mind|do not mind|why don t you|why don t|why not|why can t you|can t you',
  'couldn t you|warum nicht|pourquoi pas|por que no|perche non|if not|wenn nicht|sinon|si no|se nao|se non|not only|no problem|no worries',
  'kein problem|pas de probleme|pas de souci|sin problema|sem problema|nessun problema|not sure|code secret promo',
];

/** Turns it round. */
const not = [
  'never|not|don t|doesn t|won t|wouldn t|didn t|cannot|can t|couldn t|shouldn t|mustn t|no|nobody|none|no one|ever|without|neither|nor|avoid',
  'nunca|jamas|no|nadie|tampoco|sin|ningun|ninguna|ningunas|evite|jamais|ne|n|pas|personne|aucun|aucune|sans|evitez|nie|niemals|nicht|kein',
  'keine|keinen|keinem|keiner|niemand|ohne|nao|jamais|ninguem|nenhum|nenhuma|sem|evite|mai|non|nessuno|nessun|nessuna|senza|eviti|stop',
];

/** Between a request and a secret: the request is for something else. */
const apart = [
  'if|whether|when|where|how|why|once|after|before|because|about|error|screenshot|message|link|page|reset|change|changed|forgot|forgotten',
  'expired|works|worked|working|did you|were you|do you see|who|which',
  'si|cuando|donde|como|porque|error|captura|enlace|pagina|cambiar|cambie|restablecer|restablezca|olvido|olvidado|sobre',
  'quand|comment|pourquoi|erreur|capture|lien|changer|changez|reinitialiser|reinitialisez|oublie',
  'ob|wann|wo|warum|fehler|bildschirmfoto|seite|andern|andere|zurucksetzen|zurucksetzt|vergessen|wenn|falls|nachdem|bevor',
  'quando|onde|porque|erro|ligacao|mudar|altere|alterar|redefinir|redefina|esqueceu',
  'dove|perche|errore|schermata|collegamento|pagina|cambiare|cambi|reimpostare|reimposti|dimenticato',
];

/** Only a part, which may be asked for. */
const part = [
  'last four|last 4|last few|last three|last two|last digits|final four|first six|first two|ending|ends with|ends in|ultimos cuatro|ultimos 4',
  'ultimas cuatro|ultimas 4|cuatro ultimos|ultimos digitos|ultimas cifras|quatre derniers|4 derniers|derniers chiffres|letzten vier|letzten 4',
  'letzte vier|letzten ziffern|endziffern|ultimos quatro|ultimas quatro|quatro ultimos|ultime quattro|ultime 4|ultime cifre|quattro ultime',
];

/** Leads to another channel by itself. */
const outside = [
  'email me|e mail me|mail me|mail it to me|email it to me|e mail it to me|mail that to me|mail them to me|email them to me|mail it to us',
  'email it to us|e mail it to us|email that to me|text me|text it to me|sms me|whatsapp me|message me on|dm me|pm me|call me|ring me|phone me',
  'give me a call|reach me on|reach me at|reach me by|contact me on|contact me at|contact me by|contact me via|add me on|write to me at|write me at',
  'my private email|my personal email|my private number|my personal number|my own email|my whatsapp|my telegram|my private whatsapp|my cell',
  'over to whatsapp|continue on whatsapp|chat on whatsapp|talk on whatsapp|move to whatsapp|switch to whatsapp|continue by email',
  'escribeme al|escribame al|escribeme por|escribame por|llamame|llameme|mi whatsapp|mi telegram|mi correo personal|mi correo privado',
  'mi numero personal|mandame un whatsapp|mandeme un whatsapp|mandame un correo|mandeme un correo|enviame un correo|envieme un correo',
  'ecrivez moi sur|ecrivez moi a|ecris moi sur|appelez moi|appelle moi|mon whatsapp|mon adresse personnelle|mon mail personnel',
  'mon numero personnel|mon email personnel|envoyez moi un mail|envoyez moi un e mail|envoyez moi un email|envoyez moi un sms',
  'mailen sie mir|mailen sie es|mail mir|mail es mir|schreiben sie mir auf|schreiben sie mir an|schreib mir auf|simsen sie|rufen sie mich an',
  'ruf mich an|rufen sie mich|meine private|mein privates|meine privatnummer|mein whatsapp|uber whatsapp|auf whatsapp|per whatsapp',
  'me liga|me ligue|ligue me|liga me|me chama no|me chame no|meu whatsapp|meu telegram|meu email pessoal|meu e mail pessoal|meu numero pessoal',
  'me manda um email|me mande um email|mande me um email|envie me um email|me manda um zap',
  'mi chiami|chiamami|mi scriva su|scrivimi su|mi scriva a|mio whatsapp|mia mail personale|mia email personale|mio numero personale',
  'mi mandi una mail|mandami una mail|mi mandi una email|mandami una email|mi invii una mail|mi invii una email|su whatsapp con me',
];

/** Makes somebody hand something over; with a channel behind it, it leads outside. */
const hand = [
  'send|mail|forward|share|submit|reply|answer|write|enviar|enviame|envieme|envielo|envialo|mandar|mandame|mandeme|mandelo|mandalo|mande|envie',
  'envoyer|envoyez|envoie|envoyez moi|envoyez le|transmettez|schicken|senden|schick|sende|schicken sie|senden sie|schick es|mailen|mande me',
  'envie me|mandar|enviar|me envie|me mande|mandi|mi mandi|mandami|mandarmi|invii|mi invii|inviami|inviarmi|inviare|mandare|continue|talk|chat',
  'lo mandi|la mandi|li mandi|lo invii|me lo puede enviar|send me|send us|send it|send over|send your|send the|please send|forward the|forward me',
  'forward your|dm me|share your|share the|write me your|write your',
];

const channel = [
  'by email|by e mail|by mail|by text|by sms|by whatsapp|by phone|via email|via e mail|via mail|via sms|via text|via whatsapp|via telegram',
  'via signal|via messenger|on whatsapp|on telegram|on signal|on messenger|on facebook|on instagram|over email|over whatsapp|over the phone',
  'through whatsapp|through email|to my email|to my e mail|to my mail|to my number|to my phone|to my mobile|to my inbox|to my address|to our email',
  'to our mailbox|to our e mail|in an email|in a text|in an e mail|per email|per mail|per e mail|per sms|per whatsapp|an meine mail|an meine email',
  'an meine e mail|an meine adresse|an meine nummer|uber telegram|uber signal|uber whatsapp|auf whatsapp|por correo|por correo electronico',
  'por email|por e mail|por whatsapp|por telegram|por sms|por mensaje|a mi correo|a mi email|a mi numero|a mi whatsapp|par mail|par email',
  'par e mail|par courriel|par sms|par whatsapp|par telephone|sur whatsapp|sur telegram|a mon adresse|a mon mail|a mon email|pelo whatsapp',
  'no whatsapp|por sms|pelo telegram|para o meu email|para o meu e mail|para meu email|para meu whatsapp|via whatsapp|via email|via mail|via sms',
  'su whatsapp|su telegram|per telefono|alla mia mail|alla mia email|al mio indirizzo|al mio numero|tramite whatsapp|tramite email|tramite mail',
];

/** It is this side who does it. */
const self = [
  'i ll|i will|we ll|we will|i can|we can|i could|we could|i am going|i m going|we re going|we are going|i have|we have|i just|we just|let me',
  'to you|you by|you via|you an|yo le|le enviare|te enviare|le enviaremos|le mando|te mando|le envio|te envio|je vous|nous vous|vous enverrai',
  'ich schicke|ich sende|wir senden|wir schicken|ihnen|eu envio|vou|vamos|lhe envio|le mando|le invio|le mandero|le inviero|gliela|glielo|you will get',
];

export const concepts = { ask, secret, other, not, apart, part, outside, hand, channel, self } as const;
export type Concept = keyof typeof concepts;
