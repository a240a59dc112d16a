#include "storage/data_directory.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>
#include <unistd.h>

using tombola::storage::DataDirectory;
using tombola::storage::DataDirectoryError;
namespace fs = std::filesystem;

namespace {

class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "tombola-test-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Scratch() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

void write(const fs::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

}  // namespace

TEST_CASE("a new data directory states its format") {
  const Scratch scratch;
  const fs::path path = scratch.path() / "a" / "b";
  const DataDirectory directory = DataDirectory::open(path);
  CHECK(directory.path() == path);
  CHECK(directory.engine_path() == path / "db");
  CHECK(text_of(path / "FORMAT") == "tombola 1\n");
  CHECK_FALSE(fs::exists(path / "FORMAT.new"));
}

TEST_CASE("a data directory opens again, whatever else lies in it") {
  const Scratch scratch;
  DataDirectory::open(scratch.path());
  fs::create_directory(scratch.path() / "db");
  write(scratch.path() / "note.txt", "mine");
  CHECK_NOTHROW(DataDirectory::open(scratch.path()));
  CHECK(text_of(scratch.path() / "FORMAT") == "tombola 1\n");
}

TEST_CASE("an empty directory is taken, also after a crash that left half a FORMAT") {
  const Scratch scratch;
  write(scratch.path() / "FORMAT.new", "tom");
  CHECK_NOTHROW(DataDirectory::open(scratch.path()));
  CHECK(text_of(scratch.path() / "FORMAT") == "tombola 1\n");
}

TEST_CASE("another format is refused by name") {
  const Scratch scratch;
  const std::string path = scratch.path().string();
  write(scratch.path() / "FORMAT", "tombola 2\n");
  CHECK_THROWS_WITH(DataDirectory::open(scratch.path()),
                    path +
                        ": written by a newer Tombola (format 2, this one reads 1); use that one, "
                        "or another directory with --data");
  write(scratch.path() / "FORMAT", "tombola 0\n");
  CHECK_THROWS_WITH(DataDirectory::open(scratch.path()),
                    path +
                        ": written by an older Tombola (format 0, this one reads 1); remove the "
                        "directory to start anew, or choose another with --data");
}

TEST_CASE("a FORMAT that is not ours is refused") {
  for (const char* text : {"rocksdb 1\n", "tombola one\n", "tombola 1x\n", "tombola \n",
                           "tombola 99999999999999999999\n"}) {
    CAPTURE(text);
    const Scratch scratch;
    write(scratch.path() / "FORMAT", text);
    CHECK_THROWS_WITH(DataDirectory::open(scratch.path()),
                      Catch::Matchers::Contains("its file FORMAT is not Tombola's"));
  }
  const Scratch scratch;
  write(scratch.path() / "FORMAT", "");
  CHECK_THROWS_WITH(DataDirectory::open(scratch.path()),
                    Catch::Matchers::Contains("its file FORMAT cannot be read"));
}

TEST_CASE("a directory that holds something else is refused and left alone") {
  const Scratch scratch;
  write(scratch.path() / "thesis.txt", "years of work");
  CHECK_THROWS_WITH(DataDirectory::open(scratch.path()),
                    scratch.path().string() +
                        ": is not a Tombola data directory and not empty; "
                        "choose another with --data");
  CHECK_FALSE(fs::exists(scratch.path() / "FORMAT"));
}

TEST_CASE("what a server makes whose directory was deleted while it ran is in nobody's way") {
  const Scratch scratch;
  write(scratch.path() / "work" / "home" / "file", "text");
  DataDirectory::open(scratch.path());
  CHECK(fs::exists(scratch.path() / "FORMAT"));
}

TEST_CASE("a path that cannot be a directory is refused") {
  const Scratch scratch;
  write(scratch.path() / "file", "text");
  CHECK_THROWS_AS(DataDirectory::open(scratch.path() / "file"), DataDirectoryError);
  CHECK_THROWS_AS(DataDirectory::open(scratch.path() / "file" / "below"), DataDirectoryError);
}
