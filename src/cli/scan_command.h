// `cloister scan`: finds sensitive data in files, or in JSON lines on standard input.
#pragma once

namespace CLI {
class App;
}

namespace cloister::cli {

/// Adds the command. `exit_code` is set when it has run: 0 nothing found (or JSON lines written), 1 something found in
/// a file, 2 a file could not be read or a line was no JSON.
void add_scan_command(CLI::App& app, int& exit_code);

}  // namespace cloister::cli
