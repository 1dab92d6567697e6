// A quick look that spares most messages the full one.
#pragma once

#include <string_view>

namespace cloister::detect {

/// False only when the engine would find nothing. Reads each byte once.
bool may_hold_anything(std::string_view text);

}  // namespace cloister::detect
