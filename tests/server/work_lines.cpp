#include "server/work_lines.h"

#include <catch2/catch.hpp>

using namespace tombola::server;
using tombola::triggers::InvocationCause;
using tombola::triggers::InvokeResult;
using tombola::triggers::InvokeStatus;
using tombola::triggers::RecordedInvocation;

namespace {

std::vector<std::string> keys(const std::string& table) {
  return table == "Orders" ? std::vector<std::string>{"customer", "at"}
                           : std::vector<std::string>{};
}

std::vector<WorkLine> lines(const char* operation, const char* body) {
  return write_lines(operation, body, keys);
}

RecordedInvocation invocation(InvocationCause::Source source, InvokeResult result) {
  RecordedInvocation recorded;
  recorded.function = "on-order";
  recorded.cause.source = source;
  recorded.event_json = std::make_shared<std::string>(
      R"({"Records":[{"eventSourceARN":"arn:aws:dynamodb:eu-west-1:1:table/Orders/stream/2026"}]})");
  recorded.result = std::make_shared<InvokeResult>(std::move(result));
  return recorded;
}

InvokeResult result(InvokeStatus status, double duration_ms, std::string payload = "null") {
  InvokeResult made;
  made.status = status;
  made.duration_ms = duration_ms;
  made.payload = std::move(payload);
  return made;
}

}  // namespace

TEST_CASE("a request is told with its status, its time and the function that answered") {
  CHECK(request_line({"GET", "/raffle?name=John", 200, 12.34, "api-handler"}) ==
        WorkLine{"http", "GET /raffle?name=John -> 200 in 12 ms (api-handler)"});
  CHECK(request_line({"GET", "/", 404, 0.26}) == WorkLine{"http", "GET / -> 404 in 0.3 ms"});
  CHECK(request_line({"GET", "/" + std::string(200, 'x'), 200, 1}).text ==
        "GET /" + std::string(119, 'x') + "... -> 200 in 1.0 ms");
}

TEST_CASE("a write is told with its table and key") {
  CHECK(lines("PutItem", R"({"TableName":"Orders","Item":{"customer":{"S":"a"},"at":{"N":"5"},
                             "more":{"S":"x"}}})") ==
        std::vector<WorkLine>{{"Orders", "PutItem customer=a at=5"}});
  CHECK(lines("DeleteItem", R"({"TableName":"arn:aws:dynamodb:eu-west-1:1:table/Orders",
                                "Key":{"customer":{"S":"a\nb"},"at":{"N":"5"}}})") ==
        std::vector<WorkLine>{{"Orders", "DeleteItem customer=a b at=5"}});
  CHECK(lines("UpdateItem", R"({"TableName":"Unknown","Key":{"id":{"S":"a"}}})") ==
        std::vector<WorkLine>{{"Unknown", "UpdateItem"}});
}

TEST_CASE("writes of several items are counted by table and kind") {
  CHECK(lines("BatchWriteItem", R"({"RequestItems":{
          "A":[{"PutRequest":{}},{"DeleteRequest":{}},{"PutRequest":{}}],
          "B":[{"PutRequest":{}}]}})") ==
        std::vector<WorkLine>{{"A", "BatchWriteItem 2 puts, 1 delete"},
                              {"B", "BatchWriteItem 1 put"}});
  CHECK(lines("TransactWriteItems", R"({"TransactItems":[{"Put":{"TableName":"A"}},
          {"ConditionCheck":{"TableName":"A"}},{"Update":{"TableName":"A"}}]})") ==
        std::vector<WorkLine>{{"A", "TransactWriteItems 1 put, 1 update"}});
}

TEST_CASE("statements are told as they are, unless they read") {
  CHECK(lines("ExecuteStatement", R"({"Statement":" select * from A"})").empty());
  CHECK(lines("ExecuteStatement", R"({"Statement":"DELETE FROM A"})") ==
        std::vector<WorkLine>{{"PartiQL", "ExecuteStatement DELETE FROM A"}});
  CHECK(lines("ExecuteTransaction", R"({"TransactStatements":[{"Statement":"INSERT 1"},
          {"Statement":"UPDATE 2"}]})") ==
        std::vector<WorkLine>{{"PartiQL", "ExecuteTransaction INSERT 1"},
                              {"PartiQL", "ExecuteTransaction UPDATE 2"}});
}

TEST_CASE("what is no write, or not well-formed, has no line") {
  CHECK_FALSE(is_write("Query"));
  CHECK(lines("PutItem", "{").empty());
  CHECK(lines("PutItem", "[]").empty());
  CHECK(lines("BatchWriteItem", R"({"RequestItems":[1]})").empty());
  CHECK(error_name(R"({"__type":"com.amazonaws.dynamodb.v20120810#ValidationException"})") ==
        "ValidationException");
  CHECK(error_name("<html>").empty());
}

TEST_CASE("an invocation is told with what it got, how long it took and how it ended") {
  using enum InvocationCause::Source;
  RecordedInvocation mapping = invocation(EventSourceMapping, result(InvokeStatus::Success, 6.02));
  mapping.cause.numbers = {1, 2};
  CHECK(invocation_line(mapping) == WorkLine{"on-order", "2 records of Orders in 6.0 ms"});
  mapping.cause.attempt = 2;
  mapping.result = std::make_shared<InvokeResult>(
      result(InvokeStatus::FunctionError, 15, R"({"errorType":"Error","errorMessage":"no"})"));
  CHECK(invocation_line(mapping).text ==
        "2 records of Orders failed after 15 ms: Error: no (attempt 2)");
  CHECK(invocation_line(invocation(Event, result(InvokeStatus::Success, 1))).text ==
        "an event in 1.0 ms");
  InvokeResult unreachable = result(InvokeStatus::Unreachable, 0);
  unreachable.reason = "there is no node";
  CHECK(invocation_line(invocation(Invoke, unreachable)).text ==
        "an invocation failed after 0.0 ms: there is no node");
}

TEST_CASE("an invocation for a request knows the gateway's id of it") {
  RecordedInvocation http = invocation(InvocationCause::Source::HttpRoute, {});
  CHECK(gateway_request_id(http).empty());
  http.event_json = std::make_shared<std::string>(R"({"requestContext":{"requestId":"r-1"}})");
  CHECK(gateway_request_id(http) == "r-1");
}
