// The command line of Cloister.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/process.h"
#include "cli/bench_command.h"
#include "cli/run_command.h"
#include "cli/scan_command.h"

int main(int argc, char** argv) {
  if (const auto hardened = cloister::harden_process(); !hardened) {
    std::fprintf(stderr, "cloister: %s\n", hardened.error().detail.c_str());
    return 1;
  }
  CLI::App app{"Cloister: live chat for customer support that keeps a confidence"};
  app.require_subcommand(1);
  int exit_code = 0;
  cloister::cli::add_run_command(app, exit_code);
  cloister::cli::add_bench_command(app, exit_code);
  cloister::cli::add_scan_command(app, exit_code);
  CLI11_PARSE(app, argc, argv);
  return exit_code;
}
