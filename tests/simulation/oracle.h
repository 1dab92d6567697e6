// What must hold, said once more and independently of the code under test.
#pragma once

#include "protocol/readers.h"
#include "simulation/store.h"

namespace cloister::simulation {

/// Everything that must hold for one stored log, whoever wrote it: the chain of packets, their readers, certificates,
/// counters, epochs, signatures, ids; throws Violation.
void check_log(const test::TestSite& site, const ConversationId& id, const Log& log, protocol::Continuity continuity);

}  // namespace cloister::simulation
