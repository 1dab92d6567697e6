// Conversations in travel, telephone and internet, a clinic, and software. See talks.ts for the signs.
export const travel = `
# travel en flight
c: Hi, I'm {first} {last}, booking {booking}. Can I move my flight to {city} from {date} to the day after?
a: Hello {first}, let me look. Is it only you?
c: me and my daughter {first2}
= {first}, booking {booking} can be moved for {price} each.
= The new flight to {city} leaves at 14:35 for you and {first2}.
= I need the passport numbers of {first} and {first2} {last}.
~ Your daughter travels on the same ticket, so both seats to {city} move together.
. Changes are free up to 24 hours before departure.
. You will get the new tickets by e-mail.
# travel en hotel
c: We are at the Hotel Miramar in {city} and the room has mould. reservation {booking}, {last}
a: I am very sorry. May I have your first name too, and a telephone number?
c: {first}, {phone}
= {first}, Hotel Miramar will give you another room today.
= I have booked you and your family into another hotel near {city} under {booking}.
= The manager will call you on {phone} within the hour.
~ Mould is of course not acceptable; the Miramar offers a suite with a view.
. We will of course refund the difference.
. Would another hotel nearby be all right for you?
# travel en baggage
c: my suitcase did not arrive with flight {flight}. report {case}. name {first} {last}
a: Thank you {first}. What does it look like?
c: green hard shell with a yellow ribbon, there's a wedding dress inside!! i stay at {house} {street}
= {first}, the suitcase of report {case} was found.
= The suitcase from {flight} will be brought to {house} {street}.
~ The green suitcase with the yellow ribbon was found; the wedding dress is safe.
. Baggage usually arrives within two days.
. Please keep the receipts for what you have to buy.
# travel en visa
c: Do I need a visa for a stopover in {city}? I travel on {date}, passport {passport}. {first}
a: Hello {first}, it depends on the nationality. Which one is it?
c: Peruvian
= {first}, with the Peruvian passport {passport} you need a transit visa.
~ Peruvians need a transit visa for a stopover, even if they stay in the airport.
. Please check the page of the embassy for the latest rules.
. How long is the layover?
# travel de reise
c: Hallo, {first} {last}, Buchung {booking}. Unser Mietwagen in {city} hat eine Panne.
a: Hallo {first}, sind alle wohlauf?
c: ja, wir stehen an der Küstenstraße, der Keilriemen ist gerissen
= {first}, für die Buchung {booking} kommt ein Ersatzwagen nach {city}.
~ Mit gerissenem Keilriemen bitte nicht weiterfahren, der Ersatzwagen kommt zur Küstenstraße.
. Der Pannendienst ist in etwa einer Stunde da.
# travel it treno
c: Salve, sono {first} {last}, ho perso il treno per {city}. Prenotazione {booking}
a: Salve {first}, può prendere il prossimo.
c: devo arrivare prima delle 18 per un battesimo
= {first}, la prenotazione {booking} vale anche per il treno delle 16:10.
~ Con il treno delle 16:10 arriva in tempo per il battesimo.
. Il biglietto si può cambiare una volta senza spese.
# travel pt voo
c: Bom dia, meu nome é {first} {last}, o voo {flight} para {city} foi cancelado
a: Bom dia {first}, lamento. Qual é a reserva?
c: {booking}
= {first}, a reserva {booking} passou para o voo de amanhã.
= O reembolso de {amount_pt} do voo {flight} foi pedido.
. O reembolso demora até sete dias úteis.
`;

