#include "support/detect_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace cloister::test {
namespace {

detect::Type type_named(std::string_view name) {
  for (std::size_t i = 0; i < detect::kTypes; ++i) {
    if (detect::name_of(static_cast<detect::Type>(i)) == name) return static_cast<detect::Type>(i);
  }
  throw std::runtime_error(fmt::format("no type {}", name));
}

// Takes the marks out of a text.
LabelledCase unmark(std::string group, std::string_view marked) {
  LabelledCase made{std::move(group), {}, {}};
  while (true) {
    const std::size_t open = marked.find("[[");
    made.text += marked.substr(0, open);
    if (open == std::string_view::npos) return made;
    const std::size_t bar = marked.find('|', open);
    const std::size_t close = marked.find("]]", open);
    if (bar == std::string_view::npos || close == std::string_view::npos || bar > close)
      throw std::runtime_error(fmt::format("a mark without end: {}", marked));
    const auto start = static_cast<std::uint32_t>(made.text.size());
    made.text += marked.substr(bar + 1, close - bar - 1);
    made.spans.push_back(
        {type_named(marked.substr(open + 2, bar - open - 2)), start, static_cast<std::uint32_t>(made.text.size())});
    marked.remove_prefix(close + 2);
  }
}

bool overlap(const LabelledSpan& span, const detect::Finding& finding) {
  return finding.start < span.end && span.start < finding.end;
}

std::uint32_t covered(const LabelledSpan& span, std::span<const detect::Finding> findings) {
  std::uint32_t bytes = 0;
  for (const detect::Finding& finding : findings) {
    if (overlap(span, finding)) bytes += std::min(span.end, finding.end) - std::max(span.start, finding.start);
  }
  return bytes;
}

void score_case(Score& score, const LabelledCase& labelled, std::span<const detect::Finding> findings) {
  GroupScore& group = score.groups[labelled.group];
  ++group.messages;
  std::vector<bool> claimed(findings.size(), false);
  const auto count = [&](detect::Type type, std::uint32_t Counts::* what) {
    ++(score.all.*what);
    ++(score.types[static_cast<std::size_t>(type)].*what);
    ++(group.counts.*what);
  };
  for (const LabelledSpan& span : labelled.spans) {
    score.sensitive_bytes += span.end - span.start;
    score.covered_bytes += covered(span, findings);
    std::size_t i = 0;
    while (i < findings.size() && (claimed[i] || findings[i].type != span.type || !overlap(span, findings[i]))) ++i;
    if (i == findings.size()) {
      count(span.type, &Counts::missed);
      score.complaints.push_back(fmt::format("missed {} {:?}", detect::name_of(span.type), labelled.text));
      continue;
    }
    claimed[i] = true;
    count(span.type, &Counts::right);
    if (findings[i].start == span.start && findings[i].end == span.end) ++score.exact;
  }
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (claimed[i]) continue;
    count(findings[i].type, &Counts::wrong);
    const auto& f = findings[i];
    score.complaints.push_back(fmt::format("wrong {} {:?} in {:?}", detect::name_of(f.type),
                                           labelled.text.substr(f.start, f.end - f.start), labelled.text));
  }
}

}  // namespace

std::vector<LabelledCase> read_cases(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error(fmt::format("{} cannot be read", file.string()));
  std::vector<LabelledCase> cases;
  for (std::string line; std::getline(in, line);) {
    const auto object = boost::json::parse(line).as_object();
    std::string text;
    for (const auto& message : object.at("messages").as_array()) {
      if (&message != &object.at("messages").as_array().front()) text += '\n';
      text += std::string_view(message.as_string());
    }
    cases.push_back(unmark(std::string(object.at("group").as_string()), text));
  }
  return cases;
}

double Score::false_per_1000(const std::string& group) const {
  const auto it = groups.find(group);
  return it == groups.end() ? 0 : 1000.0 * it->second.counts.wrong / it->second.messages;
}

double Score::recall(const std::string& group) const {
  const auto it = groups.find(group);
  return it == groups.end() ? 1 : it->second.counts.recall();
}

Score score(const std::vector<LabelledCase>& cases) {
  Score score;
  detect::Scanner scanner;
  for (const LabelledCase& labelled : cases) score_case(score, labelled, scanner.scan(labelled.text));
  return score;
}

std::string table_of(const Score& score) {
  std::string out = "| type | values | precision | recall | F1 |\n|---|---|---|---|---|\n";
  const auto line = [&](std::string_view name, const Counts& c) {
    fmt::format_to(std::back_inserter(out), "| {} | {} | {:.3f} | {:.3f} | {:.3f} |\n", name, c.right + c.missed,
                   c.precision(), c.recall(), c.f1());
  };
  for (std::size_t i = 0; i < detect::kTypes; ++i) line(detect::name_of(static_cast<detect::Type>(i)), score.types[i]);
  line("all", score.all);
  fmt::format_to(std::back_inserter(out), "\n{:.2f} % of the sensitive bytes covered; {:.1f} % of the spans exact.\n\n",
                 100 * score.coverage(), 100 * Counts::ratio(score.exact, score.all.right));
  out += "| group | messages | recall | false alarms per 1,000 messages |\n|---|---|---|---|\n";
  for (const auto& [name, group] : score.groups) {
    const bool harmless = group.counts.right + group.counts.missed == 0;
    fmt::format_to(std::back_inserter(out), "| {} | {} | {} | {:.2f} |\n", name, group.messages,
                   harmless ? "" : fmt::format("{:.3f}", group.counts.recall()), score.false_per_1000(name));
  }
  return out;
}

}  // namespace cloister::test
