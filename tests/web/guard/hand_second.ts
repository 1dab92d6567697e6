// Written after the guard had been mended for the first batch: long answers as agents write them, with words that the
// conversation has not had, and more slips. See hand_written.ts for the signs.
export const second = `
@ internet provider
# 0
c: Hi, my wifi keeps dropping in the bedroom, the FritzBox is in the hallway. Customer 4471-0092, Marisol Etxeberria
a: Hi Marisol, how many metres is it and are there thick walls between?
c: about 12 metres and one concrete wall. cable works fine
. Marisol, concrete swallows most of a 5 GHz signal, so please switch that device to 2.4 GHz, or place a repeater halfway.
. You can see the strength of the signal in the menu of the FritzBox under Wireless, Radio Network.
. A mesh repeater costs €79 and pays off when several rooms are affected; you can return it within 30 days.
. Please also make sure that no microwave oven or baby monitor stands next to the router.
. I've made a note for 4471-0092 so that my colleague Benedikt knows what we have tried.
>1 Concrete walls are bad for it, so place a repeater in the hallway near the bedroom.
>2 Marisol, have you tried the repeater?
>3 customer 44710092 has the FritzBox
# 1
c: internet completely dead since this morning, lights on the modem: power green, internet red. Tobiasz Wrona 0176 5550 3321
a: Hello Tobiasz, please unplug the modem for a minute.
c: did it twice. my neighbor has the same problem, we're in Lerchenfeld
. Tobiasz, there is a damaged cable in Lerchenfeld after the construction work; our engineers expect to be done by 4 pm.
. I will send you a text message to 0176 5550 3321 as soon as the line is back.
. Until then you can use your mobile phone as a hotspot; I have added 10 GB for free.
. If the red lamp is still on tonight, please switch off the modem, hold the reset button for ten seconds and let it start again.
. You will get a credit for the day on your next bill, that is €1.33.
>0 A damaged cable in Lerchenfeld is the reason, it should be done by 4 pm.
>2 I'll send a text to 017655503321.
>4 Mr Wrona, the line is back.
>3 0176 5550 3312 gets a text when it's done
# 2
c: I want to cancel my contract because I move to Portugal. Contract no. V-2020-77811-C, moving on 15 January. Ulrike Thannhauser
a: Hello Mrs Thannhauser, I can do that. We need proof of the new address.
c: the rental contract is in portuguese, is that ok? new address Rua do Alecrim 41, Lisboa
. A copy of the rental contract is fine, Mrs Thannhauser, also in Portuguese.
. V-2020-77811-C then ends on 15 January; there is no fee for moving abroad.
. Please send back the router within 14 days with the label that I mail to you, otherwise we have to charge €60.
. Would you like to keep your telephone number? It can be parked for up to six months.
. The final invoice comes by e-mail about three weeks later.
>0 V202077811C ends on 15 January.
>3 I have noted Rua do Alecrim 41 as the new address.
>1 Frau Thannhauser, der Vertrag ist gekündigt.
>4 The rental contract in Portuguese is fine.
# 3
c: which tariff is better for gaming, Fiber 250 or Fiber 500? we are 4 people, 2 kids streaming all day
a: Hi! May I have your name? Fiber 500 has the lower latency.
c: Kwabena. and is there a discount for doctors
. Kwabena, for four people with streaming I would take Fiber 500; the ping is about 6 ms in both.
. There is a discount of 10 % for employees of hospitals, please upload a photo of your badge.
. Fiber 500 costs €49.99 in the first year and €59.99 from the second on.
. You can change to a smaller tariff every month.
. The router is included, the installation takes about two hours, and the technician brings everything along.
>0 Kwabena, the discount is 10 % for employees of hospitals.
>1 hello kwabena, are you still there
# 4
c: I got a phishing mail in your name, asking to confirm at cloisterr-secure.example/login?id=88231907. Rosalind Agyeman
a: Thank you for telling us, Ms Agyeman! Did you enter anything?
c: only my email r.agyeman@fastmail.example, no password
. That mail did not come from us, Ms Agyeman; you can delete it.
. Since you typed only the address r.agyeman@fastmail.example, nothing can happen, but you may get more spam.
. Our security team has the page taken down, that usually takes a day.
. We never ask you to confirm anything by a link; always type our address yourself.
. Should you ever have entered a password, change it at once everywhere you use it.
>0 That phishing mail did not come from us.
>1 Ms Agyeman, please delete it.
>2 I have noted r.agyeman@fastmail.example.
>3 88231907 is the id in the link, we have reported it
@ electronics shop
# 0
c: The left earcup of my Sonora H7 has no sound. Bought 3 weeks ago, order EL-553-20981. Fenella Quist
a: Hello Fenella, does it happen by cable too?
c: yes both cable and bluetooth
. Fenella, then it is the driver of the left side; we exchange the Sonora H7 for a new one.
. Please send it in with the label, wrapped in bubble foil, accessories included.
. Order EL-553-20981 is within the period for exchanges.
. Before you pack it, please reset it: hold power and volume up for eight seconds until it blinks purple.
. A new pair leaves as soon as the parcel was scanned at the post office.
>1 Fenella, we exchange it for a new one.
>2 EL55320981 is within the period
>3 The left earcup of the Sonora is broken, we exchange it.
p4 The left earcup of my Sonora H7 has no sound.
# 1
c: hi, does the sonora h7 work with two devices at once? and how long is the battery
a: Hi! Yes, with two at once, for 38 hours.
c: great and what about flights, does it come with the plug adapter? im Ignatius
. Ignatius, an adapter for planes is in the box, together with a case and a cable of 1.2 metres.
. The Sonora H7 is €229 at the moment, until Sunday.
. If you connect a third device, the first one is dropped.
. Noise cancelling shortens it to about 30 hours.
. You can try it at home and return it within 30 days.
>0 Ignatius, the adapter for planes is in the box.
>2 hi ignatius, it's 229 until sunday
# 2
c: My order EL-553-21007 was delivered to the wrong person, someone called Grzegorz signed for it! Tamsin Okonjo
a: That must not happen, Tamsin. I am asking the carrier. What was in it?
c: a Lumix G9 camera for 1,049.00 and two SD cards
. Tamsin, the carrier talks to the driver today; we know by tomorrow noon.
. If Grzegorz doesn't hand it over, we send a second Lumix G9 at our cost.
. EL-553-21007 was insured for its full value.
. Have you looked whether somebody of that name lives in your house or next door?
. I'm giving you my direct extension in case it turns up: 4402.
>0 Tamsin, the driver will be asked today.
>0 Somebody called Grzegorz signed for your parcel.
>1 We send you a second Lumix G9 at our cost.
>3 The 1,049.00 will be refunded.
>4 el 553 21070 was insured
# 3
c: Can you match a price? the Vega 55" TV is 649 at Megastore and 699 here
a: We match prices of shops in the country. Could you send me the link?
c: https://megastore.example/tv/vega-55-oled?sku=9981123
. I see it: we match the 649 for the Vega 55.
. Please order as usual and choose bank transfer; I take the difference off before you pay.
. Installation on a wall costs €89, the old set can go along for free.
. The Vega has four HDMI sockets, two of them 2.1.
. Delivery of large items takes place between 7 and 14 o'clock; the driver rings half an hour before.
>0 we match the 649 for the Vega
>1 https://megastore.example/tv/vega-55-oled?sku=9981123 has it for less, so we match it.
>4 The Vega 55 TV is 649 at Megastore, so it's 649 here too.
# 4
c: Guten Abend, ich habe aus Versehen zweimal bestellt, 21012 und 21013. Bitte eine stornieren. Burkhard Illinger
a: Guten Abend Herr Illinger, welche der beiden?
c: die zweite. und ging die Zahlung über Klarna durch?
. Herr Illinger, die 21013 ist storniert, die 21012 geht morgen raus.
. Die Zahlung über Klarna wird nur einmal abgebucht.
. Eine Bestätigung der Stornierung finden Sie in Ihrem Postfach, manchmal auch im Spamordner.
. Falls der Betrag schon abgebucht wurde, bekommen Sie ihn innerhalb von drei Werktagen zurück.
. Ich wünsche Ihnen einen schönen Feierabend!
>0 21013 is cancelled
>1 Guten Abend Herr Illinger, das ist erledigt und die Zahlung wird nur einmal abgebucht.
>2 Burkhard, the second one was cancelled.
@ travel agency
# 0
c: Can we add a cot to our room at the Belvedere in Merano? booking R7-KLM-220, family Szabo, baby is 8 months
a: Certainly, Mr Szabo. From which night on?
c: 12 to 19 July, and we'd like half board
. The Belvedere has a cot for you from 12 to 19 July, free of charge.
. Half board is €38 per adult and day; the baby is free.
. Booking R7-KLM-220 now has the cot and half board.
. Check-in in Merano is from 3 pm, but you can leave your luggage from the morning.
. There is a playground behind the house, and the cable car to Merano 2000 is ten minutes on foot.
>1 The Belvedere has a cot for you.
>1 R7KLM220 has half board now
>2 Mr Szabo, half board is 38 per day.
>3 your stay in Merano from 12 to 19 July includes half board
# 1
c: flight LX 1619 to Florence is delayed by 5 hours. compensation? Wilhelmina Drost, ticket 724-2291008837
a: Ms Drost, I am sorry. From three hours on you are entitled to 250 euros.
c: account is NL91 ABNA 0417 1643 00
. The airline pays €250 to the account ending in 4300, usually within two weeks.
. Please keep your boarding pass; ticket 724-2291008837 must be visible.
. You also have a right to a meal and two phone calls while you wait.
. If the flight is cancelled after all, we rebook you at no cost, for instance via Zurich or Munich.
. The train from Bologna takes 40 minutes, should you be moved to another airport.
>0 The airline pays 250 euros to NL91ABNA0417164300.
>0 Ms Drost, keep your boarding pass.
>2 LX1619 is delayed, you get 250 euros.
>3 ticket 7242291008837 must be visible
>3 the account that ends in 4300 is right?
# 2
c: Is it safe to travel to Oaxaca at the moment? we go with our grandma Consuelo who uses a wheelchair
a: The city is quiet. Do you need help at the airport?
c: yes please, Air Mexico AM 58, surname Villaseñor
. I have asked for assistance with a wheelchair on AM 58 for Consuelo Villaseñor.
. Somebody will wait for you at the counter two hours before departure.
. The folding chair travels free of charge in the hold; batteries must be declared beforehand.
. Oaxaca lies at 1,550 metres, so please take it slowly on the first day.
. Tap water is not for drinking, also not for brushing your teeth.
>0 I have asked for a wheelchair for your grandma.
>1 Señora Villaseñor, somebody waits at the counter.
>3 Consuelo gets help at the airport on AM58.
# 3
c: I need an invoice for the company: Nordwind Turbines ApS, CVR 38 22 91 04, trip to Aarhus in May. Mikkel
a: Hi Mikkel, I'll make one. One invoice, or one for each traveller?
c: one for all 6 please
. Mikkel, the invoice for Nordwind Turbines over all six travellers is in your inbox.
. CVR 38229104 is printed in the top right corner.
. Meals have to be shown separately by law, hence the second page.
. If your accounting needs it as XML, I can send that, too.
. The railway tickets to Aarhus are included at the reduced rate.
>0 The invoice for Nordwind Turbines is in your inbox.
>1 CVR 38 22 91 40 is on the invoice
>2 Mikkel, one invoice for all six it is.
@ medical practice
# 0
c: I'm on ramipril 5 mg and now have a dry cough, is that normal? Eleanor Featherstone, 3 April 1961
a: Good morning Mrs Featherstone, that can happen. Since when?
c: 2 weeks. worse when i lie down
. Mrs Featherstone, a dry cough is a known side effect of ramipril; the doctor will suggest something else.
. Please go on taking it until you have talked to Dr Castellanos, and measure your blood pressure in the morning and in the evening.
. She can call you tomorrow between 12 and 1.
. With fever or short breath please come at once or call an ambulance.
. A nurse will take some blood beforehand; you don't need to fast.
>1 A dry cough is a known side effect of ramipril.
>1 Born 3.4.1961, correct?
>2 Eleanor, the doctor calls you tomorrow.
>3 mrs featherstone please keep measuring
# 1
c: my daughter Oonagh needs the MMR booster before kindergarten. are you open in the holidays? Ciarán Devlin
a: Hello Mr Devlin, yes, every morning. How old is Oonagh?
c: five next week. she is afraid of needles
. Mr Devlin, Oonagh can come on Monday at 9:40 for the booster.
. There is a cream that numbs the skin; put it on an hour before, with the plaster on top.
. Bring the yellow booklet, please, and her favourite toy.
. A slight fever in the evening is normal after it.
. Kindergartens accept the stamp in the booklet as proof.
>0 Oonagh can come on Monday at 9:40.
>2 She can have the MMR booster in the holidays, kindergartens accept the stamp.
>3 Mr Devlin, bring the booklet please.
# 2
c: please send my x-ray to Dr Halloran's office, fax 0351 887 2290. insurance no. Q558201947, Dietmar Pohl
a: Mr Pohl, we may do that only with your signature.
c: i'll come by on thursday
. Mr Pohl, the form for the x-ray lies at the reception, it takes a minute.
. We then send it encrypted, since a fax is not safe; I have written down 0351 887 2290 as contact.
. On Thursday we are here from 8 to 12 and from 2 to 6.
. The pictures are kept for ten years.
. You can also take them along on a disc.
>0 The x-ray goes to Dr Halloran.
>0 Q 558 201 947 is your insurance number
>1 Mr Pohl, on Thursday we are here from 8 to 12.
>3 03518872290 is the fax, correct?
# 3
c: hello, cancel my colonoscopy on the 22nd pls, got covid. Barnaby T.
a: Get well soon, Barnaby! Shall we look for a new date?
c: yes in about a month, mornings, and can i take the plenvu again
. Barnaby, I have the 24th of next month at 7:50 for you.
. Plenvu is fine; please drink the first part in the evening before and the second one five hours ahead of the examination.
. Three days before, no grains, seeds or fruit skins, please.
. Somebody should pick you up afterwards, since you may not drive.
. Rest and drink a lot, and do not exercise for ten days.
>0 Barnaby, get well soon!
>1 Please drink the Plenvu in the evening before the colonoscopy.
>2 I cancelled your colonoscopy on the 22nd.
@ software support
# 0
c: After upgrading to 7.3 our nightly backup to S3 fails with AccessDenied on bucket prod-ledger-eu. Priyanka, Solstice Freight
a: Hi Priyanka, did the role change?
c: no. job id bkp_01HXZ99QK, tenant 5512
. Priyanka, 7.3 asks for the permission s3:PutObjectTagging as well; please add it to the policy of the role.
. You can run bkp_01HXZ99QK again from the console, it picks up where it stopped.
. The release notes mention it, but only at the bottom, sorry about that.
. A fix that makes the tagging optional is planned for 7.3.1.
. If it still fails, please send me the output of "solctl diag", with secrets removed.
>1 Add the permission for the bucket prod-ledger-eu.
>2 bkp_01HXZ99QK can be run again
>2 Priyanka, please send me the output.
>3 the backup of Solstice Freight runs again
# 1
c: SSO with Okta loops forever, users land on the login page again. domain corp.ferrostaal-demo.example. Regards Håkon Brattli
a: Hi Håkon, is the clock of the server right?
c: 2 minutes off. SAML says audience mismatch
. Håkon, two minutes are the limit; please turn on NTP.
. The audience must be the entity id from your settings, character by character, without a slash at the end.
. If users land on the login page again, delete the cookies of the domain once.
. You can find the SAML tracer as an add-on for your browser; it shows the assertion in plain XML.
. I can look at the logs together with you in a call tomorrow.
>0 The audience mismatch comes from the SAML settings in Okta.
>0 Håkon, please turn on NTP.
>2 hakon, two minutes is too much
>3 Mr Brattli, I can look at the logs tomorrow.
# 2
c: Is there an academic discount? 60 students, Prof. Quintana at the university of Salamanca, needed by 15 september
a: Yes, 80 %. I need a mail from the university.
c: aquintana@usal.example
. Professor Quintana, I sent the form to aquintana@usal.example.
. With 60 students it is €7 per head for a year.
. Licences start on the day you redeem them, so 15 September is no problem.
. Students install it themselves with a code that you hand out.
. For exams there is a locked mode without network.
>0 I sent the form to aquintana@usal.example.
>1 Professor Quintana, it is 7 euros per head.
>3 a quintana at usal dot example has the form
# 3
c: the invoice INV-88-20417 lists 14 users but we are 11 since June. Thandeka
a: Hello Thandeka, I'm checking that.
c: we are "Marula Eleven" in your system
. Thandeka, three users were removed only in July; I take them off INV-88-20417.
. You will get a credit note over €87.
. Marula Eleven is billed for 11 users from now on.
. Removed users stay in the list for 30 days so that you can restore them.
. Under Settings, Members you see who was active when.
>0 INV-88-20417 has been corrected.
>1 Marula Eleven is billed for 11 users from now on.
>2 Thandeka, you'll get a credit note.
>0 inv 88 20471 is corrected
@ Kundendienst
# 0
c: Moin, mein Saugroboter Wischmeister 3000 fährt immer gegen die Katze. Seriennummer WM3-0081-7745. Hinnerk
a: Moin Hinnerk, ist der Sensor vorne sauber?
c: ja. die Katze heißt Mausi und ist schwarz
. Hinnerk, schwarze Flächen schlucken das Infrarotlicht, deshalb sieht er Mausi nicht.
. Stellen Sie in der App unter Hindernisse die Empfindlichkeit auf hoch.
. Die Seriennummer WM3-0081-7745 gehört zu einem Gerät mit Kamera, die kann man einschalten.
. Zur Not hilft ein Halsband mit Reflektor.
. Melden Sie sich gern wieder, wenn es nicht besser wird!
>1 Der Wischmeister sieht schwarze Flächen nicht, deshalb fährt er gegen die Katze.
>1 Hinnerk, ist der Sensor sauber?
>2 WM300817745 gehört zu einem Gerät mit Kamera.
# 1
c: Guten Tag, ich brauche einen neuen Wassertank für den Dampfreiniger DR-20. Bestellung vom 4.8., Liselotte Hagedorn, Birkenstr. 12 in Celle
a: Guten Tag Frau Hagedorn, den haben wir da. Soll ich ihn schicken?
c: ja bitte auf Rechnung
. Frau Hagedorn, der Tank für den DR-20 kostet 24,90 Euro zuzüglich Versand.
. Er geht heute noch an die Birkenstraße 12.
. Bitte füllen Sie nur destilliertes Wasser ein, sonst verkalkt die Düse.
. Die Rechnung liegt dem Paket bei, zahlbar innerhalb von 14 Tagen.
. Den alten Tank können Sie über den gelben Sack entsorgen.
>0 Frau Hagedorn, der Tank geht heute raus.
>0 Er geht an die Birkenstrasse 12 in Celle.
>2 Der Wassertank für den Dampfreiniger kostet 24,90.
# 2
c: Ihre Hotline ist eine Katastrophe, 40 Minuten gewartet! Fall 2025-11-0393, es geht um den Toaster, der Funken schlägt. Alois Prantl
a: Guten Tag Herr Prantl, das tut mir sehr leid. Bitte nicht mehr benutzen.
c: ich will mein Geld zurück, 54,99, gekauft in Passau
. Herr Prantl, Sie bekommen die 54,99 zurück, sobald das Gerät bei uns ist.
. Ein Funkenschlag ist gefährlich, bitte ziehen Sie den Stecker.
. Ich habe im Fall 2025-11-0393 vermerkt, dass Sie lange warten mussten.
. Für den Ärger lege ich einen Gutschein über 10 Euro dazu.
. Unsere Filiale in Passau nimmt ihn auch direkt zurück.
>0 Herr Prantl, bitte ziehen Sie den Stecker.
>1 Der Toaster darf nicht mehr benutzt werden, wenn er Funken schlägt.
>1 Sie bekommen die 54,99 zurück.
>0 Fall 2025110393 ist vermerkt
`;
