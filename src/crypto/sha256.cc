#include "crypto/sha256.h"

#include "crypto/openssl.h"

namespace cloister::crypto {

struct Sha256::State {
  openssl::MdCtx context{EVP_MD_CTX_new()};

  State() { restart(); }
  void restart() { openssl::must(context && EVP_DigestInit_ex2(context.get(), openssl::sha256(), nullptr) == 1); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::update(ByteView data) {
  openssl::must(EVP_DigestUpdate(state_->context.get(), data.data(), data.size()) == 1);
  return *this;
}

Hash Sha256::finish() {
  Hash out;
  openssl::must(EVP_DigestFinal_ex(state_->context.get(), out.value.data(), nullptr) == 1);
  state_->restart();
  return out;
}

Hash sha256(std::initializer_list<ByteView> parts) {
  // One context a thread: allocating one costs as much as hashing 200 bytes. Hashed secrets do not linger in
  // it: final wipes the block, and the next init the state.
  thread_local const openssl::MdCtx context{EVP_MD_CTX_new()};
  Hash out;
  openssl::must(context && EVP_DigestInit_ex2(context.get(), openssl::sha256(), nullptr) == 1);
  for (ByteView part : parts) openssl::must(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1);
  openssl::must(EVP_DigestFinal_ex(context.get(), out.value.data(), nullptr) == 1);
  return out;
}

Hash sha256(ByteView data) { return sha256({data}); }

}  // namespace cloister::crypto
