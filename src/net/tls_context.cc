#include "net/tls_context.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <string_view>
#include <vector>

#include "base/encoding.h"
#include "base/secret.h"
#include "net/limits.h"

namespace cloister::net {

namespace {

/// RFC 9325 section 4.2: forward secrecy and authenticated encryption, nothing else.
constexpr const char* kSuitesTls12 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* kSuitesTls13 = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
// Arrays, because OpenSSL's macros cast away const.
char groups_list[] = "X25519:P-256";
char signatures_list[] =
    "ECDSA+SHA256:ECDSA+SHA384:ed25519:rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:"
    "RSA+SHA256:RSA+SHA384:RSA+SHA512";
/// OpenSSL's level 2: at least 112 bits, no SHA-1.
constexpr int kSecurityLevel = 2;

constexpr std::string_view kAlpn = "http/1.1";

std::unexpected<Error> tls_failure(const std::string& what) {
  return fail(ErrorCode::tls_failed, what + ": " + tls_error_text());
}

int choose_alpn(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* offered,
                unsigned int offered_size, void*) {
  // RFC 7301 section 3.2: names with a length byte before each.
  for (unsigned int at = 0; at + 1 <= offered_size; at += 1U + offered[at]) {
    const std::string_view name(reinterpret_cast<const char*>(offered + at + 1),
                                std::min<std::size_t>(offered[at], offered_size - at - 1));
    if (name == kAlpn) {
      *out = offered + at + 1;
      *out_size = offered[at];
      return SSL_TLSEXT_ERR_OK;
    }
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

std::string fingerprint_of(const X509* certificate) {
  std::array<unsigned char, 32> digest{};
  unsigned int size = 0;
  if (!certificate || X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) return {};
  return to_hex(digest);
}

/// What both sides want of OpenSSL.
Status configure(SSL_CTX* context) {
  SSL_CTX_set_security_level(context, kSecurityLevel);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                   SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_AUTO_RETRY);
  // One recv() for a record's header and body.
  SSL_CTX_set_read_ahead(context, 1);
  if (SSL_CTX_set_cipher_list(context, kSuitesTls12) != 1 || SSL_CTX_set_ciphersuites(context, kSuitesTls13) != 1 ||
      SSL_CTX_set1_groups_list(context, groups_list) != 1 || SSL_CTX_set1_sigalgs_list(context, signatures_list) != 1) {
    return tls_failure("cannot configure TLS");
  }
  return {};
}

}  // namespace

std::string tls_error_text() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  if (code == 0) return "no further detail";
  std::array<char, 256> text{};
  ERR_error_string_n(code, text.data(), text.size());
  return text.data();
}

void SslDeleter::operator()(SSL* ssl) const { SSL_free(ssl); }
void SslContextDeleter::operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

/// Keys under which tickets are sealed: the newest seals, all open. They are made by time, not by count, and wiped.
class TlsServerContext::TicketKeys {
 public:
  static constexpr std::size_t kNameBytes = 16;
  struct Key {
    std::array<unsigned char, kNameBytes> name{};
    std::array<unsigned char, 32> cipher{};
    std::array<unsigned char, 32> mac{};
    TimeMs made_ms = 0;
  };

  TicketKeys() = default;
  ~TicketKeys() {
    for (Key& key : keys_) wipe(&key, sizeof key);
  }
  TicketKeys(const TicketKeys&) = delete;
  TicketKeys& operator=(const TicketKeys&) = delete;

  /// False if there is no randomness; then no ticket is made.
  bool newest(Key& out) {
    const std::lock_guard lock(mutex_);
    const TimeMs now = steady_clock_ms();
    if (keys_.empty() || now - keys_.front().made_ms >= kTicketKeyPeriodMs) {
      Key fresh;
      fresh.made_ms = now;
      if (RAND_bytes(fresh.name.data(), fresh.name.size()) != 1 ||
          RAND_priv_bytes(fresh.cipher.data(), fresh.cipher.size()) != 1 ||
          RAND_priv_bytes(fresh.mac.data(), fresh.mac.size()) != 1) {
        return false;
      }
      keys_.insert(keys_.begin(), fresh);
      wipe(&fresh, sizeof fresh);
      expire(now);
    }
    out = keys_.front();
    return true;
  }

  bool find(const unsigned char* name, Key& out) {
    const std::lock_guard lock(mutex_);
    expire(steady_clock_ms());
    for (const Key& key : keys_) {
      if (std::memcmp(key.name.data(), name, kNameBytes) == 0) {
        out = key;
        return true;
      }
    }
    return false;
  }

