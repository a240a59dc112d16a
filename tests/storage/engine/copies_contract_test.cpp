// Restarts, checkpoints, clones, and erase_range.
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "storage/engine/engine_limits.h"
#include "tests/storage/engine/engine_contract.h"

namespace tombola::storage {

namespace {

// Something of everything, and traces of what is gone.
void fill(Engine& engine) {
  commit(engine, [](Transaction& transaction) {
    for (int i = 0; i < 3000; ++i) transaction.put(fmt::format("k{}", i), std::to_string(i));
    for (int i = 0; i < 2000; ++i) transaction.append(1, "record " + std::to_string(i));
    transaction.append(2, "other");
    transaction.add("count", {42, 4200});
    transaction.add("gone", {1, 0});
  });
  commit(engine, [](Transaction& transaction) {
    transaction.erase("k7");
    transaction.erase("gone");
    transaction.put("k8", "changed");
    transaction.add("count", {1, 0});
    transaction.trim_log(1, transaction.first_log_record(1)->number + 9);
  });
}

struct State {
  std::vector<Row> rows;
  std::vector<LogRecord> log, other;
  Counter count;
  bool operator==(const State&) const = default;
};

State state_of(Engine& engine) {
  return {all_rows(engine), all_records(engine, 1), all_records(engine, 2),
          engine.begin(Mode::Read)->get_counter("count")};
}

void change(Engine& engine) {
  commit(engine, [](Transaction& transaction) {
    transaction.put("k1", "later");
    transaction.erase("k2");
    transaction.add("count", {1000, 0});
    transaction.append(1, "later");
    transaction.trim_log(2, UINT64_MAX);
  });
}

const ContractTest restart{
    "a restart keeps everything", [](EngineHome& home) {
      auto engine = home.open();
      fill(*engine);
      const State before = state_of(*engine);
      CHECK(before.rows.size() == 3000);  // with the counter, without the erased one
      CHECK(before.log.size() == 1990);
      CHECK((before.count == Counter{43, 4200}));
      for (int run = 0; run < 12; ++run) {
        engine = home.restart(std::move(engine));
        REQUIRE((state_of(*engine) == before));
      }
    }};

const ContractTest checkpoint{"a checkpoint is complete and independent", [](EngineHome& home) {
                                auto engine = home.open();
                                fill(*engine);
                                const State before = state_of(*engine);
                                auto open_snapshot = engine->begin(Mode::Write);
                                open_snapshot->put("uncommitted", "no");
                                const std::string path = home.new_path() + "/in/new/parents";
                                engine->checkpoint(path);
                                open_snapshot = nullptr;

                                change(*engine);
                                auto copy = home.open_checkpoint(path);
                                CHECK((state_of(*copy) == before));
                                const std::uint64_t last = before.log.back().number;
                                CHECK(commit(*copy, [](Transaction& transaction) {
                                        transaction.append(1, "copy");
                                      }).first_number > last);
                                change(*copy);
                                CHECK(get(*copy, "k1") == "later");
                                copy = nullptr;
                                CHECK(engine->begin(Mode::Read)->get_counter("count").rows == 1043);
                                CHECK(all_records(*engine, 1).back().bytes == "later");
                              }};

const ContractTest clone{"a clone is complete and independent, and may be cloned",
                         [](EngineHome& home) {
                           auto engine = home.open();
                           fill(*engine);
                           const State before = state_of(*engine);
                           auto copy = engine->clone(home.new_path());
                           auto copy_of_copy = copy->clone(home.new_path());
                           change(*engine);
                           CHECK((state_of(*copy) == before));
                           engine = nullptr;
                           CHECK((state_of(*copy) == before));
                           change(*copy);
                           const std::uint64_t number = before.log.back().number;
                           CHECK(all_records(*copy, 1).back().number > number);
                           CHECK((state_of(*copy_of_copy) == before));
                         }};

const ContractTest checkpoint_of_a_moment{
    "a checkpoint taken while others write is of one moment", [](EngineHome& home) {
      auto engine = home.open();
      std::vector<std::string> paths;
      for (int i = 0; i < 4; ++i) paths.push_back(home.new_path());
      std::atomic<bool> taken = false;
      run_threads(3, [&](int thread) {
        if (thread == 0) {
          for (const std::string& path : paths) engine->checkpoint(path);
          taken = true;
          return;
        }
        const std::string key = "key" + std::to_string(thread);
        for (int i = 1; !taken || i <= 50; ++i) {
          commit(*engine, [&](Transaction& transaction) {
            transaction.put(key, std::to_string(i));
            transaction.add("sum", {1, 0});
            transaction.append(1, key);
          });
        }
      });
      for (const std::string& path : paths) {
        auto copy = home.open_checkpoint(path);
        const int first = std::stoi(get(*copy, "key1").value_or("0"));
        const int second = std::stoi(get(*copy, "key2").value_or("0"));
        CHECK(copy->begin(Mode::Read)->get_counter("sum").rows == first + second);
        CHECK(all_records(*copy, 1).size() == static_cast<std::size_t>(first + second));
      }
    }};

const ContractTest refused{"a checkpoint goes to a new directory or nowhere", [](EngineHome& home) {
                             auto engine = home.open();
                             fill(*engine);
                             const std::string path = home.new_path();
                             std::filesystem::create_directory(path);
                             CHECK_THROWS_AS(engine->checkpoint(path), EngineError);
                             CHECK_THROWS_WITH(engine->checkpoint(path), Catch::Contains(path));
                             const std::string file = home.new_path();
                             std::ofstream(file) << "a file";
                             CHECK_THROWS_AS(engine->checkpoint(file + "/below"), EngineError);
                             CHECK_THROWS_WITH(engine->checkpoint(file + "/below"),
                                               Catch::Contains(file));
                             // And the engine goes on.
                             change(*engine);
                             CHECK(get(*engine, "k1") == "later");
                           }};

const ContractTest erase_range{
    "erase_range removes what lies in the range", [](EngineHome& home) {
      auto engine = home.open();
      const int rows =
          GENERATE(0, 10, static_cast<int>(engine_limits::erase_rows_one_by_one_max) + 1);
      commit(*engine, [&](Transaction& transaction) {
        transaction.put("a", "1");
        transaction.put("c", "1");
        for (int i = 0; i < rows; ++i) transaction.put(fmt::format("b{}", i), "1");
        if (rows > 0) transaction.add("b", {5, 0});
      });
      SECTION("with an end") {
        engine->erase_range(KeyRange::with_prefix("b"));
        CHECK(all_rows(*engine).size() == 2);
        CHECK(engine->begin(Mode::Read)->get_counter("b").rows == 0);
        // The range can be used again.
        commit(*engine, [](Transaction& transaction) {
          transaction.put("b1", "again");
          transaction.add("b", {2, 0});
        });
        CHECK(get(*engine, "b1") == "again");
        CHECK(engine->begin(Mode::Read)->get_counter("b").rows == 2);
        engine = home.restart(std::move(engine));
        CHECK(all_rows(*engine).size() == 4);
      }
      SECTION("without an end") {
        engine->erase_range({"b", ""});
        CHECK(all_rows(*engine).size() == 1);
        engine->erase_range({});
        CHECK(all_rows(*engine).empty());
      }
      SECTION("that is empty") {
        engine->erase_range({"c", "a"});
        engine->erase_range({"x", "y"});
        CHECK(all_rows(*engine).size() == static_cast<std::size_t>(rows + (rows > 0 ? 3 : 2)));
      }
    }};

}  // namespace

}  // namespace tombola::storage
