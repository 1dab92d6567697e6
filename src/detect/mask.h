// A text with its findings made unreadable.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "detect/finding.h"

namespace cloister::detect {

/// Cards, IBANs and bank accounts become stars with the last four characters left and their grouping kept, as people
/// know them from receipts; everything else becomes its type in brackets. `findings` are those of a scan of `text`.
std::string mask(std::string_view text, std::span<const Finding> findings);

/// What stands for one finding.
std::string masked(std::string_view text, const Finding& finding);

}  // namespace cloister::detect
