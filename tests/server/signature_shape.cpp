// The texts are AWS's; see "Common Errors" of the DynamoDB API reference for the names.
#include "server/signature_shape.h"

#include <catch2/catch.hpp>

using namespace tombola;

namespace {

constexpr const char* whole_header =
    "AWS4-HMAC-SHA256 Credential=AKID/20260102/us-east-1/dynamodb/aws4_request, "
    "SignedHeaders=host;x-amz-date, Signature=0123456789abcdef";

http::Request signed_request(const std::string& authorization) {
  http::Request request;
  request.method = "POST";
  request.target = "/";
  if (!authorization.empty()) {
    request.headers.push_back({"Authorization", authorization});
  }
  request.headers.push_back({"X-Amz-Date", "20260102T030405Z"});
  return request;
}

}  // namespace

TEST_CASE("a signed request passes, whatever its credentials") {
  CHECK_FALSE(server::check_signature_shape(signed_request(whole_header)));
  // Without blanks after the commas, and dated by Date.
  http::Request request;
  request.target = "/";
  request.headers = {{"Authorization", "AWS4-HMAC-SHA256 Credential=a,SignedHeaders=b,Signature=c"},
                     {"Date", "Fri, 02 Jan 2026 03:04:05 GMT"}};
  CHECK_FALSE(server::check_signature_shape(request));
}

TEST_CASE("an unsigned request is refused") {
  for (const char* authorization : {"", "Basic dXNlcjpwdw==", "Bearer token", "aws4-hmac"}) {
    CAPTURE(authorization);
    const auto refusal = server::check_signature_shape(signed_request(authorization));
    REQUIRE(refusal);
    CHECK(refusal->error_name == "MissingAuthenticationTokenException");
    CHECK(refusal->message == "Request is missing Authentication Token");
  }
}

TEST_CASE("an incomplete Authorization header is refused with all that it lacks") {
  const auto refusal =
      server::check_signature_shape(signed_request("AWS4-HMAC-SHA256 SignedHeaders=a"));
  REQUIRE(refusal);
  CHECK(refusal->error_name == "IncompleteSignatureException");
  CHECK(refusal->message ==
        "Authorization header requires 'Credential' parameter. Authorization header requires "
        "'Signature' parameter. Authorization=AWS4-HMAC-SHA256 SignedHeaders=a");

  http::Request undated = signed_request(whole_header);
  undated.headers.pop_back();
  const auto without_date = server::check_signature_shape(undated);
  REQUIRE(without_date);
  CHECK(without_date->message ==
        std::string("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' "
                    "header. Authorization=") +
            whole_header);
}

TEST_CASE("a signature in the query must be whole") {
  http::Request request = signed_request("");
  request.target =
      "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a&X-Amz-Signature=b"
      "&X-Amz-SignedHeaders=host&X-Amz-Date=20260102T030405Z";
  CHECK_FALSE(server::check_signature_shape(request));

  request.target = "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-SignedHeaders=host";
  const auto refusal = server::check_signature_shape(request);
  REQUIRE(refusal);
  CHECK(refusal->error_name == "IncompleteSignatureException");
  CHECK(refusal->message ==
        "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters "
        "must include 'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-Date'. "
        "Re-examine the query-string parameters.");
}

TEST_CASE("a signature in header and query at once is refused") {
  http::Request request = signed_request(whole_header);
  request.target = "/?X-Amz-Algorithm=AWS4-HMAC-SHA256";
  const auto refusal = server::check_signature_shape(request);
  REQUIRE(refusal);
  CHECK(refusal->error_name == "InvalidSignatureException");
  CHECK(refusal->message ==
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
}

TEST_CASE("a query that has nothing to do with signing does not matter") {
  http::Request request = signed_request(whole_header);
  request.target = "/?a=b";
  CHECK_FALSE(server::check_signature_shape(request));
}
