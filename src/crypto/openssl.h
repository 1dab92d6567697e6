// Inside of the crypto module only: OpenSSL's objects as C++ ones, and its algorithms fetched once.
//
// OpenSSL 3 looks an algorithm up by name in every call that does not bring a fetched one, which costs more
// than hashing a short message.
#pragma once

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>

namespace cloister::crypto::openssl {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

using MdCtx = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using MacCtx = std::unique_ptr<EVP_MAC_CTX, Deleter<EVP_MAC_CTX_free>>;
using CipherCtx = std::unique_ptr<EVP_CIPHER_CTX, Deleter<EVP_CIPHER_CTX_free>>;
using Pkey = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using PkeyCtx = std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX_free>>;
using Point = std::unique_ptr<EC_POINT, Deleter<EC_POINT_clear_free>>;
using Number = std::unique_ptr<BIGNUM, Deleter<BN_clear_free>>;
using NumberCtx = std::unique_ptr<BN_CTX, Deleter<BN_CTX_free>>;

/// For what can only fail when memory is exhausted or OpenSSL is broken: ends the process. Going on with a
/// hash or a key that was not computed is not an option.
void must(bool happened);

const EVP_MD* sha256();
const EVP_CIPHER* aes_128_gcm();
const EVP_CIPHER* aes_256_gcm();
/// HMAC with SHA-256 set and no key: to be duplicated.
const EVP_MAC_CTX* hmac_template();
const EC_GROUP* p256();

}  // namespace cloister::crypto::openssl
