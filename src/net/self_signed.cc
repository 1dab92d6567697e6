#include "net/self_signed.h"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "base/bytes.h"
#include "base/errno_text.h"
#include "net/tls_context.h"

namespace cloister::net {

namespace {

constexpr std::size_t kMaxNames = 32;
constexpr std::size_t kMaxNameBytes = 253;       // RFC 1035 section 2.3.4, as text
constexpr std::size_t kMaxCommonNameBytes = 64;  // RFC 5280 appendix A.1, ub-common-name
constexpr int kSerialBytes = 16;
constexpr mode_t kKeyMode = 0600;
constexpr mode_t kCertificateMode = 0644;

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* value) const {
    Free(value);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Deleter<Free>>;
using KeyPtr = Owned<EVP_PKEY, EVP_PKEY_free>;
using CertificatePtr = Owned<X509, X509_free>;
using BioPtr = Owned<BIO, BIO_free_all>;

std::unexpected<Error> failure(const std::string& what) {
  return fail(ErrorCode::tls_failed, what + ": " + tls_error_text());
}

bool is_ip(const std::string& name) {
  const Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free> address(a2i_IPADDRESS(name.c_str()));
  return address != nullptr;
}

bool plain_name(const std::string& name) {
  return !name.empty() && name.size() <= kMaxNameBytes && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '*';
  });
}

bool add_extension(X509* certificate, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Owned<X509_EXTENSION, X509_EXTENSION_free> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool set_serial(X509* certificate) {
  std::array<unsigned char, kSerialBytes> bytes{};
  if (RAND_bytes(bytes.data(), kSerialBytes) != 1) return false;
  bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7f) | 0x40);  // positive and of full length
  const Owned<BIGNUM, BN_free> number(BN_bin2bn(bytes.data(), kSerialBytes, nullptr));
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool fill(X509* certificate, EVP_PKEY* key, const SelfSignedOptions& options) {
  constexpr long kSecondsADay = 24 * 3600;
  constexpr long kClockSlackSeconds = 3600;
  std::string alternatives;
  for (const std::string& name : options.names) {
    alternatives += (alternatives.empty() ? "" : ",") + std::string(is_ip(name) ? "IP:" : "DNS:") + name;
  }
  const std::string common = options.names.front().substr(0, kMaxCommonNameBytes);
  X509_NAME* const subject = X509_get_subject_name(certificate);
  return X509_set_version(certificate, X509_VERSION_3) == 1 && set_serial(certificate) &&
         X509_gmtime_adj(X509_getm_notBefore(certificate), -kClockSlackSeconds) != nullptr &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), options.valid_days * kSecondsADay - kClockSlackSeconds) !=
             nullptr &&
         X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(common.data()),
                                    static_cast<int>(common.size()), -1, 0) == 1 &&
         X509_set_issuer_name(certificate, subject) == 1 && X509_set_pubkey(certificate, key) == 1 &&
         add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
         add_extension(certificate, NID_key_usage, "critical,digitalSignature") &&
         add_extension(certificate, NID_ext_key_usage, "serverAuth") &&
         add_extension(certificate, NID_subject_alt_name, alternatives) &&
         add_extension(certificate, NID_subject_key_identifier, "hash") &&
         add_extension(certificate, NID_authority_key_identifier, "keyid:always") &&
         X509_sign(certificate, key, EVP_sha256()) > 0;
}

/// Written beside the target and renamed: a reader sees the old file, the new one, or none.
Status write_file(const std::string& path, std::string_view content, mode_t mode) {
  const std::string temporary = path + ".new";
  ::unlink(temporary.c_str());
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  const auto failed = [&] { return fail(ErrorCode::internal, "cannot write " + path + ": " + errno_text(errno)); };
  if (fd < 0) return failed();
  std::size_t put = 0;
  bool good = ::fchmod(fd, mode) == 0;
  while (good && put < content.size()) {
    const ssize_t step = ::write(fd, content.data() + put, content.size() - put);
    if (step < 0 && errno == EINTR) continue;
    good = step > 0;
    if (good) put += static_cast<std::size_t>(step);
  }
  good = good && ::fsync(fd) == 0;
  if (::close(fd) != 0) good = false;
  if (!good || ::rename(temporary.c_str(), path.c_str()) != 0) {
    const auto error = failed();
    ::unlink(temporary.c_str());
    return error;
  }
  return {};
}

std::string_view content_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(std::max(size, 0L))};
}

BioPtr open_file(const std::string& path) { return BioPtr(BIO_new_file(path.c_str(), "r")); }

}  // namespace

Status write_self_signed(const SelfSignedOptions& options, const std::string& certificate_file,
                         const std::string& key_file) {
  if (options.names.empty() || options.names.size() > kMaxNames ||
      !std::all_of(options.names.begin(), options.names.end(), plain_name)) {
    return fail(ErrorCode::malformed, "a certificate needs 1 to 32 lower-case host names or addresses");
  }
  if (options.valid_days < 1 || options.valid_days > kMaxCertificateDays) {
    return fail(ErrorCode::malformed, "a certificate is valid for 1 to 397 days");
  }
  const KeyPtr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  const CertificatePtr certificate(X509_new());
  if (!key || !certificate || !fill(certificate.get(), key.get(), options)) return failure("cannot make a certificate");
  const BioPtr certificate_pem(BIO_new(BIO_s_mem()));
  const BioPtr key_pem(BIO_new(BIO_s_secmem()));
  if (!certificate_pem || !key_pem || PEM_write_bio_X509(certificate_pem.get(), certificate.get()) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return failure("cannot write a certificate");
  }
  CLOISTER_CHECK(write_file(key_file, content_of(key_pem.get()), kKeyMode));
  return write_file(certificate_file, content_of(certificate_pem.get()), kCertificateMode);
}

bool certificate_good_for(const std::string& certificate_file, const std::string& key_file,
                          const std::vector<std::string>& names, int days) {
  const BioPtr certificate_bio = open_file(certificate_file);
  const BioPtr key_bio = open_file(key_file);
  if (!certificate_bio || !key_bio) return false;
  const CertificatePtr certificate(PEM_read_bio_X509(certificate_bio.get(), nullptr, nullptr, nullptr));
  const KeyPtr key(PEM_read_bio_PrivateKey(key_bio.get(), nullptr, nullptr, nullptr));
  if (!certificate || !key || X509_check_private_key(certificate.get(), key.get()) != 1) return false;
  int days_left = 0;
  int seconds_left = 0;
  if (ASN1_TIME_diff(&days_left, &seconds_left, nullptr, X509_get0_notAfter(certificate.get())) != 1) return false;
  if (days_left < days) return false;
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    if (is_ip(name)) return X509_check_ip_asc(certificate.get(), name.c_str(), 0) == 1;
    return X509_check_host(certificate.get(), name.data(), name.size(), 0, nullptr) == 1;
  });
}

}  // namespace cloister::net
