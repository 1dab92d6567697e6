// What is negotiated, what is refused, tickets, and replacing the certificate while serving.
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <fstream>

#include "net/tls_context.h"
#include "net/tls_stream.h"
#include "transport_fixture.h"

namespace cloister::net::test {
namespace {

class Tls : public Transport {
 protected:
  struct Offer {
    int version_min = TLS1_VERSION;
    int version_max = TLS1_3_VERSION;
    const char* suites = nullptr;
    const char* alpn = nullptr;  ///< in wire form
    std::string groups{};
  };

  /// A handshake by OpenSSL alone, set up to offer what our own client does not: the suite's name, or "" if refused.
  std::string handshake(const Offer& offer) {
    const std::unique_ptr<SSL_CTX, SslContextDeleter> context(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_min_proto_version(context.get(), offer.version_min);
    SSL_CTX_set_max_proto_version(context.get(), offer.version_max);
    if (offer.suites) EXPECT_EQ(SSL_CTX_set_cipher_list(context.get(), offer.suites), 1);
    if (!offer.groups.empty()) {
      std::string groups = offer.groups;
      EXPECT_EQ(SSL_CTX_set1_groups_list(context.get(), groups.data()), 1);
    }
    if (offer.alpn) {
      SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const unsigned char*>(offer.alpn),
                              static_cast<unsigned int>(std::strlen(offer.alpn)));
    }
    const RawConnection raw(server->port());
    const SslPtr ssl(SSL_new(context.get()));
    SSL_set_fd(ssl.get(), raw.fd());
    const bool good = SSL_connect(ssl.get()) == 1;
    ERR_clear_error();
    return good ? SSL_get_cipher_name(ssl.get()) : "";
  }
};

TEST_F(Tls, SpeaksVersions12And13) {
  start();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    auto client = connect(target({.min_version = version, .max_version = version}));
    ASSERT_TRUE(client) << client.error().detail;
    EXPECT_EQ(client->tls_version(), version);
    EXPECT_EQ(ask(*client, {})->status, 200);
    EXPECT_NE(client->tls_cipher().find(version == TLS1_3_VERSION ? "TLS_AES_" : "ECDHE-ECDSA-AES128-GCM"),
              std::string::npos);
  }
}

TEST_F(Tls, RefusesOldVersionsAndWeakSuites) {
  start();
  EXPECT_EQ(handshake({.version_max = TLS1_1_VERSION}), "");
  for (const char* suites : {"ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA384",
                             "AES128-GCM-SHA256", "AES128-SHA", "DHE-RSA-AES128-GCM-SHA256", "aNULL", "eNULL"}) {
    EXPECT_EQ(handshake({.version_max = TLS1_2_VERSION, .suites = suites}), "") << suites;
  }
  EXPECT_EQ(handshake({.version_max = TLS1_2_VERSION, .suites = "ECDHE-ECDSA-AES256-GCM-SHA384"}),
            "ECDHE-ECDSA-AES256-GCM-SHA384");
  EXPECT_EQ(handshake({.groups = "P-384"}), "");
  EXPECT_NE(handshake({.groups = "P-256"}), "");
  EXPECT_NE(handshake({.groups = "X25519"}), "");
}

TEST_F(Tls, AgreesOnHttp11OrOnNothing) {
  start();
  EXPECT_NE(handshake({}), "");
  EXPECT_NE(handshake({.alpn = "\x02h2\x08http/1.1"}), "");
  EXPECT_EQ(handshake({.alpn = "\x02h2"}), "");
}

TEST_F(Tls, ResumesWithTickets) {
  start();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const auto to = target({.min_version = version, .max_version = version});
    auto first = connect(to);
    ASSERT_TRUE(first);
    EXPECT_FALSE(first->resumed());
    EXPECT_EQ(ask(*first, {})->status, 200);
    auto second = connect(to);
    ASSERT_TRUE(second);
    EXPECT_TRUE(second->resumed()) << std::hex << version;
    EXPECT_EQ(ask(*second, {})->status, 200);
    to.tls->forget_sessions();
    EXPECT_FALSE(connect(to)->resumed());
  }
  const auto forgetful = target({.resume = false});
  EXPECT_EQ(ask(*connect(forgetful), {})->status, 200);
  EXPECT_FALSE(connect(forgetful)->resumed());
}

TEST_F(Tls, AnswersEachTicketOfTls13WithTheNext) {
  start();
  const auto to = target({.min_version = TLS1_3_VERSION});
  EXPECT_EQ(ask(*connect(to), {})->status, 200);
  for (int use = 0; use < 3; ++use) {
    auto client = connect(to);
    ASSERT_TRUE(client);
    EXPECT_TRUE(client->resumed()) << use;
    to.tls->forget_sessions();  // as a browser does with a ticket it has used
    EXPECT_EQ(ask(*client, {})->status, 200);
  }
}

/// Whether OpenSSL still has a private key of the key exchange of this connection.
bool has_ephemeral_key(SSL* ssl) {
  EVP_PKEY* key = nullptr;
  if (SSL_get_tmp_key(ssl, &key) != 1) return false;
  std::array<std::uint8_t, 32> secret{};
  std::size_t size = secret.size();
  const bool has = EVP_PKEY_get_raw_private_key(key, secret.data(), &size) == 1;
  EVP_PKEY_free(key);
  ERR_clear_error();
  return has;
}

