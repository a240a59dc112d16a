// The wire rules of DynamoDB's front end, over a loopback connection. Sources: the API model's
// protocol (AWS JSON 1.0), "Common Errors" of the API reference, and answers of the public
// endpoint.
#include "server/json_target_protocol.h"

#include <catch2/catch.hpp>

#include "dynamodb/limits.h"
#include "http/compression.h"
#include "tests/server/test_server.h"

using namespace tombola;
using test::json_of;
using test::TestServer;

namespace {

constexpr const char* unknown_operation =
    R"({"__type":"com.amazon.coral.service#UnknownOperationException"})";
constexpr const char* serialization_error =
    R"({"__type":"com.amazon.coral.service#SerializationException"})";

// What every answer of the protocol carries.
void check_dress(const http::Response& response) {
  CHECK(response.header("x-amzn-RequestId").size() == 52);
  CHECK(response.header("x-amz-crc32") == std::to_string(http::crc32(response.body)));
}

std::vector<http::Header> without(std::vector<http::Header> headers, std::string_view name) {
  std::erase_if(headers, [&](const http::Header& header) { return header.name == name; });
  return headers;
}

std::vector<http::Header> with(std::vector<http::Header> headers, std::string_view name,
                               const std::string& value) {
  headers = without(std::move(headers), name);
  headers.push_back({std::string(name), value});
  return headers;
}

}  // namespace

TEST_CASE("a call is answered with JSON, a request id and a checksum") {
  TestServer server;
  const http::Response response = server.call("ListTables", "{}");
  CHECK(response.status == 200);
  CHECK(response.body == R"({"TableNames":[]})");
  CHECK(response.header("Content-Type") == "application/x-amz-json-1.0");
  check_dress(response);
  CHECK(server.call("ListTables", "{}").header("x-amzn-RequestId") !=
        response.header("x-amzn-RequestId"));
}

TEST_CASE("both services answer on the same port") {
  TestServer server;
  CHECK(json_of(server.call("ListStreams", "{}"))["Streams"].empty());
}

TEST_CASE("the answer has the request's own media type") {
  TestServer server;
  const auto headers = TestServer::api_headers("ListTables");
  const auto type_of_answer = [&](const std::string& type) {
    return std::string(
        server.send("POST", "/", with(headers, "Content-Type", type), "{}").header("Content-Type"));
  };
  CHECK(type_of_answer("application/json") == "application/json");
  CHECK(type_of_answer("Application/X-Amz-Json-1.0; charset=UTF-8") ==
        "application/x-amz-json-1.0");
}

TEST_CASE("a body of another media type is no API call") {
  TestServer server;
  const auto headers = TestServer::api_headers("ListTables");
  for (const char* type : {"application/x-amz-json-1.1", "text/plain", "application/jsonx"}) {
    CAPTURE(type);
    const auto response = server.send("POST", "/", with(headers, "Content-Type", type), "{}");
    CHECK(response.status == 404);
    CHECK(response.body == "<UnknownOperationException/>\n");
    check_dress(response);
  }
  CHECK(server.send("POST", "/", without(headers, "Content-Type"), "{}").status == 404);
}

TEST_CASE("without a body the media type does not matter") {
  TestServer server;
  const auto no_target = server.send("POST", "/");
  CHECK(no_target.status == 400);
  CHECK(no_target.body == unknown_operation);
  CHECK(no_target.header("Content-Type") == "application/x-amz-json-1.0");

  const auto no_body =
      server.send("POST", "/", without(TestServer::api_headers("ListTables"), "Content-Type"));
  CHECK(no_body.status == 400);
  CHECK(no_body.body == serialization_error);
}

TEST_CASE("an unknown target is an UnknownOperationException without a message") {
  TestServer server;
  const auto headers = TestServer::api_headers("ListTables");
  for (const char* target :
       {"", "ListTables", "DynamoDB_20120810", "DynamoDB_20120810.", "DynamoDB_20120810.Nonsense",
        "DynamoDB_20120810.listtables", "DynamoDB_20111205.ListTables",
        "DynamoDBStreams_20120810.ListTables", "DynamoDB_20120810.ListStreams"}) {
    CAPTURE(target);
    const auto response = server.send("POST", "/", with(headers, "X-Amz-Target", target), "{}");
    CHECK(response.status == 400);
    CHECK(response.body == unknown_operation);
    check_dress(response);
  }
  CHECK(server.send("POST", "/", without(headers, "X-Amz-Target"), "{}").body == unknown_operation);
}

