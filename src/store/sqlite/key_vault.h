// The vault of wrapped keys in a database file of its own.
#pragma once

#include <memory>
#include <span>

#include "store/sealing.h"
#include "store/sqlite/log_copier.h"
#include "store/sqlite/reader_pool.h"

namespace cloister::store::sqlite {

class SqliteKeyVault final : public KeyVault {
 public:
  /// Opens or creates. `storage_failed` also when the master keys are not those that the vault was made with.
  static Result<std::unique_ptr<SqliteKeyVault>> open(ConnectionOptions options, const crypto::MasterKeys& master_keys,
                                                      RandomSource& random);

  Result<std::optional<Bytes>> find(const Subject& subject) override;

  /// What `commit` keeps and destroys.
  struct Changes {
    std::vector<std::shared_ptr<SubjectKey>> kept;
    std::vector<Subject> destroyed;
    bool empty() const { return kept.empty() && destroyed.empty(); }
  };
  /// All of it or nothing, on disk when it returns. Called by one thread only. What was kept already stays;
  /// `duplicate` if the vault has another key of a subject.
  Status commit(const Changes& changes);

 private:
  SqliteKeyVault(Connection writer, ConnectionOptions options);
  Status check_master_keys(const crypto::MasterKeys& master_keys, RandomSource& random);

  Connection writer_;
  LogCopier copier_;
  /// In the log after the last commit.
  int log_pages_ = 0;
  ReaderPool readers_;
};

}  // namespace cloister::store::sqlite
