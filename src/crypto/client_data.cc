#include "crypto/client_data.h"

#include <boost/json/basic_parser_impl.hpp>

#include <optional>
#include <string_view>

#include "base/encoding.h"

namespace cloister::crypto {
namespace {

namespace json = boost::json;

/// Picks the members that matter out of the outermost object while Boost.JSON parses. A document tree would
/// not do: it keeps one of two members of the same name, and another reader might keep the other.
struct Handler {
  // Limits that Boost.JSON asks for; the size of the document bounds all of them.
  static constexpr std::size_t max_object_size = kMaxClientData;
  static constexpr std::size_t max_array_size = kMaxClientData;
  static constexpr std::size_t max_key_size = kMaxClientData;
  static constexpr std::size_t max_string_size = kMaxClientData;
  using Error = json::error_code;

  std::optional<std::string> type;
  std::optional<std::string> challenge;
  std::optional<std::string> origin;
  std::optional<bool> cross_origin;
  bool has_top_origin = false;

  int depth = 0;
  std::string text;  // of the key or string being read
  std::string key;   // of the member being read, at depth 1

  static bool refuse(Error& error) {
    error = json::error::syntax;
    return false;
  }
  std::optional<std::string>* wanted_text() {
    if (key == "type") return &type;
    if (key == "challenge") return &challenge;
    if (key == "origin") return &origin;
    return nullptr;
  }
  bool is_wanted() { return wanted_text() != nullptr || key == "crossOrigin"; }
  /// A value that is neither a string nor a boolean: not where one of those belongs.
  bool other(Error& error) { return depth == 1 && is_wanted() ? refuse(error) : true; }

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error& error) {
    if (!other(error)) return false;
    ++depth;
    return true;
  }
  bool on_object_end(std::size_t, Error&) {
    --depth;
    return true;
  }
  bool on_array_begin(Error& error) {
    if (!other(error)) return false;
    ++depth;
    return true;
  }
  bool on_array_end(std::size_t, Error&) {
    --depth;
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, Error&) {
    text.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, Error&) {
    text.append(part.data(), part.size());
    if (depth == 1) {
      key = text;
      if (key == "topOrigin") has_top_origin = true;
    }
    text.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, Error&) {
    text.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, Error& error) {
    text.append(part.data(), part.size());
    const std::string value = std::exchange(text, {});
    if (depth != 1 || !is_wanted()) return true;
    auto* const target = wanted_text();
    if (target == nullptr || target->has_value()) return refuse(error);
    *target = value;
    return true;
  }
  bool on_bool(bool value, Error& error) {
    if (depth != 1 || !is_wanted()) return true;
    if (key != "crossOrigin" || cross_origin) return refuse(error);
    cross_origin = value;
    return true;
  }
  bool on_null(Error& error) { return other(error); }
  bool on_number_part(json::string_view, Error&) { return true; }
  bool on_int64(std::int64_t, json::string_view, Error& error) { return other(error); }
  bool on_uint64(std::uint64_t, json::string_view, Error& error) { return other(error); }
  bool on_double(double, json::string_view, Error& error) { return other(error); }
  bool on_comment_part(json::string_view, Error&) { return true; }
  bool on_comment(json::string_view, Error&) { return true; }
};

}  // namespace

Result<ClientData> parse_client_data(ByteView bytes) {
  if (bytes.size() > kMaxClientData) return fail(ErrorCode::malformed, "client data: size");
  json::parse_options options;
  options.max_depth = kMaxClientDataDepth;
  json::basic_parser<Handler> parser(options);
  json::error_code error;
  const std::string_view text = as_text(bytes);
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  // White space behind the value is taken by the parser; anything else is left over.
  Handler& seen = parser.handler();
  if (error || used != text.size()) return fail(ErrorCode::malformed, "client data: JSON");
  if (!seen.type || !seen.challenge || !seen.origin) return fail(ErrorCode::malformed, "client data: member missing");
  auto challenge = from_base64url(*seen.challenge);
  if (!challenge) return fail(ErrorCode::malformed, "client data: challenge");
  ClientData out;
  out.type = std::move(*seen.type);
  out.challenge = std::move(*challenge);
  out.origin = std::move(*seen.origin);
  out.cross_origin = seen.cross_origin.value_or(false);
  out.has_top_origin = seen.has_top_origin;
  return out;
}

}  // namespace cloister::crypto
