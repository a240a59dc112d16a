#include "server/expiry_sweeper.h"

#include <atomic>

#include <catch2/catch.hpp>

#include "tests/server/test_server.h"

using namespace tombola;
using test::json_of;
using test::TestServer;

namespace {

constexpr std::int64_t start_s = 1'767'323'045;

void create_table(TestServer& server) {
  REQUIRE(server
              .call("CreateTable",
                    R"({"TableName":"Table","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
                    R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                    R"("BillingMode":"PAY_PER_REQUEST","StreamSpecification":)"
                    R"({"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"}})")
              .status == 200);
  REQUIRE(server
              .call("UpdateTimeToLive", R"({"TableName":"Table","TimeToLiveSpecification":)"
                                        R"({"Enabled":true,"AttributeName":"ttl"}})")
              .status == 200);
}

void freeze(TestServer& server) {
  server.clock().freeze();
  server.clock().set(start_s * 1000);
}

void put(TestServer& server, const std::string& id, std::int64_t ttl_s) {
  const nlohmann::json request = {
      {"TableName", "Table"},
      {"Item", {{"id", {{"S", id}}}, {"ttl", {{"N", std::to_string(ttl_s)}}}}}};
  REQUIRE(server.call("PutItem", request.dump()).status == 200);
}

int count(TestServer& server) {
  return json_of(server.call("Scan", R"({"TableName":"Table"})"))["Count"];
}

}  // namespace

TEST_CASE("a moved clock has deleted what expired when the move returns") {
  TestServer server;
  freeze(server);
  create_table(server);
  put(server, "first", start_s + 10);
  put(server, "second", start_s + 20);
  server.clock().advance(10'000);
  CHECK(count(server) == 2);  // "less than the current time" (AWS documentation)
  server.clock().advance(1);
  CHECK(count(server) == 1);
  server.clock().advance(3'600'000);
  CHECK(count(server) == 0);
}

TEST_CASE("while the clock stands, what has expired goes when somebody waits for idleness") {
  TestServer server;
  freeze(server);
  create_table(server);
  put(server, "past", start_s - 10);
  CHECK(count(server) == 1);
  CHECK(json_of(server.send("GET", "/_tombola/idle"))["idle"] == true);
  CHECK(count(server) == 0);
}

TEST_CASE("idleness counts what a trigger writes that has expired already, and its deletion") {
  TestServer server;
  freeze(server);
  create_table(server);
  std::atomic<int> records = 0;
  server.play("Function", [&](triggers::Invocation invocation, triggers::LambdaRuntime::Done done) {
    const auto event = nlohmann::json::parse(invocation.event_json);
    records += static_cast<int>(event["Records"].size());
    for (const auto& record : event["Records"]) {
      // The third generation is not written any more.
      const std::string id = record["dynamodb"]["Keys"]["id"]["S"];
      if (record["eventName"] == "REMOVE" && id.size() < 3) {
        http::Client client("127.0.0.1", server.port());
        http::Request request;
        request.method = "POST";
        request.target = "/";
        request.headers = TestServer::api_headers("PutItem");
        request.body =
            nlohmann::json(
                {{"TableName", "Table"},
                 {"Item",
                  {{"id", {{"S", id + "+"}}}, {"ttl", {{"N", std::to_string(start_s - 1)}}}}}})
                .dump();
        client.send(request);
      }
    }
    triggers::InvokeResult result;
    result.payload = "null";
    done(std::move(result));
  });
  server.map("Table", "Function");
  put(server, "a", start_s - 1);
  CHECK(json_of(server.send("GET", "/_tombola/idle"))["idle"] == true);
  // INSERT and REMOVE of a, a+ and a++.
  CHECK(records == 6);
  CHECK(count(server) == 0);
}

TEST_CASE("a clock turned back lets items live on") {
  TestServer server;
  freeze(server);
  create_table(server);
  put(server, "item", start_s + 10);
  server.clock().set((start_s - 3600) * 1000);
  CHECK(json_of(server.send("GET", "/_tombola/idle"))["idle"] == true);
  CHECK(count(server) == 1);
  server.clock().set((start_s + 11) * 1000);
  CHECK(count(server) == 0);
}
