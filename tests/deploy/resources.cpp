// The pure parts of resource types.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "deploy/resources/inline_code.h"
#include "deploy/resources/member_names.h"
#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"
#include "deploy/resources/resource_type.h"
#include "deploy/stack/dynamic_references.h"
#include "deploy/stack/local_urls.h"
#include "triggers/functions/zip_archive.h"

using namespace tombola::deploy;

TEST_CASE("properties are of the types that requests want, whichever way they are written") {
  const Json properties = Json::parse(R"({"BatchSize":"5","RateLimit":"0.5","Enabled":"true","Name":7,
    "Environment":{"Variables":{"Timeout":"3","Enabled":true,"N":1}},
    "PolicyDocument":{"Statement":[{"Condition":{"Bool":{"a":true}}}]},"MemorySize":128})");
  CHECK(typed(properties) == Json::parse(R"({"BatchSize":5,"RateLimit":0.5,"Enabled":true,"Name":"7",
    "Environment":{"Variables":{"Timeout":"3","Enabled":"true","N":"1"}},
    "PolicyDocument":{"Statement":[{"Condition":{"Bool":{"a":true}}}]},"MemorySize":128})"));
}

// As CDK's addCorsPreflight writes them, and as YAML may.
TEST_CASE("parameters of a method are there or not, those of an integration are mappings") {
  const Json properties = Json::parse(R"({
    "Integration":{"IntegrationResponses":[{"ResponseParameters":
      {"method.response.header.A":"'*'","method.response.header.B":5}}]},
    "MethodResponses":[{"ResponseParameters":{"method.response.header.A":true,
      "method.response.header.B":"false"}}],
    "RequestParameters":{"method.request.path.id":true}})");
  CHECK(typed(properties) == Json::parse(R"({
    "Integration":{"IntegrationResponses":[{"ResponseParameters":
      {"method.response.header.A":"'*'","method.response.header.B":"5"}}]},
    "MethodResponses":[{"ResponseParameters":{"method.response.header.A":true,
      "method.response.header.B":false}}],
    "RequestParameters":{"method.request.path.id":true}})"));
}

TEST_CASE("members of structures begin small, members of maps stay as their author wrote them") {
  CHECK(lower_members(Json::parse(R"({"RestApiId":"a","Variables":{"Key":"Value"},
                                      "List":[{"StatusCode":"200"}]})")) ==
        Json::parse(
            R"({"restApiId":"a","variables":{"Key":"Value"},"list":[{"statusCode":"200"}]})"));
}

TEST_CASE("URLs of our own APIs lead here, others do not") {
  const Json value = Json::parse(
      R"({"Url":"https://abc.execute-api.eu-west-1.amazonaws.com/prod/","Two":["wss://abc.execute-api.x.y"],
          "Other":"https://def.execute-api.eu-west-1.amazonaws.com/prod/","Number":5})");
  CHECK(
      with_local_urls(
          value, [](const std::string& id) { return id == "abc"; }, "127.0.0.1:8000") ==
      Json::parse(
          R"({"Url":"http://abc.execute-api.localhost:8000/prod/","Two":["ws://abc.execute-api.localhost:8000"],
          "Other":"https://def.execute-api.eu-west-1.amazonaws.com/prod/","Number":5})"));
}

TEST_CASE("inline code is a package that can be unpacked") {
  const auto target = std::filesystem::temp_directory_path() / "tombola-test-inline-code";
  tombola::triggers::remove_tree(target);
  tombola::triggers::unpack_zip(inline_code_zip("exports.handler = 1;", "nodejs20.x"), target);
  std::ifstream file(target / "index.js");
  std::ostringstream text;
  text << file.rdbuf();
  CHECK(text.str() == "exports.handler = 1;");
  CHECK(std::filesystem::exists(target / "node_modules/cfn-response/index.js"));
  tombola::triggers::remove_tree(target);
  CHECK_THROWS_AS(inline_code_zip("x", "java21"), ResourceError);
}

TEST_CASE("each type says which attributes it has") {
  const ResourceType* table = find_resource_type("AWS::DynamoDB::Table");
  REQUIRE(table != nullptr);
  CHECK(has_attribute(*table, "StreamArn"));
  CHECK_FALSE(has_attribute(*table, "Stream"));
  CHECK(find_resource_type("AWS::DynamoDB::Tabel") == nullptr);
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
TEST_CASE("dynamic references are values of Parameter Store") {
  const auto stored = [](const std::string& name) -> std::optional<std::string> {
    return name == "/a" || name == "/a:2" ? std::optional("<" + name + ">") : std::nullopt;
  };
  CHECK(with_dynamic_references(
            Json::parse(
                R"(["x{{resolve:ssm:/a}}y{{resolve:ssm-secure:/a:2}}",{"b":5,"c":"{{open"}])"),
            stored) == Json::parse(R"(["x</a>y</a:2>",{"b":5,"c":"{{open"}])"));
  CHECK_THROWS_WITH(with_dynamic_references("{{resolve:ssm:/b}}", stored),
                    "Parameters: [ssm:/b] cannot be found.");
  CHECK_THROWS_WITH(with_dynamic_references("{{resolve:secretsmanager:s}}", stored),
                    "Tombola does not support the dynamic reference {{resolve:secretsmanager:s}}");
}
