// API keys and tokens: by the beginnings that providers publish so that scanners can find them, and beside their name
// when they are too irregular for words.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "detect/analysis.h"
#include "detect/chars.h"

namespace cloister::detect {
namespace {

enum class Body : std::uint8_t { alnum, upper, hex, wide };  // wide: letters, digits, '_', '-'

struct Prefix {
  std::string_view text;
  std::string_view provider;
  std::uint8_t least;  // characters after the prefix
  Body body;
};

constexpr Prefix kPrefixes[] = {
    {"sk_live_", "STRIPE", 10, Body::wide},
    {"sk_test_", "STRIPE", 10, Body::wide},
    {"rk_live_", "STRIPE", 10, Body::wide},
    {"rk_test_", "STRIPE", 10, Body::wide},
    {"whsec_", "STRIPE", 16, Body::wide},
    {"AKIA", "AWS", 12, Body::upper},
    {"ASIA", "AWS", 12, Body::upper},
    {"ABIA", "AWS", 16, Body::upper},
    {"ACCA", "AWS", 16, Body::upper},
    {"AROA", "AWS", 16, Body::upper},
    {"AIDA", "AWS", 16, Body::upper},
    {"ghp_", "GITHUB", 20, Body::alnum},
    {"gho_", "GITHUB", 20, Body::alnum},
    {"ghu_", "GITHUB", 20, Body::alnum},
    {"ghs_", "GITHUB", 20, Body::alnum},
    {"ghr_", "GITHUB", 20, Body::alnum},
    {"github_pat_", "GITHUB", 20, Body::wide},
    {"glpat-", "GITLAB", 16, Body::wide},
    {"gldt-", "GITLAB", 16, Body::wide},
    {"glrt-", "GITLAB", 16, Body::wide},
    {"glptt-", "GITLAB", 16, Body::wide},
    {"xoxb-", "SLACK", 10, Body::wide},
    {"xoxp-", "SLACK", 10, Body::wide},
    {"xoxa-", "SLACK", 10, Body::wide},
    {"xoxr-", "SLACK", 10, Body::wide},
    {"xoxs-", "SLACK", 10, Body::wide},
    {"xoxe-", "SLACK", 10, Body::wide},
    {"xapp-", "SLACK", 10, Body::wide},
    {"AIza", "GOOGLE", 30, Body::wide},
    {"GOCSPX-", "GOOGLE", 20, Body::wide},
    {"ya29.", "GOOGLE", 20, Body::wide},
    {"sk-proj-", "OPENAI", 20, Body::wide},
    {"sk-svcacct-", "OPENAI", 20, Body::wide},
    {"sk-ant-", "ANTHROPIC", 20, Body::wide},
    {"sk-or-", "OPENROUTER", 20, Body::wide},
    {"sk-", "OPENAI", 24, Body::alnum},
    {"SG.", "SENDGRID", 30, Body::wide},
    {"key-", "MAILGUN", 32, Body::hex},
    {"npm_", "NPM", 30, Body::alnum},
    {"pypi-", "PYPI", 30, Body::wide},
    {"dop_v1_", "DIGITALOCEAN", 32, Body::hex},
    {"doo_v1_", "DIGITALOCEAN", 32, Body::hex},
    {"shpat_", "SHOPIFY", 24, Body::alnum},
    {"shpss_", "SHOPIFY", 24, Body::alnum},
    {"shpca_", "SHOPIFY", 24, Body::alnum},
    {"shppa_", "SHOPIFY", 24, Body::alnum},
    {"sq0atp-", "SQUARE", 20, Body::wide},
    {"sq0csp-", "SQUARE", 20, Body::wide},
    {"EAAA", "SQUARE", 50, Body::wide},
    {"hf_", "HUGGINGFACE", 30, Body::alnum},
    {"r8_", "REPLICATE", 30, Body::alnum},
    {"glsa_", "GRAFANA", 30, Body::wide},
    {"glc_", "GRAFANA", 30, Body::wide},
    {"ATATT3", "ATLASSIAN", 40, Body::wide},
    {"dp.pt.", "DOPPLER", 30, Body::wide},
    {"lin_api_", "LINEAR", 30, Body::alnum},
    {"ntn_", "NOTION", 30, Body::alnum},
    {"secret_", "NOTION", 40, Body::alnum},
    {"PMAK-", "POSTMAN", 40, Body::wide},
    {"pscale_tkn_", "PLANETSCALE", 30, Body::wide},
    {"sntrys_", "SENTRY", 30, Body::wide},
    {"sntryu_", "SENTRY", 30, Body::wide},
    {"xkeysib-", "BREVO", 40, Body::wide},
    {"dapi", "DATABRICKS", 32, Body::hex},
    {"hvs.", "VAULT", 20, Body::wide},
    {"hvb.", "VAULT", 20, Body::wide},
    {"AGE-SECRET-KEY-1", "AGE", 50, Body::wide},
    {"rubygems_", "RUBYGEMS", 32, Body::hex},
    {"fo1_", "FLY", 30, Body::wide},
    {"phc_", "POSTHOG", 30, Body::alnum},
    {"NRAK-", "NEWRELIC", 20, Body::alnum},
    {"gsk_", "GROQ", 30, Body::alnum},
    {"EZAK", "EASYPOST", 40, Body::alnum},
    {"rnd_", "RENDER", 20, Body::alnum},
    {"sbp_", "SUPABASE", 30, Body::hex},
    {"figd_", "FIGMA", 30, Body::wide},
    {"pat-na1-", "HUBSPOT", 30, Body::wide},
    {"pat-eu1-", "HUBSPOT", 30, Body::wide},
    {"dckr_pat_", "DOCKER", 20, Body::wide},
    {"access_token$production$", "PAYPAL", 40, Body::wide},
    {"live_", "KEY", 28, Body::alnum},
    {"test_", "KEY", 28, Body::alnum},
    {"cfut_", "CLOUDFLARE", 30, Body::alnum},
    {"ops_eyJ", "1PASSWORD", 40, Body::wide},
};

bool is_hex(char c) { return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f'); }

bool is_body(char c, Body body) {
  switch (body) {
    case Body::alnum:
      return is_alnum(c);
    case Body::upper:
      return is(c, kUpper | kDigit);
    case Body::hex:
      return is_hex(c);
    case Body::wide:
      return is_alnum(c) || c == '_' || c == '-' || c == '.';
  }
  return false;
}

// Whether some prefix begins with two characters.
struct Beginnings {
  std::uint64_t second[128] = {};  // by the first, a bit for the lower six bits of the second
};
consteval Beginnings make_beginnings() {
  Beginnings table;
  for (const Prefix& prefix : kPrefixes) {
    table.second[static_cast<std::size_t>(prefix.text[0])] |= std::uint64_t{1} << (prefix.text[1] & 63);
  }
  return table;
}
constexpr Beginnings kBeginnings = make_beginnings();

constexpr std::uint32_t kLongestKey = 1024;
constexpr std::uint32_t kShortestKey = 8;  // some part of it without marks

bool same_character(std::string_view s) { return s.empty() || s.find_first_not_of(s[0]) == std::string_view::npos; }

bool is_placeholder(std::string_view s) {
  for (const std::string_view part :
       {"xxxx", "XXXX", "your", "YOUR", "****", "....", "<", "example_key", "REDACTED", "redacted", "${", "{{"}) {
    if (s.contains(part)) return true;
  }
  return same_character(s);
}

// Irregular enough for a key: several kinds of characters, not a path, a sentence or a name with joints.
bool is_random(std::string_view s) {
  if (is_placeholder(s)) return false;
  int digits = 0;
  int upper = 0;
  int lower = 0;
  int marks = 0;
  int changes = 0;
  int before = -1;
  bool all_hex = true;
  for (const char c : s) {
    const int kind = is_digit(c) ? 0 : is(c, kUpper) ? 1 : is(c, kLower) ? 2 : 3;
    (kind == 0 ? digits : kind == 1 ? upper : kind == 2 ? lower : marks)++;
    changes += kind != before ? 1 : 0;
    before = kind;
    all_hex = all_hex && (is_hex(c) || c == '-');
  }
  const int size = static_cast<int>(s.size());
  if (all_hex && size >= 20) return digits >= 3 && lower + upper >= 2;
  if (marks * 4 > size || s.contains(".")) return false;
  if (size >= 32 && digits >= 1 && upper >= 8 && lower >= 8) return changes * 4 >= size;
  return digits >= 2 && upper + lower >= 4 && changes * 4 >= size;
}

// Names of things that providers keep, not keys: Stripe's publishable keys, Twilio's calls and messages.
bool is_public_id(std::string_view s) {
  if (s.starts_with("pk_")) return true;
  if (s.size() != 34) return false;
  for (const std::string_view start : {"CA", "SM", "MM", "PN"}) {
    if (s.starts_with(start) && std::all_of(s.begin() + 2, s.end(), is_hex)) return true;
  }
  return false;
}

class Keys {
 public:
  explicit Keys(Analysis& a) : a_(a) {}

  void find() {
    if (a_.tokens.has_mark('-')) find_private_keys();
    for (const Chunk& chunk : a_.tokens.chunks) {
      if (a_.tokens.longest < kShortestKey) break;
      if (chunk.begin < done_) continue;
      const char before = chunk.begin > 0 ? a_.text[chunk.begin - 1] : ' ';
      if (before == '_' || (before == '-' && chunk.begin > 1 && is_alnum(a_.text[chunk.begin - 2]))) continue;
      if (may_have_prefix(chunk)) with_prefix(chunk);
      if (chunk.size() >= 17) {
        json_web_token(chunk);
      }
      telegram(chunk);
    }
    if (a_.mentions({Concept::api_key, Concept::token})) find_labelled();
    find_secret_beside_aws();
  }

 private:
  std::uint32_t run(std::uint32_t begin, Body body) const {
    std::uint32_t end = begin;
    while (end < a_.text.size() && end - begin < kLongestKey && is_body(a_.text[end], body)) ++end;
    while (end > begin && (a_.text[end - 1] == '.' || a_.text[end - 1] == '-')) --end;
    return end;
  }

  void add(std::string_view provider, std::uint32_t begin, std::uint32_t end, int score, Clue clue) {
    Candidate& found = a_.add(Type::api_key, provider, begin, end, score);
    found.evidence.length = static_cast<std::uint16_t>(std::min<std::uint32_t>(end - begin, 0xffff));
    found.evidence.add(clue);
    done_ = end;
  }

  // Words of a sentence have neither digits nor a joint behind them.
  bool may_have_prefix(const Chunk& chunk) const {
    if ((chunk.classes & kDigit) != 0 || chunk.size() >= 16) return true;
    if (chunk.end + 1 >= a_.text.size() || !is_alnum(a_.text[chunk.end + 1])) return false;
    const char next = a_.text[chunk.end];
    return next == '_' || next == '-' || next == '.' || next == '$';
  }

  void with_prefix(const Chunk& chunk) {
    const std::string_view rest = a_.text.chars().substr(chunk.begin);
    if (rest.size() < 2 || (kBeginnings.second[static_cast<std::size_t>(rest[0])] >> (rest[1] & 63) & 1) == 0) return;
    for (const Prefix& prefix : kPrefixes) {
      if (rest[0] != prefix.text[0] || !rest.starts_with(prefix.text)) continue;
      const auto body = static_cast<std::uint32_t>(chunk.begin + prefix.text.size());
      const std::uint32_t end = run(body, prefix.body);
      if (end - body < prefix.least) continue;
      const std::string_view secret = a_.chars(body, end);
      if (is_placeholder(secret)) return;
      const bool mixed =
          std::any_of(secret.begin(), secret.end(), is_digit) || prefix.body == Body::upper || secret.size() >= 20;
      if (!mixed) return;
      add(prefix.provider, chunk.begin, end, 97, Clue::prefix);
      return;
    }
  }

  // RFC 7519: three base64url parts, the first two JSON objects.
  void json_web_token(const Chunk& chunk) {
    const std::string_view rest = a_.text.chars().substr(chunk.begin);
    if (!rest.starts_with("eyJ")) return;
    std::uint32_t end = chunk.begin;
    int dots = 0;
    for (; end < a_.text.size() && end - chunk.begin < kLongestKey * 4; ++end) {
      const char c = a_.text[end];
      if (c == '.')
        ++dots;
      else if (!is_alnum(c) && c != '_' && c != '-')
        break;
    }
    while (end > chunk.begin && a_.text[end - 1] == '.') {
      --end;
      --dots;
    }
    if (dots < 1 || dots > 4 || end - chunk.begin < 30) return;
    add("JWT", chunk.begin, end, 97, Clue::prefix);
  }

  // Bot tokens: digits, colon, 35 characters.
  void telegram(const Chunk& chunk) {
    if ((chunk.classes & kLetter) != 0 || chunk.size() < 8 || chunk.size() > 10) return;
    if (chunk.end >= a_.text.size() || a_.text[chunk.end] != ':') return;
    const std::uint32_t end = run(chunk.end + 1, Body::wide);
    if (end - chunk.end - 1 >= 34 && end - chunk.end - 1 <= 36) add("TELEGRAM", chunk.begin, end, 93, Clue::format);
  }

  void find_private_keys() {
    constexpr std::string_view kBegin = "-----BEGIN ";
    const std::string_view chars = a_.text.chars();
    for (std::size_t at = chars.find(kBegin); at != std::string_view::npos; at = chars.find(kBegin, at + 1)) {
      const std::string_view header = chars.substr(at, 80);
      const std::size_t kind = header.find("PRIVATE KEY");
      if (kind == std::string_view::npos || kind > 50) continue;
      // The longest key that is pasted in practice, RSA of 8192 bits, has 6.4 KB.
      std::size_t end = chars.substr(0, at + 8192).find("-----END ", at);
      if (end != std::string_view::npos) {
        const std::size_t close = chars.find("-----", end + 9);
        end = close == std::string_view::npos || close > end + 60 ? end + 9 : close + 5;
      } else {
        end = at + kind + 11;
        while (end < chars.size() && (is_alnum(chars[end]) || std::string_view("+/=-\r\n ").contains(chars[end])))
          ++end;
        while (is(chars[end - 1], kSpace)) --end;
      }
      add("PRIVATE_KEY", static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end), 99, Clue::format);
      at = end - 1;
    }
  }

  // "api key: …", "Bearer …", "client_secret=…".
  void find_labelled() {
    for (std::uint32_t i = 0; i < a_.tokens.size(); ++i) {
      const Concept meaning = a_.tokens[i].meaning;
      if (meaning == Concept::api_key || meaning == Concept::token) after_label(i);
    }
  }

  void after_label(std::uint32_t label) {
    bool led = a_.is_at(a_.tokens[label].begin, "bearer") || a_.is_at(a_.tokens[label].begin, "authorization");
    int words = 0;
    for (std::uint32_t i = label + 1; i < a_.tokens.size() && i < label + 14; ++i) {
      const Token& token = a_.tokens[i];
      if (token.meaning == Concept::continued) continue;
      if (token.gap >= Gap::line) {
        if (token.gap == Gap::blank_line || i - label > 6) return;
        led = true;
      }
      if (token.kind == Kind::mark) {
        const char mark = a_.text[token.begin];
        if (mark == ':' || mark == '=') led = true;
        if (mark == '?' || mark == ';') return;
        continue;
      }
      if (token.kind == Kind::other) return;
      if (token.meaning == Concept::negation || token.meaning == Concept::common ||
          (token.meaning >= Concept::order && token.meaning <= Concept::hash))
        return;
      if (token.begin >= done_ && take_value(token, led)) return;
      if (token.kind == Kind::number && a_.tokens.chunks[token.chunk].tokens == 1) return;
      led = led || token.meaning == Concept::copula;
      if (++words > 5) return;
      // Onwards behind the chunk.
      const Chunk& chunk = a_.tokens.chunks[token.chunk];
      i = chunk.first_token + chunk.tokens - 1;
    }
  }

  bool take_value(const Token& token, bool led) {
    std::uint32_t begin = token.begin;
    if (begin > 0 && a_.text[begin - 1] == '_') --begin;
    std::uint32_t end = begin;
    while (end < a_.text.size() && end - begin < kLongestKey &&
           (is_alnum(a_.text[end]) || std::string_view("_-+/=.~").contains(a_.text[end]))) {
      ++end;
    }
    while (end > begin && std::string_view(".-").contains(a_.text[end - 1])) --end;
    const std::string_view value = a_.chars(begin, end);
    if (is_public_id(value)) return false;
    if (value.size() < 16 || (!led && value.size() < 24) || !is_random(value)) return false;
    if (a_.in_url(begin, end) && !led) return false;
    add("", begin, end, led ? 90 : 76, Clue::random);
    a_.found.back().evidence.add(Clue::label_before);
    return true;
  }

  // The secret half that is pasted below its id: 40 characters of base64.
  void find_secret_beside_aws() {
    std::uint32_t id_end = 0;
    for (const Candidate& found : a_.found) {
      if (found.type == Type::api_key && found.subtype == "AWS") id_end = found.end;
    }
    if (id_end == 0) return;
    const auto limit = std::min(a_.text.size(), id_end + 200);
    for (std::uint32_t i = id_end; i < limit;) {
      std::uint32_t end = i;
      while (end < limit && (is_alnum(a_.text[end]) || a_.text[end] == '/' || a_.text[end] == '+')) ++end;
      if (end - i == 40 && is_random(a_.chars(i, end))) add("AWS", i, end, 90, Clue::neighbour);
      i = end + 1;
    }
  }

  Analysis& a_;
  std::uint32_t done_ = 0;  // nothing before this is looked at again
};

}  // namespace

void find_keys(Analysis& a) { Keys(a).find(); }

}  // namespace cloister::detect
