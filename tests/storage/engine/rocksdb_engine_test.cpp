// What is the RocksDB engine's alone: directories, other processes, sudden deaths, damage.
#include <cstdlib>
#include <fstream>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/engine/fixed64.h"
#include "storage/engine/rocksdb_store.h"
#include "tests/storage/engine/engine_contract.h"

using Catch::Contains;

namespace tombola::storage {

namespace {

namespace fs = std::filesystem;

EngineOptions options() {
  return {[] { return std::int64_t{1000}; }, Durability::Process};
}

// This program again, as a process that holds the directory.
class Holder {
 public:
  explicit Holder(const std::string& path) {
    int pipe[2];
    REQUIRE(::pipe2(pipe, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
    ::setenv("TOMBOLA_TEST_DIRECTORY", path.c_str(), 1);
    const char* arguments[] = {"tests_storage_engine", "holds a directory until it is killed",
                               nullptr};
    REQUIRE(::posix_spawn(&process_, "/proc/self/exe", &actions, nullptr,
                          const_cast<char**>(arguments), environ) == 0);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    output_ = pipe[0];
  }
  ~Holder() {
    kill();
    ::close(output_);
  }

  // The number it committed last; blocks until it has.
  int next_number() {
    std::string line;
    char byte = 0;
    while (::read(output_, &byte, 1) == 1 && byte != '\n') line.push_back(byte);
    return line.empty() ? -1 : std::stoi(line);
  }
  void kill() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
  }
  pid_t process() const { return process_; }

 private:
  pid_t process_ = -1;
  int output_ = -1;
};

}  // namespace

// Run by Holder in a process of its own; hidden from the ordinary run.
TEST_CASE("holds a directory until it is killed", "[.child]") {
  const char* path = std::getenv("TOMBOLA_TEST_DIRECTORY");
  REQUIRE(path != nullptr);
  auto engine = open_rocksdb_engine(path, options());
  // Bounded, so that nothing is left running if the parent dies.
  for (int i = 1; i <= 1'000'000; ++i) {
    const CommitReceipt receipt = commit(*engine, [&](Transaction& transaction) {
      transaction.put("last", std::to_string(i));
      transaction.add("count", {1, 0});
      transaction.append(1, std::to_string(i));
    });
    const std::string line = std::to_string(receipt.last_number) + "\n";
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) return;
  }
}

TEST_CASE("a directory belongs to one engine, in this and any other process", "[rocksdb]") {
  TempDirectory directory;
  const std::string path = directory.new_path();
  {
    auto engine = open_rocksdb_engine(path, options());
    CHECK_THROWS_AS(open_rocksdb_engine(path, options()), DirectoryInUse);
    CHECK_THROWS_WITH(open_rocksdb_engine(path, options()),
                      Contains(path) && Contains(std::to_string(::getpid())));
  }
  open_rocksdb_engine(path, options());

  Holder holder(path);
  REQUIRE(holder.next_number() > 0);
  CHECK_THROWS_AS(open_rocksdb_engine(path, options()), DirectoryInUse);
  CHECK_THROWS_WITH(open_rocksdb_engine(path, options()),
                    Contains(path) && Contains(std::to_string(holder.process())));
  holder.kill();
  CHECK_NOTHROW(open_rocksdb_engine(path, options()));
}

TEST_CASE("what was acknowledged survives the death of the process", "[rocksdb]") {
  TempDirectory directory;
  const std::string path = directory.new_path();
  int acknowledged = 0;
  for (int round = 0; round < 3; ++round) {
    {
      Holder holder(path);
      const int before = acknowledged;
      for (int i = 0; i < 200; ++i) {
        const int number = holder.next_number();
        REQUIRE(number > acknowledged);
        acknowledged = number;
      }
      CHECK(acknowledged > before);
    }
    auto engine = open_rocksdb_engine(path, options());
    const auto records = all_records(*engine, 1);
    CHECK(static_cast<int>(records.back().number) >= acknowledged);
    CHECK(records.size() >= 200u * static_cast<unsigned>(round + 1));
    CHECK(get(*engine, "last") == records.back().bytes);
    CHECK(engine->begin(Mode::Read)->get_counter("count").rows ==
          static_cast<std::int64_t>(records.size()));
    // Numbers written but not read from the pipe count as well.
    acknowledged = static_cast<int>(records.back().number);
  }
}

TEST_CASE("what cannot be a data directory is refused by name", "[rocksdb]") {
  TempDirectory directory;
  const std::string file = directory.new_path();
  std::ofstream(file) << "a file";
  const auto refuses = [](const std::string& path) {
    CHECK_THROWS_AS(open_rocksdb_engine(path, options()), EngineError);
    CHECK_THROWS_WITH(open_rocksdb_engine(path, options()), Contains(path));
  };
  refuses(file);
  refuses(file + "/below");
  // Unwritable, for root too.
  refuses("/proc/tombola");
  refuses("/proc/self/fd");
}

TEST_CASE("a damaged directory is refused by name and left as it is", "[rocksdb]") {
  TempDirectory directory;
  const std::string path = directory.new_path();
  {
    auto engine = open_rocksdb_engine(path, options());
    commit(*engine, [](Transaction& transaction) { transaction.put("a", "1"); });
  }
  const auto manifest = [&] {
    for (const auto& entry : fs::directory_iterator(path)) {
      if (entry.path().filename().string().starts_with("MANIFEST")) return entry.path();
    }
    return fs::path();
  };
  const auto refuses_with = [&](const fs::path& file, const std::string& bytes) {
    const fs::path kept = directory.new_path();
    fs::copy(file, kept);
    std::ofstream(file, std::ios::trunc) << bytes;
    CHECK_THROWS_AS(open_rocksdb_engine(path, options()), EngineError);
    CHECK_THROWS_WITH(open_rocksdb_engine(path, options()), Contains(path));
    fs::copy(kept, file, fs::copy_options::overwrite_existing);
  };
  refuses_with(fs::path(path) / "CURRENT", "garbage");
  refuses_with(fs::path(path) / "CURRENT", "");
  refuses_with(manifest(), std::string(300, 'g'));

  const fs::path current = fs::path(path) / "CURRENT";
  const fs::path aside = directory.new_path();
  fs::rename(current, aside);
  CHECK_THROWS_WITH(open_rocksdb_engine(path, options()), Contains(path) && Contains("CURRENT"));
  fs::rename(aside, current);
  CHECK(get(*open_rocksdb_engine(path, options()), "a") == "1");
}

TEST_CASE("a directory of an earlier format is read on, one of a later format is refused",
          "[rocksdb]") {
  TempDirectory directory;
  const std::string path = directory.new_path();
  const auto fixed = [](std::uint64_t value) {
    std::string bytes;
    append_fixed64(bytes, value);
    return bytes;
  };
  const auto write_format = [&](std::uint64_t version) {
    RocksdbStore store(path, rocksdb::Env::Default());
    REQUIRE(store.db().Put({}, store.logs(), "V", fixed(version)).ok());
    REQUIRE(store.db().Put({}, store.rows(), "collection", fixed(40)).ok());
    REQUIRE(store.db().Merge({}, store.rows(), "collection", fixed(2)).ok());
  };
  write_format(1);
  {
    auto engine = open_rocksdb_engine(path, options());
    CHECK((engine->begin(Mode::Read)->get_counter("collection") == Counter{0, 42}));
    commit(*engine, [](Transaction& transaction) { transaction.add("collection", {0, 8}); });
  }
  CHECK((open_rocksdb_engine(path, options())->begin(Mode::Read)->get_counter("collection") ==
         Counter{0, 50}));
  write_format(3);
  CHECK_THROWS_WITH(open_rocksdb_engine(path, options()),
                    Contains(path) && Contains("version 3, this program reads up to 2"));
}

TEST_CASE("many short runs do not pile up write-ahead logs", "[rocksdb]") {
  TempDirectory directory;
  const std::string path = directory.new_path();
  for (int run = 0; run < 25; ++run) {
    auto engine = open_rocksdb_engine(path, options());
    commit(*engine, [&](Transaction& transaction) { transaction.put(std::to_string(run), "1"); });
    REQUIRE(all_rows(*engine).size() == static_cast<std::size_t>(run) + 1);
  }
  int logs = 0;
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.path().extension() == ".log") ++logs;
  }
  CHECK(logs < 15);
}

}  // namespace tombola::storage
