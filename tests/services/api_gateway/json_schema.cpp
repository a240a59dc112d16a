// JSON Schema draft 4 (https://json-schema.org/draft-04/json-schema-validation), which the models of API
// Gateway are.
#include "services/api_gateway/json_schema.h"

#include <catch2/catch.hpp>

using namespace tombola::services::api_gateway;
using nlohmann::json;

namespace {

bool fits(const char* schema, const char* value) {
  return schema_problems(json::parse(schema), json::parse(value), {}).empty();
}

}  // namespace

TEST_CASE("each keyword, kept and broken") {
  struct Case {
    const char* schema;
    const char* fits;
    const char* does_not;
  };
  const std::vector<Case> cases = {
      {R"({"type":"object"})", "{}", "[]"},
      {R"({"type":["string","null"]})", "null", "1"},
      {R"({"type":"integer"})", "1.0", "1.5"},
      {R"({"type":"number"})", "1", "\"1\""},
      {R"({"enum":["a",1]})", "1", "2"},
      {R"({"minimum":1,"exclusiveMinimum":true})", "1.5", "1"},
      {R"({"maximum":5})", "5", "5.1"},
      {R"({"multipleOf":0.1})", "0.3", "0.35"},
      {R"({"minLength":2,"maxLength":3})", R"("äöü")", R"("a")"},
      {R"({"pattern":"^a+$"})", R"("aa")", R"("b")"},
      {R"({"minItems":1,"maxItems":2})", "[1]", "[]"},
      {R"({"uniqueItems":true})", "[1,2]", "[1,1]"},
      {R"({"items":{"type":"string"}})", R"(["a"])", "[1]"},
      {R"({"items":[{"type":"string"}],"additionalItems":false})", R"(["a"])", R"(["a",1])"},
      {R"({"required":["a"]})", R"({"a":1})", "{}"},
      {R"({"properties":{"a":{"type":"string"}}})", R"({"a":"x","b":1})", R"({"a":1})"},
      {R"({"properties":{"a":{}},"additionalProperties":false})", R"({"a":1})", R"({"b":1})"},
      {R"({"patternProperties":{"^x":{"type":"integer"}}})", R"({"x1":1})", R"({"x1":"a"})"},
      {R"({"dependencies":{"a":["b"]}})", R"({"a":1,"b":2})", R"({"a":1})"},
      {R"({"minProperties":1})", R"({"a":1})", "{}"},
      {R"({"allOf":[{"minimum":1},{"maximum":3}]})", "2", "4"},
      {R"({"anyOf":[{"minimum":5},{"maximum":3}]})", "2", "4"},
      {R"({"oneOf":[{"minimum":1},{"maximum":3}]})", "5", "2"},
      {R"({"not":{"type":"string"}})", "1", R"("a")"},
      {R"({"definitions":{"n":{"type":"integer"}},"properties":{"a":{"$ref":"#/definitions/n"}}})",
       R"({"a":1})", R"({"a":"x"})"}};
  for (const Case& one : cases) {
    INFO(one.schema);
    CHECK(fits(one.schema, one.fits));
    CHECK_FALSE(fits(one.schema, one.does_not));
  }
  CHECK(fits(R"({"minLength":2})", "1"));  // keywords say nothing of other types
}

TEST_CASE("what is wrong is told") {
  const auto problems = schema_problems(
      json::parse(
          R"({"type":"object","required":["id","name"],"properties":{"n":{"type":"integer"}}})"),
      json::parse(R"({"name":"x","n":"y"})"), {});
  CHECK(
      problems ==
      std::vector<std::string>{
          R"(object has missing required properties (["id"]))",
          R"(instance type (string) does not match any allowed primitive type (allowed: ["integer"]))"});
}

TEST_CASE("references to other models, to nowhere and to themselves") {
  const json pet = json::parse(R"({"type":"object"})");
  const json schema =
      json::parse(R"({"items":{"$ref":"https://apigateway.amazonaws.com/restapis/x/models/Pet"}})");
  const FindSchema find = [&](std::string_view reference) {
    return reference.ends_with("/Pet") ? &pet : nullptr;
  };
  CHECK(schema_problems(schema, json::parse("[{}]"), find).empty());
  CHECK(schema_problems(schema, json::parse("[1]"), find).size() == 1);
  CHECK_FALSE(fits(R"({"$ref":"#/definitions/none"})", "1"));
  CHECK_FALSE(fits(R"({"$ref":"other"})", "1"));
  CHECK_FALSE(fits(R"({"$ref":"#"})", "1"));
}
