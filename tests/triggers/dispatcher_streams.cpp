#include <set>

#include <catch2/catch.hpp>

#include "dynamodb/limits.h"
#include "tests/triggers/scripted_runtime.h"
#include "tests/triggers/test_service.h"

using namespace tombola::triggers;
using namespace tombola::triggers::testing;
using Ids = std::vector<std::string>;

namespace {

struct Following {
  Following() : service(disk) {
    service.add_function("handler", runtime);
    service.dispatcher->declare_flag_mappings({mapping});
  }

  // Different streams have different ARNs.
  std::size_t streams_seen() const {
    std::set<std::string> arns;
    for (const SeenRecord& record : runtime->records()) {
      arns.insert(record.stream_arn);
    }
    return arns.size();
  }

  Disk disk;
  std::shared_ptr<ScriptedRuntime> runtime = std::make_shared<ScriptedRuntime>();
  EventSourceMapping mapping = mapping_of("T", "handler");
  TestService service;
};

}  // namespace

TEST_CASE("a mapping of a table that does not exist takes hold when it is created") {
  Following following;
  TestService& service = following.service;
  service.dispatcher->start();
  REQUIRE(service.idle().idle);
  service.create_table("Other");
  service.create_table("T");
  service.put("T", "a");
  service.put("Other", "not mapped");
  REQUIRE(service.idle().idle);
  CHECK(following.runtime->ids() == Ids{"a"});
}

TEST_CASE("a mapping of a table without a stream takes hold when it gets one") {
  Following following;
  TestService& service = following.service;
  service.dispatcher->start();
  service.create_table("T", false);
  service.put("T", "before");
  REQUIRE(service.idle().idle);
  service.enable_stream("T");
  service.put("T", "after");
  REQUIRE(service.idle().idle);
  CHECK(following.runtime->ids() == Ids{"after"});
}

TEST_CASE("a table deleted and created anew: the rest of the old stream first, then the new one") {
  Following following;
  TestService& service = following.service;
  following.runtime->hold();
  following.mapping.batch_size = 1;
  service.dispatcher->declare_flag_mappings({following.mapping});
  service.dispatcher->start();
  service.create_table("T");
  for (const char* id : {"a", "b", "c"}) {
    service.put("T", id);
  }
  following.runtime->wait_for_calls(1);
  service.delete_table("T");
  service.create_table("T");
  service.put("T", "a");
  service.put("T", "d");
  following.runtime->let_go();
  REQUIRE(service.idle().idle);
  CHECK(following.runtime->ids() == Ids{"a", "b", "c", "a", "d"});
  CHECK(following.streams_seen() == 2);
  CHECK(following.runtime->records()[3].event_name == "INSERT");

  service.delete_table("T");
  REQUIRE(service.idle().idle);
  service.create_table("T");
  service.put("T", "e");
  REQUIRE(service.idle().idle);
  CHECK(following.runtime->ids().back() == "e");
  CHECK(following.streams_seen() == 3);
}

TEST_CASE("a stream disabled and enabled anew: the rest of the old one first, then the new one") {
  Following following;
  TestService& service = following.service;
  service.dispatcher->start();
  service.create_table("T");
  service.put("T", "a");
  REQUIRE(service.idle().idle);
  following.runtime->hold();
  service.put("T", "b");
  following.runtime->wait_for_calls(2);
  service.put("T", "c");
  service.disable_stream("T");
  service.put("T", "while there is none");
  service.enable_stream("T");
  service.put("T", "d");
  following.runtime->let_go();
  REQUIRE(service.idle().idle);
  CHECK(following.runtime->ids() == Ids{"a", "b", "c", "d"});
  CHECK(following.streams_seen() == 2);
}

TEST_CASE("streams that came and went before the start are all delivered, in their order") {
  Following following;
  TestService& service = following.service;
  service.create_table("T");
  service.put("T", "a");
  service.disable_stream("T");
  service.enable_stream("T");
  service.put("T", "b");
  service.delete_table("T");
  service.create_table("T");
  service.put("T", "c");
  service.dispatcher->start();
  REQUIRE(service.idle().idle);
  CHECK(following.runtime->ids() == Ids{"a", "b", "c"});
  CHECK(following.streams_seen() == 3);
}

TEST_CASE("streams that were closed before the mapping was made are none of its business") {
  Disk disk;
  TestService service(disk);
  const auto runtime = std::make_shared<ScriptedRuntime>();
  service.add_function("handler", runtime);
  for (const char* table : {"Open", "Closed"}) {
    service.create_table(table);
    service.put(table, "old");
    service.disable_stream(table);
  }
  service.enable_stream("Open");
  service.put("Open", "new");
  service.dispatcher->declare_flag_mappings(
      {mapping_of("Open", "handler"), mapping_of("Closed", "handler")});
  service.dispatcher->start();
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids() == Ids{"new"});
  service.enable_stream("Closed");
  service.put("Closed", "newer");
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids() == Ids{"new", "newer"});
}

TEST_CASE("a restart between two incarnations loses none") {
  Disk disk;
  const EventSourceMapping mapping = mapping_of("T", "handler");
  const auto runtime = std::make_shared<ScriptedRuntime>();
  {
    TestService service(disk);
    service.add_function("handler", runtime);
    service.dispatcher->declare_flag_mappings({mapping});
    service.dispatcher->start();
    service.create_table("T");
    service.put("T", "a");
    REQUIRE(service.idle().idle);
    service.delete_table("T");
    REQUIRE(service.idle().idle);
  }
  {
    TestService service(disk);
    service.create_table("T");
    service.put("T", "b");
  }
  TestService service(disk);
  service.add_function("handler", runtime);
  service.dispatcher->declare_flag_mappings({mapping});
  service.dispatcher->start();
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids() == Ids{"a", "b"});
}

TEST_CASE("an old stream that is past its 24 hours makes way for the new one") {
  Following following;
  TestService& service = following.service;
  following.disk.clock.freeze();
  service.create_table("T");
  service.put("T", "trimmed");
  service.disable_stream("T");
  following.disk.clock.advance(tombola::limits::stream_retention_ms);
  service.enable_stream("T");
  service.put("T", "a");
  service.dispatcher->start();
  REQUIRE(service.idle().idle);
  CHECK(following.runtime->ids() == Ids{"a"});
}
