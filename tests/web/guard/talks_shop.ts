// Conversations of a shop and of a furniture dealer. See talks.ts for the signs.
export const shop = `
# shop en lamp
c: Hi, my name is {first} {last}. My order {order} arrived today but the glass of the floor lamp is shattered.
a: Hello {first}, I am sorry about that. Could you send me a photo of the box?
c: Here it is. The base is fine, only the glass shade broke. My e-mail is {email} if you need it.
= Thank you {first}, I have ordered a new shade for {order}. You will get a message at {email}.
= The replacement for order {order} leaves our warehouse on {date}.
~ Only the glass shade will be replaced, you can keep the base of the lamp.
. Thank you for the photo, I am passing it on.
. Is there anything else I can do for you today?
# shop en parcel
c: Where is my parcel?? order no {order}, tracking {tracking}. It says delivered but nothing here
a: I will look into it. May I have your name and delivery address, please?
c: {first} {last}, {house} {street}
= Hi {first}, the courier says that {tracking} was left at {house} {street} behind the gate.
= I have opened an investigation with the courier for {tracking}. It takes up to five working days.
= For {order} I can either refund {amount} or send the parcel again.
. We usually hear back from the courier within two working days.
. Could you please check with your neighbours and look for a card in your mailbox?
# shop en refund
c: this is {first}. i returned a jacket on {date} and still no refund. amount was {amount}
a: Thanks {first}. Could you tell me the order number?
c: sure its {order}
= Hi {first}, the refund of {amount} for order {order} was booked today.
= The {amount} will be back on your card within five working days.
~ The jacket has reached us and the refund is on its way to you.
. Refunds take three to five working days after the return has arrived.
. Sorry for the wait, I am checking with accounting.
# shop en size
c: Hello, I bought the Merrow hiking boots in 42 but they are too tight. Can I swap them for 43? Order {order}
a: Of course. I need the e-mail address of the order, please.
c: {email}, name {first} {last}
= Dear {first}, the return label for the Merrow boots has been sent to {email}.
= I have reserved size 43 for you under {order}.
~ The Merrow boots in 43 are in stock, so the swap for the tight pair is no problem.
. Exchanges are free of charge within 30 days.
. You will find all the information at https://help.northshop.example/articles/360012345678 .
# shop en discount
c: Good evening, the voucher code {voucher} is not accepted in the basket. I'm {first} by the way
a: Good evening {first}! Which message do you see?
c: it says the code was already redeemed, but my sister gave it to me for my birthday and i never used it
= {first}, I see that the voucher {voucher} was redeemed on {date}.
= I have cancelled {voucher} and sent you a new gift voucher worth {price}.
~ Your sister can tell us when she bought the voucher, then we can see who redeemed it.
. Vouchers are valid for three years and cannot be paid out.
. Use WELCOME10 for ten percent off your next order.
# shop en piano
c: I'd like to know if the Calypso digital piano can be delivered to the third floor. There's no elevator. {first} {last}, postcode {postcode}
a: Hi {first}, let me ask the carrier.
c: thanks. it must fit through a spiral staircase, about 80 cm wide
= {first}, two men will carry the Calypso piano up to the third floor at {postcode} for {price}.
~ The carrier says the Calypso piano does not fit through a spiral staircase of that width.
. Deliveries to the door cost nothing from 50 euros.
. Would a morning or an afternoon suit you better?
# shop de lieferung
c: Guten Tag, mein Name ist {first} {last}. Meine Bestellung {order} ist noch nicht angekommen.
a: Guten Tag {title_de} {last}, ich sehe gerne nach. Wie lautet Ihre Anschrift?
c: {street_de} {house}, {zip} {city}
= Guten Tag {title_de} {last}, das Paket {tracking} liegt in der Filiale in {city}.
= Die Bestellung {order} wird am {date_de} an die {street_de} {house} geliefert.
= Ich habe Ihnen die {amount_de} für {order} gutgeschrieben.
. Die Lieferzeit beträgt in der Regel drei bis fünf Werktage.
. Kann ich sonst noch etwas für Sie tun?
# shop de kaffee
c: Hallo, meine Kaffeemaschine Bellanova macht seit gestern nur noch kaltes Wasser, entkalkt habe ich sie schon. {first} {last}
a: Hallo {first}, das tut mir leid. Haben Sie die Rechnungsnummer?
c: Ja, {order}, gekauft am {date_de}
= Hallo {first}, für die Bellanova mit der Rechnung {order} haben Sie noch Garantie.
~ Wenn die Bellanova nach dem Entkalken kalt bleibt, ist meist das Heizelement defekt.
. Bitte senden Sie uns das Gerät gut verpackt zurück.
# shop fr robe
c: Bonjour, je m'appelle {first} {last}. La robe de ma commande {order} est trop petite.
a: Bonjour {first}, quelle taille souhaitez-vous ?
c: une taille 42 s'il vous plaît. mon adresse e-mail est {email}
= Bonjour {first}, l'étiquette de retour pour la commande {order} est partie vers {email}.
= Le remboursement de la commande {order} sera fait le {date_fr}.
. Les retours sont gratuits pendant trente jours.
. Je reste à votre disposition pour toute question.
# shop es mochila
c: Hola, soy {first} {last}, la cremallera de la mochila se ha roto. Pedido {order}
a: Hola {first}, lo siento mucho. ¿Puede enviar una foto?
c: sí, ahora mismo. mi teléfono es {phone}
= Hola {first}, le enviamos una mochila nueva del pedido {order} el {date_es}.
= Le llamaremos al {phone} cuando llegue.
~ La cremallera de la mochila tiene garantía, así que el cambio no cuesta nada.
. El envío tarda de tres a cinco días laborables.
# shop it scarpe
c: Buongiorno, mi chiamo {first} {last}. Ho ordinato le scarpe {order} ma è arrivato il colore sbagliato.
a: Buongiorno {first}, mi dispiace. Mi può dare il suo indirizzo e-mail?
c: certo, {email}
= Gentile {first}, il corriere ritira le scarpe dell'ordine {order} il {date_it}.
= Ho mandato l'etichetta a {email}.
. Il rimborso richiede circa cinque giorni lavorativi.
# shop pt relogio
c: Olá, meu nome é {first} {last}. O relógio da encomenda {order} chegou com a pulseira partida.
a: Olá {first}, lamento muito. Pode enviar uma foto?
c: claro, segue a foto. o meu email é {email}
= Olá {first}, enviamos uma pulseira nova para a encomenda {order}.
~ A pulseira do relógio pode ser trocada em qualquer relojoaria, nós pagamos.
. O prazo de entrega é de três a cinco dias úteis.
`;

