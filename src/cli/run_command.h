// `cloister run`: starts a server, with a demo shop unless told otherwise.
#pragma once

namespace CLI {
class App;
}

namespace cloister::cli {

/// Adds the command. `exit_code` is set when it has run.
void add_run_command(CLI::App& app, int& exit_code);

}  // namespace cloister::cli
