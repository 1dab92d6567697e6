// Conversations as the store lists them, in the words of the wire.
#pragma once

#include "protocol/gen/messages.h"
#include "store/records.h"

namespace cloister::server {

/// `read_seq` is not known to the store and 0.
protocol::ConversationInfo info_of_record(const store::ConversationRecord& record);

}  // namespace cloister::server