TEST_CASE("a call of a service that is not here is refused by its name") {
  TestServer server;
  const auto signed_for = [](const std::string& service) {
    return with(TestServer::api_headers("ListTables"), "Authorization",
                "AWS4-HMAC-SHA256 Credential=a/20260102/us-east-1/" + service +
                    "/aws4_request, SignedHeaders=host, Signature=0");
  };
  auto headers = with(with(signed_for("kinesis"), "X-Amz-Target", "Kinesis_20131202.ListStreams"),
                      "Content-Type", "application/x-amz-json-1.1");
  auto response = server.send("POST", "/", headers, "{}");
  CHECK(response.status == 400);
  CHECK(json_of(response)["__type"] == "com.amazon.coral.service#UnknownOperationException");
  CHECK(json_of(response)["message"] ==
        "Tombola does not support ListStreams of the service kinesis yet.");
  headers = without(signed_for("ses"), "X-Amz-Target");
  response = server.send("GET", "/v2/email/identities?PageSize=1", headers, "");
  CHECK(response.status == 400);
  CHECK(response.header("x-amzn-ErrorType") == "UnknownOperationException");
  CHECK(json_of(response)["message"] ==
        "Tombola does not support GET /v2/email/identities of the service ses yet.");
}

TEST_CASE("an operation of AWS that is not here yet is refused by name") {
  TestServer server;
  const auto response = server.call("SearchVectors", "{}");
  CHECK(response.status == 400);
  CHECK(json_of(response)["__type"] == "com.amazon.coral.service#UnknownOperationException");
  CHECK(json_of(response)["message"] == "Tombola does not support SearchVectors yet.");
}

TEST_CASE("a body that is no JSON object is a SerializationException") {
  TestServer server;
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  for (const std::string& body :
       {std::string(), std::string("{"), std::string("{}x"), std::string("[]"), std::string("null"),
        std::string("5"), std::string("\"text\""), std::string("{'a':1}"),
        std::string("\0\xff\x7f", 3), std::string("{\"TableName\":\"\xff\"}"), deep}) {
    CAPTURE(body.substr(0, 20));
    const auto response = server.call("ListTables", body);
    CHECK(response.status == 400);
    CHECK(response.body == serialization_error);
    check_dress(response);
  }
  CHECK(server.call("ListTables", "{}").status == 200);
}

TEST_CASE("an error of an operation is answered as AWS words it") {
  TestServer server;
  const auto response = server.call("DescribeTable", R"({"TableName":"Absent"})");
  CHECK(response.status == 400);
  CHECK(response.body ==
        R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",)"
        R"("message":"Requested resource not found: Table: Absent not found"})");
  check_dress(response);
}

TEST_CASE("the target is looked at before the signature, the signature before the body") {
  TestServer server;
  const auto unsigned_headers = without(TestServer::api_headers("ListTables"), "Authorization");
  const auto response = server.send("POST", "/", unsigned_headers, "no JSON");
  CHECK(response.status == 400);
  CHECK(response.body ==
        R"({"__type":"com.amazon.coral.service#MissingAuthenticationTokenException",)"
        R"("message":"Request is missing Authentication Token"})");
  check_dress(response);
  CHECK(server.send("POST", "/", with(unsigned_headers, "X-Amz-Target", "x"), "{}").body ==
        unknown_operation);
}

TEST_CASE("GET / tells that the endpoint is healthy") {
  TestServer server;
  const auto response = server.send("GET", "/");
  CHECK(response.status == 200);
  CHECK(response.body == "healthy: dynamodb.us-east-1.amazonaws.com ");
  CHECK(response.header("Content-Type") == "text/plain");
  check_dress(response);
}

TEST_CASE("other methods and paths are nobody's") {
  TestServer server;
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"PUT", "/"},     {"DELETE", "/"},      {"PATCH", "/"},
      {"OPTIONS", "/"}, {"GET", "/raffle"},   {"POST", "/raffle"},
      {"BREW", "/"},    {"GET", "/_tombola"}, {"GET", "/favicon.ico"}};
  for (const auto& [method, path] : cases) {
    CAPTURE(method, path);
    const auto response = server.send(method, path);
    CHECK(response.status == 404);
    CHECK(response.body == "<UnknownOperationException/>\n");
  }
  const auto elsewhere =
      server.send("POST", "/elsewhere", TestServer::api_headers("ListTables"), "{}");
  CHECK(elsewhere.status == 404);
}

TEST_CASE("OPTIONS with an Origin is a page's preflight") {
  TestServer server;
  const auto response =
      server.send("OPTIONS", "/",
                  {{"Origin", "http://localhost:3000"}, {"Access-Control-Request-Method", "POST"}});
  CHECK(response.status == 200);
  CHECK(response.body.empty());
  CHECK(response.header("Access-Control-Allow-Origin") == "http://localhost:3000");
  CHECK(response.header("Access-Control-Allow-Methods") == "POST");
}

