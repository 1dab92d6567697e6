#include "protocol/json_fields.h"

namespace cloister::protocol {

std::string message_tag(std::string_view json) {
  const auto document = json_fields::parse_document(json);
  if (!document || !document->is_object()) return {};
  const auto* tag = document->get_object().if_contains("t");
  if (tag == nullptr || !tag->is_string()) return {};
  return std::string(tag->get_string());
}

}  // namespace cloister::protocol
