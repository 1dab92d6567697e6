#include "net/tls_stream.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

namespace cloister::net {

namespace {

/// One TLS record holds at most 2^14 bytes (RFC 8446 section 5.1).
constexpr std::size_t kScratchBytes = 16 * 1024;

/// What the BIO of this thread is working on.
thread_local int current_fd = -1;
thread_local bool current_eof = false;

/// OpenSSL keeps the key pair of the key exchange for as long as the connection lives. Forward secrecy is better served
/// without it, and so is memory. Giving a key a type again empties it; the connection frees the rest at its end.
void forget_ephemeral_keys(SSL* ssl) {
  EVP_PKEY* key = nullptr;
  if (SSL_get_tmp_key(ssl, &key) == 1) {
    EVP_PKEY_set_type(key, EVP_PKEY_X25519);
    EVP_PKEY_free(key);
  }
  key = nullptr;
  if (SSL_get_peer_tmp_key(ssl, &key) == 1) {
    EVP_PKEY_set_type(key, EVP_PKEY_X25519);
    EVP_PKEY_free(key);
  }
  ERR_clear_error();
}

int bio_read(BIO* bio, char* into, int size) {
  BIO_clear_retry_flags(bio);
  ssize_t got;
  do {
    got = ::recv(current_fd, into, static_cast<std::size_t>(size), 0);
  } while (got < 0 && errno == EINTR);
  if (got == 0) current_eof = true;
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_read(bio);
  return static_cast<int>(got);
}

int bio_write(BIO* bio, const char* from, int size) {
  BIO_clear_retry_flags(bio);
  ssize_t put;
  do {
    put = ::send(current_fd, from, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  } while (put < 0 && errno == EINTR);
  if (put < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_write(bio);
  return static_cast<int>(put);
}

long bio_control(BIO*, int command, long, void*) {
  if (command == BIO_CTRL_FLUSH) return 1;
  if (command == BIO_CTRL_EOF) return current_eof ? 1 : 0;
  return 0;
}

BIO_METHOD* bio_method() {
  static BIO_METHOD* const method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "cloister descriptor");
    if (!made) std::abort();
    BIO_meth_set_read(made, bio_read);
    BIO_meth_set_write(made, bio_write);
    BIO_meth_set_ctrl(made, bio_control);
    BIO_meth_set_create(made, [](BIO* bio) {
      BIO_set_init(bio, 1);
      return 1;
    });
    return made;
  }();
  return method;
}

/// A BIO keeps flags between calls, so that two threads must not share one.
class ThreadBio {
 public:
  ThreadBio() : bio_(BIO_new(bio_method())) {
    if (!bio_) std::abort();
  }
  ~ThreadBio() { BIO_free(bio_); }
  ThreadBio(const ThreadBio&) = delete;
  ThreadBio& operator=(const ThreadBio&) = delete;
  BIO* get() const { return bio_; }

 private:
  BIO* bio_;
};

BIO* thread_bio() {
  thread_local const ThreadBio bio;
  return bio.get();
}

/// Makes `ssl` speak to `fd` in this thread.
void aim(SSL* ssl, int fd) {
  BIO* const bio = thread_bio();
  if (SSL_get_rbio(ssl) != bio) {
    // One reference each for reading and writing.
    BIO_up_ref(bio);
    SSL_set0_rbio(ssl, bio);
    BIO_up_ref(bio);
    SSL_set0_wbio(ssl, bio);
  }
  current_fd = fd;
  current_eof = false;
  ERR_clear_error();
}

}  // namespace

TlsStream::~TlsStream() {
  // SSL_free would send nothing, but must not find another connection's descriptor.
  current_fd = -1;
  ssl_.reset();
  if (fd_ >= 0) ::close(fd_);
}

IoStatus TlsStream::status_of(int result) {
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_NONE:
      return IoStatus::ok;
    case SSL_ERROR_WANT_READ:
      return IoStatus::want_read;
    case SSL_ERROR_WANT_WRITE:
      return IoStatus::want_write;
    case SSL_ERROR_ZERO_RETURN:
      return IoStatus::closed;
    default:
      return current_eof ? IoStatus::truncated : IoStatus::failed;
  }
}

IoStatus TlsStream::handshake() {
  aim(ssl_.get(), fd_);
  const int result = SSL_do_handshake(ssl_.get());
  if (result != 1) return status_of(result);
  forget_ephemeral_keys(ssl_.get());
  return IoStatus::ok;
}

IoResult TlsStream::read(std::span<std::uint8_t> into) {
  aim(ssl_.get(), fd_);
  std::size_t got = 0;
  const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &got);
  if (result == 1) return {IoStatus::ok, got};
  return {status_of(result), 0};
}

bool TlsStream::pending() const { return SSL_has_pending(ssl_.get()) == 1; }

IoResult TlsStream::write(ByteView bytes) {
  aim(ssl_.get(), fd_);
  std::size_t put = 0;
  const int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &put);
  if (result == 1) return {IoStatus::ok, put};
  return {status_of(result), 0};
}

void TlsStream::close_notify() {
  if (!SSL_is_init_finished(ssl_.get())) return;
  aim(ssl_.get(), fd_);
  SSL_shutdown(ssl_.get());
}

void TlsStream::shutdown_write() { ::shutdown(fd_, SHUT_WR); }

std::span<std::uint8_t> read_scratch() {
  thread_local std::array<std::uint8_t, kScratchBytes> scratch;
  return scratch;
}

}  // namespace cloister::net
