#include "server/trigger_options.h"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "server/flag_values.h"
#include "server/mapping_json.h"
#include "server/temporary_directory.h"

using namespace tombola::server;
using Catch::Matchers::Contains;
using tombola::triggers::EventSourceMapping;
using tombola::triggers::StartingPosition;
using Patterns = std::vector<std::string>;

TEST_CASE("a trigger's options begin at a comma behind which one stands") {
  using Pair = std::pair<std::string_view, std::string_view>;
  CHECK(split_trigger_options("a.ts") == Pair("a.ts", ""));
  CHECK(split_trigger_options("a.ts,bisect") == Pair("a.ts", "bisect"));
  CHECK(split_trigger_options("a.ts:run,batch-size=1,bisect") ==
        Pair("a.ts:run", "batch-size=1,bisect"));
  CHECK(split_trigger_options("a.ts,@m.json") == Pair("a.ts", "@m.json"));
  CHECK(split_trigger_options("a,b.ts,bisect") == Pair("a,b.ts", "bisect"));
  CHECK(split_trigger_options("a.ts,unknown=1") == Pair("a.ts", "unknown=1"));
}

TEST_CASE("each option is a setting of the mapping") {
  CHECK(parse_trigger_options("") == EventSourceMapping());
  EventSourceMapping expected;
  expected.batch_size = 10;
  expected.maximum_batching_window_in_seconds = 5;
  expected.parallelization_factor = 2;
  expected.maximum_retry_attempts = 0;
  expected.maximum_record_age_in_seconds = 3600;
  expected.tumbling_window_in_seconds = 60;
  expected.bisect_batch_on_function_error = true;
  expected.report_batch_item_failures = true;
  expected.starting_position = StartingPosition::Latest;
  expected.filter_patterns = {R"({"eventName":["INSERT","MODIFY"]})",
                              R"({"a":["}\",{"],"b":{"c":["x"]}})"};
  CHECK(parse_trigger_options(
            R"(batch-size=10,batching-window=5,parallelization-factor=2,retry-attempts=0,)"
            R"(record-age=3600,tumbling-window=60,bisect,report-batch-item-failures,)"
            R"(starting-position=LATEST,filter={"eventName":["INSERT","MODIFY"]},)"
            R"(filter={"a":["}\",{"],"b":{"c":["x"]}})") == expected);
  CHECK(parse_trigger_options("retry-attempts=3,retry-attempts=-1").maximum_retry_attempts == -1);
}

TEST_CASE("options that are not understood are refused, and say what there is") {
  const auto refusal = [](const char* options, const std::string& text) {
    CAPTURE(options);
    CHECK_THROWS_WITH(parse_trigger_options(options), Contains(text));
  };
  refusal("batchsize=10", "'batchsize=10' is not an option; there are batch-size=N");
  refusal("bisect=true", "'bisect=true' is not an option");
  refusal("batch-size", "'batch-size' is not an option");
  refusal("batch-size=", "batch-size: '' is not a whole number");
  refusal("batch-size=ten", "batch-size: 'ten' is not a whole number");
  refusal("batch-size=99999999999", "is not a whole number");
  refusal("batch-size=0", "BatchSize is 0, it must be from 1 to 10000");
  refusal("record-age=59", "MaximumRecordAgeInSeconds is 59, it must be -1 or from 60 to 604800");
  refusal("starting-position=latest", "'latest' is neither TRIM_HORIZON nor LATEST");
  refusal("filter=INSERT", "Invalid filter pattern definition. (a pattern is JSON)");
  refusal(R"(filter={"eventName":["INSERT"])", "Invalid filter pattern definition.");
  refusal("@/no/such/file.json", "@/no/such/file.json: the file cannot be read");
}

