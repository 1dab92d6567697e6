#include "store/data_directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "support/expect_error.h"

namespace cloister::store {
namespace {

class DataDirectoryTest : public testing::Test {
 protected:
  DataDirectoryTest() : base_(testing::TempDir() + "cloister-data-XXXXXX") {
    if (mkdtemp(base_.data()) == nullptr) std::abort();
    path_ = base_ + "/below/data";
  }
  ~DataDirectoryTest() override {
    std::error_code error;
    std::filesystem::remove_all(base_, error);
  }
  static mode_t mode(const std::filesystem::path& path) {
    struct stat info{};
    EXPECT_EQ(::stat(path.c_str(), &info), 0) << path;
    return info.st_mode & 0777;
  }
  Result<DataDirectory> open() { return DataDirectory::open(path_, system_random()); }
  void expect_refusal(const char* why) {
    const auto result = open();
    EXPECT_ERROR(result, storage_failed);
    if (!result) EXPECT_NE(result.error().detail.find(why), std::string::npos) << result.error().detail;
  }

  std::string base_;
  std::filesystem::path path_;
};

TEST_F(DataDirectoryTest, MakesWhatIsMissingForItsUserOnly) {
  const auto directory = open();
  ASSERT_OK(directory);
  EXPECT_EQ(mode(path_), 0700U);
  EXPECT_EQ(mode(path_ / "lock"), 0600U);
  EXPECT_EQ(mode(path_ / "master.key"), 0600U);
  EXPECT_EQ(std::filesystem::file_size(path_ / "master.key"), 32U);
}

TEST_F(DataDirectoryTest, KeepsItsKey) {
  const auto id = open()->master_keys().current_id();
  EXPECT_EQ(open()->master_keys().current_id(), id);
}

TEST_F(DataDirectoryTest, IsUsedByOneAtATime) {
  auto first = open();
  ASSERT_OK(first);
  expect_refusal("in use");
  {
    const DataDirectory moved = std::move(*first);
  }
  EXPECT_OK(open());
}

TEST_F(DataDirectoryTest, MakesNoNewKeyForOldData) {
  ASSERT_OK(open());
  std::ofstream(path_ / "keys.db") << "data";
  ASSERT_OK(open());
  std::filesystem::remove(path_ / "master.key");
  expect_refusal("is missing");
  EXPECT_FALSE(std::filesystem::exists(path_ / "master.key"));
}

TEST_F(DataDirectoryTest, RefusesAKeyOfAnotherSize) {
  ASSERT_OK(open());
  for (const std::size_t size : {0U, 31U, 33U}) {
    std::ofstream(path_ / "master.key", std::ios::trunc) << std::string(size, 'k');
    expect_refusal("32 bytes");
  }
}

TEST_F(DataDirectoryTest, RefusesWhatOthersCanRead) {
  ASSERT_OK(open());
  ::chmod((path_ / "master.key").c_str(), 0644);
  expect_refusal("open to other users");
  ::chmod((path_ / "master.key").c_str(), 0600);
  ::chmod(path_.c_str(), 0755);
  expect_refusal("open to other users");
}

TEST_F(DataDirectoryTest, RefusesAFileInItsPlace) {
  std::filesystem::create_directories(path_.parent_path());
  std::ofstream{path_};
  expect_refusal("not a directory");
}

}  // namespace
}  // namespace cloister::store
