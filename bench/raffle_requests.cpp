#include "bench/raffle_requests.h"

#include <stdexcept>

#include <fmt/format.h>

#include "bench/load.h"

namespace tombola::bench {
namespace {

std::string checked(const std::string& what, const http::Response& response) {
  if (response.status < 200 || response.status > 299) {
    throw std::runtime_error(what + ": " + response.body);
  }
  return response.body;
}

}  // namespace

std::string entry_id(int id) {
  return fmt::format("0b9c6f2e-3f7e-4d0a-9a55-{:012d}", id);
}

std::string entry_json(int id) {
  return fmt::format(R"({{"id":{{"S":"{}"}},"name":{{"S":"John"}},)"
                     R"("timestamp":{{"S":"2026-01-02T03:04:05.678Z"}}}})",
                     entry_id(id));
}

std::string put_request(int id) {
  return api_request("DynamoDB_20120810.PutItem",
                     R"({"TableName":"RaffleTable","Item":)" + entry_json(id) + "}");
}

std::string get_request(int id) {
  return api_request(
      "DynamoDB_20120810.GetItem",
      fmt::format(R"({{"TableName":"RaffleTable","Key":{{"id":{{"S":"{}"}}}}}})", entry_id(id)));
}

std::string batch_request(int first_id, int count) {
  std::string puts;
  for (int i = 0; i < count; ++i) {
    puts += (i == 0 ? R"({"PutRequest":{"Item":)" : R"(,{"PutRequest":{"Item":)") +
            entry_json(first_id + i) + "}}";
  }
  return api_request("DynamoDB_20120810.BatchWriteItem",
                     R"({"RequestItems":{"RaffleTable":[)" + puts + "]}}");
}

void create_table(std::uint16_t port, const std::string& name) {
  http::Client client("127.0.0.1", port);
  call(
      client, "DynamoDB_20120810.CreateTable",
      R"({"TableName":")" + name +
          R"(","BillingMode":"PAY_PER_REQUEST",)"
          R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
          R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
          R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}})");
}

std::string call(http::Client& client, const std::string& target, const std::string& body) {
  return checked(
      target,
      client.post("/",
                  {{"Content-Type", "application/x-amz-json-1.0"},
                   {"X-Amz-Target", target},
                   {"X-Amz-Date", "20260102T030405Z"},
                   {"Authorization",
                    "AWS4-HMAC-SHA256 Credential=bench/20260102/us-east-1/dynamodb/aws4_request, "
                    "SignedHeaders=host, Signature=0"}},
                  body));
}

std::string rest(http::Client& client, const std::string& method, const std::string& path,
                 const std::string& body) {
  http::Request request;
  request.method = method;
  request.target = path;
  request.headers = {{"X-Amz-Date", "20260102T030405Z"},
                     {"Authorization",
                      "AWS4-HMAC-SHA256 Credential=bench/20260102/us-east-1/lambda/aws4_request, "
                      "SignedHeaders=host, Signature=0"}};
  request.body = body;
  return checked(method + " " + path, client.send(request));
}

}  // namespace tombola::bench
