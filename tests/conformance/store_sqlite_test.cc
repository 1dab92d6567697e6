// The conformance suite for the SQLite store.
#include "base/random.h"
#include "crypto/envelope.h"
#include "store/sqlite/sqlite_store.h"
#include "store_suite.h"
#include "support/expect_error.h"

namespace cloister::store {

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreConformance, SqliteBed);

}  // namespace cloister::store
