// Mappings that are made and changed while others are: what Create and UpdateEventSourceMapping
// rely on.
#include <thread>

#include <catch2/catch.hpp>

#include "tests/triggers/scripted_runtime.h"
#include "tests/triggers/test_service.h"

using namespace tombola::triggers;
using namespace tombola::triggers::testing;
using Ids = std::vector<std::string>;

namespace {

// Of the stream that the table has.
EventSourceMapping mapping_of_stream(TestService& service, const std::string& uuid,
                                     const std::string& qualifier = "") {
  EventSourceMapping mapping = mapping_of("T", "handler");
  mapping.uuid = uuid;
  mapping.from_flag = false;
  mapping.function_qualifier = qualifier;
  service.transactions.read([&](tombola::storage::Transaction& transaction) {
    mapping.event_source_arn = service.catalog.streams(transaction, {}, "T").at(0).arn();
  });
  return mapping;
}

// Remembers as which function it was called.
class NamingRuntime : public LambdaRuntime {
 public:
  void invoke(Invocation invocation, Done done) override {
    function_arn = invocation.function_arn;
    done(success());
  }
  void shut_down() override {}

  std::string function_arn;
};

}  // namespace

TEST_CASE("a mapping of an alias invokes the alias, which is told so") {
  Disk disk;
  TestService service(disk);
  const auto latest = std::make_shared<ScriptedRuntime>();
  const auto live = std::make_shared<NamingRuntime>();
  service.add_function("handler", latest);
  service.add_function("handler:live", live);
  service.create_table("T");
  service.dispatcher->start();
  const EventSourceMapping mapping = mapping_of_stream(service, "1", "live");
  REQUIRE_FALSE(service.dispatcher->make_mapping(mapping));
  service.put("T", "a");
  REQUIRE(service.idle().idle);
  CHECK(live->function_arn == mapping.function_arn());
  CHECK(latest->ids().empty());
}

TEST_CASE("a mapping of an alias that is not there says which one it misses") {
  Disk disk;
  disk.clock.freeze();
  TestService service(disk);
  service.add_function("handler", std::make_shared<ScriptedRuntime>());
  service.create_table("T");
  service.dispatcher->start();
  service.dispatcher->make_mapping(mapping_of_stream(service, "1", "live"));
  service.put("T", "a");
  const IdleReport report = service.idle();
  REQUIRE(report.waits_for_clock);
  CHECK_THAT(report.waiting_for.at(0),
             Catch::Matchers::Contains("there is no function handler:live"));
}

TEST_CASE("of two mappings of the same stream and function that are made at once one is made") {
  Disk disk;
  TestService service(disk);
  service.create_table("T");
  service.dispatcher->start();
  constexpr int makers = 4;
  std::vector<std::optional<std::string>> twins(makers);
  std::vector<std::thread> threads;
  for (int i = 0; i < makers; ++i) {
    threads.emplace_back([&, i] {
      twins[static_cast<std::size_t>(i)] =
          service.dispatcher->make_mapping(mapping_of_stream(service, std::to_string(i)));
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  const auto stored = service.dispatcher->mappings();
  REQUIRE(stored.size() == 1);
  CHECK(std::count(twins.begin(), twins.end(), std::nullopt) == 1);
  CHECK(std::count(twins.begin(), twins.end(), stored[0].mapping.uuid) == makers - 1);
}

TEST_CASE("another version of the function is another function to a stream") {
  Disk disk;
  TestService service(disk);
  service.create_table("T");
  CHECK_FALSE(service.dispatcher->make_mapping(mapping_of_stream(service, "1")));
  CHECK_FALSE(service.dispatcher->make_mapping(mapping_of_stream(service, "2", "1")));
  CHECK(service.dispatcher->make_mapping(mapping_of_stream(service, "3", "1")) == "2");
}

TEST_CASE("a change of a mapping begins with what it is by then") {
  Disk disk;
  TestService service(disk);
  service.create_table("T");
  service.dispatcher->start();
  service.dispatcher->make_mapping(mapping_of_stream(service, "1"));
  constexpr int changes = 8;
  std::vector<std::thread> threads;
  for (int i = 0; i < changes; ++i) {
    threads.emplace_back([&] {
      service.dispatcher->change_mapping("1",
                                         [](EventSourceMapping& mapping) { ++mapping.batch_size; });
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(service.dispatcher->mappings().at(0).mapping.batch_size == 100 + changes);
}

TEST_CASE("a mapping that was forgotten is not made anew by a change, nor by one that is refused") {
  Disk disk;
  TestService service(disk);
  service.create_table("T");
  service.dispatcher->make_mapping(mapping_of_stream(service, "1"));
  CHECK_THROWS(service.dispatcher->change_mapping("1", [](EventSourceMapping& mapping) {
    mapping.batch_size = 7;
    throw std::runtime_error("refused");
  }));
  CHECK(service.dispatcher->mappings().at(0).mapping.batch_size == 100);
  REQUIRE(service.dispatcher->erase_mapping("1"));
  CHECK_FALSE(service.dispatcher->change_mapping("1", [](EventSourceMapping&) {}));
  CHECK(service.dispatcher->mappings().empty());
}
