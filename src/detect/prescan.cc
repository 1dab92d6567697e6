#include "detect/prescan.h"

namespace cloister::detect {

bool may_hold_anything(std::string_view text) { return !text.empty(); }

}  // namespace cloister::detect
