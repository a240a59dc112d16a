#include "server/why.h"

#include <atomic>

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
    R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}})";

// A table whose changes go to function f, which fails as long as `fails` says so.
struct Raffle {
  explicit Raffle(triggers::EventSourceMapping mapping = {}) {
    server.clock().freeze();
    server.play("f", [this](const Invocation&, const LambdaRuntime::Done& done) {
      triggers::InvokeResult result;
      result.payload = "null";
      if (fails) {
        result.status = triggers::InvokeStatus::FunctionError;
        result.payload = R"({"errorMessage":"no"})";
      }
      done(result);
    });
    REQUIRE(server.call("CreateTable", create_table).status == 200);
    server.map("Table", "f", std::move(mapping));
  }

  void put(const std::string& id, const std::string& kind = "order") {
    const auto answer = server.call("PutItem", R"({"TableName":"Table","Item":{"id":{"S":")" + id +
                                                   R"("},"kind":{"S":")" + kind + R"("}}})");
    REQUIRE(answer.status == 200);
    server.send("GET", "/_tombola/idle");
  }

  nlohmann::json why(const std::string& id) {
    const auto answer = server.send(
        "GET", "/_tombola/why?table=Table&key=%7B%22id%22:%7B%22S%22:%22" + id + "%22%7D%7D");
    REQUIRE(answer.status == 200);
    return json_of(answer);
  }
  // Of the item's newest record, for the only mapping.
  nlohmann::json verdict(const std::string& id) { return why(id)["records"][0]["mappings"][0]; }

  std::atomic<bool> fails{false};
  TestServer server;
};

}  // namespace

TEST_CASE("why: delivered, with the invocation that it was") {
  Raffle raffle;
  raffle.put("1");
  const auto answer = raffle.why("1");
  CHECK(answer["stream_enabled"] == true);
  CHECK(answer["key"].dump() == R"({"id":{"S":"1"}})");
  CHECK(answer["unchanged_writes"].empty());
  REQUIRE(answer["records"].size() == 1);
  CHECK(answer["records"][0]["event_name"] == "INSERT");
  const auto& verdict = answer["records"][0]["mappings"][0];
  CHECK(verdict["verdict"] == "delivered");
  CHECK(verdict["basis"] == "recorded");
  CHECK(verdict["function"] == "f");
  CHECK(verdict["invocation"]["status"] == "success");

  const std::string sequence = answer["records"][0]["sequence_number"];
  const auto by_number =
      raffle.server.send("GET", "/_tombola/why?table=Table&sequence=" + sequence);
  CHECK(json_of(by_number)["records"] == answer["records"]);
}

TEST_CASE("why: a write that changed nothing left no record") {
  Raffle raffle;
  raffle.server.clock().set(1'767'323'045'000);
  raffle.put("1");
  raffle.put("1");
  REQUIRE(
      raffle.server.call("DeleteItem", R"({"TableName":"Table","Key":{"id":{"S":"2"}}})").status ==
      200);
  const auto answer = raffle.why("1");
  CHECK(answer["records"].size() == 1);
  CHECK(answer["unchanged_writes"].dump() == R"(["2026-01-02T03:04:05.000Z"])");
  CHECK(raffle.why("2")["records"].empty());
  CHECK(raffle.why("2")["unchanged_writes"].size() == 1);
  CHECK(raffle.why("3")["unchanged_writes"].empty());
}

TEST_CASE("why: the filter held it back, with the clause that failed") {
  triggers::EventSourceMapping mapping;
  mapping.filter_patterns = {R"({"dynamodb":{"NewImage":{"kind":{"S":["invoice"]}}}})"};
  Raffle raffle(mapping);
  raffle.put("1");
  const auto verdict = raffle.verdict("1");
  CHECK(verdict["verdict"] == "filtered");
  CHECK(verdict["basis"] == "recomputed");
  CHECK(verdict["text"] ==
        R"(the filter holds it back: dynamodb.NewImage.kind.S wants ["invoice"], found "order")");
}

TEST_CASE("why: tried again, behind a failed batch, given up") {
  triggers::EventSourceMapping mapping;
  mapping.batch_size = 1;
  mapping.maximum_retry_attempts = 1;
  Raffle raffle(mapping);
  raffle.fails = true;
  raffle.put("1");
  raffle.put("2");
  CHECK(raffle.verdict("1")["verdict"] == "waiting-for-retry");
  CHECK(raffle.verdict("1")["basis"] == "recorded");
  CHECK(raffle.verdict("2")["verdict"] == "behind-failed-batch");
  raffle.server.clock().advance(100);
  raffle.server.send("GET", "/_tombola/idle");
  const auto given_up = raffle.verdict("1");
  CHECK(given_up["verdict"] == "given-up");
  CHECK(given_up["text"] == R"(given up after attempt 2: {"errorMessage":"no"})");
}

TEST_CASE("why: before LATEST, and with a mapping that is disabled") {
  Raffle raffle;
  raffle.put("1");
  triggers::EventSourceMapping latest;
  latest.starting_position = triggers::StartingPosition::Latest;
  raffle.server.play("g", [](const Invocation&, const LambdaRuntime::Done&) {});
  raffle.server.map("Table", "g", latest);
  const auto mappings = raffle.why("1")["records"][0]["mappings"];
  REQUIRE(mappings.size() == 2);
  const auto& of_g = mappings[mappings[0]["function"] == "g" ? 0 : 1];
  CHECK(of_g["verdict"] == "before-latest");
}

TEST_CASE("why: past what is remembered nobody knows") {
  triggers::EventSourceMapping mapping;
  mapping.batch_size = 1;
  Raffle raffle(mapping);
  raffle.put("1");
  for (std::size_t i = 0; i < limits::remembered_invocations_max; ++i) {
    const std::string item = R"({"id":{"S":"x)" + std::to_string(i) + R"("}})";
    REQUIRE(raffle.server.call("PutItem", R"({"TableName":"Table","Item":)" + item + "}").status ==
            200);
  }
  raffle.server.send("GET", "/_tombola/idle");
  CHECK(raffle.verdict("1")["verdict"] == "unknown");
}

TEST_CASE("why: questions that make no sense are told so") {
  Raffle raffle;
  raffle.put("1");
  const auto status = [&](const std::string& query) {
    return raffle.server.send("GET", "/_tombola/why" + query).status;
  };
  CHECK(status("") == 400);
  CHECK(status("?table=Table") == 400);
  CHECK(status("?table=Table&sequence=soon") == 400);
  CHECK(status("?table=Table&sequence=100000000000000000099") == 404);
  CHECK(status("?table=Table&key=1") == 400);
  CHECK(status("?table=Table&key=%7B") == 400);
  CHECK(status("?table=Table&key=%7B%22no%22:%7B%22S%22:%221%22%7D%7D") == 400);
  CHECK(status("?table=None&key=%7B%22id%22:%7B%22S%22:%221%22%7D%7D") == 404);
  CHECK(raffle.server.send("POST", "/_tombola/why").status == 405);
}
