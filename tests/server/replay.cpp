#include <mutex>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/server/test_server.h"

using namespace tombola;
using test::json_of;
using test::TestServer;
using triggers::Invocation;
using triggers::LambdaRuntime;

namespace {

constexpr const char* create_table =
    R"({"TableName":"Table","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
    R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
    R"("BillingMode":"PAY_PER_REQUEST",)"
    R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}})";

// Five records, delivered one by one.
struct Delivered {
  Delivered() {
    server.play("f", [this](const Invocation& invocation, const LambdaRuntime::Done& done) {
      {
        const std::lock_guard lock(mutex);
        events.push_back(nlohmann::json::parse(invocation.event_json));
      }
      triggers::InvokeResult result;
      result.payload = "null";
      done(result);
    });
    REQUIRE(server.call("CreateTable", create_table).status == 200);
    triggers::EventSourceMapping settings;
    settings.batch_size = 1;
    settings.filter_patterns = {R"({"dynamodb":{"Keys":{"id":{"S":[{"anything-but":"3"}]}}}})"};
    server.map("Table", "f", settings);
    for (const char* id : {"1", "2", "3", "4", "5"}) {
      REQUIRE(server
                  .call("PutItem",
                        std::string(R"({"TableName":"Table","Item":{"id":{"S":")") + id + R"("}}})")
                  .status == 200);
    }
    REQUIRE(server.send("GET", "/_tombola/idle").status == 200);
    REQUIRE(ids() == "1245");
    const auto invocations = json_of(server.send("GET", "/_tombola/invocations"))["invocations"];
    mapping = invocations[0]["mapping"];
    request_id = invocations[0]["request_id"];
    for (const auto& event : events) {
      numbers.push_back(event["Records"][0]["dynamodb"]["SequenceNumber"]);
    }
    events.clear();
  }

  // Of the records that were delivered since, in order.
  std::string ids() {
    const std::lock_guard lock(mutex);
    std::string text;
    for (const auto& event : events) {
      for (const auto& record : event["Records"]) {
        text += record["dynamodb"]["Keys"]["id"]["S"].get<std::string>();
      }
    }
    return text;
  }

  http::Response replay(const nlohmann::json& body) {
    return server.send("POST", "/_tombola/replay", {{"Content-Type", "application/json"}},
                       body.dump());
  }

  std::mutex mutex;
  std::vector<nlohmann::json> events;
  TestServer server;
  std::string mapping;
  std::string request_id;
  std::vector<std::string> numbers;
};

}  // namespace

TEST_CASE("records are replayed from a sequence number on, filtered and batched as ever") {
  Delivered delivered;
  const auto answer =
      delivered.replay({{"mapping", delivered.mapping}, {"from", delivered.numbers[1]}});
  REQUIRE(answer.status == 200);
  CHECK(delivered.ids() == "245");
  const auto body = json_of(answer);
  CHECK_FALSE(body.contains("next"));
  REQUIRE(body["invocations"].size() == 3);
  CHECK(body["invocations"][0]["source"] == "replay");
  CHECK(body["invocations"][0]["status"] == "success");
  CHECK(body["invocations"][0]["first_sequence_number"] == delivered.numbers[1]);
}

TEST_CASE("a replay is bounded, and tells where to go on") {
  Delivered delivered;
  auto body = json_of(delivered.replay(
      {{"mapping", delivered.mapping}, {"from", delivered.numbers[0]}, {"batches", 2}}));
  CHECK(delivered.ids() == "12");
  REQUIRE(body["next"].size() == 1);
  CHECK(body["next"][0]["from"] == delivered.numbers[2]);
  body = json_of(delivered.replay({{"mapping", delivered.mapping},
                                   {"from", body["next"][0]["from"]},
                                   {"shard", body["next"][0]["shard"]},
                                   {"to", delivered.numbers[2]}}));
  CHECK(delivered.ids() == "124");
  CHECK_FALSE(body.contains("next"));
}

TEST_CASE("a replay moves no position") {
  Delivered delivered;
  REQUIRE(
      delivered.replay({{"mapping", delivered.mapping}, {"from", delivered.numbers[0]}}).status ==
      200);
  delivered.events.clear();
  REQUIRE(
      delivered.server.call("PutItem", R"({"TableName":"Table","Item":{"id":{"S":"6"}}})").status ==
      200);
  REQUIRE(delivered.server.send("GET", "/_tombola/idle").status == 200);
  CHECK(delivered.ids() == "6");
}

TEST_CASE("a remembered invocation is replayed with the same event") {
  Delivered delivered;
  const auto answer = delivered.replay({{"invocation", delivered.request_id}});
  REQUIRE(answer.status == 200);
  CHECK(delivered.ids() == "5");
  const auto body = json_of(answer)["invocations"];
  REQUIRE(body.size() == 1);
  CHECK(body[0]["source"] == "replay");
  CHECK(body[0]["request_id"] != delivered.request_id);
}

TEST_CASE("a replay that makes no sense is refused") {
  Delivered delivered;
  const std::string number = delivered.numbers[0];
  for (const auto& [body, status] : std::vector<std::pair<nlohmann::json, int>>{
           {nlohmann::json::array(), 400},
           {nlohmann::json::object(), 400},
           {{{"invocation", ""}}, 400},
           {{{"invocation", "x"}}, 404},
           {{{"invocation", delivered.request_id}, {"from", number}}, 400},
           {{{"mapping", delivered.mapping}}, 400},
           {{{"mapping", "x"}, {"from", number}}, 404},
           {{{"mapping", delivered.mapping}, {"from", "soon"}}, 400},
           {{{"mapping", delivered.mapping}, {"from", number}, {"batches", 0}}, 400},
           {{{"mapping", delivered.mapping}, {"from", number}, {"batches", 101}}, 400},
           {{{"mapping", delivered.mapping}, {"from", number}, {"colour", 1}}, 400},
           {{{"mapping", delivered.mapping}, {"from", "100000000000000000000"}}, 400},
       }) {
    CAPTURE(body.dump());
    CHECK(delivered.replay(body).status == status);
  }
  CHECK(delivered.server.send("GET", "/_tombola/replay").status == 405);
  CHECK(delivered.ids().empty());
}
