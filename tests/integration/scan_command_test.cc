// `cloister scan` as people and scripts use it.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

struct Outcome {
  int code = -1;
  std::string out;
};

Outcome run(const std::string& arguments) {
  Outcome result;
  FILE* pipe = popen((std::string(CLOISTER_BINARY) + " scan " + arguments + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return result;
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe))
    result.out.append(buffer.data(), got);
  result.code = WEXITSTATUS(pclose(pipe));
  return result;
}

class ScanCommand : public testing::Test {
 protected:
  ScanCommand() : folder_(std::filesystem::temp_directory_path() / ("scan" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~ScanCommand() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& content) const {
    const std::string path = folder_ / name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(ScanCommand, AnswersJsonLinesInCodePoints) {
  const std::string in = file("in", R"({"id":"a","text":"é card 4111 1111 1111 1111"})"
                                    "\n"
                                    R"({"id":2,"messages":["my ssn","078-05-1120"]})"
                                    "\n"
                                    R"({"id":3,"text":"hello"})"
                                    "\n");
  const Outcome result = run("< " + in);
  EXPECT_EQ(result.code, 0);
  EXPECT_TRUE(result.out.contains(R"({"id":"a","spans":[{"type":"CREDIT_CARD","subtype":"VISA","start":7,"end":26,)"))
      << result.out;
  EXPECT_TRUE(result.out.contains(R"({"id":2,"spans":[{"type":"US_SSN","subtype":"","start":7,"end":18,)"))
      << result.out;
  EXPECT_TRUE(result.out.contains(R"({"id":3,"spans":[]})")) << result.out;
}

TEST_F(ScanCommand, GoesOnAfterLinesThatItCannotRead) {
  const std::string in = file("in", "no json\n{\"id\":1}\n{\"id\":2,\"text\":\"\\ud83d pin is 4921 \xff\"}\n");
  const Outcome result = run("< " + in);
  EXPECT_EQ(result.code, 2);
  EXPECT_TRUE(result.out.contains(R"({"id":1,"error":)")) << result.out;
  EXPECT_TRUE(result.out.contains(R"({"id":2,"spans":[{"type":"PASSWORD")")) << result.out;
}

TEST_F(ScanCommand, ReportsLikeACompiler) {
  const std::string path = file("chat.txt", "hello\nü my card 4111 1111 1111 1111\n");
  const Outcome result = run(path);
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(result.out.starts_with(path + ":2:11: CREDIT_CARD (VISA): 16 digits, Visa prefix")) << result.out;
  EXPECT_EQ(run(file("clean.txt", "nothing here\n")).code, 0);
  EXPECT_EQ(run(path + ".missing").code, 2);
}

TEST_F(ScanCommand, MasksAndWritesSarif) {
  const std::string path = file("chat.txt", "my card 4111 1111 1111 1111, mail a@example.com\n");
  EXPECT_EQ(run("--mask " + path).out, "my card **** **** **** 1111, mail [EMAIL]\n");
  const Outcome sarif = run("--format sarif " + path);
  EXPECT_EQ(sarif.code, 1);
  EXPECT_TRUE(sarif.out.contains(R"("version":"2.1.0")")) << sarif.out;
  EXPECT_TRUE(sarif.out.contains(R"("startLine":1,"startColumn":9,"endLine":1,"endColumn":28)")) << sarif.out;
}

TEST_F(ScanCommand, ReadsHugeLinesAndInvalidBytes) {
  std::string text(3'000'000, 'y');
  text += " \xff\xfe my ssn is 078-05-1120";
  const Outcome result = run(file("huge.txt", text));
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(result.out.contains("US_SSN")) << result.out;
}

}  // namespace
