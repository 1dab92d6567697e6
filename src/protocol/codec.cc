#include "protocol/codec.h"

#include "base/utf8.h"

namespace cloister::protocol {

std::string Decoder::text(std::size_t max) {
  const std::string_view view = as_text(view_of_bytes(max));
  if (!is_valid_utf8(view)) failed_ = true;
  return failed_ ? std::string() : std::string(view);
}

}  // namespace cloister::protocol
