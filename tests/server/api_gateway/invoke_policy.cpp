// "Output from an API Gateway Lambda authorizer" and "IAM JSON policy elements" in AWS's documentation.
#include "server/api_gateway/invoke_policy.h"

#include <catch2/catch.hpp>

using namespace tombola::server;
using nlohmann::json;

namespace {

constexpr const char* arn = "arn:aws:execute-api:us-east-1:000000000000:abc/prod/GET/pets/1";

PolicyVerdict verdict(const char* statements) {
  return verdict_of({{"Version", "2012-10-17"}, {"Statement", json::parse(statements)}}, arn);
}

}  // namespace

TEST_CASE("a policy lets through what it allows and does not deny") {
  CHECK(verdict(R"([{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}])") ==
        PolicyVerdict::Allow);
  CHECK(verdict(R"({"Effect":"Allow","Action":["x","execute-api:*"],
      "Resource":["arn:aws:execute-api:us-east-1:*:abc/*/GET/pets/?"]})") == PolicyVerdict::Allow);
  CHECK(verdict(R"([{"Effect":"Allow","Action":"*","Resource":"*"},
      {"Effect":"Deny","Action":"Execute-Api:Invoke","Resource":"*/GET/*"}])") ==
        PolicyVerdict::ExplicitDeny);
  CHECK(verdict(R"([{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*/POST/*"}])") ==
        PolicyVerdict::ImplicitDeny);
  CHECK(verdict(R"([{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}])") ==
        PolicyVerdict::ImplicitDeny);
  CHECK(verdict(R"([{"Effect":"Allow","NotAction":"s3:*","NotResource":"*/POST/*"}])") ==
        PolicyVerdict::Allow);
  CHECK(verdict("[]") == PolicyVerdict::ImplicitDeny);
}

TEST_CASE("what is no policy") {
  CHECK(verdict_of(json::object(), arn) == PolicyVerdict::Malformed);
  CHECK(verdict_of("text", arn) == PolicyVerdict::Malformed);
  CHECK(verdict(R"([{"Effect":"Maybe","Action":"*","Resource":"*"}])") == PolicyVerdict::Malformed);
  CHECK(verdict(R"([{"Effect":"Allow","Action":1,"Resource":"*"}])") == PolicyVerdict::Malformed);
  CHECK(verdict(R"([{"Effect":"Allow","Action":"*","Resource":"*","Condition":{}}])") ==
        PolicyVerdict::Malformed);
}

TEST_CASE("wildcards") {
  CHECK(matches_wildcards("a*b*c", "axxbyyc"));
  CHECK(matches_wildcards("**", ""));
  CHECK_FALSE(matches_wildcards("a?", "a"));
  CHECK_FALSE(matches_wildcards("a*b", "abc"));
  CHECK_FALSE(matches_wildcards("", "a"));
}
