#include <algorithm>
#include <future>
#include <map>
#include <set>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/triggers/scripted_runtime.h"
#include "tests/triggers/test_service.h"

using namespace tombola::triggers;
using namespace tombola::triggers::testing;

namespace {

constexpr int writer_count = 8;

void with_writers(const std::function<void(int writer)>& write) {
  std::vector<std::thread> writers;
  for (int writer = 0; writer < writer_count; ++writer) {
    writers.emplace_back([&write, writer] { write(writer); });
  }
  for (std::thread& writer : writers) {
    writer.join();
  }
}

// Every record once, by number, and each writer's in the order of its writes.
void check_exactly_once_in_order(const std::vector<SeenRecord>& records, int per_writer) {
  REQUIRE(records.size() == static_cast<std::size_t>(writer_count * per_writer));
  std::map<char, std::vector<std::string>> by_writer;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (i > 0) {
      REQUIRE(records[i - 1].sequence_number < records[i].sequence_number);
    }
    by_writer[records[i].id[0]].push_back(records[i].id);
  }
  for (const auto& [writer, ids] : by_writer) {
    CHECK(ids == numbered(std::string(1, writer) + "-", per_writer));
  }
}

std::string writer_prefix(int writer) {
  return std::string(1, static_cast<char>('a' + writer)) + "-";
}

}  // namespace

TEST_CASE("what many threads write is delivered exactly once and in order") {
  constexpr int per_writer = 200;
  Disk disk;
  TestService service(disk);
  const auto first = std::make_shared<ScriptedRuntime>();
  const auto second = std::make_shared<ScriptedRuntime>();
  service.add_function("first", first);
  service.add_function("second", second);
  service.create_table("T");
  service.dispatcher->declare_flag_mappings({mapping_of("T", "first"), mapping_of("T", "second")});
  service.dispatcher->start();
  with_writers([&](int writer) {
    for (const std::string& id : numbered(writer_prefix(writer), per_writer)) {
      service.put("T", id);
    }
  });
  REQUIRE(service.idle().idle);
  check_exactly_once_in_order(first->records(), per_writer);
  check_exactly_once_in_order(second->records(), per_writer);
}

TEST_CASE("idleness is never told before what was written has been delivered") {
  constexpr int per_writer = 50;
  Disk disk;
  TestService service(disk);
  std::mutex mutex;
  std::set<std::string> seen;
  const auto runtime = std::make_shared<ScriptedRuntime>([&](const SeenBatch& batch, int) {
    const std::lock_guard lock(mutex);
    for (const SeenRecord& record : batch) {
      seen.insert(record.id);
    }
    return success();
  });
  service.add_function("handler", runtime);
  service.dispatcher->declare_flag_mappings({mapping_of("T", "handler")});
  service.dispatcher->start();
  service.create_table("T");
  std::atomic<int> early = 0;
  with_writers([&](int writer) {
    for (const std::string& id : numbered(writer_prefix(writer), per_writer)) {
      service.put("T", id);
      const bool idle = service.idle().idle;
      const std::lock_guard lock(mutex);
      early += idle && !seen.contains(id) ? 1 : 0;
    }
  });
  CHECK(early == 0);
  CHECK(seen.size() == writer_count * per_writer);
  service.dispatcher.reset();  // before the script's captures go
}

TEST_CASE("tables that come and go under writers are followed without a loss") {
  constexpr int rounds = 10;
  Disk disk;
  TestService service(disk);
  const auto runtime = std::make_shared<ScriptedRuntime>();
  service.add_function("handler", runtime);
  std::vector<EventSourceMapping> mappings;
  for (int writer = 0; writer < writer_count; ++writer) {
    mappings.push_back(mapping_of("Table" + writer_prefix(writer), "handler"));
  }
  service.dispatcher->declare_flag_mappings(mappings);
  service.dispatcher->start();
  with_writers([&](int writer) {
    const std::string table = "Table" + writer_prefix(writer);
    for (const std::string& id : numbered(writer_prefix(writer), rounds)) {
      service.create_table(table);
      service.put(table, id);
      service.delete_table(table);
    }
  });
  REQUIRE(service.idle().idle);
  std::map<char, std::vector<std::string>> by_table;
  for (const std::string& id : runtime->ids()) {
    by_table[id[0]].push_back(id);
  }
  CHECK(by_table.size() == writer_count);
  for (const auto& [writer, ids] : by_table) {
    CHECK(ids == numbered(std::string(1, writer) + "-", rounds));
  }
}

TEST_CASE("a dispatcher may go while writers write and invocations are under way") {
  constexpr int runs = 20;
  Disk disk;
  const EventSourceMapping mapping = mapping_of("T", "handler");
  std::set<std::string> delivered;
  std::mutex mutex;
  const auto collect = [&](const SeenBatch& batch, int) {
    const std::lock_guard lock(mutex);
    for (const SeenRecord& record : batch) {
      delivered.insert(record.id);
    }
    return success();
  };
  for (int run = 0; run < runs; ++run) {
    TestService service(disk);
    const auto runtime = std::make_shared<ScriptedRuntime>(collect);
    service.add_function("handler", runtime);
    if (run == 0) {
      service.create_table("T");
    }
    service.dispatcher->declare_flag_mappings({mapping});
    service.dispatcher->start();
    if (run % 2 == 1) {
      runtime->hold();
    }
    std::thread late([&] {
      for (const std::string& id : numbered(std::to_string(run) + "-", 20)) {
        service.put("T", id);
      }
      runtime->let_go();
    });
    service.dispatcher->stop(std::chrono::milliseconds(run % 3));
    late.join();
  }
  TestService service(disk);
  service.add_function("handler", std::make_shared<ScriptedRuntime>(collect));
  service.dispatcher->declare_flag_mappings({mapping});
  service.dispatcher->start();
  REQUIRE(service.idle().idle);
  CHECK(delivered.size() == runs * 20);
  service.dispatcher.reset();  // before the script's captures go
}
