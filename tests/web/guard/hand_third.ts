// Written last, with every odd way to err that came to mind. See hand_written.ts for the signs.
export const third = `
@ odd ways
# 0
c: Hello, I need help with my subscription
a: Hello! What is the matter, and what is your name?
c: it renewed by itself although i switched that off. Cordelia Nwosu
. Cordelia, I have taken back the renewal.
. You can see the setting under Account, Plan.
. Nothing will be charged.
# 1
c: hey. acc no 7 3 0 2 2 9 5 1 4, i can't see my statements. Kowalczyk, Bogumila
a: Hello Ms Kowalczyk, since when?
c: since yesterday, iphone app, error CB-19
. Ms Kowalczyk, CB-19 goes away when you update the app.
. Statements of the last two years are there again tomorrow.
. Account 730229514 itself is fine.
>0 seven three zero double two nine five one four is your account
>0 Account 730 229 514 is fine.
>0 730.229.514
>0 Ms Bogumila Kowalczyk?
>0 KOWALCZYK, one moment please
>2 Kowalczyk, Bogumila - is that you?
>3 7302295l4 has no problem
>4 account no 730229541
>0 CB-19 goes away when you update the app on your iPhone, statements are back tomorrow
# 2
c: Dzień dobry, zgubiłem kartę wczoraj na dworcu w Krakowie, proszę o blokadę. Zdzisław Pawłowski, PESEL 44051401359
a: Dzień dobry, już blokuję.
c: karta kończy się na 8841, proszę też o nową na adres ul. Szewska 15/3
. Karta jest zablokowana, nowa przyjdzie za pięć dni.
. Panie Zdzisławie, proszę potwierdzić adres ul. Szewska 15/3.
>0 The card ending in 8841 is blocked.
>0 PESEL 44051401359 is correct.
>1 Panie Pawłowski, karta jest zablokowana
>3 Mr Pawlowski, your card is blocked
>0 The new one goes to Szewska 15/3.
p1 zgubiłem kartę wczoraj na dworcu w Krakowie, proszę o blokadę
>4 karta kończy się na 8841, nowa przyjdzie na adres ul. Szewska 15/3
# 3
c: I'd like to return the saddle, order SDL_4402-B, bought as a present for Maximiliane's birthday
a: Of course. Who is the buyer?
c: me, T. Featherington-Smythe, tfs@horsebox.example
. The label for SDL_4402-B is in your inbox at tfs@horsebox.example.
. Since it was a present we can also give a voucher.
. Please send the saddle in its original box.
>0 SDL 4402 B can be returned.
>0 sdl4402b has a label now
>1 Mr Featherington-Smythe, the label is in your inbox.
>2 Mr Smythe, please send it in its box.
>4 tfs@horsebox.example has the label
>1 I hope Maximiliane liked her present anyway!
>0 Please send the saddle in its original box, since it was for a birthday you can have a voucher.
# 4
c: Здравствуйте, меня зовут Екатерина Соколова, заказ 8830-1127 не пришел
a: Здравствуйте, Екатерина! Проверяю.
c: адрес: улица Лесная 7, телефон +7 916 555-01-22
. Екатерина, заказ 8830-1127 придет завтра.
. Курьер позвонит на +7 916 555-01-22.
>0 Order 88301127 comes tomorrow.
>0 Екатерина, заказ придет завтра.
>1 The courier calls +79165550122.
>2 8 (916) 555-01-22 is your phone?
>3 г-жа Соколова, все в порядке
p0 меня зовут Екатерина Соколова, заказ 8830-1127 не пришел
@ what the agent said there
# 0
c: can you track my repair? I'm Lennart Oakes
a: Sure Lennart, it has the number RPR-20931, and Ms Dvorak in the workshop is on it. It will cost 212.35.
c: thanks, please go ahead
. Lennart, RPR-20931 will be done by Friday.
. Ms Dvorak says that the display came in today.
. We stay below the 212.35.
>1 RPR-20931 will be done by Friday.
>1 rpr 20931 is in the workshop
>2 Lennart, the display came in today.
>3 It will cost 212.35, as Lennart Oakes agreed.
# 1
c: I want to book the sauna hut on the island, 4 people, 17 to 19 December, under Thorvald Eriksen
a: Thorvald, the code for the key box will be 77-40-91, deposit 150.
c: great. do you have firewood, and can we bring our two huskies
. Thorvald, firewood is in the shed, huskies are welcome.
. The key box opens with 77-40-91.
. The deposit comes back within a week.
>0 The key box opens with 774091.
>0 Huskies are welcome, firewood is in the shed.
>2 Mr Eriksen, 17 to 19 December is confirmed for the sauna hut.
>3 I've booked the island for you from 17 to 19 December, Thorvald.
p2 do you have firewood, and can we bring our two huskies
# 2
c: which documents for opening an account for my bakery "Krume & Kruste"? Partner is Annegret Stoll. Tax no. 27/815/08150
a: The register extract and your ids.
c: ok will mail to you tonight. Philomena D'Arcy
. Philomena, for Krume & Kruste we also need the contract between you and Annegret Stoll.
. Tax number 27/815/08150 is noted.
. You can upload everything here, that is safer than mail.
>0 For Krume & Kruste we need the register extract.
>1 Philomena, you can upload everything here.
>1 Annegret Stoll has to sign too.
>3 2781508150 is noted as your tax number
>3 Ms D'Arcy, thank you
# 3
c: Password reset mail does not arrive at g.lindqvist (at) tele2 (dot) example, backup is 555 0199 23
a: Is it in your spam folder?
c: no. my name's Göran
. Göran, I have sent it once more to g.lindqvist@tele2.example.
. If it doesn't come we can text 555019923.
. It is valid for one hour.
>0 I sent it to g.lindqvist@tele2.example once more.
>1 Goeran, please look again.
>2 55 50 19 92 3 gets a text
>2 goran it should be there now
>0 glindqvist@tele2.example
`;
