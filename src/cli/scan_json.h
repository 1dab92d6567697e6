// The JSON side of `cloister scan`: one case per line.
#pragma once

#include <iosfwd>

namespace cloister::cli {

/// Reads `{"id", "text"}` or `{"id", "messages": […]}` per line and writes `{"id", "spans": […]}`, offsets in code
/// points, half open; messages count as one text joined by '\n'. A line that is not such an object is answered with
/// `{"id", "error"}`; the rest is read all the same. Returns whether all lines were understood.
bool scan_json_lines(std::istream& in, std::ostream& out);

}  // namespace cloister::cli
