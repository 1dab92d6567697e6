#include "cli/scan_json.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <istream>
#include <iterator>
#include <optional>
#include <ostream>
#include <string>

#include "detect/scanner.h"

namespace cloister::cli {
namespace {

namespace json = boost::json;

int hex_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    const char lower = static_cast<char>(c | 0x20);
    const int digit = c >= '0' && c <= '9' ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

// An escape for half a surrogate pair is valid JSON to many writers, but not to this parser.
std::string without_lone_surrogates(std::string line) {
  for (std::size_t i = 0; i + 6 <= line.size(); ++i) {
    if (line[i] != '\\') continue;
    if (line[i + 1] != 'u') {
      ++i;
      continue;
    }
    const std::string_view rest(line);
    const int unit = hex_of(rest.substr(i + 2, 4));
    const bool high = unit >= 0xd800 && unit < 0xdc00;
    const int next =
        high && rest.substr(i + 6, 2) == "\\u" && i + 12 <= rest.size() ? hex_of(rest.substr(i + 8, 4)) : -1;
    if (high && next >= 0xdc00 && next < 0xe000)
      i += 11;
    else if (unit >= 0xd800 && unit < 0xe000)
      line.replace(i + 2, 4, "fffd");
  }
  return line;
}

json::value parse(const std::string& line, boost::system::error_code& error) {
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  options.max_depth = 8;
  json::value value = json::parse(line, error, {}, options);
  if (!error) return value;
  return json::parse(without_lone_surrogates(line), error, {}, options);
}

std::optional<std::string> text_of(const json::object& object) {
  if (const json::value* text = object.if_contains("text"); text != nullptr && text->is_string())
    return std::string(text->get_string());
  const json::value* messages = object.if_contains("messages");
  if (messages == nullptr || !messages->is_array()) return std::nullopt;
  std::string text;
  bool first = true;
  for (const json::value& message : messages->get_array()) {
    const json::value* content = &message;
    if (message.is_object()) {
      content = message.get_object().if_contains("text");
      if (content == nullptr) return std::nullopt;
    }
    if (!content->is_string()) return std::nullopt;
    if (!first) text += '\n';
    first = false;
    text += std::string_view(content->get_string());
  }
  return text;
}

std::string spans_of(detect::Scanner& scanner, std::string_view text) {
  std::string out;
  for (const detect::Finding& finding : scanner.scan(text)) {
    fmt::format_to(std::back_inserter(out),
                   R"({}{{"type":"{}","subtype":"{}","start":{},"end":{},"confidence":{:.2f},"reason":{}}})",
                   out.empty() ? "" : ",", detect::name_of(finding.type), finding.subtype, finding.start_code_point,
                   finding.end_code_point, finding.confidence, json::serialize(json::string(detect::reason(finding))));
  }
  return out;
}

}  // namespace

bool scan_json_lines(std::istream& in, std::ostream& out) {
  detect::Scanner scanner;
  bool understood = true;
  for (std::string line; std::getline(in, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    boost::system::error_code error;
    const json::value value = parse(line, error);
    const json::object* object = error ? nullptr : value.if_object();
    const json::value* id = object != nullptr ? object->if_contains("id") : nullptr;
    const std::string name = id != nullptr ? json::serialize(*id) : "null";
    const std::optional<std::string> text = object != nullptr ? text_of(*object) : std::nullopt;
    if (text) {
      out << R"({"id":)" << name << R"(,"spans":[)" << spans_of(scanner, *text) << "]}\n";
    } else {
      understood = false;
      out << R"({"id":)" << name << R"(,"error":"expected an object with \"text\" or \"messages\""})" << '\n';
    }
  }
  return understood;
}

}  // namespace cloister::cli
