// How the members of a JSON object become the fields of a message: used by gen/messages.cc only.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/encoding.h"
#include "base/fixed.h"
#include "base/result.h"
#include "protocol/gen/messages.h"
#include "protocol/gen/wire.h"

namespace cloister::protocol::json_fields {

namespace json = boost::json;

/// Objects in lists in an object: the wire never nests deeper.
inline constexpr std::size_t kMaxDepth = 6;
/// A page of the key log or of entries is larger than a command; only responses are, and they come from our own server.
inline constexpr std::size_t kMaxDocumentBytes = 32U << 20;

template <class Integer>
  requires std::is_unsigned_v<Integer>
bool from_value(const json::value& in, Integer& out, std::uint64_t max) {
  std::uint64_t value = 0;
  if (in.is_int64() && in.get_int64() >= 0) {
    value = static_cast<std::uint64_t>(in.get_int64());
  } else if (in.is_uint64()) {
    value = in.get_uint64();
  } else {
    return false;
  }
  if (value > max) return false;
  out = static_cast<Integer>(value);
  return true;
}

inline bool from_value(const json::value& in, bool& out, std::uint64_t) {
  if (!in.is_bool()) return false;
  out = in.get_bool();
  return true;
}

inline bool from_value(const json::value& in, std::string& out, std::uint64_t max) {
  if (!in.is_string() || in.get_string().size() > max) return false;
  out = std::string(in.get_string());
  return true;
}

inline bool from_value(const json::value& in, Bytes& out, std::uint64_t max) {
  if (!in.is_string()) return false;
  auto decoded = from_base64url(std::string_view(in.get_string()));
  if (!decoded || decoded->size() > max) return false;
  out = std::move(*decoded);
  return true;
}

template <std::size_t N, class Tag>
bool from_value(const json::value& in, Fixed<N, Tag>& out, std::uint64_t) {
  if (!in.is_string()) return false;
  const auto parsed = Fixed<N, Tag>::parse(std::string_view(in.get_string()));
  if (!parsed) return false;
  out = *parsed;
  return true;
}

template <class T>
bool take(const json::object& in, const char* name, T& out, std::uint64_t max, std::size_t& seen) {
  const json::value* found = in.if_contains(name);
  if (found == nullptr) return false;
  ++seen;
  return from_value(*found, out, max);
}

template <class T>
bool take_optional(const json::object& in, const char* name, std::optional<T>& out, std::uint64_t max,
                   std::size_t& seen) {
  return in.if_contains(name) == nullptr || take(in, name, out.emplace(), max, seen);
}

template <class T>
bool take_list(const json::object& in, const char* name, std::vector<T>& out, std::size_t max_items, std::uint64_t max,
               std::size_t& seen) {
  const json::value* found = in.if_contains(name);
  if (found == nullptr || !found->is_array() || found->get_array().size() > max_items) return false;
  ++seen;
  out.reserve(found->get_array().size());
  for (const json::value& item : found->get_array())
    if (!from_value(item, out.emplace_back(), max)) return false;
  return true;
}

inline bool take_tag(const json::object& in, const char* tag, std::size_t& seen) {
  const json::value* found = in.if_contains("t");
  if (found == nullptr || !found->is_string() || found->get_string() != tag) return false;
  ++seen;
  return true;
}

inline std::optional<json::value> parse_document(std::string_view text) {
  if (text.size() > kMaxDocumentBytes) return std::nullopt;
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::error_code error;
  json::value value = json::parse(text, error, {}, options);
  if (error) return std::nullopt;
  return value;
}

template <class T>
Result<T> parse_as(std::string_view text) {
  const auto document = parse_document(text);
  T out;
  if (!document || !from_value(*document, out, 0)) return fail(ErrorCode::malformed);
  return out;
}

}  // namespace cloister::protocol::json_fields
