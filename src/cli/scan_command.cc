#include "cli/scan_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cli/scan_json.h"
#include "detect/folded.h"
#include "detect/mask.h"
#include "detect/scanner.h"

namespace cloister::cli {
namespace {

constexpr int kFound = 1;
constexpr int kTrouble = 2;

struct ScanOptions {
  std::vector<std::string> files;
  bool mask = false;
  std::string format = "text";
};

struct Position {
  std::size_t line = 1;
  std::size_t column = 1;  // in code points
};

// Walks through a text once, finding by finding.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  Position at(std::size_t offset) {
    for (std::size_t next = text_.find('\n', done_); next < offset; next = text_.find('\n', done_)) {
      ++line_;
      done_ = next + 1;
      columns_ = 1;
    }
    columns_ += detect::count_code_points(text_.substr(done_, offset - done_));
    done_ = offset;
    return {line_, columns_};
  }

 private:
  std::string_view text_;
  std::size_t line_ = 1;
  std::size_t done_ = 0;
  std::size_t columns_ = 1;
};

std::string label_of(const detect::Finding& finding) {
  std::string label(detect::name_of(finding.type));
  if (!finding.subtype.empty()) label += fmt::format(" ({})", finding.subtype);
  return label;
}

void print_text(const std::string& file, std::string_view text, std::span<const detect::Finding> findings) {
  Lines lines(text);
  for (const detect::Finding& finding : findings) {
    const Position at = lines.at(finding.start);
    fmt::print("{}:{}:{}: {}: {}\n", file, at.line, at.column, label_of(finding), detect::reason(finding));
  }
}

boost::json::object sarif_region(const Position& from, const Position& to) {
  return {{"startLine", from.line}, {"startColumn", from.column}, {"endLine", to.line}, {"endColumn", to.column}};
}

void add_sarif(boost::json::array& results, const std::string& file, std::string_view text,
               std::span<const detect::Finding> findings) {
  Lines lines(text);
  for (const detect::Finding& finding : findings) {
    const Position from = lines.at(finding.start);
    const Position to = lines.at(finding.end);
    results.push_back(boost::json::object{
        {"ruleId", detect::name_of(finding.type)},
        {"level", "warning"},
        {"message", {{"text", label_of(finding) + ": " + detect::reason(finding)}}},
        {"locations",
         {boost::json::object{
             {"physicalLocation", {{"artifactLocation", {{"uri", file}}}, {"region", sarif_region(from, to)}}}}}}});
  }
}

// OASIS SARIF 2.1.0.
void print_sarif(boost::json::array results) {
  boost::json::array rules;
  for (std::size_t i = 0; i < detect::kTypes; ++i) {
    rules.push_back(boost::json::object{{"id", detect::name_of(static_cast<detect::Type>(i))}});
  }
  const boost::json::object driver{{"name", "cloister scan"}, {"rules", rules}};
  const boost::json::object run{
      {"tool", {{"driver", driver}}}, {"columnKind", "unicodeCodePoints"}, {"results", std::move(results)}};
  const boost::json::object log{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                                {"version", "2.1.0"},
                                {"runs", boost::json::array{run}}};
  fmt::print("{}\n", boost::json::serialize(log));
}

bool read(const std::string& name, std::string& text) {
  if (name == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
    return true;
  }
  std::ifstream file(name, std::ios::binary);
  if (!file) return false;
  text.assign(std::istreambuf_iterator<char>(file), {});
  return !file.bad();
}

int scan_files(const ScanOptions& options) {
  detect::Scanner scanner;
  boost::json::array results;
  int exit_code = 0;
  for (const std::string& name : options.files) {
    std::string text;
    if (!read(name, text)) {
      fmt::print(stderr, "cloister scan: {}: cannot be read\n", name);
      exit_code = kTrouble;
      continue;
    }
    const auto findings = scanner.scan(text);
    if (!findings.empty() && exit_code == 0) exit_code = kFound;
    if (options.mask)
      std::cout << detect::mask(text, findings);
    else if (options.format == "sarif")
      add_sarif(results, name, text, findings);
    else
      print_text(name, text, findings);
  }
  if (options.format == "sarif" && !options.mask) print_sarif(std::move(results));
  std::cout.flush();
  std::fflush(stdout);
  return exit_code;
}

int scan(const ScanOptions& options) {
  if (!options.files.empty()) return scan_files(options);
  std::ios::sync_with_stdio(false);
  const bool understood = scan_json_lines(std::cin, std::cout);
  std::cout.flush();
  return understood ? 0 : kTrouble;
}

}  // namespace

void add_scan_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<ScanOptions>();
  CLI::App* command = app.add_subcommand(
      "scan", "find sensitive data in files ('-' is standard input), or in JSON lines on standard input");
  command->add_option("files", options->files, "plain text; result 1 if something was found");
  command->add_flag("--mask", options->mask, "print the text with what was found masked");
  command->add_option("--format", options->format)->check(CLI::IsMember({"text", "sarif"}))->capture_default_str();
  command->callback([options, &exit_code] { exit_code = scan(*options); });
}

}  // namespace cloister::cli
