// tombola.json, a format of our own: docs/dev.md says what it means.
#include "deploy/project/handlers_project.h"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "deploy/project/project_reader.h"

using namespace tombola::deploy;

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// A folder called my_app with a tombola.json and some handlers, gone with the object.
class HandlersFolder {
 public:
  HandlersFolder()
      : root_(fs::temp_directory_path() / ("tombola-handlers-" + std::to_string(getpid()))) {
    fs::remove_all(root_);
    for (const char* file : {"src/api.ts", "src/on_entry.py", "worker/bootstrap", "a.b.mjs"}) {
      fs::create_directories((path() / file).parent_path());
      std::ofstream(path() / file) << "";
    }
  }
  ~HandlersFolder() { fs::remove_all(root_); }
  HandlersFolder(const HandlersFolder&) = delete;
  HandlersFolder& operator=(const HandlersFolder&) = delete;

  fs::path path() const { return root_ / "my_app"; }
  std::string file() const { return (path() / "tombola.json").string(); }
  Project read(const std::string& text) const {
    std::ofstream(file()) << text;
    return read_project(find_project(path()));
  }
  json resources(const std::string& text) const {
    return json::parse(read(text).stacks.at(0).template_text).at("Resources");
  }
  std::string refusal(const std::string& text) const {
    try {
      read(text);
      return "";
    } catch (const ProjectError& error) {
      const std::string what = error.what();
      REQUIRE(what.starts_with(file() + ": "));
      return what.substr(file().size() + 2);
    }
  }

 private:
  fs::path root_;
};

}  // namespace

TEST_CASE("tables, functions, triggers and routes become resources") {
  const HandlersFolder folder;
  const Project project = folder.read(R"({
    // Comments are fine.
    "tables": {"Entries": {"partitionKey": "id", "sortKey": {"name": "at", "type": "N"},
                           "timeToLive": "expires",
                           "indexes": {"by-name": {"partitionKey": "name", "sortKey": "at2"}}},
               "Quiet": {"partitionKey": "id", "stream": false}},
    "environment": {"TABLE_NAME": "Entries", "SIZE": 3},
    "functions": {"api": "src/api.ts:create",
                  "on-entry": {"handler": "src/on_entry.py", "timeout": 10, "memory": 256,
                               "environment": {"SIZE": "4"}},
                  "worker": "worker/bootstrap"},
    "triggers": [{"table": "Entries", "function": "on-entry", "batchSize": 5,
                  "bisectBatchOnError": true, "reportBatchItemFailures": true,
                  "filters": [{"eventName": ["INSERT"]}]}],
    "routes": {"GET /raffle": "api", "POST /raffle": "api"}})");
  REQUIRE(project.stacks.size() == 1);
  CHECK(project.stacks[0].name == "my-app");
  CHECK(project.read_from == std::vector<fs::path>{folder.file()});
  const json resources = json::parse(project.stacks[0].template_text)["Resources"];

  CHECK(resources["EntriesTable"] == json::parse(R"({"Type":"AWS::DynamoDB::Table","Properties":{
    "TableName":"Entries","BillingMode":"PAY_PER_REQUEST",
    "KeySchema":[{"AttributeName":"id","KeyType":"HASH"},{"AttributeName":"at","KeyType":"RANGE"}],
    "GlobalSecondaryIndexes":[{"IndexName":"by-name","Projection":{"ProjectionType":"ALL"},
      "KeySchema":[{"AttributeName":"name","KeyType":"HASH"},
                   {"AttributeName":"at2","KeyType":"RANGE"}]}],
    "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},
      {"AttributeName":"at","AttributeType":"N"},{"AttributeName":"name","AttributeType":"S"},
      {"AttributeName":"at2","AttributeType":"S"}],
    "StreamSpecification":{"StreamViewType":"NEW_AND_OLD_IMAGES"},
    "TimeToLiveSpecification":{"AttributeName":"expires","Enabled":true}}})"));
  CHECK_FALSE(resources["QuietTable"]["Properties"].contains("StreamSpecification"));

  const json& api = resources["ApiFunction"]["Properties"];
  CHECK(api["FunctionName"] == "api");
  CHECK(api["Code"] == json({{"S3Bucket", "hot-reload"}, {"S3Key", folder.path().string()}}));
  CHECK(api["Handler"] == "src/api.create");
  CHECK(api["Runtime"] == "nodejs20.x");
  CHECK(api["Environment"]["Variables"] == json({{"TABLE_NAME", "Entries"}, {"SIZE", "3"}}));
  const json& on_entry = resources["OnEntryFunction"]["Properties"];
  CHECK(on_entry["Handler"] == "src/on_entry.handler");
  CHECK(on_entry["Runtime"] == "python3.11");
  CHECK(on_entry["Timeout"] == 10);
  CHECK(on_entry["MemorySize"] == 256);
  CHECK(on_entry["Environment"]["Variables"] == json({{"TABLE_NAME", "Entries"}, {"SIZE", "4"}}));
  const json& worker = resources["WorkerFunction"]["Properties"];
  CHECK(worker["Runtime"] == "provided.al2023");
  CHECK(worker["Code"]["S3Key"] == (folder.path() / "worker").string());

  CHECK(resources["OnEntryFunctionOnEntriesTableTrigger"] ==
        json::parse(R"({"Type":"AWS::Lambda::EventSourceMapping","Properties":{
    "EventSourceArn":{"Fn::GetAtt":["EntriesTable","StreamArn"]},
    "FunctionName":{"Ref":"OnEntryFunction"},"StartingPosition":"TRIM_HORIZON","BatchSize":5,
    "BisectBatchOnFunctionError":true,"FunctionResponseTypes":["ReportBatchItemFailures"],
    "FilterCriteria":{"Filters":[{"Pattern":"{\"eventName\":[\"INSERT\"]}"}]}}})"));

  CHECK(resources["Api"]["Properties"] == json({{"Name", "my-app"}, {"ProtocolType", "HTTP"}}));
  CHECK(resources["ApiFunctionIntegration"]["Properties"]["PayloadFormatVersion"] == "2.0");
  CHECK(resources["GETRaffleRoute"]["Properties"]["RouteKey"] == "GET /raffle");
  CHECK(resources["POSTRaffleRoute"]["Properties"]["Target"] ==
        json::parse(R"({"Fn::Join":["/",["integrations",{"Ref":"ApiFunctionIntegration"}]]})"));
}