export const bank = `
# bank en card
c: my card {card} was declined at the supermarket today. {first} {last}
a: Hello {first}, please do not send whole card numbers. I see it was blocked.
c: why?? i was born {dob} if you have to verify me
= {first}, the card ending in {last4} was blocked after three wrong PINs.
= I have unblocked the card ending {last4}. Please try again in ten minutes.
= Thank you, I have verified your date of birth {dob}.
. A blocked card can be unblocked in the app under Cards.
. For your security please never send your PIN.
# bank en transfer
c: Hello, I sent {amount} to the wrong account yesterday. IBAN was {iban}. I'm {first} {last}.
a: Thank you {first}. I am checking whether it can be recalled.
c: please hurry, it was meant for my landlord, not my dentist
= The transfer of {amount} to {iban} can still be recalled.
= Dear {title_en} {last}, the recall of {amount} costs {price}.
~ If your dentist agrees, the money for the landlord comes back within ten days.
. A recall takes up to ten working days.
. Transfers within the euro area arrive the next working day.
# bank en mortgage
c: Hi, {first} {last} here. We would like to repay {amount} of our mortgage early, loan {account}.
a: Hello {first}, your contract allows that once a year.
c: great, my husband {first2} will also sign. when is the earliest date?
= The earliest date for loan {account} is {date}.
= Please let {first2} sign the form as well, then we book {amount} on {date}.
~ Both of you must sign for the early repayment of the mortgage, your husband as well.
. Early repayments of up to five percent a year are free.
. The form is in your inbox.
# bank en fraud
c: There is a payment of {amount} to Zephyr Gaming on my statement. I never bought anything there! account {account}
a: I am sorry. Can you tell me your name and the date of the payment?
c: {first} {last}, {date}
= {first}, the payment of {amount} to Zephyr Gaming was made online on {date}.
= I have opened a dispute for account {account}. Your case number is {case}.
~ Zephyr Gaming says the purchase was made from a tablet; does somebody else use yours?
. Disputes take up to 30 days.
. I have sent you the form.
# bank en address
c: hello i moved. new address {house} {street}. customer number {account}. {first}
a: Thank you, {first}. And a telephone number for questions?
c: {phone}
= Your new address {house} {street} is saved, {first}.
= We will confirm by text to {phone}.
. Changes of address take effect the next day.
. Would you like to receive your statements on paper?
# bank de konto
c: Guten Morgen, {first} {last} hier. Meine Überweisung über {amount_de} an {iban} ist weg.
a: Guten Morgen {title_de} {last}, ich prüfe das. Wann haben Sie überwiesen?
c: am {date_de}
= {title_de} {last}, die Überweisung über {amount_de} vom {date_de} wurde ausgeführt.
= Der Betrag ging an {iban}.
. Überweisungen dauern in der Regel einen Bankarbeitstag.
# bank fr carte
c: Bonjour, je suis {first} {last} et ma carte {card} ne passe plus.
a: Bonjour {first}, je regarde.
c: merci, je pars en voyage le {date_fr}
= La carte qui se termine par {last4} est débloquée, {first}.
~ Vous aurez la nouvelle carte avant le {date_fr}.
. Vous pouvez suivre votre demande dans l'application.
# bank es hipoteca
c: Buenos días, me llamo {first} {last}, quiero cambiar mi cuenta {iban} para los recibos de la guardería
a: Buenos días {first}, ¿desde qué fecha?
c: desde el {date_es}
= {first}, desde el {date_es} los recibos se cargan en {iban}.
~ Los recibos de la guardería se cambian de cuenta sin coste.
. La operación tarda un día laborable.
`;