TEST_CASE("a file of options has the members of CreateEventSourceMapping") {
  EventSourceMapping mapping;
  apply_mapping_json(mapping, R"({
    "BatchSize": 10, "MaximumBatchingWindowInSeconds": 5, "ParallelizationFactor": 2,
    "MaximumRetryAttempts": 3, "MaximumRecordAgeInSeconds": 3600, "TumblingWindowInSeconds": 60,
    "BisectBatchOnFunctionError": true, "FunctionResponseTypes": ["ReportBatchItemFailures"],
    "StartingPosition": "LATEST",
    "FilterCriteria": {"Filters": [{"Pattern": "{\"eventName\":[\"INSERT\"]}"},
                                   {"Pattern": {"eventName": ["REMOVE"]}}]},
    "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:sqs:eu-west-2:000000000000:q"}}})");
  EventSourceMapping expected = parse_trigger_options(
      "batch-size=10,batching-window=5,parallelization-factor=2,retry-attempts=3,record-age=3600,"
      "tumbling-window=60,bisect,report-batch-item-failures,starting-position=LATEST");
  expected.filter_patterns = {R"({"eventName":["INSERT"]})", R"({"eventName":["REMOVE"]})"};
  expected.on_failure_destination = "arn:aws:sqs:eu-west-2:000000000000:q";
  CHECK(mapping == expected);

  mapping = EventSourceMapping();
  apply_mapping_json(mapping,
                     R"({"DestinationConfig":{"OnFailure":{}},"FunctionResponseTypes":[]})");
  CHECK(mapping == EventSourceMapping());
}

TEST_CASE("a file of options that is not understood is refused by member") {
  const auto refusal = [](const char* text, const std::string& reason) {
    CAPTURE(text);
    EventSourceMapping mapping;
    CHECK_THROWS_WITH(apply_mapping_json(mapping, text), Contains(reason));
  };
  refusal("", "not a JSON object");
  refusal("[]", "not a JSON object");
  refusal(R"({"batchSize":1})", "batchSize is no setting");
  refusal(R"({"Topics":["t"]})", "Topics is no setting of a stream's event source mapping");
  refusal(R"({"FunctionName":"f"})", "FunctionName does not belong here");
  refusal(R"({"BatchSize":"1"})", "BatchSize must be a whole number");
  refusal(R"({"BatchSize":1.5})", "BatchSize must be a whole number");
  refusal(R"({"BatchSize":99999999999})", "BatchSize must be a whole number");
  refusal(R"({"BisectBatchOnFunctionError":1})", "must be true or false");
  refusal(R"({"StartingPosition":"AT_TIMESTAMP"})", "must be TRIM_HORIZON or LATEST");
  refusal(R"({"FilterCriteria":[]})", "FilterCriteria must be");
  refusal(R"({"FilterCriteria":{"Filters":["x"]}})", "a filter must be");
  refusal(R"({"FunctionResponseTypes":["Other"]})", "FunctionResponseTypes must be");
  refusal(R"({"DestinationConfig":{"OnSuccess":{}}})", "DestinationConfig must be");
  refusal(R"({"DestinationConfig":{"OnFailure":{"Destination":5}}})", "DestinationConfig must be");
}

TEST_CASE("--trigger takes options behind its handler") {
  const TemporaryDirectory directory;
  const std::string file = (directory.path() / "mapping.json").string();
  std::ofstream(file) << R"({"BatchSize":7})";
  const TriggerFlag flag =
      parse_trigger_flag("Orders=lib/on-order.ts:run,@" + file + ",retry-attempts=2");
  CHECK(flag.table == "Orders");
  CHECK(flag.handler.file == "lib/on-order.ts");
  CHECK(flag.handler.export_name == "run");
  CHECK(flag.settings.batch_size == 7);
  CHECK(flag.settings.maximum_retry_attempts == 2);
  std::ofstream(file) << R"({"BatchSize":"x"})";
  CHECK_THROWS_WITH(parse_trigger_flag("Orders=a.ts,@" + file),
                    "@" + file + ": BatchSize must be a whole number");
}

TEST_CASE("one handler is no two mappings of the same table") {
  Options options;
  options.triggers = {parse_trigger_flag("Orders=a.ts,bisect"), parse_trigger_flag("Orders=a.ts")};
  CHECK_THROWS_WITH(check_options(options),
                    "--trigger: Orders has the same handler twice, with different options");
  options.triggers[1] = options.triggers[0];
  CHECK_NOTHROW(check_options(options));
}
