#include "crypto/openssl.h"

#include <openssl/core_names.h>
#include <openssl/obj_mac.h>
#include <openssl/params.h>

#include <cstdlib>

namespace cloister::crypto::openssl {
namespace {

template <class T>
T* checked(T* object) {
  must(object != nullptr);
  return object;
}

EVP_MAC_CTX* make_hmac_template() {
  EVP_MAC* mac = checked(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  EVP_MAC_CTX* context = checked(EVP_MAC_CTX_new(mac));
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                               OSSL_PARAM_construct_end()};
  must(EVP_MAC_CTX_set_params(context, params) == 1);
  EVP_MAC_free(mac);  // the context holds a reference of its own
  return context;
}

}  // namespace

void must(bool happened) {
  if (!happened) std::abort();
}

// Fetched algorithms live as long as the process: nothing frees them, so that no order of destruction
// matters.

const EVP_MD* sha256() {
  static const EVP_MD* const md = checked(EVP_MD_fetch(nullptr, "SHA256", nullptr));
  return md;
}

const EVP_CIPHER* aes_128_gcm() {
  static const EVP_CIPHER* const cipher = checked(EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr));
  return cipher;
}

const EVP_CIPHER* aes_256_gcm() {
  static const EVP_CIPHER* const cipher = checked(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
  return cipher;
}

const EVP_MAC_CTX* hmac_template() {
  static const EVP_MAC_CTX* const context = make_hmac_template();
  return context;
}

const EC_GROUP* p256() {
  static const EC_GROUP* const group = checked(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  return group;
}

}  // namespace cloister::crypto::openssl
