#include "server/listing.h"

#include "core/access.h"

namespace cloister::server {
namespace {

std::string_view name_of(store::ConversationStatus status) {
  switch (status) {
    case store::ConversationStatus::waiting:
      return core::name_of(core::ConversationStatus::waiting);
    case store::ConversationStatus::assigned:
      return core::name_of(core::ConversationStatus::assigned);
    case store::ConversationStatus::closed:
      break;
  }
  return core::name_of(core::ConversationStatus::closed);
}

}  // namespace

protocol::ConversationInfo info_of_record(const store::ConversationRecord& record) {
  protocol::ConversationInfo info;
  info.conversation = record.conversation;
  info.status = name_of(record.status);
  info.last_seq = record.last_seq;
  info.messages = record.messages;
  info.created_ms = static_cast<std::uint64_t>(record.created_ms);
  info.updated_ms = static_cast<std::uint64_t>(record.updated_ms);
  info.assigned = record.assigned;
  return info;
}

}  // namespace cloister::server
