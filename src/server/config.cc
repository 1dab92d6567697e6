#include "server/config.h"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <functional>
#include <map>
#include <set>

namespace cloister::server {
namespace {

constexpr std::int64_t kMaxSessionSeconds = 30LL * 24 * 3600;
/// More than any table of the server holds.
constexpr std::int64_t kMaxPerNetwork = 10'000'000;
constexpr std::int64_t kMaxBytesPerNetwork = std::int64_t{1} << 40;
constexpr std::int64_t kMaxStoredBytes = std::int64_t{1} << 40;

using Take = std::function<bool(const toml::node&)>;

Take text(std::string& out) {
  return [&out](const toml::node& node) {
    const auto value = node.value_exact<std::string>();
    if (value) out = *value;
    return value.has_value();
  };
}

Take path(std::filesystem::path& out) {
  return [&out](const toml::node& node) {
    const auto value = node.value_exact<std::string>();
    if (value) out = *value;
    return value.has_value();
  };
}

template <class Integer>
Take number(Integer& out, std::int64_t low, std::int64_t high) {
  return [&out, low, high](const toml::node& node) {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < low || *value > high) return false;
    out = static_cast<Integer>(*value);
    return true;
  };
}

Take table(std::map<std::string, Take, std::less<>> keys) {
  return [keys = std::move(keys)](const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return false;
    for (const auto& [key, value] : *table) {
      const auto found = keys.find(key.str());
      if (found == keys.end() || !found->second(value)) return false;
    }
    return true;
  };
}

Take network_limits(core::NetworkLimits& out) {
  return table({{"connections", number(out.connections, 0, kMaxPerNetwork)},
                {"unproven", number(out.unproven, 0, kMaxPerNetwork)},
                {"body_bytes", number(out.body_bytes, 0, kMaxBytesPerNetwork)},
                {"sessions_per_hour", number(out.sessions_per_hour, 0, kMaxPerNetwork)},
                {"conversations_per_hour", number(out.conversations_per_hour, 0, kMaxPerNetwork)},
                {"waiting", number(out.waiting, 0, kMaxPerNetwork)},
                {"sign_ins_per_hour", number(out.sign_ins_per_hour, 0, kMaxPerNetwork)},
                {"proofs", number(out.proofs, 0, kMaxPerNetwork)}});
}

Take storage_limits(core::StorageLimits& out) {
  return table({{"customer_bytes_per_day", number(out.customer_bytes_per_day, 0, kMaxStoredBytes)},
                {"person_bytes_per_day", number(out.person_bytes_per_day, 0, kMaxStoredBytes)},
                {"network_bytes_per_day", number(out.network_bytes_per_day, 0, kMaxStoredBytes)},
                {"site_bytes_per_day", number(out.site_bytes_per_day, 0, kMaxStoredBytes)},
                {"free_floor_bytes", number(out.free_floor_bytes, 0, kMaxStoredBytes)}});
}

Take handlings(core::Handlings& out) {
  return [&out](const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return false;
    for (const auto& [key, value] : *table) {
      const auto type = core::type_from(key.str());
      const auto name = value.value_exact<std::string>();
      const auto handling = name ? core::handling_from(*name) : std::nullopt;
      if (!type || !handling) return false;
      out[static_cast<std::size_t>(*type)] = *handling;
    }
    return true;
  };
}

/// "pause" or "send".
Take if_unavailable(bool& pause) {
  return [&pause](const toml::node& node) {
    const auto value = node.value_exact<std::string>();
    if (!value || (*value != "pause" && *value != "send")) return false;
    pause = *value == "pause";
    return true;
  };
}

Take sensitive_data(core::SensitiveData& out) {
  return table({{"if_unavailable", if_unavailable(out.pause_if_unavailable)},
                {"customer", handlings(out.customer)},
                {"agent", handlings(out.staff)}});
}

/// Seconds in the file, milliseconds in memory.
Take seconds(DurationMs& out) {
  return [&out](const toml::node& node) {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < 1 || *value > kMaxSessionSeconds) return false;
    out = *value * kSecondMs;
    return true;
  };
}