TEST_CASE("pages of allowed origins may read the answer, others are refused") {
  TestServer server;
  const auto allowed = server.call("ListTables", "{}", {{"Origin", "http://localhost:3000"}});
  CHECK(allowed.status == 200);
  CHECK(allowed.header("Access-Control-Allow-Origin") == "http://localhost:3000");
  CHECK_FALSE(
      http::has_header(server.call("ListTables", "{}").headers, "Access-Control-Allow-Origin"));

  for (const http::Header& foreign :
       {http::Header{"Origin", "https://evil.example"}, http::Header{"Host", "evil.example"}}) {
    CAPTURE(foreign.name);
    for (const char* path : {"/", "/_tombola/clock"}) {
      const auto refused = server.send("GET", path, {foreign});
      CHECK(refused.status == 403);
      CHECK(json_of(refused)["__type"] == "com.amazonaws.dynamodb.v20120810#AccessDeniedException");
      CHECK_THAT(json_of(refused)["message"], Catch::Matchers::Contains(foreign.value));
      CHECK_FALSE(http::has_header(refused.headers, "Access-Control-Allow-Origin"));
    }
    CHECK(server.call("ListTables", "{}", {foreign}).status == 403);
  }
}

TEST_CASE("a compressed request is read") {
  TestServer server;
  const std::string body = http::gzip("{}");
  CHECK(server.call("ListTables", body, {{"Content-Encoding", "gzip"}}).status == 200);
  CHECK(server.call("ListTables", body, {{"Content-Encoding", "GZIP"}}).status == 200);
  // Several members are one body.
  CHECK(server.call("ListTables", http::gzip("{") + http::gzip("}"), {{"Content-Encoding", "gzip"}})
            .status == 200);
}

TEST_CASE("a damaged compressed request is an internal error, as on AWS") {
  TestServer server;
  const std::string whole = http::gzip("{\"Limit\":1}");
  for (const std::string& body :
       {std::string("{}"), whole.substr(0, whole.size() - 3), whole + "x"}) {
    const auto response = server.call("ListTables", body, {{"Content-Encoding", "gzip"}});
    CHECK(response.status == 500);
    CHECK(json_of(response)["__type"] == "com.amazonaws.dynamodb.v20120810#InternalServerError");
  }
  CHECK(server.call("ListTables", "{}").status == 200);
}

TEST_CASE("an unknown coding is not undone") {
  TestServer server;
  CHECK(server.call("ListTables", "{}", {{"Content-Encoding", "identity"}}).status == 200);
  CHECK(server.call("ListTables", "\x28\xb5\x2f\xfd", {{"Content-Encoding", "zstd"}}).body ==
        serialization_error);
}

TEST_CASE("a request above 16 MB is refused, also when it only grows that large") {
  TestServer server;
  const std::string padding(limits::request_size_bytes_max - 2, ' ');
  CHECK(server.call("ListTables", "{}" + padding).status == 200);
  CHECK(server.call("ListTables", http::gzip("{}" + padding), {{"Content-Encoding", "gzip"}})
            .status == 200);

  const auto inflated =
      server.call("ListTables", http::gzip("{}" + padding + " "), {{"Content-Encoding", "gzip"}});
  CHECK(inflated.status == 413);
  CHECK(json_of(inflated)["__type"] == "com.amazon.coral.service#RequestEntityTooLargeException");
  const auto plain = server.call("ListTables", "{}" + padding + " ");
  CHECK(plain.status == 413);
  CHECK(json_of(plain) == json_of(inflated));
  CHECK(server.call("ListTables", "{}").status == 200);
}

TEST_CASE("a long answer is compressed for those who ask for it") {
  TestServer server;
  REQUIRE(server
              .call("CreateTable",
                    R"({"TableName":"Table","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
                    R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                    R"("BillingMode":"PAY_PER_REQUEST"})")
              .status == 200);
  REQUIRE(server
              .call("PutItem", R"({"TableName":"Table","Item":{"id":{"S":"1"},"text":{"S":")" +
                                   std::string(10'000, 'x') + "\"}}}")
              .status == 200);
  const std::string key = R"({"TableName":"Table","Key":{"id":{"S":"1"}}})";
  const auto plain = server.call("GetItem", key);
  CHECK_FALSE(http::has_header(plain.headers, "Content-Encoding"));
  CHECK(plain.body.size() > 10'000);

  const auto zipped = server.call("GetItem", key, {{"Accept-Encoding", "gzip"}});
  CHECK(zipped.header("Content-Encoding") == "gzip");
  CHECK(zipped.body.size() < 1000);
  check_dress(zipped);  // the checksum is over the bytes sent
  const auto inflated = http::decompress(http::ContentCoding::Gzip, zipped.body, 1'000'000);
  CHECK(inflated.bytes == plain.body);

  const auto small = server.call("ListTables", "{}", {{"Accept-Encoding", "gzip"}});
  CHECK_FALSE(http::has_header(small.headers, "Content-Encoding"));
}

TEST_CASE("a target names an operation of its service") {
  const operations::Operation* put = server::resolve_target("DynamoDB_20120810.PutItem");
  REQUIRE(put != nullptr);
  CHECK(put->name == "PutItem");
  CHECK(server::resolve_target("DynamoDB_20120810.GetRecords") == nullptr);
  CHECK(server::resolve_target("") == nullptr);
}
