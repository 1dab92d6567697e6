// What a site does about sensitive data in drafts, and what is counted of it. The drafts themselves are read in
// browsers; the server knows the policy that it hands to them, and the counts that they tell: kinds and outcomes, never
// a word.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/conversation.h"
#include "detect/finding.h"

namespace cloister::core {

/// What becomes of a value of one type.
enum class Handling : std::uint8_t { allow, warn, mask, block };
std::string_view name_of(Handling handling);
std::optional<Handling> handling_from(std::string_view name);

/// By `detect::Type`.
using Handlings = std::array<Handling, detect::kTypes>;

struct SensitiveData {
  /// False: when drafts cannot be read, they are sent unread.
  bool pause_if_unavailable = true;
  /// web/shared/drafts/policy.ts has the same defaults, for servers that say nothing.
  Handlings customer = {
      Handling::mask,   // CREDIT_CARD
      Handling::block,  // CVV
      Handling::warn,   // CARD_EXPIRY
      Handling::mask,   // US_SSN
      Handling::warn,   // IBAN
      Handling::warn,   // BANK_ACCOUNT
      Handling::warn,   // NATIONAL_ID
      Handling::warn,   // PASSPORT
      Handling::warn,   // DRIVING_LICENCE
      Handling::allow,  // DATE_OF_BIRTH
      Handling::allow,  // EMAIL
      Handling::allow,  // PHONE
      Handling::allow,  // IP_ADDRESS
      Handling::block,  // PASSWORD
      Handling::block,  // API_KEY
      Handling::allow,  // CRYPTO_WALLET
  };
  Handlings staff = {
      Handling::mask,   // CREDIT_CARD
      Handling::block,  // CVV
      Handling::warn,   // CARD_EXPIRY
      Handling::mask,   // US_SSN
      Handling::warn,   // IBAN
      Handling::warn,   // BANK_ACCOUNT
      Handling::mask,   // NATIONAL_ID
      Handling::mask,   // PASSPORT
      Handling::mask,   // DRIVING_LICENCE
      Handling::warn,   // DATE_OF_BIRTH
      Handling::allow,  // EMAIL
      Handling::allow,  // PHONE
      Handling::allow,  // IP_ADDRESS
      Handling::block,  // PASSWORD
      Handling::block,  // API_KEY
      Handling::warn,   // CRYPTO_WALLET
  };
};

/// The type of this name, as on the wire ("CREDIT_CARD").
std::optional<detect::Type> type_from(std::string_view name);

/// Kinds of things that are counted: the types, and what agents ask for or lead to. The numbers are stored.
inline constexpr std::uint8_t kNoticedAsksForSecret = 64;
inline constexpr std::uint8_t kNoticedLeadsOutside = 65;
/// Nullopt for what is not known, or not counted on this side.
std::optional<std::uint8_t> noticed_kind_from(std::string_view name, Side side);
/// Empty for what is not known.
std::string_view noticed_kind_name(std::uint8_t kind);

/// What became of it. The numbers are stored.
enum class NoticedOutcome : std::uint8_t { blocked = 1, warned, masked, sent, removed, dismissed };
std::string_view name_of(NoticedOutcome outcome);
std::optional<NoticedOutcome> noticed_outcome_from(std::string_view name);

}  // namespace cloister::core