 private:
  void expire(TimeMs now) {
    while (!keys_.empty() &&
           (keys_.size() > kTicketKeysKept ||
            now - keys_.back().made_ms >= static_cast<DurationMs>(kTicketKeysKept) * kTicketKeyPeriodMs)) {
      wipe(&keys_.back(), sizeof(Key));
      keys_.pop_back();
    }
  }

  std::mutex mutex_;
  std::vector<Key> keys_;
};

namespace {

/// SSL_CTX_set_tlsext_ticket_key_evp_cb(3). Returns 0 for "no such key" (a full handshake follows), 2 for "opened, but
/// seal a new one", 1 for done, below 0 for failure. A ticket of TLS 1.3 is good for one connection in a browser
/// (RFC 8446 appendix C.4), so each use is answered with the next.
template <class Keys>
int ticket_key(Keys& keys, bool single_use, unsigned char* name, unsigned char* iv, EVP_CIPHER_CTX* cipher,
               EVP_MAC_CTX* mac, int seal) {
  typename Keys::Key key;
  int verdict = 1;
  if (seal == 1) {
    if (!keys.newest(key) || RAND_bytes(iv, EVP_MAX_IV_LENGTH) != 1) return -1;
    std::memcpy(name, key.name.data(), key.name.size());
  } else {
    if (!keys.find(name, key)) return 0;
    typename Keys::Key newest;
    if (single_use || (keys.newest(newest) && newest.name != key.name)) verdict = 2;
    wipe(&newest, sizeof newest);
  }
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, key.mac.data(), key.mac.size()),
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_end(),
  };
  const bool ready = EVP_CipherInit_ex(cipher, EVP_aes_256_cbc(), nullptr, key.cipher.data(), iv, seal) == 1 &&
                     EVP_MAC_CTX_set_params(mac, parameters) == 1;
  wipe(&key, sizeof key);
  return ready ? verdict : -1;
}

}  // namespace

TlsServerContext::TlsServerContext() : ticket_keys_(std::make_unique<TicketKeys>()) {}
TlsServerContext::~TlsServerContext() = default;

Result<std::shared_ptr<TlsServerContext>> TlsServerContext::create(std::string certificate_file, std::string key_file) {
  std::shared_ptr<TlsServerContext> made(new TlsServerContext);
  made->certificate_file_ = std::move(certificate_file);
  made->key_file_ = std::move(key_file);
  CLOISTER_CHECK(made->reload());
  return made;
}

Result<std::shared_ptr<SSL_CTX>> TlsServerContext::load() const {
  ERR_clear_error();
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SslContextDeleter{});
  if (!context) return tls_failure("cannot make a TLS context");
  CLOISTER_CHECK(configure(context.get()));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  if (SSL_CTX_use_certificate_chain_file(context.get(), certificate_file_.c_str()) != 1) {
    return tls_failure("cannot read certificate " + certificate_file_);
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), key_file_.c_str(), SSL_FILETYPE_PEM) != 1) {
    return tls_failure("cannot read key " + key_file_);
  }
  if (SSL_CTX_check_private_key(context.get()) != 1) {
    return tls_failure("key " + key_file_ + " does not belong to certificate " + certificate_file_);
  }
  // Tickets carry the session, the server keeps none. One ticket: a browser reconnects one socket at a time.
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context.get(), 1);
  SSL_CTX_set_timeout(context.get(), kTicketLifetimeSeconds);
  constexpr std::string_view kSessionContext = "cloister";
  SSL_CTX_set_session_id_context(context.get(), reinterpret_cast<const unsigned char*>(kSessionContext.data()),
                                 static_cast<unsigned int>(kSessionContext.size()));
  SSL_CTX_set_alpn_select_cb(context.get(), choose_alpn, nullptr);
  SSL_CTX_set_app_data(context.get(), ticket_keys_.get());
  SSL_CTX_set_tlsext_ticket_key_evp_cb(context.get(), [](SSL* ssl, unsigned char* name, unsigned char* iv,
                                                         EVP_CIPHER_CTX* cipher, EVP_MAC_CTX* mac, int seal) {
    auto* keys = static_cast<TicketKeys*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
    return ticket_key(*keys, SSL_version(ssl) == TLS1_3_VERSION, name, iv, cipher, mac, seal);
  });
  return context;
}