TEST_F(Tls, ForgetsTheKeysOfTheKeyExchange) {
  const auto context = TlsServerContext::create(Certificate::shared().certificate, Certificate::shared().key);
  ASSERT_TRUE(context);
  const std::unique_ptr<SSL_CTX, SslContextDeleter> client_context(SSL_CTX_new(TLS_client_method()));
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    std::array<int, 2> pair{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair.data()), 0);
    TlsStream server((*context)->new_session(), pair[0]);
    const SslPtr client(SSL_new(client_context.get()));
    SSL_set_min_proto_version(client.get(), version);
    SSL_set_max_proto_version(client.get(), version);
    std::array<int, 2> groups{NID_X25519, NID_X9_62_prime256v1};
    SSL_set1_groups(client.get(), groups.data(), groups.size());
    SSL_set_fd(client.get(), pair[1]);
    SSL_set_connect_state(client.get());
    bool had = false;
    for (int turn = 0; turn < 8; ++turn) {
      SSL_do_handshake(client.get());
      if (server.handshake() == IoStatus::ok) break;
      had = had || has_ephemeral_key(server.ssl());
    }
    EXPECT_TRUE(SSL_is_init_finished(server.ssl()));
    EXPECT_TRUE(had) << "or this test sees nothing";
    EXPECT_FALSE(has_ephemeral_key(server.ssl())) << std::hex << version;
    SSL_do_handshake(client.get());
    std::array<std::uint8_t, 16> into{};
    ASSERT_EQ(SSL_write(client.get(), "still", 5), 5);
    EXPECT_EQ(server.read(into).size, 5U);
    ::close(pair[1]);
  }
}

TEST_F(Tls, ClientsCheckCertificates) {
  start();
  const Certificate other({"localhost"});
  auto refused = connect(target({.ca_file = other.certificate}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::tls_failed);
  auto wrong_name = target();
  wrong_name.server_name = "console.localhost";
  EXPECT_FALSE(connect(wrong_name));
  auto right_name = target();
  right_name.server_name = "chat.localhost";
  EXPECT_TRUE(connect(right_name));
  EXPECT_TRUE(connect(target({.pinned_fingerprint = server_tls->fingerprint()})));
  auto wrong_pin = server_tls->fingerprint();
  wrong_pin[0] = wrong_pin[0] == '0' ? '1' : '0';
  EXPECT_FALSE(connect(target({.pinned_fingerprint = wrong_pin})));
  EXPECT_FALSE(TlsClientContext::create({.pinned_fingerprint = "abc"}));
  EXPECT_FALSE(TlsClientContext::create({.ca_file = "/no/such/file"}));
}

TEST_F(Tls, ReplacesTheCertificateWithoutDroppingAnybody) {
  const TemporaryDirectory directory;
  const auto certificate = directory / "c.pem";
  const auto key = directory / "k.pem";
  ASSERT_TRUE(write_self_signed({.names = {"localhost"}}, certificate, key));
  start();
  pool->stop();
  server.reset();
  server_tls = *TlsServerContext::create(certificate, key);
  pool = *LoopPool::create(1);
  server = *Server::start(options, server_tls, app, pool->all());
  pool->start();
  const std::string before = server_tls->fingerprint();
  auto old_client = connect(target({.ca_file = certificate}));
  ASSERT_TRUE(old_client) << old_client.error().detail;
  EXPECT_EQ(ask(*old_client, {})->status, 200);
  const auto old_trust = target({.pinned_fingerprint = before, .resume = false});

  // Broken files change nothing.
  std::ofstream(directory / "k.pem.bad") << "nonsense";
  std::filesystem::rename(key, directory / "k.pem.good");
  std::filesystem::rename(directory / "k.pem.bad", key);
  EXPECT_FALSE(server_tls->reload());
  EXPECT_EQ(server_tls->fingerprint(), before);
  EXPECT_TRUE(connect(old_trust));

  ASSERT_TRUE(write_self_signed({.names = {"localhost"}}, certificate, key));
  ASSERT_TRUE(server_tls->reload());
  EXPECT_NE(server_tls->fingerprint(), before);
  EXPECT_FALSE(connect(old_trust));
  EXPECT_TRUE(connect(target({.ca_file = certificate})));
  EXPECT_EQ(ask(*old_client, {})->status, 200) << "the old connection goes on";
}

TEST_F(Tls, NeedsAKeyThatFits) {
  const Certificate other({"localhost"});
  EXPECT_FALSE(TlsServerContext::create(Certificate::shared().certificate, other.key));
  EXPECT_FALSE(TlsServerContext::create("/no/such/file", other.key));
}

TEST_F(Tls, RefusesRenegotiation) {
  start();
  const std::unique_ptr<SSL_CTX, SslContextDeleter> context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
  const RawConnection raw(server->port());
  const SslPtr ssl(SSL_new(context.get()));
  SSL_set_fd(ssl.get(), raw.fd());
  ASSERT_EQ(SSL_connect(ssl.get()), 1);
  EXPECT_TRUE(SSL_renegotiate(ssl.get()) != 1 || SSL_do_handshake(ssl.get()) != 1);
  ERR_clear_error();
}

}  // namespace
}  // namespace cloister::net::test
