// Conversations as the store lists them, in the words of the wire.
#pragma once

#include "core/access.h"
#include "protocol/gen/messages.h"
#include "store/records.h"

namespace cloister::server {

/// What access to it is decided on.
core::ConversationResource resource_of_record(const store::ConversationRecord& record);

/// `read_seq` is not known to the store and 0.
protocol::ConversationInfo info_of_record(const store::ConversationRecord& record);

}  // namespace cloister::server
