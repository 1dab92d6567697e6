#include "crypto/webauthn.h"

#include <functional>

#include "crypto/client_data.h"
#include "crypto/cose_key.h"
#include "crypto/p256.h"
#include "crypto/sha256.h"
#include "unit/crypto/helpers.h"

namespace cloister::crypto {
namespace {

constexpr std::string_view kRpId = "console.example.org";
constexpr std::string_view kOrigin = "https://console.example.org";

/// Plays browser and authenticator; each part can be changed before it is put together.
struct Ceremony {
  explicit Ceremony(std::string type) : type(std::move(type)) {}

  P256KeyPair pair = *P256KeyPair::from_scalar(Bytes(32, 0x11));
  PasskeyKey key = *PasskeyKey::from(pair.public_key().bytes());
  Bytes challenge = Bytes(32, 0xC5);
  std::vector<std::string> origins = {"https://elsewhere.example.org", std::string(kOrigin)};

  std::string type;
  std::string sent_challenge = to_base64url(challenge);
  std::string origin{kOrigin};
  std::string extra = R"(,"crossOrigin":false)";
  std::string rp_id{kRpId};
  unsigned flags = 0x05;
  Bytes count = {0, 0, 0, 9};
  Bytes credential_id = Bytes(20, 0x77);
  Bytes behind;

  WebauthnExpectation expected() const { return {challenge, kRpId, origins}; }

  std::string client_data() const {
    return R"({"type":")" + type + R"(","challenge":")" + sent_challenge + R"(","origin":")" + origin + "\"" + extra +
           "}";
  }

  Bytes authenticator_data() const {
    Bytes out = to_bytes(sha256(as_bytes(rp_id)));
    out.push_back(static_cast<std::uint8_t>(flags));
    append(out, count);
    if ((flags & 0x40) != 0) {
      append(out, Bytes(16, 0xAA));
      out.push_back(static_cast<std::uint8_t>(credential_id.size() >> 8));
      out.push_back(static_cast<std::uint8_t>(credential_id.size()));
      append(out, credential_id);
      append(out, format_cose_es256(key));
    }
    append(out, behind);
    return out;
  }

  Bytes sign() const {
    Bytes message = authenticator_data();
    append(message, sha256(as_bytes(client_data())));
    return pair.sign_der(message);
  }

