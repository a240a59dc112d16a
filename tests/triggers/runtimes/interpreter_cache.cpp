#include "triggers/runtimes/interpreter_cache.h"

#include <fstream>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "tests/triggers/runtimes/runtime_fixture.h"

namespace tombola::triggers::testing {
namespace {

namespace fs = std::filesystem;

// A program that counts how often it was asked, and says what `answer` holds.
class CountingPython {
 public:
  explicit CountingPython(const std::string& real_program) {
    folder.write("answer", real_program + "\n3.11\n");
    const std::string script =
        "#!/bin/sh\necho asked >> " + path("asked") + "\ncat " + path("answer") + "\n";
    ::chmod(folder.write("bin/python3", script).c_str(), 0755);
  }

  std::string path(const std::string& name) const { return (folder.path() / name).string(); }
  std::string program() const { return path("bin/python3"); }
  Interpreter find() const { return find_python(path("bin"), path("cache")); }
  int times_asked() const {
    std::ifstream file(path("asked"));
    int lines = 0;
    for (std::string line; std::getline(file, line);) ++lines;
    return lines;
  }

  TemporaryDirectory folder;
};

}  // namespace

TEST_CASE("an interpreter is asked once, and again when it is another one") {
  CountingPython python("");
  python.folder.write("answer", python.program() + "\n3.11\n");
  for (int start = 0; start < 3; ++start) {
    const Interpreter found = python.find();
    CHECK(found.program == python.program());
    CHECK(found.major == 3);
    CHECK(found.minor == 11);
  }
  CHECK(python.times_asked() == 1);

  python.folder.write("answer", python.program() + "\n3.12\n");
  fs::last_write_time(python.program(), fs::file_time_type::clock::now() - std::chrono::hours(1));
  CHECK(python.find().minor == 12);
  CHECK(python.find().minor == 12);
  CHECK(python.times_asked() == 2);
}

TEST_CASE("a version manager's script is asked at each start") {
  CountingPython python("/bin/sh");
  CHECK(python.find().program == "/bin/sh");
  CHECK(python.find().program == "/bin/sh");
  CHECK(python.times_asked() == 2);
}

TEST_CASE("what was kept badly, or cannot be kept, is asked for") {
  CountingPython python("");
  python.folder.write("answer", python.program() + "\n3.11\n");
  for (const char* text : {"", "{", "[]", "{\"answer\":7}", "{\"version\":2,\"answer\":{}}"}) {
    python.folder.write("cache/interpreter-python3.json", text);
    CHECK(python.find().minor == 11);
  }
  CHECK(python.times_asked() == 5);
  CHECK(python.find().minor == 11);
  CHECK(python.times_asked() == 5);
  // A file where the folder should be.
  CHECK(find_python(python.path("bin"), python.path("answer")).minor == 11);
  CHECK(find_python(python.path("bin"), "").minor == 11);
  CHECK(python.times_asked() == 7);
}

}  // namespace tombola::triggers::testing
