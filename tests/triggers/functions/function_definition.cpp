#include "triggers/functions/function_definition.h"

#include <stdexcept>

#include <catch2/catch.hpp>

namespace tombola::triggers::testing {
namespace {

FunctionDefinition whole_function() {
  FunctionDefinition function;
  function.name_space = {"123456789012", "eu-west-2"};
  function.name = "f";
  function.latest.runtime = "nodejs20.x";
  function.latest.environment = std::map<std::string, std::string>{{"KEY", "value"}};
  function.latest.log_group = "/mine";
  function.latest.code_sha256 = "a";
  function.latest.last_modified_ms = 7;
  FunctionSettings version = function.latest;
  version.version = "3";
  version.run_in_place = "/code";
  version.environment.reset();
  function.versions = {version};
  function.last_version = 3;
  function.aliases["live"] = {"live", "3", "d", "r"};
  function.tags = {{"a", "b"}};
  function.reserved_concurrency = 0;
  function.policies[""] = {R"({"Sid":"s"})"};
  return function;
}

}  // namespace

TEST_CASE("a function is stored and read whole") {
  const FunctionDefinition function = whole_function();
  CHECK(FunctionDefinition::from_json(function.to_json()) == function);
  CHECK(FunctionDefinition::from_json(FunctionDefinition().to_json()) == FunctionDefinition());
}

TEST_CASE("a function of another format is refused by name") {
  CHECK_THROWS_WITH(FunctionDefinition::from_json(R"({"version":2})"),
                    "a function is stored in version 2, this program knows 1");
  CHECK_THROWS_AS(FunctionDefinition::from_json("{}"), std::runtime_error);
}

TEST_CASE("a qualifier means $LATEST, a number or an alias") {
  const FunctionDefinition function = whole_function();
  CHECK(function.find("") == &function.latest);
  CHECK(function.find("$LATEST") == &function.latest);
  CHECK(function.find("3") == &function.versions[0]);
  CHECK(function.find("live") == &function.versions[0]);
  CHECK(function.find("2") == nullptr);
  CHECK(function.find("dead") == nullptr);
}

}  // namespace tombola::triggers::testing
