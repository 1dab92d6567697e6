#include "client/agent_credentials.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "protocol/codec.h"

namespace cloister::client {
namespace {

constexpr std::size_t kMaxFile = 64 * 1024;
constexpr std::size_t kMaxText = 300;
constexpr std::size_t kMaxCredentialId = 1023;

}  // namespace

Status AgentCredentials::save(const std::filesystem::path& file) const {
  protocol::Encoder out;
  out.label("native-agent");
  out.raw(site);
  out.raw(root);
  out.bytes(as_bytes(rp_id));
  out.bytes(as_bytes(name));
  write(out, device.record);
  const Secret seed = device.sign.seed();
  out.raw(seed.view());
  out.raw(device.kem.scalar().view());
  out.bytes(passkey.passkey().credential_id);
  out.raw(passkey.scalar().view());
  const Secret bytes(out.take());
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return fail(ErrorCode::storage_failed, "cannot write " + file.string());
  const ssize_t wrote = ::write(fd, bytes.view().data(), bytes.size());
  const int closed = ::close(fd);
  if (wrote != static_cast<ssize_t>(bytes.size()) || closed != 0)
    return fail(ErrorCode::storage_failed, "cannot write " + file.string());
  return {};
}

Result<AgentCredentials> AgentCredentials::load(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const Secret bytes(Bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()});
  if (!stream || bytes.size() > kMaxFile) return fail(ErrorCode::malformed, "cannot read " + file.string());
  protocol::Encoder label;
  label.label("native-agent");
  const Bytes expected = label.take();
  if (bytes.size() < expected.size() || !equal(bytes.view().first(expected.size()), expected))
    return fail(ErrorCode::malformed, file.string() + " is no file of credentials");
  protocol::Decoder in(bytes.view().subspan(expected.size()));
  SiteId site;
  Hash root;
  in.raw(site.value);
  in.raw(root.value);
  std::string rp_id = in.text(kMaxText);
  std::string name = in.text(kMaxText);
  protocol::DeviceRecord record;
  read(in, record);
  Secret seed(crypto::kEd25519SeedSize);
  Secret scalar(crypto::kP256ScalarSize);
  Secret passkey_scalar(crypto::kP256ScalarSize);
  in.raw(seed.writable());
  in.raw(scalar.writable());
  Bytes credential_id = in.bytes(kMaxCredentialId);
  in.raw(passkey_scalar.writable());
  if (in.failed() || !in.at_end()) return fail(ErrorCode::malformed, file.string() + " is damaged");
  CLOISTER_TRY(auto device, protocol::DeviceKeys::restore(record, seed.view(), scalar.view()));
  CLOISTER_TRY(auto passkey, SoftwarePasskey::restore(std::move(credential_id), passkey_scalar.view()));
  return AgentCredentials{site, root, std::move(rp_id), std::move(name), std::move(device), std::move(passkey)};
}

}  // namespace cloister::client