export const telecom = `
# telecom en slow
c: My internet is super slow since monday. customer no {account}. {first} {last}
a: Hi {first}. Could you restart the router, please?
c: did that three times. the light labelled DSL is blinking orange. my phone is {phone} if the line drops
= {first}, I see noise on the line of {account}.
= A technician will call {phone} on {date}.
~ A blinking orange DSL light means the line keeps losing sync; I am resetting the port.
. Please restart the router and wait for two minutes.
. A technician can come between 8 and 12.
# telecom en port
c: Hello, I want to bring my number {phone} to you. I'm {first} {last}, contract {account}
a: Hello {first}. Who is your provider now?
c: Quasarcom, the contract ends on {date}
= Thank you {first}. Your number {phone} will be moved on {date}.
= Quasarcom has confirmed the port of {phone}.
~ Quasarcom has rejected the port because the date of birth differs.
. Porting takes up to seven days.
. You can use the new SIM card at once.
# telecom en sim
c: I lost my phone in a taxi!! please block the sim, number is {phone}
a: Done at once. What is your name, please?
c: {first} {last}. i need a new sim at {house} {street}
= {first}, the SIM for {phone} is blocked.
= The new SIM is on its way to {house} {street}.
. A new SIM card costs nothing.
. You can see the status in the app.
# telecom en bill
c: why is my bill {amount} this month? normally its 39.99. {first} {last}, account {account}
a: Hello {first}, I will check.
c: i was in Andorra for a weekend, is that it?
= {first}, the bill of {amount} includes roaming on {date}.
= I have credited {price} to account {account}.
~ Andorra is outside the roaming zone, so the weekend there was charged extra.
. Your plan includes 20 GB per month.
. The next bill will be lower again.
# telecom de router
c: Guten Tag, ich heiße {first} {last}, Kundennummer {account}. Der Techniker kam nicht.
a: Guten Tag {title_de} {last}, das tut mir leid. Unter welcher Nummer erreichen wir Sie?
c: {phone}
= {title_de} {last}, der Techniker kommt am {date_de} und ruft vorher unter {phone} an.
= Für {account} schreiben wir Ihnen {price_de} gut.
. Ein neuer Termin ist zwischen 8 und 12 Uhr möglich.
# telecom fr box
c: bonjour, {first} {last}, ma box ne s'allume plus depuis l'orage, numéro client {account}
a: Bonjour {first}, avez-vous essayé une autre prise ?
c: oui, rien, la multiprise a grillé aussi
= {first}, une nouvelle box part aujourd'hui pour le client {account}.
~ Après un orage, si la multiprise a grillé, la box est presque toujours perdue.
. Vous recevrez un colis sous deux jours.
# telecom es fibra
c: Buenas, soy {first} {last}, la fibra no va desde ayer en {street_es} {house}
a: Buenas tardes {first}, ¿qué luces ve en el router?
c: la de PON parpadea en rojo. mi cuenta es {account}
= {first}, hay una avería en {street_es} y su cuenta {account} está afectada.
~ Si la luz PON parpadea en rojo, la fibra está dañada en la calle.
. Un técnico pasará mañana por la mañana.
`;

