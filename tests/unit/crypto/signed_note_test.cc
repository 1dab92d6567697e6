#include "crypto/signed_note.h"

#include "crypto/checkpoint.h"
#include "crypto/merkle.h"
#include "unit/crypto/helpers.h"

namespace cloister::crypto {
namespace {

// golang.org/x/mod/sumdb/note, package example: an independent implementation of the same format.
constexpr std::string_view kPeterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view kPeterNote =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

Ed25519KeyPair some_key(std::uint8_t fill) { return *Ed25519KeyPair::from_seed(Bytes(32, fill)); }

SignedNote signed_by(std::string_view text, std::string_view name, const Ed25519KeyPair& key) {
  SignedNote note{std::string(text), {}};
  EXPECT_TRUE(works(sign_note(note, name, key)));
  return note;
}

TEST(SignedNote, VectorOfGo) {
  const auto key = NoteKey::parse(kPeterKey);
  ASSERT_TRUE(works(key));
  EXPECT_EQ(key->text(), kPeterKey);
  EXPECT_EQ(key->id(), 0xc74f20a3U);
  const auto note = parse_signed_note(kPeterNote);
  ASSERT_TRUE(works(note));
  EXPECT_TRUE(works(verify_note(*note, *key)));
  EXPECT_EQ(format_signed_note(*note), kPeterNote);
}

TEST(SignedNote, SignAndVerify) {
  const auto key = some_key(1);
  const NoteKey public_key{"log.example", key.public_key()};
  const SignedNote note = signed_by("one\n\ntwo\n", "log.example", key);
  const auto parsed = parse_signed_note(format_signed_note(note));
  ASSERT_TRUE(works(parsed));
  EXPECT_EQ(*parsed, note);
  EXPECT_TRUE(works(verify_note(*parsed, public_key)));

  SignedNote other = note;
  other.text = "one\n\ntwO\n";
  EXPECT_TRUE(fails_with(verify_note(other, public_key), ErrorCode::bad_signature));
  other = note;
  other.signatures[0].signature[5] ^= 1;
  EXPECT_TRUE(fails_with(verify_note(other, public_key), ErrorCode::bad_signature));
  other.signatures[0].signature.pop_back();
  EXPECT_TRUE(fails_with(verify_note(other, public_key), ErrorCode::bad_signature));
  EXPECT_TRUE(fails_with(verify_note(note, {"log.example", some_key(2).public_key()}), ErrorCode::bad_signature));
  EXPECT_TRUE(fails_with(verify_note(note, {"log.other", key.public_key()}), ErrorCode::bad_signature));
  EXPECT_TRUE(fails_with(verify_note(note, {"log.example", key.public_key(), NoteKeyType::cosignature}),
                         ErrorCode::bad_signature));
}

TEST(SignedNote, SignaturesOfOthersAreIgnoredWrongOnesAreNot) {
  const auto mine = some_key(1);
  const NoteKey key{"mine", mine.public_key()};
  SignedNote note = signed_by("text\n", "other", some_key(2));
  EXPECT_TRUE(fails_with(verify_note(note, key), ErrorCode::bad_signature));
  ASSERT_TRUE(sign_note(note, "mine", mine));
  EXPECT_TRUE(works(verify_note(note, key)));
  // The same name with another key, and the same key id under another name: not about this key.
  SignedNote confusing = signed_by("text\n", "mine", some_key(2));
  confusing.signatures.push_back({"other", key.id(), Bytes(64)});
  EXPECT_TRUE(fails_with(verify_note(confusing, key), ErrorCode::bad_signature));
  ASSERT_TRUE(sign_note(confusing, "mine", mine));
  EXPECT_TRUE(works(verify_note(confusing, key)));

  SignedNote doubled = note;
  doubled.signatures.push_back(doubled.signatures.back());
  EXPECT_TRUE(works(verify_note(doubled, key)));
  doubled.signatures[1].signature[0] ^= 1;
  EXPECT_TRUE(fails_with(verify_note(doubled, key), ErrorCode::bad_signature)) << "a wrong one before a right one";
}

TEST(SignedNote, FormsThatAreRefused) {
  const std::string good(kPeterNote);
  ASSERT_TRUE(parse_signed_note(good));
  const auto refused = [](const std::string& note) {
    return fails_with(parse_signed_note(note), ErrorCode::malformed);
  };
  const std::string line = good.substr(good.find("\u2014"));
  EXPECT_TRUE(refused(""));
  EXPECT_TRUE(refused("\n\n"));
  EXPECT_TRUE(refused("text\n"));
  EXPECT_TRUE(refused("text\n\n")) << "no signature";
  EXPECT_TRUE(refused(good.substr(0, good.size() - 1))) << "no line feed at the end";
  EXPECT_TRUE(refused(good + "\n"));
  EXPECT_TRUE(refused(good + "more\n"));
  EXPECT_TRUE(refused("te\tx\n\n" + line)) << "control character";
  EXPECT_TRUE(refused("te\rx\n\n" + line));
  EXPECT_TRUE(refused(std::string("te\0x\n\n", 6) + line));
  EXPECT_TRUE(refused("te\xC3x\n\n" + line)) << "not UTF-8";
  EXPECT_TRUE(refused("te\xED\xA0\x80x\n\n" + line)) << "surrogate";
  EXPECT_TRUE(refused("text\n\n- name AAAAAAAA\n")) << "hyphen instead of dash";
  EXPECT_TRUE(refused("text\n\n\u2014 name\n"));
  EXPECT_TRUE(refused("text\n\n\u2014  AAAAAAAA\n"));
  EXPECT_TRUE(refused("text\n\n\u2014 na+me AAAAAAAA\n"));
  EXPECT_TRUE(refused("text\n\n\u2014 na\u00A0me AAAAAAAA\n"));
  EXPECT_TRUE(refused("text\n\n\u2014 na\u3000me AAAAAAAA\n"));
  EXPECT_TRUE(refused("text\n\n\u2014 name AAAAAA==\n")) << "key id alone";
  EXPECT_TRUE(refused("text\n\n\u2014 name AAAAAAA\n")) << "no padding";
  EXPECT_TRUE(refused("text\n\n\u2014 name AAAAAAAA AAAA\n"));
  EXPECT_TRUE(refused("text\n\n\u2014 name !!!!AAAA\n"));
  EXPECT_FALSE(refused("text\n\n\u2014 name AAAAAAAA\n"));
}

TEST(SignedNote, Limits) {
  const std::string line = "\u2014 name AAAAAAAA\n";
  std::string note = "text\n\n";
  for (std::size_t i = 0; i < kNoteMaxSignatures; ++i) note += line;
  EXPECT_TRUE(works(parse_signed_note(note)));
  EXPECT_FALSE(parse_signed_note(note + line));
  EXPECT_TRUE(works(parse_signed_note(std::string(kNoteMaxSize - 1, 'x') + "\n\n" + line)));
  EXPECT_FALSE(parse_signed_note(std::string(kNoteMaxSize, 'x') + "\n\n" + line));
  EXPECT_FALSE(parse_signed_note("text\n\n\u2014 " + std::string(kNoteMaxName + 1, 'n') + " AAAAAAAA\n"));
  EXPECT_FALSE(parse_signed_note("text\n\n\u2014 name " + to_base64(Bytes(kNoteMaxSignatureSize + 5)) + "\n"));
}

TEST(SignedNote, TextsThatCannotBeSigned) {
  const auto key = some_key(1);
  for (const std::string& text :
       {std::string(), std::string("no line feed"), std::string("\x01\n"), std::string("\xFF\n")}) {
    SignedNote note{text, {}};
    EXPECT_TRUE(fails_with(sign_note(note, "name", key), ErrorCode::malformed));
  }
  for (const std::string_view name : {"", "a b", "a+b", "a\nb", "a\u2028b", "\xFF"}) {
    SignedNote note{"text\n", {}};
    EXPECT_TRUE(fails_with(sign_note(note, name, key), ErrorCode::malformed)) << name;
  }
}

TEST(NoteKey, FormsThatAreRefused) {
  const std::string good(kPeterKey);
  for (const std::string& bad :
       {std::string(), std::string("PeterNeumann"), std::string("PeterNeumann+c74f20a3"),
        "PeterNeumann+c74f20a4" + good.substr(21), "PeterNeumann+C74F20A3" + good.substr(21),
        "Peter" + good.substr(5) + "A", "+c74f20a3" + good.substr(21), "peterNeumann" + good.substr(12), good + "+"})
    EXPECT_TRUE(fails_with(NoteKey::parse(bad), ErrorCode::malformed)) << bad;
  const NoteKey weak{"weak", SignKey{}};
  EXPECT_TRUE(fails_with(NoteKey::parse(weak.text()), ErrorCode::weak_key));
  NoteKey other{"other", some_key(1).public_key(), static_cast<NoteKeyType>(2)};
  EXPECT_TRUE(fails_with(NoteKey::parse(other.text()), ErrorCode::malformed));
}

Checkpoint sample() { return {"chat.example/key-log", 42, merkle_empty_root(), {}}; }

TEST(Checkpoint, Form) {
  Checkpoint checkpoint = sample();
  EXPECT_EQ(format_checkpoint(checkpoint), "chat.example/key-log\n42\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
  checkpoint.extensions = {"one", "two words"};
  const auto parsed = parse_checkpoint(format_checkpoint(checkpoint));
  ASSERT_TRUE(works(parsed));
  EXPECT_EQ(*parsed, checkpoint);
}

TEST(Checkpoint, FormsThatAreRefused) {
  const std::string root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  ASSERT_TRUE(parse_checkpoint("o\n0\n" + root + "\n"));
  for (const std::string& bad :
       {std::string(), std::string("o\n"), "o\n1\n" + root, "\n1\n" + root + "\n", "o\n01\n" + root + "\n",
        "o\n-1\n" + root + "\n", "o\n+1\n" + root + "\n", "o\n\n" + root + "\n", "o\n1 \n" + root + "\n",
        "o\n18446744073709551616\n" + root + "\n", "o\n18446744073709551615\n" + root + "\n",
        "o\n1\n" + root.substr(4) + "\n", "o\n1\n" + root.substr(0, 43) + "\n", "o\n1\n" + root + "\n\n",
        "o\n1\n" + root + "\nextension", "o o\n1\n" + root + "\n"})
    EXPECT_TRUE(fails_with(parse_checkpoint(bad), ErrorCode::malformed)) << bad;
  std::string many = "o\n1\n" + root + "\n";
  for (std::size_t i = 0; i < kCheckpointMaxExtensions; ++i) many += "x\n";
  EXPECT_TRUE(works(parse_checkpoint(many)));
  EXPECT_FALSE(parse_checkpoint(many + "x\n"));
}

TEST(Checkpoint, SignAndOpen) {
  const auto key = some_key(3);
  const auto note = sign_checkpoint(sample(), key);
  ASSERT_TRUE(works(note));
  const auto opened = open_checkpoint(*note, {"chat.example/key-log", key.public_key()});
  ASSERT_TRUE(works(opened));
  EXPECT_EQ(*opened, sample());
  EXPECT_FALSE(open_checkpoint(*note, {"chat.example/key-log", some_key(4).public_key()}));
  std::string changed = *note;
  changed[changed.find("42")] = '5';
  EXPECT_TRUE(
      fails_with(open_checkpoint(changed, {"chat.example/key-log", key.public_key()}), ErrorCode::bad_signature));

  // A log that signs a checkpoint with another origin under its own name.
  Checkpoint foreign = sample();
  foreign.origin = "other.example";
  SignedNote wrong{format_checkpoint(foreign), {}};
  ASSERT_TRUE(sign_note(wrong, "chat.example/key-log", key));
  EXPECT_TRUE(fails_with(open_checkpoint(format_signed_note(wrong), {"chat.example/key-log", key.public_key()}),
                         ErrorCode::bad_signature));
  foreign.origin = "with space";
  EXPECT_TRUE(fails_with(sign_checkpoint(foreign, key), ErrorCode::malformed));
}

TEST(Checkpoint, Cosignature) {
  const auto log = some_key(3);
  const auto witness = some_key(5);
  const NoteKey witness_key{"witness.example/w1", witness.public_key(), NoteKeyType::cosignature};
  auto note = parse_signed_note(*sign_checkpoint(sample(), log));
  ASSERT_TRUE(note);
  EXPECT_TRUE(fails_with(verify_cosignature(*note, witness_key), ErrorCode::bad_signature));
  ASSERT_TRUE(works(cosign_note(*note, "witness.example/w1", witness, 1679315147789)));

  const auto again = parse_signed_note(format_signed_note(*note));
  ASSERT_TRUE(works(again));
  EXPECT_TRUE(works(open_checkpoint(format_signed_note(*note), {"chat.example/key-log", log.public_key()})));
  const auto time = verify_cosignature(*again, witness_key);
  ASSERT_TRUE(works(time));
  EXPECT_EQ(*time, 1679315147000);
  EXPECT_EQ(NoteKey::parse(witness_key.text())->type, NoteKeyType::cosignature);

  for (std::size_t i : {0U, 7U, 8U, 71U}) {
    SignedNote bad = *again;
    bad.signatures[1].signature[i] ^= 1;
    EXPECT_TRUE(fails_with(verify_cosignature(bad, witness_key), ErrorCode::bad_signature)) << i;
  }
  SignedNote bad = *again;
  bad.signatures[1].signature.push_back(0);
  EXPECT_FALSE(verify_cosignature(bad, witness_key));
  bad = *again;
  bad.text += "extension\n";
  EXPECT_FALSE(verify_cosignature(bad, witness_key));

  // A time so late that milliseconds would not hold it, rightly signed.
  bad = *again;
  const std::string late = "cosignature/v1\ntime 18446744073709551615\n" + bad.text;
  bad.signatures[1].signature = Bytes(8, 0xFF);
  append(bad.signatures[1].signature, witness.sign(as_bytes(late)));
  EXPECT_TRUE(fails_with(verify_cosignature(bad, witness_key), ErrorCode::bad_signature));
}

}  // namespace
}  // namespace cloister::crypto
