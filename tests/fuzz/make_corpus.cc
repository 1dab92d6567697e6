// Writes the corpora of the targets that take structures of the wire: right ones, for the fuzzer to bend.
// Not part of the tests; to be run by hand when the wire changes:
//   clang++-19 -std=c++23 -Isrc -Itests tests/fuzz/make_corpus.cc tests/support/test_*.cc … && ./a.out
//   tests/fuzz/corpus
#include <filesystem>
#include <fstream>
#include <string>

#include "crypto/sha256.h"
#include "protocol/proofs.h"
#include "support/test_chat.h"

namespace {

using namespace cloister;
using namespace cloister::protocol;

class Corpus {
 public:
  Corpus(const std::filesystem::path& root, const char* target) : folder_(root / target) {
    std::filesystem::create_directories(folder_);
  }
  void add(const std::string& name, ByteView bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << as_text(bytes);
  }
  /// With a first byte that chooses.
  void add(const std::string& name, std::uint8_t choice, ByteView bytes) {
    Bytes all{choice};
    append(all, bytes);
    add(name, all);
  }

 private:
  std::filesystem::path folder_;
};

ByteView text(const std::string& string) { return as_bytes(string); }

void acts(const std::filesystem::path& root) {
  test::TestSite site(1, test::Crypto::real);
  test::TestPerson founder = site.found();
  const test::TestPerson anna = site.hire(founder, 1);
  const test::TestDevice second = site.make_device_of(anna);
  site.take(site.act(ActKind::add_device, site.add_by_passkey(anna, second), second)).value();
  site.take(site.act(ActKind::revoke_device, RevokeDeviceBody{second.id}, anna.device())).value();
  site.take(site.act(ActKind::remove_person, RemovePersonBody{anna.id}, founder.device())).value();
  Corpus corpus(root, "act");
  for (const Act& act : site.acts()) corpus.add("act" + std::to_string(act.seq), encode(act));
}

void conversation(const std::filesystem::path& root) {
  test::TestSite site(2, test::Crypto::real);
  const test::TestPerson founder = site.found();
  test::ChatParty customer = test::make_customer(site);
  const test::ChatParty agent = test::make_agent(founder);
  const ConversationId id{{1}};
  const test::StartBodies start = test::make_start(site, customer, id);
  test::ChatView view(site.id(), id);
  view.see({1, 0, 1, crypto::sha256(start.genesis), start.genesis});
  view.see({2, 0, 2, crypto::sha256(start.packet), start.packet});
  view.see({3, 0, 3, crypto::sha256(start.cert), start.cert});
  const test::AcceptBodies accept = test::make_accept(site, view, agent);
  Corpus packets(root, "packet");
  packets.add("packet", 0, start.packet);
  packets.add("packet_assigned", 0, accept.packet);
  packets.add("genesis", 1, start.genesis);
  packets.add("cert", 2, start.cert);
  packets.add("assign", 3, accept.assign);
  packets.add("close", 4, encode(test::make_close(site, view, customer, CloseReason::left)));

  Corpus frames(root, "envelope");
  const Bytes envelope = encode(test::make_message(site, view, customer, 272));
  frames.add("append", 1, encode(Append{1, 5, envelope}));
  frames.add("mark", 2, encode(test::make_mark(view, customer, MarkKind::read)));
  frames.add("entry", 129, encode(Entry{4, 1, 5, crypto::sha256(envelope), envelope}));
  frames.add("ack", 130, encode(Ack{1, 4, 1}));
  frames.add("refused", 131, encode(Refused{1, 19}));

  Corpus proofs(root, "request_proof");
  RequestProof proof{1'800'000'000'000, {1, 2, 3}, {}};
  proof.signature = customer.key->sign(request_bytes({}, proof.time_ms, proof.nonce, "GET", "/v1/site", {}));
  proofs.add("proof", text(format_request_proof(proof)));

  Corpus json(root, "json_messages");
  VisitorStart visitor;
  visitor.device = encode(customer.device.record);
  json.add("visitor_start", 0, text(to_json(visitor)));
  json.add("conversation_start", 1, text(to_json(ConversationStart{start.genesis, start.packet, start.cert})));
  json.add("accept", 2, text(to_json(Accept{accept.assign, accept.packet})));
  json.add("ticket", 3, text(to_json(TicketRequest{})));
  json.add("enrol_start", 4, text(to_json(EnrolStart{})));
  EnrolGenesis enrol;
  enrol.acts = {encode(site.acts()[0])};
  enrol.name = "Anna \xc3\x84";
  json.add("enrol_genesis", 5, text(to_json(enrol)));
  json.add("enrol_join", 6, text(to_json(EnrolJoin{})));
  json.add("sign_in", 7, text(to_json(StaffSignIn{})));
  json.add("act", 8, text(to_json(ActSubmit{encode(site.acts()[1])})));
  Report report;
  report.code = 27;
  report.conversation = id;
  report.seq = 4;
  json.add("report", 9, text(to_json(report)));
  json.add("empty", 10, text("{}"));
  json.add("prove", 11, text(to_json(ProveConversation{})));
  json.add("prove_desk", 12, text(to_json(ProveDesk{})));
  json.add("typing", 13, text(to_json(Typing{})));
  json.add("active", 14, text(to_json(Active{})));
  json.add("available", 15, text(to_json(Available{})));
  SiteInfo info;
  info.root = Hash{};
  json.add("site_info", 19, text(to_json(info)));
}

void lives(const std::filesystem::path& root) {
  Corpus corpus(root, "roster_replay");
  corpus.add("hire", Bytes{0, 0, 0, 7, 1, 0, 0, 0, 6, 0, 0, 0, 6, 0, 0, 1});
  corpus.add("devices", Bytes{2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 1, 6, 0, 0, 0});
  corpus.add("leave", Bytes{0, 0, 0, 4, 1, 0, 0, 0, 5, 1, 0, 0, 5, 0, 0, 1, 6, 0, 0, 0, 6, 1, 0, 1});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 1;
  acts(argv[1]);
  conversation(argv[1]);
  lives(argv[1]);
  return 0;
}
