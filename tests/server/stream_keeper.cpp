#include "server/stream_keeper.h"

#include <catch2/catch.hpp>

#include "dynamodb/limits.h"
#include "streams/retention.h"
#include "tests/server/test_server.h"

using namespace tombola;
using nlohmann::json;
using test::json_of;
using test::TestServer;

namespace {

constexpr std::int64_t hour_ms = 3'600'000;

std::string create_table(TestServer& server) {
  const auto answer = json_of(
      server.call("CreateTable",
                  R"({"TableName":"Table","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
                  R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                  R"("BillingMode":"PAY_PER_REQUEST","StreamSpecification":)"
                  R"({"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}})"));
  return answer["TableDescription"]["LatestStreamArn"];
}

void freeze(TestServer& server) {
  server.clock().freeze();
  server.clock().set(1'767'323'045'678);
}

void put(TestServer& server, const std::string& id, std::size_t size = 1) {
  const json request = {{"TableName", "Table"},
                        {"Item", {{"id", {{"S", id}}}, {"v", {{"S", std::string(size, 'x')}}}}}};
  REQUIRE(server.call("PutItem", request.dump()).status == 200);
}

json shards(TestServer& server, const std::string& arn) {
  const auto headers = [] {
    auto all = TestServer::api_headers("DescribeStream");
    for (http::Header& header : all) {
      if (header.name == "X-Amz-Target") {
        header.value = "DynamoDBStreams_20120810.DescribeStream";
      }
    }
    return all;
  };
  const auto answer =
      json_of(server.send("POST", "/", headers(), json({{"StreamArn", arn}}).dump()));
  return answer["StreamDescription"]["Shards"];
}

http::Response reshard(TestServer& server, const json& change) {
  return server.send("POST", "/_tombola/streams", {}, change.dump());
}

}  // namespace

TEST_CASE("a moved clock has rolled over what became due when the move returns") {
  TestServer server;
  freeze(server);
  const std::string arn = create_table(server);
  CHECK(shards(server, arn).size() == 1);
  server.clock().advance(4 * hour_ms - 1);
  put(server, "before");
  server.clock().advance(9 * hour_ms);
  put(server, "after");
  const json all = shards(server, arn);
  REQUIRE(all.size() == 4);
  for (std::size_t i = 1; i < all.size(); ++i) {
    CHECK(all[i]["ParentShardId"] == all[i - 1]["ShardId"]);
    CHECK(all[i - 1]["SequenceNumberRange"].contains("EndingSequenceNumber"));
  }
  CHECK_FALSE(all[3]["SequenceNumberRange"].contains("EndingSequenceNumber"));
}

TEST_CASE("a moved clock has removed what became too old when the move returns") {
  TestServer server;
  freeze(server);
  create_table(server);
  put(server, "a", 1000);
  const auto log_bytes = [&] {
    return streams::logs_size_bytes(server.transactions(), server.catalog());
  };
  CHECK(log_bytes() > 1000);
  server.clock().advance(24 * hour_ms);
  CHECK(log_bytes() == 0);
}

TEST_CASE("the records of all streams stay within their bound, the oldest go") {
  TestServer::Setup setup;
  setup.log_bytes_max = limits::log_bytes_max_min;
  TestServer server(setup);
  create_table(server);
  std::uint64_t largest = 0;
  for (int i = 0; i < 400; ++i) {
    put(server, std::to_string(i), 20'000);
    largest = std::max(largest, streams::logs_size_bytes(server.transactions(), server.catalog()));
  }
  // Who writes is told nothing and waits for nobody, so a little more may be there for a moment.
  CHECK(largest < 2 * *setup.log_bytes_max);
  CHECK(largest > *setup.log_bytes_max / 2);
}

TEST_CASE("a stream begins with as many shards as --stream-shards says") {
  TestServer::Setup setup;
  setup.stream_shards = 5;
  TestServer server(setup);
  const json all = shards(server, create_table(server));
  CHECK(all.size() == 5);
  for (const json& shard : all) {
    CHECK_FALSE(shard.contains("ParentShardId"));
  }
}

TEST_CASE("shards are rolled over and split on demand") {
  TestServer server;
  const std::string arn = create_table(server);
  const json first = shards(server, arn)[0];
  auto answer = reshard(server, {{"table", "Table"}, {"roll", true}});
  CHECK(answer.status == 200);
  const json rolled = json_of(answer)["Shards"];
  REQUIRE(rolled.size() == 1);
  CHECK(rolled[0]["ParentShardId"] == first["ShardId"]);

  answer = reshard(server, {{"table", "arn:aws:dynamodb:us-east-1:000000000000:table/Table"},
                            {"split", rolled[0]["ShardId"]}});
  CHECK(answer.status == 200);
  const json halves = json_of(answer)["Shards"];
  REQUIRE(halves.size() == 2);
  CHECK(halves[0]["ParentShardId"] == rolled[0]["ShardId"]);
  CHECK(halves[1]["ParentShardId"] == rolled[0]["ShardId"]);
  CHECK(shards(server, arn).size() == 4);
}

TEST_CASE("a change of shards that makes no sense is refused") {
  TestServer server;
  const std::string arn = create_table(server);
  const std::string first = shards(server, arn)[0]["ShardId"];
  const auto refused = [&](const std::string& body, int status) {
    CAPTURE(body);
    const auto answer = server.send("POST", "/_tombola/streams", {}, body);
    CHECK(answer.status == status);
    CHECK_FALSE(json_of(answer)["message"].get<std::string>().empty());
  };
  for (const char* body :
       {"", "no JSON", "[]", "{}", R"({"table":"Table"})", R"({"roll":true})",
        R"({"table":"Table","roll":false})", R"({"table":"","roll":true})",
        R"({"table":"Table","roll":true,"split":"x"})", R"({"table":"Table","split":1})",
        R"({"table":"Table","roll":true,"colour":"red"})", R"({"table":"arn:aws","roll":true})",
        R"({"table":"arn:aws:s3:::table/Table","roll":true})"}) {
    refused(body, 400);
  }
  refused(R"({"table":"Nobody","roll":true})", 404);
  refused(R"({"table":"arn:aws:dynamodb:eu-west-1:000000000000:table/Table","roll":true})", 404);
  refused(R"({"table":"Table","split":"shardId-00000000000000000000-00000000"})", 404);
  CHECK(reshard(server, {{"table", "Table"}, {"split", first}}).status == 200);
  refused(json({{"table", "Table"}, {"split", first}}).dump(), 409);
  CHECK(server.send("GET", "/_tombola/streams").status == 405);
}
