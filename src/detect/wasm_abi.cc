// The engine for the browser: a plain C interface over the module's memory. Compiled for WebAssembly only, by
// web/detect_module.mjs; web/shared/detect/engine.ts is the other side.
//
// Texts go in through one buffer. A result is an array of records of eight 32-bit numbers.
#ifdef __wasm__

#include <cstddef>
#include <cstdint>
#include <new>
#include <string>

#include "detect/conversation.h"
#include "detect/list.h"
#include "detect/scanner.h"

// Memory in powers of two, each with a list of what was given back. What the C library has instead is larger than some
// of the searches, and its complaints about exhausted memory need printf; the page sees a trap either way.
namespace {

struct Free {
  Free* next;
};
constexpr std::size_t kPage = 65536;
constexpr int kSizes = 27;
Free* free_lists[kSizes];
std::size_t unused = 0;
std::size_t unused_end = 0;

int size_class(std::size_t size) {
  int index = 4;
  while ((std::size_t{1} << index) < size) ++index;
  return index;
}

std::size_t fresh(std::size_t size) {
  if (unused_end - unused < size) {
    const std::size_t pages = (size + kPage - 1) / kPage;
    const std::size_t before = __builtin_wasm_memory_grow(0, pages);
    if (before == static_cast<std::size_t>(-1)) __builtin_trap();
    if (before * kPage != unused_end) unused = before * kPage;
    unused_end = (before + pages) * kPage;
  }
  const std::size_t at = unused;
  unused += size;
  return at;
}

}  // namespace

void* operator new(std::size_t size) {
  const int index = size_class(size + 8);
  if (index >= kSizes) __builtin_trap();
  std::uint32_t* block = nullptr;
  if (Free* again = free_lists[index]) {
    free_lists[index] = again->next;
    block = reinterpret_cast<std::uint32_t*>(again);
  } else {
    block = reinterpret_cast<std::uint32_t*>(fresh(std::size_t{1} << index));
  }
  block[0] = static_cast<std::uint32_t>(index);
  return block + 2;
}
void operator delete(void* memory) noexcept {
  if (memory == nullptr) return;
  auto* block = static_cast<std::uint32_t*>(memory) - 2;
  const std::uint32_t index = block[0];
  auto* given = reinterpret_cast<Free*>(block);
  given->next = free_lists[index];
  free_lists[index] = given;
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
_LIBCPP_BEGIN_NAMESPACE_STD
void __libcpp_verbose_abort(const char*, ...) { __builtin_trap(); }
_LIBCPP_END_NAMESPACE_STD

namespace {

using namespace cloister::detect;

// Senders whose messages are followed at the same time.
constexpr std::uint32_t kSenders = 4;

struct Record {
  std::uint32_t type;
  std::uint32_t subtype;  // address
  std::uint32_t subtype_size;
  std::uint32_t message;  // counted from 0; 0 for a text by itself
  std::uint32_t start;    // bytes in that message
  std::uint32_t end;
  std::uint32_t percent;  // confidence
  std::uint32_t finding;  // pieces of one finding have the same number
};

List<char>& input() {
  static List<char> buffer;
  return buffer;
}
List<Record>& records() {
  static List<Record> list;
  return list;
}
List<Finding>& findings() {
  static List<Finding> list;
  return list;
}
std::string& sentence() {
  static std::string text;
  return text;
}
Conversation& conversation(std::uint32_t sender) {
  static Conversation list[kSenders];
  return list[sender % kSenders];
}

std::uint32_t address(const void* pointer) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

void add(const Finding& finding, std::uint32_t message, std::uint32_t start, std::uint32_t end) {
  records().push_back({static_cast<std::uint32_t>(finding.type), address(finding.subtype.data()),
                       static_cast<std::uint32_t>(finding.subtype.size()), message, start, end,
                       static_cast<std::uint32_t>(finding.confidence * 100 + 0.5F),
                       static_cast<std::uint32_t>(findings().size() - 1)});
}

std::uint32_t take(std::span<const Conversation::Found> found) {
  records().clear();
  findings().clear();
  for (const Conversation::Found& one : found) {
    findings().push_back(one.finding);
    for (const auto& piece : one.pieces)
      add(one.finding, static_cast<std::uint32_t>(piece.message), piece.start, piece.end);
  }
  return static_cast<std::uint32_t>(records().size());
}

std::string_view text_of(std::uint32_t size) { return {input().data(), size < input().size() ? size : input().size()}; }

}  // namespace

#define CLOISTER_EXPORT(name) extern "C" __attribute__((export_name(#name), used))

/// Where a text of this many bytes is to be written.
CLOISTER_EXPORT(input_buffer) std::uint32_t cloister_input_buffer(std::uint32_t size) {
  if (input().size() < size) input().resize(size);
  return address(input().data());
}
/// Reads the text in the buffer by itself; the number of records.
CLOISTER_EXPORT(scan) std::uint32_t cloister_scan(std::uint32_t size) {
  static Scanner scanner;
  records().clear();
  findings().clear();
  for (const Finding& finding : scanner.scan(text_of(size))) {
    findings().push_back(finding);
    add(finding, 0, finding.start, finding.end);
  }
  return static_cast<std::uint32_t>(records().size());
}
/// The text in the buffer as the draft of a sender, or as the sender's next message.
CLOISTER_EXPORT(preview) std::uint32_t cloister_preview(std::uint32_t sender, std::uint32_t size) {
  return take(conversation(sender).preview(text_of(size)));
}
CLOISTER_EXPORT(add) std::uint32_t cloister_add(std::uint32_t sender, std::uint32_t size) {
  return take(conversation(sender).add(text_of(size)));
}
CLOISTER_EXPORT(next_message) std::uint32_t cloister_next_message(std::uint32_t sender) {
  return static_cast<std::uint32_t>(conversation(sender).next_message());
}
/// Overwrites what is kept of all texts.
CLOISTER_EXPORT(forget) void cloister_forget() {
  for (std::uint32_t i = 0; i < kSenders; ++i) conversation(i).forget();
  volatile char* bytes = input().data();
  for (std::size_t i = 0; i < input().size(); ++i) bytes[i] = 0;
}
CLOISTER_EXPORT(records) std::uint32_t cloister_records() { return address(records().data()); }
/// Sentences about finding `index`; their size. The text is at sentence().
CLOISTER_EXPORT(reason) std::uint32_t cloister_reason(std::uint32_t index) {
  sentence() = index < findings().size() ? reason(findings()[index]) : std::string();
  return static_cast<std::uint32_t>(sentence().size());
}
CLOISTER_EXPORT(doubt) std::uint32_t cloister_doubt(std::uint32_t index) {
  sentence() = index < findings().size() ? std::string(doubt(findings()[index])) : std::string();
  return static_cast<std::uint32_t>(sentence().size());
}
CLOISTER_EXPORT(sentence) std::uint32_t cloister_sentence() { return address(sentence().data()); }

#endif