  Result<RegisteredPasskey> verify_create() const {
    return verify_registration(expected(), authenticator_data(), as_bytes(client_data()));
  }
  Result<VerifiedAssertion> verify_get() const {
    return verify_assertion(expected(), key, authenticator_data(), as_bytes(client_data()), sign());
  }
};

Ceremony registration() {
  Ceremony out("webauthn.create");
  out.flags = 0x45;
  return out;
}
Ceremony assertion() { return Ceremony("webauthn.get"); }

TEST(Webauthn, Registration) {
  const auto result = registration().verify_create();
  ASSERT_TRUE(works(result));
  EXPECT_EQ(result->credential_id, Bytes(20, 0x77));
  EXPECT_EQ(result->public_key, registration().key);
  EXPECT_EQ(to_hex(result->aaguid), "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
  EXPECT_EQ(result->sign_count, 9U);
  EXPECT_FALSE(result->backup_eligible);
  EXPECT_FALSE(result->backed_up);
}

TEST(Webauthn, Assertion) {
  Ceremony ceremony = assertion();
  ceremony.count = {0x01, 0x02, 0x03, 0x04};
  ceremony.flags = 0x1D;
  const auto result = ceremony.verify_get();
  ASSERT_TRUE(works(result));
  EXPECT_EQ(result->sign_count, 0x01020304U);
  EXPECT_TRUE(result->backup_eligible);
  EXPECT_TRUE(result->backed_up);
}

struct Change {
  const char* what;
  ErrorCode code;
  std::function<void(Ceremony&)> apply;
};

const Change kChanges[] = {
    {"type of the other ceremony", ErrorCode::bad_passkey,
     [](Ceremony& c) { c.type = c.type == "webauthn.get" ? "webauthn.create" : "webauthn.get"; }},
    {"no type at all", ErrorCode::bad_passkey, [](Ceremony& c) { c.type = ""; }},
    {"another challenge", ErrorCode::bad_passkey,
     [](Ceremony& c) { c.sent_challenge = to_base64url(Bytes(32, 0xC6)); }},
    {"shorter challenge", ErrorCode::bad_passkey,
     [](Ceremony& c) { c.sent_challenge = to_base64url(Bytes(31, 0xC5)); }},
    {"empty challenge", ErrorCode::bad_passkey, [](Ceremony& c) { c.sent_challenge = ""; }},
    {"nothing was asked for", ErrorCode::bad_passkey,
     [](Ceremony& c) { c.challenge.clear(), c.sent_challenge.clear(); }},
    {"challenge with padding", ErrorCode::malformed, [](Ceremony& c) { c.sent_challenge += "="; }},
    {"challenge with stray bits", ErrorCode::malformed, [](Ceremony& c) { c.sent_challenge.back() = '9'; }},
    {"other origin", ErrorCode::bad_passkey, [](Ceremony& c) { c.origin = "https://console.example.com"; }},
    {"origin as a prefix", ErrorCode::bad_passkey, [](Ceremony& c) { c.origin += ".evil.example"; }},
    {"origin with port", ErrorCode::bad_passkey, [](Ceremony& c) { c.origin += ":8443"; }},
    {"origin without TLS", ErrorCode::bad_passkey, [](Ceremony& c) { c.origin = "http://console.example.org"; }},
    {"opaque origin", ErrorCode::bad_passkey, [](Ceremony& c) { c.origin = "null"; }},
    {"cross-origin", ErrorCode::bad_passkey, [](Ceremony& c) { c.extra = R"(,"crossOrigin":true)"; }},
    {"top origin", ErrorCode::bad_passkey,
     [](Ceremony& c) { c.extra = R"(,"crossOrigin":false,"topOrigin":"https://evil.example")"; }},
    {"crossOrigin is no boolean", ErrorCode::malformed, [](Ceremony& c) { c.extra = R"(,"crossOrigin":"false")"; }},
    {"crossOrigin is null", ErrorCode::malformed, [](Ceremony& c) { c.extra = R"(,"crossOrigin":null)"; }},
    {"crossOrigin twice", ErrorCode::malformed,
     [](Ceremony& c) { c.extra = R"(,"crossOrigin":true,"crossOrigin":false)"; }},
    {"type twice", ErrorCode::malformed, [](Ceremony& c) { c.extra = R"(,"type":"webauthn.get")"; }},
    {"challenge twice, written otherwise", ErrorCode::malformed,
     [](Ceremony& c) { c.extra = R"(,"ch\u0061llenge":"AAAA")"; }},
    {"origin is an object", ErrorCode::malformed, [](Ceremony& c) { c.extra = R"(,"origin":{"a":1})"; }},
    {"not JSON", ErrorCode::malformed, [](Ceremony& c) { c.extra = ",}"; }},
    {"comment", ErrorCode::malformed, [](Ceremony& c) { c.extra = "/* */"; }},
    {"too deep", ErrorCode::malformed, [](Ceremony& c) { c.extra = R"(,"x":[[[[[1]]]]])"; }},
    {"too long", ErrorCode::malformed,
     [](Ceremony& c) { c.extra = R"(,"x":")" + std::string(kMaxClientData, 'x') + "\""; }},
    {"other relying party", ErrorCode::bad_passkey, [](Ceremony& c) { c.rp_id = "example.org"; }},
    {"user not present", ErrorCode::bad_passkey, [](Ceremony& c) { c.flags &= ~0x01U; }},
    {"user not verified", ErrorCode::bad_passkey, [](Ceremony& c) { c.flags &= ~0x04U; }},
    {"backed up but not eligible", ErrorCode::malformed, [](Ceremony& c) { c.flags |= 0x10; }},
    {"reserved flag 1", ErrorCode::malformed, [](Ceremony& c) { c.flags |= 0x02; }},
    {"reserved flag 5", ErrorCode::malformed, [](Ceremony& c) { c.flags |= 0x20; }},
    {"extensions promised, none there", ErrorCode::malformed, [](Ceremony& c) { c.flags |= 0x80; }},
    {"extensions there, not promised", ErrorCode::malformed, [](Ceremony& c) { c.behind = {0xA0}; }},
    {"extensions are no map", ErrorCode::malformed, [](Ceremony& c) { c.flags |= 0x80, c.behind = {0x80}; }},
    {"something behind the extensions", ErrorCode::malformed,
     [](Ceremony& c) { c.flags |= 0x80, c.behind = {0xA0, 0x00}; }},
};

TEST(Webauthn, EachChangeBreaksBothCeremonies) {
  for (const Change& change : kChanges) {
    Ceremony create = registration();
    change.apply(create);
    EXPECT_TRUE(fails_with(create.verify_create(), change.code)) << change.what;
    Ceremony get = assertion();
    change.apply(get);
    EXPECT_TRUE(fails_with(get.verify_get(), change.code)) << change.what;
  }
}

TEST(Webauthn, HarmlessThingsPass) {
  const std::vector<std::function<void(Ceremony&)>> changes = {
      [](Ceremony& c) { c.extra = ""; },  // older browsers leave crossOrigin out
      [](Ceremony& c) { c.extra = R"(,"crossOrigin":false,"other_keys_can_be_added_here":"do not compare")"; },
      [](Ceremony& c) { c.extra = R"(,"tokenBinding":{"status":"supported","type":1,"origin":"x"})"; },
      [](Ceremony& c) { c.extra = R"(,"x":[1,2.5,-3,null,true,"origin"] )"; },
      [](Ceremony& c) { c.flags |= 0x80, c.behind = {0xA1, 0x63, 'a', 'b', 'c', 0xF5}; },
      [](Ceremony& c) { c.flags |= 0x18; },
      [](Ceremony& c) { c.origin = "https:\\/\\/console.example.org"; },
      [](Ceremony& c) { c.origins.erase(c.origins.begin()); },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Ceremony create = registration();
    changes[i](create);
    EXPECT_TRUE(works(create.verify_create())) << i;
    Ceremony get = assertion();
    changes[i](get);
    EXPECT_TRUE(works(get.verify_get())) << i;
  }
}

TEST(Webauthn, NoOriginAllowedMeansNone) {
  Ceremony get = assertion();
  get.origins.clear();
  EXPECT_TRUE(fails_with(get.verify_get(), ErrorCode::bad_passkey));
}

TEST(Webauthn, SignatureCoversEverything) {
  const Ceremony get = assertion();
  const Bytes good = get.sign();
  const auto verify = [&](const PasskeyKey& key, const Bytes& data, const std::string& client, const Bytes& signature) {
    return verify_assertion(get.expected(), key, data, as_bytes(client), signature);
  };
  ASSERT_TRUE(verify(get.key, get.authenticator_data(), get.client_data(), good));
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit)
    EXPECT_TRUE(fails_with(verify(get.key, get.authenticator_data(), get.client_data(), flipped(good, bit)),
                           ErrorCode::bad_signature));
  Ceremony other = assertion();
  other.count = {0, 0, 0, 10};
  EXPECT_TRUE(
      fails_with(verify(get.key, other.authenticator_data(), get.client_data(), good), ErrorCode::bad_signature));
  other = assertion();
  other.extra += " ";
  EXPECT_TRUE(
      fails_with(verify(get.key, get.authenticator_data(), other.client_data(), good), ErrorCode::bad_signature));
  const auto stranger = *PasskeyKey::from(P256KeyPair::from_scalar(Bytes(32, 0x12))->public_key().bytes());
  EXPECT_TRUE(
      fails_with(verify(stranger, get.authenticator_data(), get.client_data(), good), ErrorCode::bad_signature));
  PasskeyKey off_curve = get.key;
  off_curve.value[64] ^= 1;
  EXPECT_TRUE(fails_with(verify(off_curve, get.authenticator_data(), get.client_data(), good), ErrorCode::weak_key));
  EXPECT_TRUE(fails_with(verify(get.key, get.authenticator_data(), get.client_data(), {}), ErrorCode::bad_signature));
}

TEST(Webauthn, RegistrationNeedsACredential) {
  Ceremony create = registration();
  create.flags = 0x05;
  EXPECT_TRUE(fails_with(create.verify_create(), ErrorCode::bad_passkey));
}

TEST(Webauthn, CredentialIdsHaveASize) {
  Ceremony create = registration();
  create.credential_id = {};
  EXPECT_TRUE(fails_with(create.verify_create(), ErrorCode::malformed));
  create.credential_id = Bytes(kMaxCredentialId, 1);
  EXPECT_TRUE(works(create.verify_create()));
  create.credential_id = Bytes(kMaxCredentialId + 1, 1);
  EXPECT_TRUE(fails_with(create.verify_create(), ErrorCode::malformed));
}

TEST(Webauthn, RegistrationKeyOffTheCurve) {
  Ceremony create = registration();
  create.key.value[64] ^= 1;
  EXPECT_TRUE(fails_with(create.verify_create(), ErrorCode::weak_key));
}

TEST(AuthenticatorData, EveryTruncationIsRefused) {
  const Bytes good = registration().authenticator_data();
  ASSERT_TRUE(parse_authenticator_data(good));
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_TRUE(fails_with(parse_authenticator_data(ByteView(good).first(size)), ErrorCode::malformed)) << size;
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_TRUE(fails_with(parse_authenticator_data(longer), ErrorCode::malformed));
  Bytes huge = good;
  huge[32] |= 0x80;
  append(huge, hex("a16161591000"));
  huge.resize(huge.size() + 4096);
  EXPECT_TRUE(fails_with(parse_authenticator_data(huge), ErrorCode::malformed)) << "over the limit";
}

TEST(CoseKey, RoundTripAndStrictness) {
  const PasskeyKey key = registration().key;
  const Bytes good = format_cose_es256(key);
  ASSERT_EQ(good.size(), 77U);
  EXPECT_EQ(to_hex(ByteView(good).first(10)), "a5010203262001215820");
  const auto parsed = parse_cose_es256(good);
  ASSERT_TRUE(works(parsed));
  EXPECT_EQ(parsed->key, key);
  EXPECT_EQ(parsed->size_bytes, 77U);
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) EXPECT_FALSE(parse_cose_es256(flipped(good, bit))) << bit;
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_TRUE(fails_with(parse_cose_es256(ByteView(good).first(size)), ErrorCode::malformed));
  // RS256 and EdDSA keys, an indefinite map, members in another order.
  EXPECT_TRUE(fails_with(parse_cose_es256(hex("a401030339010020590100" + std::string(512, '0') + "2143010001")),
                         ErrorCode::malformed));
  EXPECT_TRUE(fails_with(parse_cose_es256(hex("a4010103272006215820" + std::string(64, '0') + std::string(70, '0'))),
                         ErrorCode::malformed));
  Bytes indefinite = good;
  indefinite[0] = 0xBF;
  indefinite.push_back(0xFF);
  EXPECT_TRUE(fails_with(parse_cose_es256(indefinite), ErrorCode::malformed));
  Bytes swapped = good;
  std::swap_ranges(swapped.begin() + 1, swapped.begin() + 3, swapped.begin() + 3);
  EXPECT_TRUE(fails_with(parse_cose_es256(swapped), ErrorCode::malformed));
}

TEST(AuthenticatorData, ExtensionsMustBeCanonicalCbor) {
  const auto parse = [](std::string_view cbor) {
    Ceremony c = assertion();
    c.flags |= 0x80;
    c.behind = hex(cbor);
    return parse_authenticator_data(c.authenticator_data());
  };
  for (const auto* good : {"a0", "a1616101", "a16161f5", "a161618101", "a16161a1616201", "a1616120", "a1616118ff",
                           "a161615820"
                           "0000000000000000000000000000000000000000000000000000000000000000"})
    EXPECT_TRUE(works(parse(good))) << good;
  for (const auto* bad : {"",
                          "a1",
                          "a161",
                          "a16161",
                          "bfff",
                          "a1616118",
                          "a161611817",
                          "a161619f01ff",
                          "a16161c101",
                          "a16161f93c00",
                          "a16161fb3ff0000000000000",
                          "a16161f818",
                          "a16161f7",
                          "a1616159",
                          "a161615901",
                          "a161611900ff",
                          "bb0000000000000001616101",
                          "bbffffffffffffffff",
                          "bb8000000000000000",
                          "a161619bffffffffffffffff",
                          "a161617bffffffffffffffff",
                          "a1616181818181"
                          "8101",
                          "a1616101"
                          "00",
                          "82",
                          "01"})
    EXPECT_TRUE(fails_with(parse(bad), ErrorCode::malformed)) << bad;
}

TEST(ClientData, WhatMustBeThere) {
  const auto parse = [](std::string_view text) { return parse_client_data(as_bytes(text)); };
  const auto good = parse(R"( {"type":"webauthn.get","challenge":"AAEC","origin":"https://a"} )");
  ASSERT_TRUE(works(good));
  EXPECT_EQ(good->type, "webauthn.get");
  EXPECT_EQ(good->challenge, (Bytes{0, 1, 2}));
  EXPECT_EQ(good->origin, "https://a");
  EXPECT_FALSE(good->cross_origin);
  for (const auto* bad : {"",
                          "{}",
                          "[]",
                          "null",
                          "\"x\"",
                          "1",
                          "{",
                          R"({"type":"a","challenge":"AAEC"})",
                          R"({"type":"a","origin":"b"})",
                          R"({"challenge":"AAEC","origin":"b"})",
                          R"([{"type":"a","challenge":"AAEC","origin":"b"}])",
                          R"({"x":{"type":"a","challenge":"AAEC","origin":"b"}})",
                          R"({"type":"a","challenge":"AAEC","origin":"b"}x)",
                          R"({"type":"a","challenge":"AAEC","origin":"b"}{})",
                          R"({"type":1,"challenge":"AAEC","origin":"b"})",
                          R"({"type":["a"],"challenge":"AAEC","origin":"b"})",
                          R"({"type":true,"challenge":"AAEC","origin":"b"})",
                          R"({'type':'a','challenge':'AAEC','origin':'b'})",
                          R"({"type":"a","challenge":"AAEC","origin":"b",})",
                          "{\"type\":\"a\",\"challenge\":\"AAEC\",\"origin\":\"\xFF\"}",
                          "\xEF\xBB\xBF{\"type\":\"a\",\"challenge\":\"AAEC\",\"origin\":\"b\"}"})
    EXPECT_TRUE(fails_with(parse(bad), ErrorCode::malformed)) << bad;
}

TEST(Webauthn, SignCount) {
  EXPECT_TRUE(sign_count_advanced(0, 0));
  EXPECT_TRUE(sign_count_advanced(0, 1));
  EXPECT_TRUE(sign_count_advanced(5, 6));
  EXPECT_FALSE(sign_count_advanced(5, 5));
  EXPECT_FALSE(sign_count_advanced(5, 4));
  EXPECT_FALSE(sign_count_advanced(5, 0));
}

}  // namespace
}  // namespace cloister::crypto
