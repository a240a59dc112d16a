// Sources: the examples "get-vanilla" and "get-vanilla-query-order-key-case" of AWS's Signature
// Version 4 test suite, and the ListUsers example of the IAM user guide.
#include "server/signature.h"

#include <catch2/catch.hpp>

using namespace tombola;

namespace {

constexpr const char* secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

http::Request request_of(const std::string& target, const std::string& service,
                         const std::string& signed_headers) {
  http::Request request;
  request.method = "GET";
  request.target = target;
  request.headers = {
      {"Host", "example.amazonaws.com"},
      {"X-Amz-Date", "20150830T123600Z"},
      {"Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/" + service +
                            "/aws4_request, SignedHeaders=" + signed_headers + ", Signature=00"}};
  return request;
}

std::string value_of(const http::Request& request) {
  const auto signature = server::read_signature(request);
  REQUIRE(signature);
  return server::signature_value(request, *signature, secret);
}

}  // namespace

TEST_CASE("signatures are those of AWS's own examples") {
  CHECK(value_of(request_of("/", "service", "host;x-amz-date")) ==
        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  CHECK(value_of(request_of("/?Param2=value2&Param1=value1", "service", "host;x-amz-date")) ==
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");

  http::Request list_users =
      request_of("/?Action=ListUsers&Version=2010-05-08", "iam", "content-type;host;x-amz-date");
  list_users.headers[0].value = "iam.amazonaws.com";
  list_users.headers.push_back(
      {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"});
  CHECK(value_of(list_users) == "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

TEST_CASE("a signature is read from the header and from the query") {
  const auto header = server::read_signature(request_of("/", "dynamodb", "host"));
  REQUIRE(header);
  CHECK(header->access_key_id == "AKIDEXAMPLE");
  CHECK(header->date == "20150830");
  CHECK(header->region == "us-east-1");
  CHECK(header->service == "dynamodb");
  CHECK(header->time_text == "20150830T123600Z");

  http::Request request;
  request.method = "GET";
  request.target =
      "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20260102%2Feu-west-2%2Fdynamodb%"
      "2F"
      "aws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host"
      "&X-Amz-Signature=ab";
  const auto query = server::read_signature(request);
  REQUIRE(query);
  CHECK(query->access_key_id == "AKID");
  CHECK(query->region == "eu-west-2");
  CHECK(query->expires_seconds == 60);
  CHECK(query->signed_headers == std::vector<std::string>{"host"});
  CHECK(query->value == "ab");
}

TEST_CASE("half a signature is none") {
  for (const char* authorization :
       {"", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=h, Signature=s",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=h",
        "AWS4-HMAC-SHA256 Credential,Signature,SignedHeaders", "Basic abc"}) {
    CAPTURE(authorization);
    http::Request request;
    request.target = "/";
    request.headers = {{"Authorization", authorization}};
    CHECK_FALSE(server::read_signature(request));
  }
}
