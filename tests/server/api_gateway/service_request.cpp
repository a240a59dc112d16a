// Source: "Integration" (uri) in the API Gateway API reference, and the guide's tutorials for DynamoDB,
// SQS and S3.
#include "server/api_gateway/service_request.h"

#include <catch2/catch.hpp>

#include "server/signature.h"

using namespace tombola;
using server::IntegrationRequest;
using server::service_address;

namespace {

http::Request made(const std::string& uri, const IntegrationRequest& mapped = {}) {
  const auto address = service_address(uri);
  REQUIRE(address);
  return server::service_request(*address, "POST", mapped, {"key", "secret", 1'767'323'045'678});
}

}  // namespace

TEST_CASE("a DynamoDB action is a call of its JSON protocol, signed for the region of the ARN") {
  IntegrationRequest mapped;
  mapped.body = R"({"TableName":"T"})";
  const http::Request request =
      made("arn:aws:apigateway:eu-west-2:dynamodb:action/PutItem", mapped);
  CHECK(request.method == "POST");
  CHECK(request.target == "/");
  CHECK(request.header("X-Amz-Target") == "DynamoDB_20120810.PutItem");
  CHECK(request.header("Content-Type") == "application/x-amz-json-1.0");
  CHECK(request.body == mapped.body);
  const auto signature = server::read_signature(request);
  REQUIRE(signature);
  CHECK(signature->region == "eu-west-2");
  CHECK(signature->service == "dynamodb");
  CHECK(signature->access_key_id == "key");
  CHECK(signature->value == server::signature_value(request, *signature, "secret"));
}

TEST_CASE("a queue's path is a call of the Query protocol, answered with JSON") {
  IntegrationRequest mapped;
  mapped.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  mapped.body = "Action=SendMessage&MessageBody=hello";
  const http::Request request =
      made("arn:aws:apigateway:us-east-1:sqs:path/000000000000/jobs", mapped);
  CHECK(request.target ==
        "/000000000000/"
        "jobs?Version=2012-11-05&QueueUrl=http%3A%2F%2Flocalhost%2F000000000000%2Fjobs");
  CHECK(request.header("Accept") == "application/json");
  CHECK(request.header("Content-Type") == "application/x-www-form-urlencoded");

  mapped.query = {{"TopicArn", "arn:x"}};
  CHECK(made("arn:aws:apigateway:us-east-1:sns:action/Publish", mapped).target ==
        "/?TopicArn=arn%3Ax&Action=Publish&Version=2010-03-31");
}

TEST_CASE("a bucket, in the path or the host, with parameters in it") {
  IntegrationRequest mapped;
  mapped.path = {{"key", "a.txt"}};
  CHECK(made("arn:aws:apigateway:us-east-1:s3:path/bucket/{key}", mapped).target ==
        "/bucket/a.txt");
  CHECK(made("arn:aws:apigateway:us-east-1:bucket.s3:path/{key}", mapped).target ==
        "/bucket/a.txt");
}

TEST_CASE("what is no service's ARN") {
  CHECK_FALSE(service_address("https://example.com"));
  CHECK_FALSE(service_address("arn:aws:lambda:us-east-1:000000000000:function:f"));
  CHECK_FALSE(service_address("arn:aws:apigateway:us-east-1:dynamodb:PutItem"));
  CHECK_FALSE(service_address("arn:aws:apigateway:us-east-1"));
}
