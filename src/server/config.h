// What the operator decides, as values with defaults. Read once at the start; immutable afterwards, so any thread may
// read it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace cloister::server {

/// Who besides the assigned agent can open a conversation (docs/protocol.md section 4).
enum class Continuity : std::uint8_t { nobody, supervisors, team };

std::string_view name_of(Continuity continuity);

/// How long a session lives without and with activity.
struct SessionLimits {
  DurationMs idle_ms;
  DurationMs absolute_ms;
};

struct Config {
  std::filesystem::path data_directory = "data";
  std::string address = "127.0.0.1";
  std::uint16_t port = 8443;
  /// A port that only redirects to HTTPS; 0 for none.
  std::uint16_t redirect_port = 0;
  /// PEM files. Empty: a development certificate is made in the data directory.
  std::filesystem::path certificate_file;
  std::filesystem::path key_file;

  /// Host names without port; the three must differ. `shop_host` is empty where no demo shop is served.
  std::string chat_host = "chat.localhost";
  std::string console_host = "console.localhost";
  std::string shop_host;
  /// Origins that may embed the widget, such as "https://www.example.org". The demo shop is added by itself.
  std::vector<std::string> embedding_origins;

  SessionLimits customer{.idle_ms = 30 * kMinuteMs, .absolute_ms = 12 * kHourMs};
  SessionLimits staff{.idle_ms = 15 * kMinuteMs, .absolute_ms = 10 * kHourMs};
  /// A conversation in which nothing was written for this long is closed.
  DurationMs abandoned_ms = 24 * kHourMs;
  Continuity continuity = Continuity::supervisors;
  /// Event loops; 0 for one per core.
  unsigned threads = 0;

  /// "https://host:port", the port left out when it is 443.
  std::string origin_of(const std::string& host) const;
  std::string chat_origin() const { return origin_of(chat_host); }
  std::string console_origin() const { return origin_of(console_host); }
  std::string shop_origin() const { return origin_of(shop_host); }
};

/// Reads a TOML file over the defaults. Unknown keys, wrong types and values out of range are `malformed`, with a
/// detail that names the key.
Result<Config> load_config(const std::filesystem::path& file);
/// What does not fit together in a configuration, in words; empty when all is well.
std::string check_config(const Config& config);

}  // namespace cloister::server
