#include "server/flag_values.h"

#include <catch2/catch.hpp>

using namespace tombola;
using server::FlagError;
using server::Options;
using triggers::RuntimeKind;

TEST_CASE("a handler is a file, perhaps with an export, or builtin:log") {
  struct Case {
    std::string text;
    RuntimeKind runtime;
    std::string file, export_name;
  };
  const Case cases[] = {
      {"handler.ts", RuntimeKind::Node, "handler.ts", "handler"},
      {"lib/lambda/api.mjs", RuntimeKind::Node, "lib/lambda/api.mjs", "handler"},
      {"a.js:main", RuntimeKind::Node, "a.js", "main"},
      {"a.cjs:api.get_it", RuntimeKind::Node, "a.cjs", "api.get_it"},
      {"/abs/log.py:lambda_handler", RuntimeKind::Python, "/abs/log.py", "lambda_handler"},
      {"a:b.ts", RuntimeKind::Node, "a:b.ts", "handler"},
      {"a.ts:b.ts", RuntimeKind::Node, "a.ts", "b.ts"},
      {"dir:1/a.ts", RuntimeKind::Node, "dir:1/a.ts", "handler"},
      {"dir:1/a.ts:$default", RuntimeKind::Node, "dir:1/a.ts", "$default"},
      {"builtin:log", RuntimeKind::BuiltinLog, "", "handler"},
  };
  for (const Case& test : cases) {
    CAPTURE(test.text);
    const server::HandlerReference handler = server::parse_handler(test.text);
    CHECK(handler.runtime == test.runtime);
    CHECK(handler.file == test.file);
    CHECK(handler.export_name == test.export_name);
  }
  for (const char* bad : {"", "handler", "handler.rb", "handler:main", "a.ts:", "a.ts:1x",
                          "a.ts:a..b", "builtin:echo", "builtin:", ":handler", ".ts"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(server::parse_handler(bad), FlagError);
  }
}

TEST_CASE("--trigger takes TABLE=HANDLER") {
  const server::TriggerFlag flag = server::parse_trigger_flag("RaffleTable=lib/a=b.ts:run");
  CHECK(flag.table == "RaffleTable");
  CHECK(flag.handler.file == "lib/a=b.ts");
  CHECK(flag.handler.export_name == "run");

  CHECK_THROWS_WITH(server::parse_trigger_flag("RaffleTable"),
                    "'RaffleTable' is not of the form TABLE=HANDLER");
  CHECK_THROWS_WITH(server::parse_trigger_flag("RaffleTable="),
                    "'RaffleTable=' is not of the form TABLE=HANDLER");
  CHECK_THROWS_WITH(server::parse_trigger_flag("=a.ts"),
                    "'=a.ts' is not of the form TABLE=HANDLER");
  for (const char* bad : {"ab=a.ts", "Raffle Table=a.ts", "Raffle/Table=a.ts"}) {
    CAPTURE(bad);
    CHECK_THROWS_WITH(server::parse_trigger_flag(bad),
                      Catch::Matchers::Contains("is not a table name"));
  }
  CHECK_THROWS_AS(server::parse_trigger_flag(std::string(256, 'a') + "=a.ts"), FlagError);
  CHECK_NOTHROW(server::parse_trigger_flag(std::string(255, 'a') + "=a.ts"));
}

TEST_CASE("--http takes 'METHOD /path=HANDLER'") {
  const server::RouteFlag flag = server::parse_route_flag("GET /raffle/{name}=api.ts");
  CHECK(flag.route.method == "GET");
  CHECK(flag.route.resource == "/raffle/{name}");
  CHECK(flag.handler.file == "api.ts");
  for (const char* bad :
       {"GET /raffle", "GET=api.ts", "/raffle=api.ts", "GET /=api.ts", "GET /a=api"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(server::parse_route_flag(bad), FlagError);
  }
}

TEST_CASE("--env takes NAME=VALUE, but not Lambda's own names") {
  using Pair = std::pair<std::string, std::string>;
  CHECK(server::parse_environment_flag("TABLE_NAME=RaffleTable") ==
        Pair("TABLE_NAME", "RaffleTable"));
  CHECK(server::parse_environment_flag("EMPTY=") == Pair("EMPTY", ""));
  CHECK(server::parse_environment_flag("EQUATION=a=b") == Pair("EQUATION", "a=b"));
  CHECK(server::parse_environment_flag("AWS_LAMBDA_MINE=x").first == "AWS_LAMBDA_MINE");
  CHECK_THROWS_WITH(server::parse_environment_flag("AWS_REGION=us-east-1"),
                    "AWS_REGION is reserved: Lambda sets it itself");
  for (const char* bad : {"NAME", "=x", "1A=x", "_A=x", "A B=x", "A-B=x", "A=x", "_HANDLER=x"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(server::parse_environment_flag(bad), FlagError);
  }
}

TEST_CASE("options that do not go together are refused") {
  Options options;
  CHECK_NOTHROW(server::check_options(options));

  SECTION("a host that is no address") {
    for (const char* good : {"localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "192.168.1.7"}) {
      options.host = good;
      CAPTURE(good);
      CHECK_NOTHROW(server::check_options(options));
    }
    for (const char* bad :
         {"example.com", "127.0.0", "localhost:8000", "[::1]", "http://localhost"}) {
      options.host = bad;
      CAPTURE(bad);
      CHECK_THROWS_AS(server::check_options(options), FlagError);
    }
  }
  SECTION("handlers within reach of other machines") {
    const bool by_trigger = GENERATE(true, false);
    if (by_trigger) {
      options.triggers.push_back(server::parse_trigger_flag("RaffleTable=builtin:log"));
    } else {
      options.routes.push_back(server::parse_route_flag("GET /raffle=a.ts"));
    }
    CHECK_NOTHROW(server::check_options(options));
    options.host = "127.0.0.1";
    CHECK_NOTHROW(server::check_options(options));
    options.host = GENERATE("0.0.0.0", "::", "192.168.1.7");
    CHECK_THROWS_WITH(server::check_options(options),
                      Catch::Matchers::Contains("add --allow-remote-code"));
    options.allow_remote_code = true;
    CHECK_NOTHROW(server::check_options(options));
  }
  SECTION("an origin that is none") {
    options.allowed_origins = {"https://app.example.com"};
    CHECK_NOTHROW(server::check_options(options));
    options.allowed_origins.push_back("app.example.com");
    CHECK_THROWS_AS(server::check_options(options), FlagError);
  }
  SECTION("more environment than Lambda takes") {
    options.environment["NAME"] = std::string(4092, 'x');
    CHECK_NOTHROW(server::check_options(options));
    options.environment["NAME"] += 'x';
    CHECK_THROWS_WITH(server::check_options(options), Catch::Matchers::Contains("4097 bytes"));
  }
  SECTION("two inspectors on one port, or one on the server's") {
    options.inspect_ports = {{"f", 9229}, {"g", 9230}};
    CHECK_NOTHROW(server::check_options(options));
    options.inspect_ports["h"] = 9229;
    CHECK_THROWS_WITH(server::check_options(options),
                      "--inspect: f and h cannot both have port 9229");
    options.inspect_ports = {{"f", options.port}};
    CHECK_THROWS_AS(server::check_options(options), FlagError);
  }
  SECTION("the same route twice") {
    options.routes.push_back(server::parse_route_flag("GET /raffle=a.ts"));
    options.routes.push_back(server::parse_route_flag("GET /raffle=b.ts"));
    CHECK_THROWS_WITH(server::check_options(options), "--http: 'GET /raffle' is given twice");
  }
}

TEST_CASE("--inspect is a function's name, with a port or without") {
  CHECK(server::parse_inspect_flag("on-order") == std::pair(std::string("on-order"), 0));
  CHECK(server::parse_inspect_flag("f_2=9230") == std::pair(std::string("f_2"), 9230));
  for (const char* bad : {"", "=9229", "a b", "f.ts", "f=", "f=0", "f=65536", "f=-1", "f=1x"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(server::parse_inspect_flag(bad), FlagError);
  }
}

TEST_CASE("--durability is process or power") {
  CHECK(server::parse_durability("process") == storage::Durability::Process);
  CHECK(server::parse_durability("power") == storage::Durability::Power);
  CHECK_THROWS_AS(server::parse_durability("none"), FlagError);
}

TEST_CASE("--cache is a size") {
  CHECK(server::parse_cache_size("1MB") == 1u << 20);
  CHECK(server::parse_cache_size("2G") == std::uint64_t{2} << 30);
  for (const char* text : {"", "0", "1023KB", "none", "-1MB", "64 MB", "9999999999999G"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(server::parse_cache_size(text), FlagError);
  }
}

TEST_CASE("--log-max is a size, or none") {
  CHECK(server::parse_log_max("none") == std::nullopt);
  CHECK(server::parse_log_max("1048576") == 1'048'576U);
  CHECK(server::parse_log_max("1024K") == 1'048'576U);
  CHECK(server::parse_log_max("64MB") == 64U << 20);
  CHECK(server::parse_log_max("2G") == std::uint64_t{2} << 30);
  for (const char* text : {"", "0", "MB", "1", "1023KB", "-5MB", "1.5MB", "64 MB", "64mb", "64TB",
                           "64MBB", "64B", "9999999999999G", "99999999999999999999", "unlimited"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(server::parse_log_max(text), FlagError);
  }
}
