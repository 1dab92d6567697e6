#include "server/listing.h"

namespace cloister::server {
namespace {

core::ConversationStatus live_status(store::ConversationStatus status) {
  switch (status) {
    case store::ConversationStatus::waiting:
      return core::ConversationStatus::waiting;
    case store::ConversationStatus::assigned:
      return core::ConversationStatus::assigned;
    case store::ConversationStatus::closed:
      break;
  }
  return core::ConversationStatus::closed;
}

}  // namespace

core::ConversationResource resource_of_record(const store::ConversationRecord& record) {
  return {.site = record.site,
          .conversation = record.conversation,
          .customer_device = record.customer_device,
          .status = live_status(record.status),
          .assigned = record.assigned};
}

protocol::ConversationInfo info_of_record(const store::ConversationRecord& record) {
  protocol::ConversationInfo info;
  info.conversation = record.conversation;
  info.status = core::name_of(live_status(record.status));
  info.last_seq = record.last_seq;
  info.messages = record.messages;
  info.created_ms = static_cast<std::uint64_t>(record.created_ms);
  info.updated_ms = static_cast<std::uint64_t>(record.updated_ms);
  info.assigned = record.assigned;
  return info;
}

}  // namespace cloister::server
