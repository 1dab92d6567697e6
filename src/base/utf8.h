// UTF-8 validity (RFC 3629 section 4): no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <string_view>

namespace cloister {

bool is_valid_utf8(std::string_view text);

}  // namespace cloister
