#include "server/admin.h"

#include <future>

#include <catch2/catch.hpp>

#include "tests/server/test_server.h"

using namespace tombola;
using test::json_of;
using test::TestServer;
using triggers::Invocation;
using triggers::LambdaRuntime;

namespace {

http::Response set_clock(TestServer& server, const std::string& body) {
  return server.send("POST", "/_tombola/clock", {{"Content-Type", "application/json"}}, body);
}

constexpr const char* create_table =
    R"({"TableName":"Table","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
    R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
    R"("BillingMode":"PAY_PER_REQUEST",)"
    R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}})";

}  // namespace

TEST_CASE("the clock can be frozen, set and advanced") {
  TestServer server;
  const auto running = json_of(server.send("GET", "/_tombola/clock"));
  CHECK(running["frozen"] == false);
  CHECK(std::abs(running["now_ms"].get<std::int64_t>() - storage::ProcessClock().now_ms()) <
        60'000);

  auto state = json_of(set_clock(server, R"({"freeze":true,"set":"2026-01-02T03:04:05Z"})"));
  CHECK(state.dump() ==
        R"({"frozen":true,"now":"2026-01-02T03:04:05.000Z","now_ms":1767323045000})");
  state = json_of(set_clock(server, R"({"advance":"1h30m"})"));
  CHECK(state["now"] == "2026-01-02T04:34:05.000Z");
  state = json_of(set_clock(server, R"({"advance":0.25})"));
  CHECK(state["now"] == "2026-01-02T04:34:05.250Z");
  state = json_of(set_clock(server, R"({"set":0})"));
  CHECK(state["now"] == "1970-01-01T00:00:00.000Z");
  CHECK(server.clock().now_ms() == 0);
  CHECK(json_of(server.send("GET", "/_tombola/clock")) == state);
  CHECK(json_of(set_clock(server, R"({"set":1767323045.5})"))["now"] == "2026-01-02T03:04:05.500Z");
  CHECK(json_of(set_clock(server, R"({"advance":3600})"))["now"] == "2026-01-02T04:04:05.500Z");
  state = json_of(set_clock(server, R"({"freeze":false})"));
  CHECK(state["frozen"] == false);
  CHECK(state["now_ms"] >= 1'767'326'645'500);

  state = json_of(set_clock(server, R"({"real":true})"));
  CHECK(state["frozen"] == false);
  CHECK(std::abs(state["now_ms"].get<std::int64_t>() - storage::ProcessClock().now_ms()) < 60'000);
}

TEST_CASE("a change of the clock that makes no sense changes nothing") {
  TestServer server;
  REQUIRE(set_clock(server, R"({"freeze":true,"set":1})").status == 200);
  for (const char* body :
       {"", "no JSON", "[]", "{}", R"({"freeze":1})", R"({"set":"yesterday"})", R"({"set":-1})",
        R"({"set":1e300})", R"({"set":253402300800})", R"({"advance":-1})", R"({"real":1})",
        R"({"real":true,"set":1})", R"({"advance":"soon"})", R"({"advance":9000000000000000000})",
        R"({"set":253402300799.999,"advance":1})", R"({"freeze":false,"colour":"red"})"}) {
    CAPTURE(body);
    const auto response = set_clock(server, body);
    CHECK(response.status == 400);
    CHECK_FALSE(json_of(response)["message"].get<std::string>().empty());
  }
  CHECK(server.clock().now_ms() == 1000);
  CHECK(server.clock().state().frozen);
}

TEST_CASE("without work the server is idle at once") {
  TestServer server;
  const auto response = server.send("GET", "/_tombola/idle?timeout=0");
  CHECK(response.status == 200);
  CHECK(json_of(response) == nlohmann::json{{"idle", true}});
  CHECK(server.send("GET", "/_tombola/idle").status == 200);
}

TEST_CASE("idle waits for the function, and says so when its time is up") {
  TestServer server;
  std::promise<LambdaRuntime::Done> invoked;
  server.play("f",
              [&](const Invocation&, const LambdaRuntime::Done& done) { invoked.set_value(done); });
  REQUIRE(server.call("CreateTable", create_table).status == 200);
  server.map("Table", "f");
  REQUIRE(server.call("PutItem", R"({"TableName":"Table","Item":{"id":{"S":"1"}}})").status == 200);

  const auto busy = server.send("GET", "/_tombola/idle?timeout=0");
  CHECK(busy.status == 504);
  CHECK(json_of(busy)["idle"] == false);
  CHECK(json_of(busy)["waiting_for"].size() == 1);

  triggers::InvokeResult result;
  result.payload = "null";
  invoked.get_future().get()(result);
  CHECK(server.send("GET", "/_tombola/idle").status == 200);
}

TEST_CASE("a wait that makes no sense is refused") {
  TestServer server;
  for (const char* query :
       {"?timeout=", "?timeout=soon", "?timeout=-1", "?timeout=3601", "?timeout=1.5", "?wait=1"}) {
    CAPTURE(query);
    const auto response = server.send("GET", std::string("/_tombola/idle") + query);
    CHECK(response.status == 400);
  }
}

TEST_CASE("Tombola's own paths are nobody else's") {
  TestServer server;
  CHECK(server.send("GET", "/_tombola/nothing").status == 404);
  CHECK(server.send("POST", "/_tombola/idle").status == 405);
  CHECK(server.send("DELETE", "/_tombola/clock").status == 405);
  const auto preflight =
      server.send("OPTIONS", "/_tombola/clock",
                  {{"Origin", "http://localhost:3000"}, {"Access-Control-Request-Method", "POST"}});
  CHECK(preflight.header("Access-Control-Allow-Origin") == "http://localhost:3000");
}

TEST_CASE("advance to idle moves the clock from one retry to the next, and tells how often") {
  TestServer server;
  REQUIRE(set_clock(server, R"({"freeze":true,"set":"2026-01-02T03:04:05Z"})").status == 200);
  int calls = 0;
  server.play("f", [&](const Invocation&, const LambdaRuntime::Done& done) {
    triggers::InvokeResult result;
    result.status =
        ++calls < 4 ? triggers::InvokeStatus::FunctionError : triggers::InvokeStatus::Success;
    result.payload = "{}";
    done(result);
  });
  REQUIRE(server.call("CreateTable", create_table).status == 200);
  server.map("Table", "f");
  REQUIRE(server.call("PutItem", R"({"TableName":"Table","Item":{"id":{"S":"1"}}})").status == 200);

  const auto stuck = server.send("GET", "/_tombola/idle");
  CHECK(stuck.status == 409);
  CHECK(json_of(stuck)["next_due"] == "2026-01-02T03:04:05.100Z");

  const auto idle = set_clock(server, R"({"advance":"idle"})");
  CHECK(idle.status == 200);
  // Back-offs of 100, 200 and 400 ms.
  CHECK(json_of(idle).dump() ==
        R"({"clock_moves":3,"frozen":true,"idle":true,"now":"2026-01-02T03:04:05.700Z",)"
        R"("now_ms":1767323045700})");
  CHECK(calls == 4);
  CHECK(json_of(set_clock(server, R"({"advance":"idle"})"))["clock_moves"] == 0);
}

TEST_CASE("nobody waits for what fails again and again without a bound") {
  TestServer server;
  int calls = 0;
  server.play("f", [&](const Invocation&, const LambdaRuntime::Done& done) {
    ++calls;
    triggers::InvokeResult result;
    result.status = triggers::InvokeStatus::FunctionError;
    result.payload = R"({"errorMessage":"no"})";
    done(result);
  });
  REQUIRE(server.call("CreateTable", create_table).status == 200);
  server.map("Table", "f");
  REQUIRE(server.call("PutItem", R"({"TableName":"Table","Item":{"id":{"S":"1"}}})").status == 200);

  const auto moved = set_clock(server, R"({"advance":"idle"})");
  CHECK(moved.status == 409);
  CHECK(calls == limits::failures_until_endless);
  const auto idle = server.send("GET", "/_tombola/idle");
  CHECK(idle.status == 409);
  CHECK(json_of(idle)["waiting_for"][0].get<std::string>().find("attempt 7") != std::string::npos);
  CHECK(json_of(idle).contains("next_due"));
}

TEST_CASE("invocations can be looked at: who, what, and what came of it") {
  TestServer server;
  server.play("f", [&](const Invocation&, const LambdaRuntime::Done& done) {
    triggers::InvokeResult result;
    result.payload = R"({"seen":true})";
    result.log_tail = "a line\n";
    result.duration_ms = 1.5;
    done(result);
  });
  server.play("g", [&](const Invocation&, const LambdaRuntime::Done&) {});
  REQUIRE(server.call("CreateTable", create_table).status == 200);
  server.map("Table", "f");
  REQUIRE(server.call("PutItem", R"({"TableName":"Table","Item":{"id":{"S":"1"}}})").status == 200);
  REQUIRE(server.send("GET", "/_tombola/idle").status == 200);

  const auto all = json_of(server.send("GET", "/_tombola/invocations"))["invocations"];
  REQUIRE(all.size() == 1);
  const auto& one = all[0];
  CHECK(one["function"] == "f");
  CHECK(one["source"] == "event-source-mapping");
  CHECK(one["attempt"] == 1);
  CHECK(one["records"] == 1);
  CHECK(one["first_sequence_number"] == one["event"]["Records"][0]["dynamodb"]["SequenceNumber"]);
  CHECK(one["status"] == "success");
  CHECK(one["answer"]["seen"] == true);
  CHECK(one["log"] == "a line\n");
  CHECK(one["duration_ms"] == 1.5);

  const std::string id = one["request_id"];
  CHECK(json_of(server.send("GET", "/_tombola/invocations/" + id)) == one);
  const std::string mapping = one["mapping"];
  const auto count = [&](const std::string& query) {
    return json_of(server.send("GET", "/_tombola/invocations" + query))["invocations"].size();
  };
  CHECK(count("?mapping=" + mapping + "&function=f&limit=1") == 1);
  CHECK(count("?function=g") == 0);
  CHECK(server.send("GET", "/_tombola/invocations/unknown").status == 404);
  CHECK(server.send("GET", "/_tombola/invocations?limit=0").status == 400);
  CHECK(server.send("GET", "/_tombola/invocations?colour=red").status == 400);
  CHECK(server.send("POST", "/_tombola/invocations").status == 405);
}
