// `cloister bench`: how fast and how small a server is, with real clients of the real protocol on this machine.
#pragma once

namespace CLI {
class App;
}

namespace cloister::cli {

/// Adds the command. `exit_code` is set when it has run.
void add_bench_command(CLI::App& app, int& exit_code);

}  // namespace cloister::cli
