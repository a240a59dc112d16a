#include "triggers/functions/zip_archive.h"

#include <chrono>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "dynamodb/limits.h"
#include "tests/triggers/functions/test_archive.h"

namespace tombola::triggers::testing {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "tombola-zip-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { remove_tree(path_); }

  const fs::path& path() const { return path_; }
  std::string text(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(path_ / name).rdbuf();
    return text.str();
  }

 private:
  fs::path path_;
};

bool is_executable(const fs::path& path) {
  return (fs::status(path).permissions() & fs::perms::owner_exec) != fs::perms::none;
}
bool is_writable(const fs::path& path) {
  return (fs::status(path).permissions() & fs::perms::owner_write) != fs::perms::none;
}

}  // namespace

TEST_CASE("what is packed unpacks to the same files, modes and links") {
  const Folder folder;
  unpack_zip(make_archive({{"lib/a.js", "two"},
                           {"bootstrap", "#!/bin/sh", 0100755},
                           {"link.js", "lib/a.js", 0120777}}),
             folder.path() / "first");
  const std::string zip = pack_zip(folder.path() / "first");
  unpack_zip(zip, folder.path() / "second");
  const auto another_time = fs::file_time_type::clock::now() - std::chrono::hours(1);
  fs::last_write_time(folder.path() / "second/lib/a.js", another_time);
  CHECK((pack_zip(folder.path() / "second") == zip));
  CHECK(folder.text("second/lib/a.js") == "two");
  CHECK(is_executable(folder.path() / "second/bootstrap"));
  CHECK_FALSE(is_executable(folder.path() / "second/lib/a.js"));
  CHECK(fs::read_symlink(folder.path() / "second/link.js") == "lib/a.js");
}

TEST_CASE("an archive is unpacked read-only, executables stay executable") {
  const Folder folder;
  unpack_zip(make_archive({{"index.js", "one"},
                           {"lib/deep/a.js", "two"},
                           {"bootstrap", "#!/bin/sh", 0100755},
                           {"link.js", "lib/deep/a.js", 0120777}}),
             folder.path() / "code");
  CHECK(folder.text("code/index.js") == "one");
  CHECK(folder.text("code/lib/deep/a.js") == "two");
  CHECK(folder.text("code/link.js") == "two");
  CHECK(is_executable(folder.path() / "code/bootstrap"));
  CHECK_FALSE(is_executable(folder.path() / "code/index.js"));
  CHECK_FALSE(is_writable(folder.path() / "code/index.js"));
  CHECK_FALSE(is_writable(folder.path() / "code/lib"));
}

TEST_CASE("nothing is written outside the target") {
  const Folder folder;
  const std::string outside = "../outside";
  for (const std::vector<ArchiveEntry>& entries : {std::vector<ArchiveEntry>{{outside, "x"}},
                                                   {{"a/../../outside", "x"}},
                                                   {{"/tmp/tombola-outside", "x"}},
                                                   {{"link", "..", 0120777}, {"link/outside", "x"}},
                                                   {{"link", "/etc", 0120777}},
                                                   {{"here", ".", 0120777}, {"here/a", "x"}}}) {
    INFO(entries[0].name);
    CHECK_THROWS_AS(unpack_zip(make_archive(entries), folder.path() / "code"), BrokenArchive);
    CHECK_FALSE(fs::exists(folder.path() / "outside"));
    remove_tree(folder.path() / "code");
  }
}

TEST_CASE("what is no archive, or an empty one, is told apart") {
  const Folder folder;
  CHECK_THROWS_AS(unpack_zip("hello", folder.path() / "a"), BrokenArchive);
  CHECK_THROWS_AS(unpack_zip("", folder.path() / "a"), EmptyArchive);
  const std::string whole = make_archive({{"a", std::string(10'000, 'a')}});
  CHECK_THROWS_AS(unpack_zip(whole.substr(0, whole.size() / 2), folder.path() / "a"),
                  BrokenArchive);
  const std::string empty = {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  CHECK_THROWS_AS(unpack_zip(empty, folder.path() / "a"), EmptyArchive);
}

TEST_CASE("an archive that grows past Lambda's limit is refused before it is written") {
  const Folder folder;
  const std::string large(limits::function_code_unzipped_bytes_max / 2 + 1, '0');
  CHECK_THROWS_AS(unpack_zip(make_archive({{"a", large}, {"b", large}}), folder.path() / "code"),
                  ArchiveTooLarge);
  CHECK_FALSE(fs::exists(folder.path() / "code"));
}

}  // namespace tombola::triggers::testing