export const clinic = `
# clinic en appointment
c: Hello, this is {first} {last}, born {dob}. I need to move my appointment on {date}.
a: Hello {first}, what would suit you?
c: any morning next week. the rash on my elbow got worse
= {first}, your new appointment replaces the one on {date}.
= I have noted your date of birth {dob}, {first}.
~ If the rash on your elbow itches, please do not use the ointment any more.
. We have free slots on Tuesday at 9:15 and on Thursday at 10:40.
. Please bring your insurance card.
# clinic en results
c: are my blood results in? patient no {account}. {first} {last}
a: Let me look, {first}.
c: its about my ferritin and the thyroid. you can call {phone}
= {first}, the results for patient {account} are in.
= The doctor will call you on {phone} this afternoon.
~ Ferritin is low, thyroid is normal; the doctor suggests an infusion.
. Results usually take three days.
. The doctor has to release the results first.
# clinic en child
c: My son {first2} has a fever of 39.5 and an earache since last night. {last} family
a: How old is he, and is he drinking enough?
c: four, and yes. he is allergic to penicillin!
= {first2} can come at 11:20 today.
= I have noted the allergy to penicillin in the file of {first2} {last}.
~ With an earache and an allergy to penicillin the doctor will choose another antibiotic.
. Please come ten minutes early.
. If it gets worse, call 112 at once.
# clinic en prescription
c: Could you renew my prescription for metoprolol? {first} {last}, {email}, insurance {insurance}
a: Of course {first}. Which pharmacy?
c: Linden pharmacy please
= {first}, the prescription was sent to the Linden pharmacy.
= I need a new card: {insurance} has expired. I sent you the form at {email}.
~ Metoprolol 50 is renewed, the Linden pharmacy has it from four.
. Prescriptions are ready the next working day.
. Do you take any other medicines?
# clinic de termin
c: Guten Tag, hier ist {first} {last}, geboren {dob_de}. Ich brauche eine Überweisung zum Kardiologen.
a: Guten Tag {title_de} {last}, gern. Wie ist Ihre Versichertennummer?
c: {insurance}
= {title_de} {last}, die Überweisung für {insurance} liegt bereit.
~ Die Überweisung zum Kardiologen können Sie ab morgen abholen.
. Bitte bringen Sie Ihre Karte mit.
# clinic it visita
c: Buongiorno, sono {first} {last}, vorrei spostare la visita del {date_it}
a: Buongiorno {first}, quando le va bene?
c: dopo le 17. il telefono è {phone}
= {first}, la visita del {date_it} è spostata, la chiamiamo al {phone}.
. Porti la tessera sanitaria, per favore.
`;

export const saas = `
# saas en export
c: Hi! The CSV export of our workspace "{company}" fails with error E-7{house}2. Regards, {first}
a: Hi {first}, which browser is it?
c: Firefox on Ubuntu. the ticket i opened last week is {case}
= Hi {first}, I have merged this with ticket {case}.
= The export for {company} works again.
~ Firefox on Ubuntu blocks the download because of a header; Chromium works.
. Could you try it in another browser, please?
. The status page shows no incident.
# saas en seats
c: we need 12 more seats for {company}, invoice to {email}
a: Of course. And your name, please?
c: {first} {last}
= {first}, 12 seats were added to {company}; the invoice goes to {email}.
= Invoice {case} over {amount} was sent to {email}.
. Seats are billed pro rata.
. You can change the number of seats under Settings, Billing.
# saas en login
c: cant log in since the update, user {email}. it says my token expired. {first}
a: Hi {first}, I am resetting your sessions.
c: also the api key sk_live_{key} stopped working
= {first}, the sessions of {email} are reset.
= Please revoke the key that starts with sk_live_{key}.
. Please clear your cookies and log in again.
. We never ask for your password.
# saas en webhook
c: Our Fjord webhook returns 502 since {date}. account {account}, {first} {last} from {company}
a: Thanks {first}. Do you see it in the delivery log?
c: yes, 14 retries, then it gives up. payloads are around 3 MB
= {first}, {company} is over the limit for payloads.
= Account {account} now has a higher limit.
~ The Fjord webhook gives up after 14 retries; payloads above 1 MB are cut.
. The limits are in the docs.
. I have asked our engineers and will come back to you.
# saas de rechnung
c: Hallo, auf der Rechnung {case} fehlt unsere USt-ID. {first} {last}, {company}
a: Hallo {first}, wie lautet sie?
c: DE{vat}
= Hallo {first}, die Rechnung {case} ist mit DE{vat} neu erstellt.
= {company} bekommt die neue Rechnung an {email}.
. Rechnungen finden Sie unter Einstellungen.
# saas es plan
c: Hola, soy {first} de {company}. Queremos pasar al plan anual antes del {date_es}.
a: Hola {first}, perfecto. ¿Qué correo uso?
c: {email}
= {first}, el plan anual de {company} empieza el {date_es}.
= La factura llega a {email}.
. El plan anual tiene dos meses gratis.
`;
