// Harmless replies that come as close to other conversations as replies do: everybody talks of the same things in other
// words, and the agent brings up what another customer has said. See hand_written.ts for the signs.
export const hard = `
@ one fault, four customers
# 0
c: my internet is slow in the evening. router is in the basement next to the washing machine. I'm Ida
a: Hi Ida, is it slow by cable as well?
c: no idea, i don't have a cable
. Ida, basements are bad for wireless; a repeater on the stairs helps, or powerline adapters.
. Please also keep it away from a microwave oven, baby monitors and aquariums.
. Restart the router, wait until the lamps are steady, then run the speed test in the app.
. If that does not help, a technician can measure the line; he needs access to the socket.
# 1
c: The repeater on my stairs shows a red lamp, and I put powerline adapters in as well. Bo Halvard
a: Hello Bo, which model?
c: both are AVM. microwave oven and aquarium are far away
. Bo, please pair the repeater again: press WPS on the router, then on the repeater within two minutes.
. Powerline adapters lose speed at multiple sockets, so plug them straight into the wall.
. A washing machine on the same phase disturbs powerline, too.
. Is the router in the basement?
# 2
c: technician was here, measured the line, says socket is corroded. who pays for a new socket? Noor Haddad
a: Hi Noor, the first socket is the provider's.
c: great, landlord said the same
. Then we pay for the corroded socket, Noor, and your landlord need not do anything.
. The technician needs access to the basement, as the line comes in there.
. After that, please restart the router and run a speed test.
. If there is a repeater, please switch it off while he measures.
# 3
c: baby monitor disturbs my wifi, is there a channel I can choose? Yusuf
a: Hi Yusuf, yes, in the menu under Wireless.
c: found it, which one
. Yusuf, take channel 1, 6 or 11; baby monitors mostly sit in the middle.
. Or use 5 GHz, where neither the baby monitor nor a microwave oven disturbs.
. A repeater uses the same channel as the router.
. In old houses a corroded socket can cause such dropouts as well.
@ one product
# 0
c: Does the Aurelia espresso machine have a steam wand? Paulina
a: Hi Paulina, yes, a professional one.
c: and a grinder?
. Paulina, the Aurelia has a conical grinder with 30 settings, and a steam wand of stainless steel.
. You need to descale it every two months; the machine reminds you.
. It heats up in 25 seconds and keeps the pressure at 9 bar.
. The drip tray and the water tank can go into the dishwasher.
. It comes in black, cream and copper.
# 1
c: My Aurelia leaks under the drip tray since I descaled it. Order 3305512, Rasmus Holm
a: Hi Rasmus, is the water tank seated well?
c: yes, the gasket looks worn though
. Rasmus, a worn gasket is the most likely reason; I send you a new one for order 3305512.
. Please take out the drip tray and dry the bottom before you try again.
. The steam wand has to be open while descaling, otherwise the pressure pushes water past the gasket.
. If the pump sounds louder than before, please send it in.
# 2
c: pump of the aurelia is loud like a jackhammer, no pressure, coffee just drips. 3305777 Zofia Malek
a: Hi Zofia, do you use fresh beans, finely ground?
c: yes, conical grinder setting 4
. Zofia, setting 4 is very fine; try 8 and press the coffee less.
. If there is air in the pump, open the steam wand for ten seconds with a full tank.
. For 3305777 I can offer a repair or a refund.
. A leaking gasket also costs pressure; please look under the drip tray.
# 3
c: can i get the aurelia in copper? the shop page shows only black and cream. Ottilie
a: Hi Ottilie, copper is back in May.
c: ok i'll wait
. Ottilie, I can put you on the list for copper.
. The price stays at €649 until then.
. The grinder is the same in all colours.
. Would you like to have it engraved? That is free in May.
@ banking
# 0
c: my transfer to Turkey is stuck since monday, i think compliance wants something. Deniz Aydin
a: Hi Deniz, they need the purpose of the payment.
c: it's for my cousin's wedding
. Deniz, please upload an invitation or a letter; compliance then releases the payment.
. Transfers to countries outside the euro area take two to four days.
. The exchange rate is that of the day on which it is released.
. Large amounts have to be reported to the central bank.
# 1
c: What is the exchange rate for zloty today and do you charge a fee for cash machines in Poland?
a: Hello! 4.27 today. May I have your name?
c: Agnieszka
. Agnieszka, cash machines in Poland cost 1.50 with the Classic card and nothing with the Gold card.
. Always choose to be charged in zloty, never in euros, or the machine takes its own rate.
. The limit is 1,000 a day.
. Should the card be swallowed, call the number on the machine first.
# 2
c: cash machine swallowed my card at the station in Poznan!! Lech
a: Hi Lech, I am blocking it now.
c: how do i get zloty now
. Lech, it is blocked. A new card takes five days, but you can pay with your phone at once.
. With emergency cash you get up to 500 at the counter of a partner bank.
. The exchange rate for emergency cash is worse, I am sorry.
. You can set the limit of the new card in the app.
# 3
c: a letter from compliance says I must explain a payment of 9,800 from my uncle. Wedding gift! Ewa Sobczak
a: Hi Ewa, congratulations! A short letter of your uncle is enough.
c: he is 84 and lives in Canada
. Ewa, then a copy of his bank statement is fine as well.
. Compliance asks that of everybody for payments over 5,000 from abroad.
. You can upload it in the app under Messages.
. The invitation to your wedding would help, too.
@ Praxis
# 0
c: Ich brauche ein Rezept für Ramipril und die Schilddrüsentabletten. Margarete Kuhn
a: Guten Tag Frau Kuhn, bis wann?
c: bis Freitag bitte, Sonnen-Apotheke
. Frau Kuhn, die Rezepte liegen ab Donnerstag in der Sonnen-Apotheke.
. Die Schilddrüsentabletten bitte nüchtern nehmen, eine halbe Stunde vor dem Frühstück.
. Wann war die letzte Blutabnahme? Die Ärztin möchte den Blutdruck und die Nierenwerte kontrollieren.
. Bringen Sie bitte Ihre Versichertenkarte mit, das neue Quartal hat begonnen.
# 1
c: Mein Blutdruck ist trotz Tabletten zu hoch, heute 170 zu 95. Soll ich zur Blutabnahme kommen? Gernot Pfaff
a: Guten Tag Herr Pfaff, haben Sie Beschwerden?
c: etwas Schwindel, die Nierenwerte waren letztes Mal nicht gut
. Herr Pfaff, bei Schwindel kommen Sie bitte heute noch vorbei, zwischen 11 und 12 Uhr.
. Messen Sie bitte morgens und abends und schreiben Sie die Werte auf.
. Falls Ramipril nicht reicht, gibt es eine Kombination mit einem Entwässerungsmittel.
. Für die Blutabnahme sollten Sie nüchtern sein.
# 2
c: Kann ich vor der Blutabnahme frühstücken? Und ist die Versichertenkarte noch gültig? Traudl Wimmer
a: Guten Tag Frau Wimmer, bitte nüchtern kommen.
c: darf ich Wasser trinken
. Ja, Frau Wimmer, Wasser und Tee ohne Zucker sind in Ordnung.
. Die Schilddrüsentabletten nehmen Sie erst nach der Blutabnahme.
. Wenn Ihnen dabei leicht schwindlig wird, können Sie sich hinlegen.
. Das Rezept können Sie danach gleich mitnehmen.
# 3
c: Mir ist so schwindlig seit dem Entwässerungsmittel. Sonnen-Apotheke meint, ich soll fragen. Ludger Ebel
a: Guten Tag Herr Ebel, seit wann nehmen Sie es?
c: seit einer Woche, morgens
. Herr Ebel, trinken Sie bitte mehr und stehen Sie langsam auf.
. Die Ärztin möchte Ihren Blutdruck im Liegen und im Stehen messen.
. Möglicherweise halbieren wir die Dosis.
. Kommen Sie bitte nüchtern, dann machen wir die Blutabnahme gleich mit.
@ travel and tickets
# 0
c: is breakfast included at the Lagoon Resort in Split, and do they have a shuttle? Kirsten
a: Hi Kirsten, breakfast yes, shuttle no.
c: how far is the ferry
. Kirsten, the ferry terminal is 3 km away, a taxi costs about €12.
. Alternatively the bus 8 goes there every 20 minutes.
. The resort has a pool, a sauna and a beach of pebbles.
. Ferries to Hvar and Brac go from pier 2; please be there 30 minutes early.
# 1
c: our ferry from Split to Hvar was cancelled because of wind. next one? Booking JD-5520, Anselm Roth
a: Hi Anselm, the next is at 17:30.
c: can we get the money back for the night in Hvar
. Anselm, JD-5520 is moved to 17:30. The hotel on Hvar waives the fee if you arrive after midnight.
. A taxi boat costs about €300, which we cannot refund.
. There is a lounge at pier 2 with a sauna nearby, should you want to wait.
. Weather is no fault of ours, but we refund the night if the ferry does not go at all.
# 2
c: which beach in Split has sand and not pebbles? also is there a sauna near the harbour. Mona
a: Hi Mona, Bacvice has sand.
c: thx, bus number?
. Mona, bus 8 goes there, or walk along the harbour for 15 minutes.
. The Lagoon Resort sells day tickets for pool and sauna.
. Beaches on Hvar are nicer, the ferry takes an hour.
. Sea temperature is at 21 degrees.
# 3
c: taxi boat to Brac did not show up, we paid 120! Who do we complain to? Feline Marx
a: Hi Feline, do you have the receipt?
c: yes, operator is Adria Sprint
. Feline, Adria Sprint says the boat waited at pier 4; can that be?
. Because of the wind many boats were cancelled yesterday.
. If it was cancelled you get the 120 back.
. I am asking the harbour master.
@ many names
# 0
c: Hi, Maria here. Is Paul Jansen still my account manager?
a: Hi Maria, Paul has moved to another team. Your new contact is Carla Bianchi.
c: what a pity
. Maria, Carla Bianchi will call you this week, and Paul sends his regards.
. You can also write to Laura or to me, we sit next to each other.
. Carla knows your contract well.
. David from the technical team is on it.
# 1
c: hello, my name is Paul Ferrari, i forgot my password
a: Hi Paul, I am sending you a link.
c: got it thanks
. You are welcome, Paul.
. If the link has expired, just ask me or my colleague Maria.
. Best regards, Carla
. My name is Carla, by the way.
# 2
c: Carla speaking. Where do I find the invoices
a: Hi Carla, under Settings, Billing.
c: thanks Laura!
. You're welcome, Carla!
. Have a good one, Laura
. Your account manager is David Marsh, he is back on Monday.
. Our boss, Mrs Ferrari, signs them herself.
# 3
c: this is David, can you change the name on my invoice to Laura Marsh
a: Hi David, done.
c: perfect
. It now says Laura Marsh, David.
. With best wishes, your Maria Lindner from customer care
. The change applies from May on.
. I will be away in August; Paul Weber takes over from me.
@ numbers all over
# 0
c: order 500121 please change quantity from 2 to 3. Gerda
a: Hi Gerda, done.
c: what does it cost now
. Gerda, order 500121 now costs €89.70, that is 3 x €29.90.
. You get a new confirmation with the number 500138.
. It leaves us on 12 May and takes 2 to 3 days.
. Orders above 75 euros are sent free of charge.
# 1
c: order 500131, 89.70 was charged twice! Ottmar
a: Hi Ottmar, I see it.
c: when do i get it back
. Ottmar, the second 89.70 will be back by 12 May.
. For the trouble I add a voucher: DANKE5.
. Order 500131 itself is fine.
. Our account for transfers is DE02 1203 0000 0000 2020 51.
# 2
c: when does 500129 arrive, 12 may is too late. Valeska
a: Hi Valeska, it left yesterday.
c: tracking?
. Valeska, your tracking number is 00340434161094042557.
. It comes between 10 and 12 tomorrow, that is 10 May.
. You can choose another day at https://parcel.example/track until midnight.
. If nobody is at home, the shop in Hauptstrasse 5 keeps it for 7 days.
# 3
c: i want to return 500117, got it on 2 may. Ruprecht
a: Hi Ruprecht, no problem.
c: do I pay for the return
. No, Ruprecht, the label is free; you have until 16 May.
. The refund of €29.90 comes within 5 days after that.
. RMA 77120 is your number for the return.
. Please write 77120 on the parcel.
`;
