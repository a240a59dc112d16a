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
  function.latest.layers = {{"arn:l:1", "b", 5}, {"arn:m:2", "c", 6}};
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
  function.latest.dead_letter_target = "queue";
  function.latest.update_runtime_on = "Manual";
  function.latest.runtime_version_arn = "arn";
  function.recursive_loop = "Allow";
  function.event_invoke_configs["$LATEST"] = {1, 60, "s", "f", 5};
  function.event_invoke_configs["live"].last_modified_ms = 6;
  FunctionUrlCors cors;
  cors.allow_credentials = true;
  cors.allow_origins = {"*"};
  cors.max_age_seconds = 5;
  function.urls[""] = {"id", "NONE", "RESPONSE_STREAM", cors, 1, 2};
  function.urls["live"] = {"other", "AWS_IAM", "", {}, 3, 4};
  return function;
}

}  // namespace

TEST_CASE("a function is stored and read whole") {
  const FunctionDefinition function = whole_function();
  CHECK(FunctionDefinition::from_json(function.to_json()) == function);
  CHECK(FunctionDefinition::from_json(FunctionDefinition().to_json()) == FunctionDefinition());
}

TEST_CASE("a function of another format is refused by name") {
  CHECK_THROWS_WITH(FunctionDefinition::from_json(R"({"version":4})"),
                    "a function is stored in version 4, this program knows 3");
  CHECK_THROWS_AS(FunctionDefinition::from_json("{}"), std::runtime_error);
}

TEST_CASE("a function that was stored in version 1 is read") {
  const FunctionDefinition function = FunctionDefinition::from_json(
      R"({"version":1,"account":"000000000000","region":"us-east-1","name":"f","last_version":0,)"
      R"("versions":[],"aliases":{},"tags":{},"policies":{},"latest":{"version":"$LATEST",)"
      R"("description":"","runtime":"nodejs20.x","handler":"index.handler","role":"r",)"
      R"("timeout_seconds":3,"memory_mb":128,"ephemeral_storage_mb":512,"architecture":"x86_64",)"
      R"("tracing_mode":"PassThrough","code_sha256":"a","code_size_bytes":1,"revision_id":"i",)"
      R"("last_modified_ms":7}})");
  CHECK(function.name == "f");
  CHECK(function.latest.update_runtime_on == "Auto");
  CHECK(function.recursive_loop == "Terminate");
  CHECK(function.event_invoke_configs.empty());
  CHECK(FunctionDefinition::from_json(function.to_json()) == function);
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