Take origins(std::vector<std::string>& out) {
  return [&out](const toml::node& node) {
    const toml::array* array = node.as_array();
    if (array == nullptr) return false;
    for (const toml::node& item : *array) {
      const auto value = item.value_exact<std::string>();
      if (!value || !value->starts_with("https://")) return false;
      out.push_back(*value);
    }
    return true;
  };
}

Take continuity(protocol::Continuity& out) {
  return [&out](const toml::node& node) {
    const auto value = node.value_exact<std::string>();
    const auto choice = value ? protocol::continuity_from(*value) : std::nullopt;
    if (choice) out = *choice;
    return choice.has_value();
  };
}

Take sites(std::vector<SiteHosts>& out) {
  return [&out](const toml::node& node) {
    const toml::array* array = node.as_array();
    if (array == nullptr || array->empty()) return false;
    out.clear();
    for (const toml::node& item : *array) {
      SiteHosts& hosts = out.emplace_back();
      const Take take = table({{"chat", text(hosts.chat)},
                               {"console", text(hosts.console)},
                               {"shop", text(hosts.shop)},
                               {"embedding_origins", origins(hosts.embedding_origins)}});
      if (!take(item)) return false;
    }
    return true;
  };
}

}  // namespace

std::string Config::origin_of(const std::string& host) const {
  return port == 443 ? fmt::format("https://{}", host) : fmt::format("https://{}:{}", host, port);
}

Result<Config> load_config(const std::filesystem::path& file) {
  Config config;
  const std::map<std::string, Take, std::less<>> keys = {
      {"data_directory", path(config.data_directory)},
      {"address", text(config.address)},
      {"port", number(config.port, 1, 65535)},
      {"redirect_port", number(config.redirect_port, 0, 65535)},
      {"certificate_file", path(config.certificate_file)},
      {"key_file", path(config.key_file)},
      {"site", sites(config.sites)},
      {"customer_idle_seconds", seconds(config.customer.idle_ms)},
      {"customer_absolute_seconds", seconds(config.customer.absolute_ms)},
      {"staff_idle_seconds", seconds(config.staff.idle_ms)},
      {"staff_absolute_seconds", seconds(config.staff.absolute_ms)},
      {"abandoned_seconds", seconds(config.abandoned_ms)},
      {"continuity", continuity(config.continuity)},
      {"per_network", network_limits(config.per_network)},
      {"storage", storage_limits(config.storage)},
      {"sensitive_data", sensitive_data(config.sensitive_data)},
      {"threads", number(config.threads, 0, 256)},
  };
  toml::table table;
  try {
    table = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::malformed, fmt::format("{}: {}", file.string(), error.description()));
  }
  for (const auto& [key, value] : table) {
    const auto found = keys.find(key.str());
    if (found == keys.end())
      return fail(ErrorCode::malformed, fmt::format("{}: unknown key {}", file.string(), key.str()));
    if (!found->second(value))
      return fail(ErrorCode::malformed, fmt::format("{}: the value of {} does not fit", file.string(), key.str()));
  }
  return config;
}

std::string check_config(const Config& config) {
  std::set<std::string> hosts;
  for (const SiteHosts& site : config.sites) {
    if (site.chat.empty() || site.console.empty()) return "a site needs a chat and a console host";
    for (const std::string& host : {site.chat, site.console, site.shop})
      if (!host.empty() && !hosts.insert(host).second)
        return "host names must differ: the browser keeps the parts of a site apart by origin";
  }
  if (config.certificate_file.empty() != config.key_file.empty())
    return "certificate_file and key_file are given together or not at all";
  for (const core::SessionLimits& limits : {config.customer, config.staff})
    if (limits.idle_ms > limits.absolute_ms) return "an idle limit is longer than its absolute limit";
  return {};
}

}  // namespace cloister::server
