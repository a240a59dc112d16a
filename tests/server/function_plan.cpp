#include "server/function_plan.h"

#include <catch2/catch.hpp>

#include "server/flag_values.h"

using namespace tombola;
using server::FunctionPlan;
using server::Options;

namespace {

std::vector<std::string> names_of(const FunctionPlan& plan) {
  std::vector<std::string> names;
  for (const triggers::Function& function : plan.functions) {
    names.push_back(function.name);
  }
  return names;
}

}  // namespace

TEST_CASE("a function is named after its file") {
  Options options;
  options.environment["TABLE_NAME"] = "RaffleTable";
  options.function_timeout_ms = 5000;
  options.triggers.push_back(
      server::parse_trigger_flag("RaffleTable=/lib/dynamo-stream-handler.ts"));
  options.routes.push_back(server::parse_route_flag("GET /raffle=/lib/api-handler.ts:main"));
  const FunctionPlan plan = server::plan_functions(options);

  CHECK(names_of(plan) == std::vector<std::string>{"dynamo-stream-handler", "api-handler"});
  CHECK(plan.functions[0].file == "/lib/dynamo-stream-handler.ts");
  CHECK(plan.functions[0].export_name == "handler");
  CHECK(plan.functions[0].timeout_ms == 5000);
  CHECK(plan.functions[0].environment.at("TABLE_NAME") == "RaffleTable");
  CHECK(plan.functions[1].export_name == "main");
  REQUIRE(plan.mappings.size() == 1);
  CHECK(plan.mappings[0].function_name == "dynamo-stream-handler");
  CHECK(plan.mappings[0].table == "RaffleTable");
  CHECK(plan.mappings[0].starting_position == triggers::StartingPosition::TrimHorizon);
  CHECK(plan.mappings[0].from_flag);
  REQUIRE(plan.routes.all().size() == 1);
  CHECK(plan.routes.all()[0].function_name == "api-handler");
}

TEST_CASE("names are made fit and kept apart") {
  Options options;
  for (const char* value : {"Table=/a/index.ts", "Table=/b/index.ts", "Table=/b/index.ts:other",
                            "Table=/c/my handler.v2.py", "Table=builtin:log"}) {
    options.triggers.push_back(server::parse_trigger_flag(value));
  }
  const std::string long_stem(80, 'x');
  options.triggers.push_back(server::parse_trigger_flag("Table=/a/" + long_stem + ".ts"));
  options.triggers.push_back(server::parse_trigger_flag("Table=/b/" + long_stem + ".ts"));
  CHECK(names_of(server::plan_functions(options)) ==
        std::vector<std::string>{"index", "index-2", "index-3", "my-handler-v2", "builtin-log",
                                 std::string(64, 'x'), std::string(62, 'x') + "-2"});
}

TEST_CASE("the same handler is one function, however it is reached") {
  Options options;
  options.triggers.push_back(server::parse_trigger_flag("TableA=/lib/a.ts"));
  options.triggers.push_back(server::parse_trigger_flag("TableB=/lib/../lib/a.ts:handler"));
  options.triggers.push_back(server::parse_trigger_flag("TableA=/lib/a.ts"));
  options.routes.push_back(server::parse_route_flag("GET /a=/lib/a.ts"));
  const FunctionPlan plan = server::plan_functions(options);
  CHECK(names_of(plan) == std::vector<std::string>{"a"});
  REQUIRE(plan.mappings.size() == 2);  // the repeated flag adds none
  CHECK(plan.mappings[0].uuid != plan.mappings[1].uuid);
}

TEST_CASE("a mapping's UUID follows from table, file and export alone") {
  const auto uuid_of = [](const std::string& flag, std::int64_t timeout_ms) {
    Options options;
    options.function_timeout_ms = timeout_ms;
    options.triggers.push_back(server::parse_trigger_flag(flag));
    return server::plan_functions(options).mappings[0].uuid;
  };
  const std::string uuid = uuid_of("Table=/lib/a.ts", 3000);
  CHECK(uuid.size() == 36);
  CHECK(uuid_of("Table=/lib/./a.ts:handler", 9000) == uuid);
  CHECK(uuid_of("Other=/lib/a.ts", 3000) != uuid);
  CHECK(uuid_of("Table=/lib/b.ts", 3000) != uuid);
  CHECK(uuid_of("Table=/lib/a.ts:other", 3000) != uuid);
  CHECK(uuid_of("Table=builtin:log", 3000) != uuid);
}
