// PINs and codes that were sent: four to eight digits beside their name.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "detect/window.h"

namespace cloister::detect {
namespace {

class Codes {
 public:
  explicit Codes(Analysis& a) : a_(a) {}

  void find() {
    for (std::uint32_t i = 0; i < a_.numbers.atoms.size(); ++i) {
      const Atom& atom = a_.numbers.atoms[i];
      if (atom.count > 8 || (atom.join != kBreak && !may_start_after(i))) continue;
      Window window(a_, i);
      bool more = true;
      while (more && window.length() < 8 && !(window.groups() == 1 && window.length() >= 4 && !next_is_like(window)))
        more = window.extend();
      judge_code(window);
    }
  }

 private:
  const Token& token(std::uint32_t i) const { return a_.tokens[i]; }
  std::uint32_t size() const { return a_.tokens.size(); }

  bool may_start_after(std::uint32_t i) const {
    const Atom& atom = a_.numbers.atoms[i];
    return atom.line || std::string_view(":=,;/|&").contains(atom.join);
  }
  static bool next_is_like(const Window& w) {
    const Atom* next = w.after();
    return next != nullptr && next->join != kBreak && next->count == w.first().count &&
           (next->join == ' ' || next->join == '-');
  }

  void judge_code(const Window& w) {
    const int length = w.length();
    if (length < 4 || length > 8 || w.is_glued()) return;
    if (w.tight_after() && w.join_after() != ',' && w.join_after() != '.') return;
    const Context context = w.context();
    const int pin =
        std::min(context.before(Concept::pin), is_said_after(w) ? context.distance(Concept::pin) + 1 : kFar);
    if (w.begin() >= 3 && a_.chars(w.begin() - 3, w.begin()).contains("==")) return;
    // A "security code" of a card has three or four digits.
    const Context::Near* cvv = context.find(Concept::cvv);
    const bool long_code = length >= 5 && cvv != nullptr && cvv->before && cvv->distance <= 6 &&
                           token(cvv->token + 1).meaning == Concept::continued;
    const int sent = long_code ? context.before(Concept::cvv) : context.distance(Concept::code_sent);
    const int code = code_distance(context);
    const int nearest = std::min({pin, sent, code});
    const int other = std::min(
        {context.harmless(), context.distance({Concept::price, Concept::phone, Concept::expiry, Concept::time}),
         context.distance({Concept::sort_code, Concept::account, Concept::birth, Concept::version}),
         context.distance({Concept::national_id, Concept::ssn, Concept::negation}),
         long_code ? kFar : context.distance(Concept::cvv)});
    if (nearest > 7 || other < nearest) return;
    if (nearest == pin && says_postal(context)) return;
    const bool year = w.groups() == 1 && length == 4 && (w.digits().starts_with("19") || w.digits().starts_with("20"));
    if (nearest == pin ? pin > 5 : year) return;
    if (w.has_name_part() && w.join_before() == kBreak && a_.text[w.begin() - 1] == '#') return;
    Candidate& found =
        a_.add(Type::password, nearest == pin ? "PIN" : "CODE", w.begin(), w.end(), nearest <= 3 ? 90 : 80);
    w.note(found.evidence);
    found.evidence.add(Clue::label_before);
    found.score += std::min(length / 2, 4);
  }

  // "pin code area 110001": India's postal code.
  bool says_postal(const Context& context) const {
    const Context::Near* pin = context.find(Concept::pin);
    if (pin == nullptr) return false;
    const std::uint32_t next = a_.after_phrase(pin->token);
    return next < size() && token(next).kind == Kind::word && token(next).meaning == Concept::code_kind;
  }

  // "4471 is my pin".
  bool is_said_after(const Window& w) const {
    const std::uint32_t next = w.last().end_token;
    return next < size() && token(next).meaning == Concept::copula && token(next).gap < Gap::line;
  }

  // "the code is 123456", "the code you sent was": not an error code or a postal code.
  int code_distance(const Context& context) const {
    const Context::Near* code = context.find(Concept::code);
    if (code == nullptr) return kFar;
    const std::uint32_t label = code->token;
    if (label > 0 && token(label).gap < Gap::line) {
      const Token& kind = token(label - 1);
      const bool named =
          kind.kind == Kind::word &&
          (kind.meaning == Concept::code_kind || kind.meaning == Concept::order || kind.meaning == Concept::product ||
           kind.meaning == Concept::tracking || kind.meaning == Concept::version || kind.meaning == Concept::hash ||
           kind.meaning == Concept::price || kind.meaning == Concept::bank);
      if (named) return kFar;
    }
    // "code postal", "codigo de barras": the kind comes after in Romance languages.
    for (std::uint32_t i = label + 1; i < size() && i < label + 4; ++i) {
      if (token(i).meaning == Concept::code_kind || token(i).meaning == Concept::order) return kFar;
      if (token(i).kind == Kind::number) break;
    }
    const std::uint32_t asked = a_.after_phrase(label);
    if (a_.is_mark(asked, "?") && asked + 1 < size() && token(asked + 1).gap == Gap::line) return code->distance;
    const bool said = context.distance(Concept::send) <= 10 || (label > 0 && token(label - 1).meaning == Concept::mine);
    bool copula = false;
    for (std::uint32_t i = label + 1; i < size() && i < label + 4; ++i)
      copula = copula || token(i).meaning == Concept::copula;
    return said || (copula && code->before && code->distance <= 4) ? code->distance : kFar;
  }

  Analysis& a_;
};

}  // namespace

void find_codes(Analysis& a) {
  if (a.mentions({Concept::pin, Concept::code, Concept::code_sent, Concept::cvv})) Codes(a).find();
}

}  // namespace cloister::detect
