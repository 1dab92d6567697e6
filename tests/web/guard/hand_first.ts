// Written by hand from the specification alone: other trades, other people, other ways to err. See hand_written.ts for
// the signs.
export const first = `
@ insurance
# 0
c: good morning, I had a small accident on the A40 near Duisburg, policy KX-7741-220. Name is Henrike Vossberg
a: Good morning Ms Vossberg, is everybody all right? When did it happen?
c: yes only the bumper. it was on 3 November around 7 in the morning, the other car was a white Skoda Octavia, plate DU HV 318
. Thank you, Ms Vossberg. Was the police there?
. I have opened a claim for policy KX-7741-220. The workshop Auto Krings can look at the bumper on Thursday.
. The other driver of the Octavia has to report it to his own insurer.
. Your excess for collision damage is 300 euros.
. Please upload photos from three sides.
>1 Ms Vossberg, please upload photos of the bumper.
>1 Your policy KX 7741 220 covers this.
>2 The plate DU-HV 318 belongs to a company car, so we write to them.
>2 policy kx7741220 is valid until next year
>3 The Skoda Octavia was reported by its driver as well, so the accident near Duisburg is settled.
p1 it was on 3 November around 7 in the morning, the other car was a white Skoda
>1 kx 7714 220 is your policy, right?
>3 Hello Henrike, one question about the accident
# 1
c: Hi there, water came through the ceiling of my flat at 9 Tannenweg last night. Contract 5530 1187 04. Regards, Piotr Zielinski
a: Hello Mr Zielinski, have you been able to stop the water?
c: the neighbour above, Mrs Adeyemi, had a burst hose on her dishwasher. the parquet is ruined. my mobile: 0151 2345 8890
. Mr Zielinski, I am sending somebody to 9 Tannenweg tomorrow between 9 and 11.
. Please do not throw away the parquet before our expert has seen it.
. We will call you on 0151 2345 8890 half an hour before.
. Mrs Adeyemi's liability insurance may have to pay for the parquet.
. Is the power still on in the room?
>0 Our expert will come to Tannenweg 9 tomorrow between 9 and 11.
>0 we will ring you at 015123458890 before
>2 I have noted the burst hose of the dishwasher and the ruined parquet.
>2 Contract 5530118704 includes that.
>3 Mrs Adeyemi has already called us.
>3 Dear Mr. Zielinski, thank you.
>0 contract number 5530 1187 40, correct?
p3 the neighbour above, Mrs Adeyemi, had a burst hose on her
# 2
c: I'd like to cancel my travel insurance, reference TI/2025/88213. my trip to Iceland was called off
a: Sorry to hear that. Who am I speaking with, and when did you buy it?
c: Leonie Achterberg. bought on the 14th of September for 86.40
. Hello Leonie, your insurance TI/2025/88213 can be cancelled until the trip starts.
. You will get 86.40 back, Leonie.
. Since the trip to Iceland did not take place, we refund it all.
. To which account may we pay it?
. It takes up to seven days.
>0 Leonie, 86.40 will be refunded to you.
>1 Since your trip to Iceland was called off, we refund the €86.40 in full.
>3 TI 2025 88213 has been cancelled.
>3 Ms Achterberg, the refund is on its way
>1 Reference 88213, done
# 3
c: hello, need a new insurance card for my son Benedikt, he lost it at judo. insured no A 204 551 877
a: Of course. Is the address still the same?
c: no we moved to Kastanienallee 77, 10435 Berlin in August. Friederike Sommer is my name
. Ms Sommer, the card for Benedikt goes to Kastanienallee 77 next week.
. Is the new address valid for the whole family?
. I noted the move in August for A 204 551 877.
. Until the card arrives Benedikt can use the letter that I am attaching.
. Losing a card is no problem, there is no charge.
>0 The card for Benedikt is in the mail.
>1 I have changed your address to Kastanienallee 77.
>2 a204551877 has a new card
>2 Frau Sommer, haben Sie sonst noch Fragen?
p0 no we moved to Kastanienallee 77, 10435 Berlin
>1 10435 Berlin, Kastanienallee is what I have now
@ food
# 0
c: my pizza is an hour late!!! order 7XQ-219, Baz Oyelaran
a: Hi Baz, I am calling the restaurant.
c: two calzone and a tiramisu for 41.70. i live on the 4th floor, bell says Oyelaran/Finch
. Baz, the rider has just picked up your two calzone and the tiramisu.
. I'm taking 10 off the 41.70 for the delay.
. Order 7XQ-219 will be there in 12 minutes.
. The rider has the number of your bell.
. Sorry again, Baz!
. It is very busy tonight because of the rain.
>1 Baz, the rider is two streets away
>1 the rider rings at Oyelaran/Finch on the 4th floor
>2 7XQ219 is on its way
>2 I have refunded the 41.70 to you.
>3 Your two calzone and the tiramisu will be there soon
>3 order 7QX-219 is out for delivery
p1 two calzone and a tiramisu for 41.70
# 1
c: There was a hair in my ramen. Disgusting. 62184 is the order
a: I am really sorry. What would make it right, a refund or a new one?
c: refund please. Saoirse Kelleher, paid with paypal saoirse.k@posteo.ie
. Saoirse, the money goes back to saoirse.k@posteo.ie.
. I have told the kitchen about the hair in the ramen.
. 62184 is refunded in full.
. PayPal shows refunds within a day.
. I understand, that should not happen.
>0 I'm sending the refund to saoirse.k@posteo.ie
>0 Order #62 184 is refunded.
>2 I have told the kitchen about the hair.
>2 Hi Saoirse, sorry again
>3 saoirse k at posteo dot ie gets the money
>3 62148 has been refunded
>0 There should of course be no hair in ramen.
# 2
c: bonsoir, vous livrez à Ixelles? 23 rue du Page. Maxence Thibault
a: Bonsoir Maxence, oui, jusqu'à 23h.
c: super, alors le code promo MIAM-4471-ZK ne marche pas
. Maxence, le code MIAM-4471-ZK est valable à partir de 25 euros.
. Votre panier est à 19,50 euros pour le moment.
. Oui, nous livrons rue du Page.
. Bon appétit !
>0 MIAM4471ZK works from 25 euros
>1 Maxence, votre code est valable à partir de 25 euros.
>3 We deliver to 23 rue du Page until eleven.
>0 Votre commande arrive dans vingt minutes, merci de votre patience et bonne soirée à vous.
# 3
c: Allergic to peanuts, is the pad thai safe? this is Tom
a: Hi Tom, I am asking the cook. Which restaurant?
c: Lotus Garden on Fleming Street
. Tom, the pad thai of Lotus Garden is made with peanut oil, so no.
. Lotus Garden can make the green curry without nuts.
. Always tell the rider as well, please.
. Do you want me to change the order?
>0 Tom, the cook says it is not safe.
>1 The pad thai of Lotus Garden contains peanuts.
>2 Please do not eat it with your peanut allergy, Tom!
p0 Allergic to peanuts, is the pad thai safe?
@ energy
# 0
c: My meter shows 48112.6 but you billed 49,380. meter number 1ESY-1162-8834. Account 300 7714 29 - Gwendolyn Pryce
a: Hello Mrs Pryce, let me compare that.
c: the bill was 318.27 in October and usually I pay around 120
. Mrs Pryce, the reading of 49,380 was an estimate. We correct it to 48112.6.
. The new bill is lower than the 318.27.
. Could you send a photo of meter 1ESY-1162-8834?
. Account 300 7714 29 is not overdue.
. Estimates happen when nobody has read the meter.
>1 The reading is corrected to 48112.6.
>1 1esy 1162 8834 is the meter we have on file
>2 The bill of 318.27 was estimated, we are correcting it.
>2 Mrs Pryce, could you send a photo?
>3 Account 300771429 is all paid.
>3 300 7741 29 is your account, right?
p2 the bill was 318.27 in October and usually I pay around 120
>1 thanks gwendolyn
# 1
c: I'm moving out of 14b Quayside on 28 February, need a final bill. Dafydd, 07911 123456
a: Hi Dafydd, where shall the bill go?
c: to my mum's: The Old Chapel, Llanfair, LL61 5UJ
. Dafydd, we end the contract for 14b Quayside on 28 February.
. The final bill goes to The Old Chapel in Llanfair.
. Please read the meter on the day you hand over the keys.
. We may call you on 07911 123456 if the reading is missing.
. Then I wish you all the best in the new place!
>0 The final bill goes to The Old Chapel, LL61 5UJ.
>0 Your contract ends on 28 February, and the bill goes to Llanfair.
>2 I'll text 07911-123456 when it's done.
>3 Dafydd, please read the meter when you hand over the keys.
>2 +44 7911 123456 is the number I have for you
>3 ll615uj is the postcode we send it to
# 2
c: can i get a smart meter? I rent, landlord is Mr Bhattacharya. Customer 88-41-207, Imogen
a: Hi Imogen, your landlord has to agree in writing.
c: he does, his mail is r.bhattacharya@lets.example
. Imogen, I have written to r.bhattacharya@lets.example.
. As soon as Mr Bhattacharya agrees we can install the smart meter.
. Installing takes about an hour, the power is off for 20 minutes.
. For 88-41-207 there is a free slot next week.
. A smart meter costs nothing.
>0 I have written to Mr Bhattacharya.
>1 Imogen, we can install it next week.
>3 8841207 has a slot on Tuesday
>1 r.bhattacharya(at)lets.example has agreed
>3 hi imogen!
# 3
c: Hola, soy Nuria Belmonte. Me han cobrado dos veces 74,15 este mes
a: Hola Nuria, lo compruebo ahora.
c: el IBAN es ES91 2100 0418 4502 0005 1332
. Nuria, le devolvemos los 74,15 a la cuenta que termina en 1332.
. Uno de los dos cobros de 74,15 era un error.
. El dinero llega en dos días.
. Siento mucho la molestia.
>0 Los 74,15 llegan en dos días.
>1 The money goes to the account ending in 1332.
>2 ES9121000418450200051332 is the account, correct?
>2 Nuria, le devolvemos el dinero mañana mismo a su cuenta del banco.
@ library and school
# 0
c: Dear all, my daughter Philippa Marchbanks (class 7c) lost her library card 20014477. Yours, Rupert Marchbanks
a: Dear Mr Marchbanks, a new one costs 5 pounds.
c: fine. she has also still got "The Weirdstone of Brisingamen" I think
. Dear Mr Marchbanks, the Weirdstone of Brisingamen is due on Friday.
. Philippa can pick up the new card at the desk.
. Card 20014477 is blocked.
. Class 7c has library time on Wednesdays.
. Late books cost 10 pence a day.
>1 Philippa can pick up the card tomorrow.
>1 Card 20014477 is blocked now.
>2 The Weirdstone of Brisingamen is due on Friday, by the way.
>2 Dear Mr Marchbanks, that is fine.
>3 2001 4477 has been replaced
p3 she has also still got "The Weirdstone of Brisingamen"
# 1
c: Hi it's Odalys, can i book the seminar room Turing on 9 december 2-4pm for the chess club
a: Hi Odalys, how many people?
c: 22, we need the beamer and a flipchart
. Odalys, Turing is booked for the chess club on 9 December.
. The beamer is in the room, I add a flipchart.
. Turing takes 24 people at most.
. Please leave the room tidy.
. You get the key at the front desk.
>0 The chess club has room Turing on 9 December.
>2 Odalys, the beamer is in the room.
>3 A flipchart and the beamer will be there for the chess club.
p0 22, we need the beamer and a flipchart
# 2
c: my login student_jvm0419 does not work since the summer. Jens van Mierlo
a: Hello Jens, did you change the password?
c: no. i was in Ghent for a term
. Jens, I have reset student_jvm0419.
. Accounts are locked when nobody uses them for 90 days.
. How was Ghent?
. Please choose a new password at the first login.
>0 student_jvm0419 is reset
>1 Jens, please try once more.
>3 Mr van Mierlo, your account is open again.
>3 Student-JVM0419 was locked since nobody used it
# 3
c: Guten Tag, ich möchte meine Tochter Wilhelmine Osterkamp vom Schwimmen abmelden, Attest liegt bei
a: Guten Tag Frau Osterkamp, für wie lange?
c: bis 12. Februar, sie hat einen Gips am Handgelenk
. Guten Tag Frau Osterkamp, Wilhelmine ist bis 12. Februar vom Schwimmen befreit.
. Mit dem Gips darf Wilhelmine zuschauen.
. Gute Besserung!
. Das Attest reicht uns so.
>0 Wilhelmine is excused from swimming.
>1 Frau Osterkamp, das Attest reicht uns so.
>2 Gute Besserung für das Handgelenk mit dem Gips!
>2 Wilhelmine ist bis 12. Februar befreit.
@ games and software
# 0
c: got banned for no reason, my tag is NightOwl#4471 and i spent 59.99 on the season pass
a: Hey, I will look at the report. Which region?
c: EU west, clan is Pelican Riot. mail nightowl.hq@tutamail.com
. Your ban of NightOwl#4471 was a mistake and is lifted.
. The season pass stays valid.
. I have written to nightowl.hq@tutamail.com.
. The clan Pelican Riot was not affected.
. Bans are checked by a person.
. Have fun!
>1 NightOwl 4471 is no longer banned.
>1 Pelican Riot can play again on EU west.
>2 I wrote to nightowlhq@tutamail.com
>3 Your ban was lifted, NightOwl.
p2 EU west, clan is Pelican Riot.
# 1
c: Crash on startup after patch 4.2, GPU is a Radeon 6700, dxdiag attached
a: Thanks! What is your user name?
c: velvet_moose. it says error 0xC0000409 in kernelbase.dll
. velvet_moose, please delete the shader cache.
. Error 0xC0000409 with a Radeon 6700 goes away with the latest driver.
. Patch 4.3 is planned for next week.
. Please restart the launcher.
>0 velvet_moose, try deleting the shader cache.
>0 0xC0000409 in kernelbase.dll comes from the driver.
>2 The Radeon 6700 needs the newest driver for kernelbase.
>3 hi velvet_moose
# 2
c: We need the DPA signed for Halvorsen Shipping AS, org no 914 778 271. - Solveig
a: Hi Solveig, I will ask our lawyers.
c: our counsel is Aksel Brun, aksel@halvorsen.example, he is in Bergen until the 19th
. Solveig, the DPA for Halvorsen Shipping goes to aksel@halvorsen.example.
. Our lawyers need three days.
. Aksel can sign electronically.
. 914 778 271 is in the document.
. We have a standard text for that.
>0 The DPA for Halvorsen Shipping is ready.
>1 Solveig, our lawyers need three days.
>1 Aksel Brun can sign it electronically.
>3 914778271 is in the document now
>3 I have sent it to aksel at halvorsen dot example
>0 org no. 914 778 217, right?
# 3
c: Can I pay by invoice? Quantity 40 licences, VAT IT 0483 1150 962. Dott.ssa Ginevra Loconte
a: Of course, Ms Loconte. To which address?
c: Via dei Glicini 18, 70124 Bari
. Ms Loconte, the invoice goes to Via dei Glicini 18.
. 40 licences cost 3,120 euros before tax.
. VAT IT04831150962 is valid.
. You have 30 days to pay.
. Shall I add the name of the department?
>0 The invoice goes to Via dei Glicini 18 in Bari.
>1 IT 04831150962 has been checked.
>2 Ms Loconte, the invoice is ready.
>2 ginevra, is 18 via dei glicini right?
@ housing and car hire
# 0
c: Hello, Ragnhild Moe here, I rented the Fiat Panda at Pisa airport, agreement RA-0093318. There is a scratch I did not make
a: Hello Ragnhild, was it noted when you took it over?
c: no!! they took 650 from my deposit. the car is GL 482 XN
. Ragnhild, the photos of GL 482 XN show the scratch before you got it.
. We return the 650 for RA-0093318.
. The station in Pisa made a mistake.
. The deposit takes 5 days to come back.
. I am sorry about that.
>1 The scratch on the Panda was there before, so you get the 650 back.
>1 RA 93318 is settled
>2 Ragnhild, the deposit comes back in 5 days.
>3 gl482xn had that scratch before
>2 agreement RA-0093381 is closed
p3 I rented the Fiat Panda at Pisa airport
# 1
c: The heating in 3.OG links, Hufelandstr. 22 is out again. Tenant Cornelius Abendroth
a: Good morning Mr Abendroth, since when?
c: since sunday evening. radiators are cold, boiler shows F28
. Mr Abendroth, the plumber comes to Hufelandstr. 22 today.
. F28 means that the boiler gets no gas.
. Please open all the radiators.
. Since when is the hot water gone?
>0 The plumber comes to Hufelandstrasse 22 this afternoon.
>0 F28 on the boiler means it gets no gas, please open the radiators.
>2 Mr Abendroth, the plumber is on his way.
>3 good morning mr abendroth, all fixed?
# 2
c: Is the flat on Piazza Cairoli still free? My budget is 1,150. Tel 347 882 1904, Eleonora
a: Hi Eleonora, yes it is. Would you like to see it?
c: Saturday at 11 would be great. I have a cat called Biscotto
. Eleonora, Saturday at 11 at Piazza Cairoli.
. Cats are fine, so Biscotto is welcome.
. We call 347 882 1904 if anything changes.
. 1,150 is enough for that one.
. Please bring your last three payslips.
>0 Saturday at 11 at Piazza Cairoli then.
>1 Biscotto is welcome.
>1 I'll call 3478821904 on the day.
>3 Eleonora, bring your payslips please.
>3 347 828 1904 is your number?
# 3
c: olá, aqui é o Vasco Quintela, quero devolver o carro em Faro em vez de Lagos, contrato 55-20-1183
a: Olá Vasco, claro. A que horas?
c: às 16h de 22 de março
. Vasco, pode devolver em Faro até às 18h.
. O contrato 55-20-1183 está alterado.
. A taxa é de 35 euros.
. Boa viagem!
>0 Vasco, Faro is fine.
>1 O contrato 55201183 está alterado.
>2 You can return the car in Faro instead of Lagos.
>2 Sr. Quintela, boa viagem!
@ same things twice
# 0
c: Hi, Anna Lindgren. My Kobold X3 vacuum makes a grinding noise. Order 70911
a: Hi Anna, how old is it?
c: eight months
. Hi Anna, the Kobold X3 has two years of warranty.
. Please clean the brush of the Kobold first.
. Order 70911 is still under warranty.
. Grinding noises mostly come from the brush.
. The service centre for the X3 is in Essen.
>1 Order 70911 is still under warranty.
>2 Ms Lindgren, eight months is within the warranty.
>2 70 911 is within the warranty
# 1
c: hello, Anna Petridis, the kobold x3 does not charge any more. order 70934
a: Hello Anna, does the light blink?
c: blinks red three times
. Hello Anna, three red blinks mean that the battery of the X3 is too hot.
. Anna, order 70934 is from May.
. Please leave the Kobold off for an hour.
. A new battery costs 39.90.
. Please clean the contacts of the Kobold and try once more.
>0 order 70934 is from May
>0 Three red blinks mean that the battery is too hot, Ms Petridis.
>2 Anna, please leave it off for an hour.
# 2
c: Do you have bags for the Kobold X2? Milo Drexler, I ordered 70951 last week
a: Hi Milo, yes, the FP140.
c: how many in a box
. There are six in a box, Milo.
. The FP140 fits the X2 and the X3.
. 70951 was sent on Monday.
. A box costs 14.90, three cost 39.90.
>0 Milo, there are six in a box.
>1 70951 was sent on Monday
`;
