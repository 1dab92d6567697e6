// A store on a directory that is thrown away, with one site.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "store/sqlite/sqlite_store.h"
#include "support/expect_error.h"
#include "support/test_site.h"

namespace cloister::server {

class OnAStore : public ::testing::Test {
 protected:
  OnAStore() : base_(testing::TempDir() + "cloister-server-XXXXXX") {
    if (mkdtemp(base_.data()) == nullptr) std::abort();
    store::SqliteOptions options;
    options.database = base_ + "/cloister.db";
    options.keys = base_ + "/keys.db";
    store_ = store::open_sqlite_store(std::move(options), master_, system_random()).value();
    record_.site = site_.id();
    record_.rp_id = "console.localhost";
    record_.log_key_seed = Secret(32);
    store::CreateSite create;
    create.site = copy_of_record();
    EXPECT_OK(store_->run(std::move(create)));
  }
  ~OnAStore() override {
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(base_, ignored);
  }

  store::SiteRecord copy_of_record() const {
    store::SiteRecord out;
    out.site = record_.site;
    out.rp_id = record_.rp_id;
    out.log_key_seed = Secret::copy_of(record_.log_key_seed.view());
    return out;
  }

  std::string base_;
  crypto::MasterKeys master_ = crypto::MasterKeys::create(Secret(32)).value();
  test::TestSite site_;
  store::SiteRecord record_;
  std::unique_ptr<store::Store> store_;
};

}  // namespace cloister::server