Status TlsServerContext::reload() {
  CLOISTER_TRY(auto fresh, load());
  context_.store(std::move(fresh));
  return {};
}

std::string TlsServerContext::fingerprint() const {
  const auto context = context_.load();
  return fingerprint_of(SSL_CTX_get0_certificate(context.get()));
}

SslPtr TlsServerContext::new_session() const {
  const auto context = context_.load();
  SslPtr ssl(SSL_new(context.get()));
  if (ssl) SSL_set_accept_state(ssl.get());
  return ssl;
}

/// The newest ticket for each name.
struct TlsClientContext::SessionCache {
  static constexpr std::size_t kMaxNames = 64;
  struct Deleter {
    void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
  };
  std::mutex mutex;
  std::map<std::string, std::unique_ptr<SSL_SESSION, Deleter>, std::less<>> by_name;

  int remember(SSL* ssl, SSL_SESSION* session) {
    const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    if (!name) return 0;
    const std::lock_guard lock(mutex);
    if (by_name.size() >= kMaxNames && !by_name.contains(std::string_view(name))) return 0;
    by_name[name].reset(session);
    return 1;  // the reference is ours
  }
  void resume(SSL* ssl, const std::string& name) {
    const std::lock_guard lock(mutex);
    if (const auto found = by_name.find(name); found != by_name.end()) SSL_set_session(ssl, found->second.get());
  }
};

TlsClientContext::TlsClientContext() = default;
TlsClientContext::~TlsClientContext() = default;

Result<std::shared_ptr<TlsClientContext>> TlsClientContext::create(TlsClientOptions options) {
  ERR_clear_error();
  std::shared_ptr<TlsClientContext> made(new TlsClientContext);
  made->context_.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX* const context = made->context_.get();
  if (!context) return tls_failure("cannot make a TLS context");
  CLOISTER_CHECK(configure(context));
  SSL_CTX_set_min_proto_version(context, options.min_version);
  SSL_CTX_set_max_proto_version(context, options.max_version);
  if (!options.pinned_fingerprint.empty()) {
    const auto pin = from_hex(options.pinned_fingerprint);
    if (!pin || pin->size() != made->pin_.size())
      return fail(ErrorCode::tls_failed, "the pinned fingerprint is not a SHA-256");
    std::copy(pin->begin(), pin->end(), made->pin_.begin());
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr);
  } else {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    if (options.ca_file.empty()) {
      if (SSL_CTX_set_default_verify_paths(context) != 1) return tls_failure("cannot read the system's certificates");
    } else {
      if (SSL_CTX_load_verify_file(context, options.ca_file.c_str()) != 1) {
        return tls_failure("cannot read certificates " + options.ca_file);
      }
      // A server's own certificate in the file is trusted as it is.
      X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), X509_V_FLAG_PARTIAL_CHAIN);
    }
  }
  constexpr unsigned char kAlpnWire[] = "\x08http/1.1";
  SSL_CTX_set_alpn_protos(context, kAlpnWire, sizeof kAlpnWire - 1);
  if (options.resume) {
    made->sessions_ = std::make_unique<SessionCache>();
    SSL_CTX_set_app_data(context, made->sessions_.get());
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, [](SSL* ssl, SSL_SESSION* session) {
      return static_cast<SessionCache*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)))->remember(ssl, session);
    });
  } else {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  }
  made->options_ = std::move(options);
  return made;
}

SslPtr TlsClientContext::new_session(const std::string& server_name) const {
  SslPtr ssl(SSL_new(context_.get()));
  if (!ssl) return nullptr;
  SSL_set_connect_state(ssl.get());
  SSL_set_tlsext_host_name(ssl.get(), server_name.c_str());
  if (options_.pinned_fingerprint.empty()) {
    SSL_set_hostflags(ssl.get(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SSL_set1_host(ssl.get(), server_name.c_str());
  }
  if (sessions_) sessions_->resume(ssl.get(), server_name);
  return ssl;
}

bool TlsClientContext::acceptable(SSL* ssl) const {
  if (options_.pinned_fingerprint.empty()) return SSL_get_verify_result(ssl) == X509_V_OK;
  return from_hex(fingerprint_of(SSL_get0_peer_certificate(ssl))) == Bytes(pin_.begin(), pin_.end());
}

void TlsClientContext::forget_sessions() {
  if (!sessions_) return;
  const std::lock_guard lock(sessions_->mutex);
  sessions_->by_name.clear();
}

}  // namespace cloister::net