TEST_CASE("names that come to the same logical id stay apart") {
  const HandlersFolder folder;
  const json resources =
      folder.resources(R"({"functions":{"a-b":"src/api.ts","aB":"src/api.ts"}})");
  CHECK(resources["ABFunction"]["Properties"]["FunctionName"] == "a-b");
  CHECK(resources["ABFunction2"]["Properties"]["FunctionName"] == "aB");
}

TEST_CASE("what is wrong in a tombola.json is named by its path") {
  const HandlersFolder folder;
  const auto table = [&](const std::string& settings) {
    return folder.refusal(R"({"tables":{"T":)" + settings + "}}");
  };
  const auto function = [&](const std::string& settings) {
    return folder.refusal(R"({"functions":{"f":)" + settings + "}}");
  };
  CHECK(
      folder.refusal("{") ==
      "parse error at line 1, column 2: syntax error while parsing object key - unexpected end of "
      "input; expected string literal");
  CHECK(folder.refusal("[]") == "it must be an object");
  CHECK(folder.refusal("{}") == "it has neither tables nor functions");
  CHECK(
      folder.refusal(R"({"table":{}})") ==
      "table: there is no such setting; there are name, tables, functions, environment, triggers, "
      "routes");
  CHECK(table("{}") == "tables.T: it needs a partitionKey");
  CHECK(table(R"({"partitionKey":"id","key":1})") ==
        "tables.T.key: there is no such setting; there are partitionKey, sortKey, stream, "
        "timeToLive, "
        "indexes");
  CHECK(table(R"({"partitionKey":{"name":"id"}})") == "tables.T.partitionKey: it needs a type");
  CHECK(table(R"({"partitionKey":{"name":"id","type":"SS"}})") ==
        "tables.T.partitionKey.type: it must be S, N or B");
  CHECK(table(R"({"partitionKey":"id","indexes":{"i j":{"partitionKey":
               {"name":"id","type":"N"}}}})") ==
        "tables.T.indexes[\"i j\"].partitionKey: id is of type S elsewhere");
  CHECK(table(R"({"partitionKey":""})") == "tables.T.partitionKey: it must be a text");
  CHECK(function("5") == "functions.f: it must be an object");
  CHECK(function("{}") == "functions.f: it needs a handler");
  CHECK(function(R"("src/f.ts:")") == "functions.f: it names no export after its colon");
  CHECK(function(R"("src/none.ts")") == "functions.f: there is no file " +
                                            (folder.path() / "src/none.ts").string() +
                                            "; correct the path");
  CHECK(function(R"("src/api.rb")") ==
        "functions.f: src/api.rb is no handler; that is a .ts, .js, .mjs, .cjs or .py file, or a "
        "program called bootstrap");
  CHECK(function(R"("a.b.mjs")") == "");
  CHECK(function(R"({"handler":"src/api.ts","timeout":"3"})") ==
        "functions.f.timeout: it must be a whole number");
  CHECK(function(R"({"handler":"src/api.ts","environment":{"A":[]}})") ==
        "functions.f.environment.A: it must be a text");
  const std::string both =
      R"({"tables":{"T":{"partitionKey":"id","stream":false}},"functions":{"f":"src/api.ts"},)";
  CHECK(folder.refusal(both + R"("triggers":[{"table":"U","function":"f"}]})") ==
        "triggers[0].table: there is no table U; add it, or correct the name");
  CHECK(folder.refusal(both + R"("triggers":[{"table":"T","function":"g"}]})") ==
        "triggers[0].function: there is no function g; add it, or correct the name");
  CHECK(folder.refusal(both + R"("triggers":[{"table":"T","function":"f"}]})") ==
        "triggers[0].table: it has no stream; take its \"stream\": false away");
  CHECK(folder.refusal(both + R"("triggers":{}})") == "triggers: it must be a list");
  for (const std::string key : {"GET raffle", "get /raffle", "FETCH /raffle", " /raffle"}) {
    CHECK(folder.refusal(both + R"("routes":{")" + key + R"(":"f"}})") ==
          "routes[\"" + key +
              "\"]: a route is a method and a path: \"GET /items/{id}\", or \"$default\"");
  }
  CHECK(folder.refusal(both + R"("routes":{"GET /":"g"}})") ==
        "routes[\"GET /\"]: there is no function g; add it, or correct the name");
}
