#include "triggers/runtimes/builtin_log.h"

#include <catch2/catch.hpp>

#include "tests/triggers/runtimes/runtime_fixture.h"
#include "triggers/runtimes/runtime_factory.h"

namespace tombola::triggers::testing {

using Lines = std::vector<std::string>;

namespace {

Function builtin_log() {
  Function function;
  function.name = "log";
  function.runtime = RuntimeKind::BuiltinLog;
  return function;
}

}  // namespace

TEST_CASE("an image is unmarshalled as the SDK does") {
  const Lines lines = inserted_items(R"({"Records":[{"eventName":"INSERT","dynamodb":{"NewImage":{
      "name":{"S":"John \"J\" \u20ac"}, "age":{"N":"42"},
      "big":{"N":"12345678901234567890123456789012345678"}, "yes":{"BOOL":true},
      "none":{"NULL":true}, "bytes":{"B":"AQID"}, "words":{"SS":["a","b"]},
      "numbers":{"NS":["1","2.5"]}, "blobs":{"BS":["AQ==","Ag=="]},
      "list":{"L":[{"S":"x"},{"L":[]}]}, "map":{"M":{"z":{"N":"1"},"a":{"M":{}}}}}}}]})");
  CHECK(lines == Lines{"{\"name\":\"John \\\"J\\\" \u20ac\",\"age\":42,"
                       "\"big\":12345678901234567890123456789012345678,\"yes\":true,\"none\":null,"
                       "\"bytes\":\"AQID\",\"words\":[\"a\",\"b\"],\"numbers\":[1,2.5],"
                       "\"blobs\":[\"AQ==\",\"Ag==\"],\"list\":[\"x\",[]],"
                       "\"map\":{\"z\":1,\"a\":{}}}"});
}

TEST_CASE("only INSERT records with an image are logged") {
  CHECK(inserted_items(R"({"Records":[
      {"eventName":"MODIFY","dynamodb":{"NewImage":{"a":{"N":"1"}}}},
      {"eventName":"REMOVE","dynamodb":{"OldImage":{"a":{"N":"1"}}}},
      {"eventName":"INSERT","dynamodb":{"Keys":{"a":{"N":"1"}}}},
      {"eventName":"INSERT","dynamodb":{"NewImage":{"a":{"N":"2"}}}}]})") == Lines{R"({"a":2})"});
  CHECK(inserted_items("{}").empty());
  CHECK(inserted_items("[1]").empty());
}

TEST_CASE("builtin:log frames its lines as a function does") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(builtin_log());
  const InvokeResult result = RuntimeFixture::invoke(
      runtime,
      R"({"Records":[{"eventName":"INSERT","dynamodb":{"NewImage":{"name":{"S":"John"}}}}]})");
  CHECK(result.status == InvokeStatus::Success);
  CHECK(result.payload == "null");
  const Lines texts = fixture.log.texts();
  REQUIRE(texts.size() == 4);
  CHECK(texts[0] == "START RequestId: " + result.request_id + " Version: $LATEST");
  CHECK(texts[1] == R"({"name":"John"})");
  CHECK(texts[2] == "END RequestId: " + result.request_id);
  CHECK(texts[3].substr(0, 7) == "REPORT ");
  CHECK(result.log_tail == texts[0] + "\n" + texts[1] + "\n" + texts[2] + "\n" + texts[3] + "\n");
}

TEST_CASE("builtin:log answers an event it cannot read with a function error") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(builtin_log());
  const InvokeResult result = RuntimeFixture::invoke(
      runtime, R"({"Records":[{"eventName":"INSERT","dynamodb":{"NewImage":{"a":{"X":1}}}}]})");
  CHECK(result.status == InvokeStatus::FunctionError);
  CHECK(result.function_error == "Unhandled");
  CHECK(payload_of(result)["errorMessage"] == "unsupported type passed: X");

  runtime.shut_down();
  CHECK(RuntimeFixture::invoke(runtime).status == InvokeStatus::Unreachable);
}

}  // namespace tombola::triggers::testing
