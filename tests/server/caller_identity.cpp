// The texts are AWS's: "Signature Version 4 troubleshooting", IAM user guide; common errors of the
// DynamoDB API reference.
#include "server/caller_identity.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace tombola;
using server::CallerIdentity;

namespace {

constexpr std::int64_t now_ms = 1'767'323'045'000;  // 2026-01-02T03:04:05Z

CallerIdentity verifying(server::Isolation isolation = {}) {
  return CallerIdentity({{},
                         isolation,
                         server::AccessKeys{{"AKID", {"secret", std::nullopt}},
                                            {"AKOWNED", {"secret", "123456789012"}}},
                         [] { return now_ms; }});
}

struct Scope {
  std::string id = "AKID";
  std::string date = "20260102";
  std::string service = "dynamodb";
  std::string terminator = "aws4_request";
  std::string time = "20260102T030405Z";
};

http::Request signed_by(const Scope& scope, std::string_view secret = "secret") {
  http::Request request;
  request.method = "POST";
  request.target = "/";
  request.body = "{}";
  request.headers = {{"Host", "localhost:8000"}, {"X-Amz-Date", scope.time}};
  const auto authorize = [&](const std::string& value) {
    return fmt::format(
        "AWS4-HMAC-SHA256 Credential={}/{}/eu-west-2/{}/{}, "
        "SignedHeaders=host;x-amz-date, Signature={}",
        scope.id, scope.date, scope.service, scope.terminator, value);
  };
  request.headers.push_back({"Authorization", authorize("00")});
  const std::string value =
      server::signature_value(request, *server::read_signature(request), secret);
  request.headers.back().value = authorize(value);
  return request;
}

std::string refusal(const http::Request& request) {
  const auto refused = verifying().check(request, "dynamodb");
  return refused ? refused->error_name + ": " + refused->message : "";
}

}  // namespace

TEST_CASE("a request that a known key signed passes, anything else does not") {
  CHECK(refusal(signed_by({})) == "");

  http::Request other_body = signed_by({});
  other_body.body = "{ }";
  http::Request other_host = signed_by({});
  other_host.headers[0].value = "example.com";
  for (const http::Request& request : {signed_by({}, "guess"), other_body, other_host}) {
    CHECK(refusal(request) ==
          "InvalidSignatureException: The request signature we calculated does not match the "
          "signature you provided. Check your AWS Secret Access Key and signing method. Consult "
          "the service documentation for details.");
  }
  CHECK(refusal(signed_by({"AKNOBODY"})) ==
        "UnrecognizedClientException: The security token included in the request is invalid.");
}

TEST_CASE("the scope must be of the service and the day") {
  Scope scope;
  scope.service = "s3";
  CHECK(refusal(signed_by(scope)) ==
        "InvalidSignatureException: Credential should be scoped to correct service: 'dynamodb'. ");
  scope = {};
  scope.terminator = "aws4";
  CHECK(refusal(signed_by(scope)).find("valid terminator: 'aws4_request', not 'aws4'") !=
        std::string::npos);
  scope = {};
  scope.date = "20260101";
  CHECK(refusal(signed_by(scope)) ==
        "InvalidSignatureException: Date in Credential scope does not match YYYYMMDD from ISO-8601 "
        "version of date from HTTP: '20260101' != '20260102', from '20260102T030405Z'.");
}

TEST_CASE("a signature lives for fifteen minutes around now") {
  Scope scope;
  scope.time = "20260102T024906Z";
  CHECK(refusal(signed_by(scope)) == "");
  scope.time = "20260102T024904Z";
  CHECK(refusal(signed_by(scope)) ==
        "InvalidSignatureException: Signature expired: 20260102T024904Z is now earlier than "
        "20260102T024905Z (20260102T030405Z - 15 min.)");
  scope.time = "20260102T031906Z";
  CHECK(refusal(signed_by(scope)) ==
        "InvalidSignatureException: Signature not yet current: 20260102T031906Z is still later "
        "than 20260102T031905Z (20260102T030405Z + 15 min.)");
  scope.time = "20260102";
  CHECK(refusal(signed_by(scope))
            .starts_with("IncompleteSignatureException: Date must be in ISO-8601 'basic format'. "
                         "Got '20260102'."));
}

TEST_CASE("without keys any credentials pass, and all share one namespace") {
  const CallerIdentity identity({{"111122223333", "us-east-1"}, {}, std::nullopt, nullptr});
  CHECK_FALSE(identity.check(signed_by({"anybody"}, "anything"), "dynamodb"));
  CHECK(identity.name_space(signed_by({"anybody"})) ==
        dynamodb::Namespace{"111122223333", "us-east-1"});
}

TEST_CASE("callers are separated by what they sign with") {
  const auto of = [](server::Isolation isolation, const std::string& id) {
    return verifying(isolation).name_space(signed_by({id}));
  };
  CHECK(of({false, true}, "AKID") == dynamodb::Namespace{"000000000000", "eu-west-2"});
  CHECK(of({true, false}, "123412341234") == dynamodb::Namespace{"123412341234", "us-east-1"});
  CHECK(of({true, true}, "AKOWNED") == dynamodb::Namespace{"123456789012", "eu-west-2"});

  const auto one = of({true, false}, "AKONE").account;
  const auto two = of({true, false}, "AKTWO").account;
  CHECK(one.size() == 12);
  CHECK(one != two);
  CHECK(one == of({true, false}, "AKONE").account);
}
