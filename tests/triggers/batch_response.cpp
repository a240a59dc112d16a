#include "triggers/batch_response.h"

#include <catch2/catch.hpp>

using tombola::triggers::BatchResponse;
using tombola::triggers::EventSourceMapping;
using tombola::triggers::read_batch_response;
using Verdict = BatchResponse::Verdict;

namespace {

const std::vector<std::uint64_t> numbers{5, 6, 7};

BatchResponse read(const std::string& payload, bool in_window = false) {
  EventSourceMapping mapping;
  mapping.report_batch_item_failures = true;
  return read_batch_response(mapping, numbers, in_window, payload);
}

std::string failures(const std::string& items) {
  return R"({"batchItemFailures":[)" + items + "]}";
}

}  // namespace

// Recorded on AWS.
TEST_CASE("an answer that names no failure is full success") {
  for (const char* payload : {"", "null", "[]", "{}", R"({"batchItemFailures":null})",
                              R"({"batchItemFailures":[]})", R"({"something":"else"})", R"("")"}) {
    CAPTURE(payload);
    CHECK(read(payload).verdict == Verdict::Done);
  }
}

TEST_CASE("the lowest number reported is where the batch failed") {
  const auto failed_from = [](const std::string& items) {
    const BatchResponse response = read(failures(items));
    CHECK(response.verdict == Verdict::PartlyDone);
    return response.failed_from;
  };
  CHECK(failed_from(R"({"itemIdentifier":"100000000000000000006"})") == 6);
  CHECK(failed_from(R"({"itemIdentifier":"100000000000000000005"})") == 5);
  CHECK(failed_from(R"({"itemIdentifier":"100000000000000000007"},)"
                    R"({"itemIdentifier":"100000000000000000006","more":1})") == 6);
}

// Recorded on AWS: a number, an unknown text, an empty one, null, and another name.
TEST_CASE("an answer that names something else fails the whole batch") {
  for (const char* item :
       {R"({"itemIdentifier":123})", R"({"itemIdentifier":100000000000000000006})",
        R"({"itemIdentifier":"unknown"})", R"({"itemIdentifier":"100000000000000000008"})",
        R"({"itemIdentifier":"6"})", R"({"itemIdentifier":""})", R"({"itemIdentifier":null})",
        R"({"foo":123})", R"({})", R"("100000000000000000006")", "null", "6",
        R"({"itemIdentifier":"100000000000000000006"},{"itemIdentifier":""})"}) {
    CAPTURE(item);
    const BatchResponse response = read(failures(item));
    CHECK(response.verdict == Verdict::Failed);
    CHECK_FALSE(response.reason.empty());
  }
  for (const char* payload :
       {R"({"batchItemFailures":"100000000000000000006"})", R"({"batchItemFailures":{}})",
        R"({"batchItemFailures":true})", "[1]", "5", "true", R"("done")", "<html>", "{"}) {
    CAPTURE(payload);
    CHECK(read(payload).verdict == Verdict::Failed);
  }
}

TEST_CASE("without ReportBatchItemFailures the answer does not matter") {
  for (const std::string& payload :
       {failures(R"({"itemIdentifier":"100000000000000000006"})"), std::string("<html>")}) {
    CHECK(read_batch_response({}, numbers, false, payload).verdict == Verdict::Done);
  }
}

// "If the response does not contain a state property, Lambda considers this a failed invocation."
TEST_CASE("in a tumbling window an answer has a state") {
  const EventSourceMapping mapping;
  const auto in_window = [&](const std::string& payload) {
    return read_batch_response(mapping, numbers, true, payload);
  };
  CHECK(in_window(R"({"state":{"b":1,"a":[2]}})").state_json == R"({"b":1,"a":[2]})");
  CHECK(in_window(R"({"state":{}})").verdict == Verdict::Done);
  for (const char* payload : {"", "null", "{}", R"({"state":null})", R"({"state":"x"})", "[]",
                              R"({"State":{}})", "<html>"}) {
    CAPTURE(payload);
    CHECK(in_window(payload).verdict == Verdict::Failed);
    CHECK_FALSE(in_window(payload).state_json);
  }
  // Failures beside a state count only where they are asked for.
  const std::string both =
      R"({"state":{"n":1},"batchItemFailures":[{"itemIdentifier":"100000000000000000006"}]})";
  CHECK(in_window(both).verdict == Verdict::Done);
  CHECK(read(both, true).verdict == Verdict::PartlyDone);
  CHECK(read(both, true).state_json == R"({"n":1})");
  CHECK_FALSE(read(R"({"state":{},"batchItemFailures":[{}]})", true).state_json);
}
