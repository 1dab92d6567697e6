// What a message costs in the core, apart from the signature: decoding, the access decision, every check, the
// transcript, and the way back.
#include <benchmark/benchmark.h>

#include <cstdlib>

#include "core/conversation.h"
#include "crypto/sha256.h"
#include "protocol/names.h"

namespace {

using namespace cloister;
using namespace cloister::protocol;

/// Takes everything: the cost of Ed25519 is measured in crypto_bench.
class AnySignature final : public SignatureChecker {
 public:
  Status verify(const SignKey&, ByteView, const Signature&) const override { return {}; }
  Status verify_assertion(const Passkey&, std::string_view, ByteView, const PasskeyAssertion&) const override {
    return {};
  }
  Status check_sign_key(const SignKey&) const override { return {}; }
  Status check_kem_key(const KemKey&) const override { return {}; }
};

constexpr auto kSuite = static_cast<std::uint16_t>(kSuiteP256Aes256gcm);

template <class Body>
void act(SiteRoster& roster, ActKind kind, const Body& body, const DeviceId& actor) {
  const Act next{
      kSuite, roster.site(), roster.size(), roster.tip(), 1, actor, static_cast<std::uint8_t>(kind), encode(body), {}};
  if (!roster.append(next)) std::abort();
}

/// A waiting conversation on a site of one, with signatures that nobody looks at.
struct Chat {
  AnySignature any;
  SiteRoster roster{SiteId{{1}}, any};
  core::Visitor visitor;
  Hash sender;
  std::optional<core::Conversation> conversation;

  Chat() {
    DeviceRecord staff{kSuite, roster.site(), 1, OwnerId{{2}}, {}, {}, 1};
    const DeviceId device = device_id(staff);
    act(roster, ActKind::genesis,
        GenesisBody{PersonId{{2}}, kAllRoles, staff, {}, {}, "localhost", TeamId{{3}}, TeamId{{4}}}, device);
    for (const std::uint8_t team : Bytes{3, 4})
      act(roster, ActKind::team_key, TeamKeyBody{TeamId{{team}}, 1, {}, {}, {{device, Bytes(kSealedSecretSize)}}},
          device);

    const DeviceRecord record{kSuite, roster.site(), 2, OwnerId{{5}}, {}, {}, 1};
    visitor = {roster.site(), device_id(record), {}};
    const ConversationId id{{6}};
    const Bytes genesis =
        encode(ConversationGenesis{kSuite, roster.site(), id, roster.root()->fingerprint, record, 1, {}});
    Packet packet{kSuite, roster.site(), id, 0, {}, {}, visitor.device, roster.size(), roster.checkpoint().root, {}, {},
                  {}};
    packet.head = transcript_next(transcript_start(roster.site(), id), 1, EntryKind::genesis, crypto::sha256(genesis));
    const auto readers = allowed_readers(roster, roster.size(), {visitor.device, {}, Continuity::supervisors});
    for (const AllowedReader& reader : *readers)
      packet.readers.push_back({static_cast<std::uint8_t>(reader.kind), reader.id, Bytes(kSealedSecretSize)});
    const SenderCert cert{kSuite, roster.site(), id, visitor.device, {}, 1, {}};
    sender = cert_hash(cert);
    auto grant = core::decide<Action::conversation_start>(visitor, core::SiteResource{roster.site()});
    auto started = core::Conversation::start(*grant, genesis, encode(packet), encode(cert), {roster, {}, any}, 1);
    if (!started) std::abort();
    conversation.emplace(std::move(started->conversation));
    conversation->committed(3);
  }
};

void bm_message(benchmark::State& state) {
  Chat chat;
  Envelope envelope;
  envelope.suite = kSuite;
  envelope.packet = chat.conversation->packet();
  envelope.sender = chat.sender;
  envelope.kind = 1;
  envelope.ciphertext.resize(static_cast<std::size_t>(state.range(0)));
  const core::Conversation fresh = *chat.conversation;
  for (auto _ : state) {
    if (envelope.counter >= 90'000) {
      chat.conversation.emplace(fresh);
      envelope.counter = 0;
    }
    ++envelope.counter;
    Bytes body = encode(envelope);
    auto grant = core::decide_append(chat.visitor, EntryKind::message, chat.conversation->resource());
    auto planned = chat.conversation->plan(*grant, std::move(body), {chat.roster, {}, chat.any}, 1);
    if (!planned) std::abort();
    chat.conversation->committed(planned->entry.seq);
  }
}
BENCHMARK(bm_message)->Arg(272)->Arg(4096);

/// The two hashes of a message, to be taken off.
void bm_hashes_of_a_message(benchmark::State& state) {
  const Bytes body(static_cast<std::size_t>(state.range(0)) + 270);
  Hash head;
  for (auto _ : state) {
    const Hash hash = crypto::sha256(body);
    head = transcript_next(head, 1, EntryKind::message, hash);
  }
  benchmark::DoNotOptimize(head);
}
BENCHMARK(bm_hashes_of_a_message)->Arg(272)->Arg(4096);

void bm_decide(benchmark::State& state) {
  const core::Principal staff = core::Staff{SiteId{{1}}, PersonId{{2}}, {}, 1, false, {}};
  const core::ConversationResource conversation{SiteId{{1}}, {}, {}, core::ConversationStatus::assigned, PersonId{{2}}};
  for (auto _ : state)
    benchmark::DoNotOptimize(core::evaluate(staff, Action::conversation_ticket, conversation).has_value());
}
BENCHMARK(bm_decide);

}  // namespace
