#include "client/demo_script.h"

#include <array>

namespace cloister::client {
namespace {

using Lines = std::string_view;

// Every number below is invented and valid nowhere: orders of the demo shop, amounts, streets.
constexpr Lines kMiraOpening[] = {"Hi! My tent from order 4417 arrived today, but one of the two poles is cracked.",
                                  "We leave for the lakes on Friday, so I'm a bit nervous."};
constexpr Lines kMiraReplies[] = {"It's the Fjell 2, the green one.",
                                  "The crack is near the middle joint. It came like that, the box was dented too.",
                                  "Yes, an express parcel to the same address would be perfect.",
                                  "Thank you so much, you saved our trip!", "That's all from me. Have a nice day!"};
constexpr Lines kMiraReminders[] = {"Is anybody there?", "Sorry to push, I just need to know before Friday."};

constexpr Lines kJonasOpening[] = {"Hello, I'd like to send back a pair of hiking boots."};
constexpr Lines kJonasReplies[] = {
    "Order 4390. They are a 43 and I'd need a 44.", "Worn once, indoors only. The sole is clean.",
    "An exchange please, if the 44 is in stock.", "Great. Do I print the label myself or do you send one?",
    "Perfect, then I'm happy. Thanks!"};
constexpr Lines kJonasReminders[] = {"Hello? No hurry, I'll stay here."};

constexpr Lines kAylinOpening[] = {"Good evening. I still wait for a refund.",
                                   "I returned a sleeping bag three weeks ago (order 4288)."};
constexpr Lines kAylinReplies[] = {"The carrier says it was delivered to you on the 4th.",
                                   "It was 129 euros. I paid by bank transfer.",
                                   "Do you need my bank details again, or do you still have them?",
                                   "Okay. How many days does it usually take?", "Thank you for looking into it."};
constexpr Lines kAylinReminders[] = {"Are you still looking?", "I can also come back tomorrow if that is easier."};

constexpr Lines kTomOpening[] = {"hey, moved house last week and forgot to change the address on my order"};
constexpr Lines kTomReplies[] = {"4431, two head lamps and a stove", "new address is 12 Orchard Lane, same town",
                                 "phew, so it has not left yet?",
                                 "brilliant. can you change it for my account as well?", "cheers, bye!"};
constexpr Lines kTomReminders[] = {"anyone?"};

constexpr Lines kInesOpening[] = {"Hello! Which size do you recommend for the Tara rain jacket?",
                                  "I am 1.68 m and usually between S and M."};
constexpr Lines kInesReplies[] = {"Mostly for hiking, with a fleece below.", "I like it a bit longer at the back.",
                                  "Then M it is. Does it come in the dark blue?",
                                  "And if it does not fit, can I return it for free?",
                                  "Wonderful, I will order it now. Thanks for your help!"};
constexpr Lines kInesReminders[] = {"Take your time, I am only comparing sizes."};

constexpr Lines kPavelOpening[] = {"Your shop charged me twice for order 4402."};
constexpr Lines kPavelReplies[] = {"Both on the 11th, 74.90 each.",
                                   "By card. I only see the last four digits in my statement, shall I tell you those?",
                                   "So the second one is only a reservation that goes away?", "By when?",
                                   "Fine. I will check next week and write again if it is still there."};
constexpr Lines kPavelReminders[] = {"This is about money, so I would like an answer today.",
                                     "Hello? I was charged twice."};

constexpr Lines kSophieOpening[] = {"Hi, is the gas stove allowed on a train? It is a present for my father."};
constexpr Lines kSophieReplies[] = {"The stove itself, without a cartridge.",
                                    "Ah good. And where would he get cartridges that fit?",
                                    "Do you have one that works in the cold? He goes up in winter.",
                                    "I'll take the smaller one then. Can you wrap it as a gift?", "Lovely, thank you!"};
constexpr Lines kSophieReminders[] = {"Just checking whether this chat works :)"};

constexpr Lines kLeoOpening[] = {"Hello. The zip of my backpack broke after four months.",
                                 "I have the invoice, order 3975. Is that under warranty?"};
constexpr Lines kLeoReplies[] = {"The main compartment. The slider jumps off the teeth.",
                                 "I'd prefer a repair, I really like this one.", "How long would it be away?",
                                 "That's okay. Where do I send it?", "Great service, thanks. I'll pack it tonight."};
constexpr Lines kLeoReminders[] = {"Maybe you need a picture of it?", "I'll be back in a while."};

constexpr std::array<DemoCustomer, 8> kCustomers = {{
    {"Mira", kMiraOpening, kMiraReplies, kMiraReminders, false},
    {"Jonas", kJonasOpening, kJonasReplies, kJonasReminders, true},
    {"Aylin", kAylinOpening, kAylinReplies, kAylinReminders, false},
    {"Tom", kTomOpening, kTomReplies, kTomReminders, false},
    {"Ines", kInesOpening, kInesReplies, kInesReminders, true},
    {"Pavel", kPavelOpening, kPavelReplies, kPavelReminders, false},
    {"Sophie", kSophieOpening, kSophieReplies, kSophieReminders, false},
    {"Leo", kLeoOpening, kLeoReplies, kLeoReminders, true},
}};

}  // namespace

std::span<const DemoCustomer> demo_customers() { return kCustomers; }

}  // namespace cloister::client
