// BisectBatchOnFunctionError and ReportBatchItemFailures, and what of them survives a restart.
#include <catch2/catch.hpp>

#include "tests/triggers/frozen_service.h"

using namespace tombola::triggers;
using namespace tombola::triggers::testing;
using Catch::Matchers::Contains;
using Batches = std::vector<std::vector<std::string>>;
using Ids = std::vector<std::string>;

namespace {

bool has(const SeenBatch& batch, const std::string& id) {
  for (const SeenRecord& record : batch) {
    if (record.id == id) {
      return true;
    }
  }
  return false;
}

InvokeResult fails_on_poison(const SeenBatch& batch, int) {
  return has(batch, "poison") ? function_error("boom") : success();
}

// Reports the record "poison", if it is there.
InvokeResult reports_poison(const SeenBatch& batch, int) {
  for (const SeenRecord& record : batch) {
    if (record.id == "poison") {
      return answer(R"({"batchItemFailures":[{"itemIdentifier":")" + record.sequence_number +
                    "\"}]}");
    }
  }
  return answer(R"({"batchItemFailures":[]})");
}

EventSourceMapping with_retries(int retries) {
  EventSourceMapping mapping;
  mapping.maximum_retry_attempts = retries;
  return mapping;
}

}  // namespace

TEST_CASE("bisection finds the poisoned record, in order, and the others pass") {
  EventSourceMapping mapping = with_retries(0);
  mapping.bisect_batch_on_function_error = true;
  FrozenService frozen(mapping, fails_on_poison);
  frozen.put_while_held({"a", "b", "poison", "c", "d"});
  // Splitting waits for nothing, so with no retries neither does anything else.
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.batches() == Batches{{"first"},
                                    {"a", "b", "poison", "c", "d"},
                                    {"a", "b"},
                                    {"poison", "c", "d"},
                                    {"poison"},
                                    {"c", "d"}});
}

TEST_CASE("a split uses no retry: the single record still has all of them") {
  EventSourceMapping mapping = with_retries(1);
  mapping.bisect_batch_on_function_error = true;
  FrozenService frozen(mapping, fails_on_poison);
  frozen.put_while_held({"a", "poison"});
  const IdleReport report = frozen.service->idle();
  CHECK(report.waits_for_clock);
  CHECK_THAT(report.waiting_for.at(0), Contains("attempt 2 of records"));
  CHECK(frozen.batches() == Batches{{"first"}, {"a", "poison"}, {"a"}, {"poison"}});
  frozen.disk.clock.advance(100);
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.batches().back() == Ids{"poison"});
  CHECK(frozen.batches().size() == 5);
}

TEST_CASE("a restart in the middle of a bisection goes on with the halves that are left") {
  EventSourceMapping mapping = with_retries(3);
  mapping.bisect_batch_on_function_error = true;
  FrozenService frozen(mapping, fails_on_poison);
  frozen.put_while_held({"a", "poison", "c", "d"});
  REQUIRE(frozen.service->idle().waits_for_clock);
  CHECK(frozen.batches() ==
        Batches{{"first"}, {"a", "poison", "c", "d"}, {"a", "poison"}, {"a"}, {"poison"}});
  REQUIRE(frozen.stored_lane().pending.size() == 2);
  CHECK(frozen.stored_lane().pending[0].attempts == 1);

  frozen.restart();
  // What is behind at a start does not wait.
  REQUIRE(frozen.service->idle().waits_for_clock);
  CHECK(frozen.stored_lane().pending[0].attempts == 2);
  REQUIRE(frozen.advance_until_idle());
  CHECK(frozen.batches() == Batches{{"first"},
                                    {"a", "poison", "c", "d"},
                                    {"a", "poison"},
                                    {"a"},
                                    {"poison"},
                                    {"poison"},
                                    {"poison"},
                                    {"poison"},
                                    {"c", "d"}});
}

// Recorded on AWS: BatchSize 3, three retries and one bad record make four calls.
TEST_CASE("a partial failure goes on from the record reported, its attempts still counted") {
  EventSourceMapping mapping = with_retries(3);
  mapping.report_batch_item_failures = true;
  mapping.on_failure_destination = failures_arn;
  FrozenService frozen(mapping, reports_poison);
  frozen.put_while_held({"a", "b", "poison"});
  REQUIRE(frozen.advance_until_idle());
  CHECK(frozen.batches() ==
        Batches{{"first"}, {"a", "b", "poison"}, {"poison"}, {"poison"}, {"poison"}});
  REQUIRE(frozen.failures.reports().size() == 1);
  const auto record = nlohmann::json::parse(frozen.failures.reports()[0].record_json);
  CHECK(record["requestContext"]["approximateInvokeCount"] == 4);
  CHECK(record["DDBStreamBatchInfo"]["batchSize"] == 1);
  CHECK(record["responseContext"]["functionError"].is_null());
}

TEST_CASE("a partial failure is LastProcessingResult's problem until the rest has passed") {
  EventSourceMapping mapping;
  mapping.report_batch_item_failures = true;
  FrozenService frozen(mapping, [](const SeenBatch& batch, int call) {
    return call == 2 ? reports_poison(batch, call) : success();
  });
  frozen.put_while_held({"a", "poison", "b"});
  REQUIRE(frozen.service->idle().waits_for_clock);
  CHECK(frozen.service->stored_position(frozen.mapping).last_processing_result ==
        "PROBLEM: Function call failed");
  frozen.disk.clock.advance(100);
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.batches() == Batches{{"first"}, {"a", "poison", "b"}, {"poison", "b"}});
  CHECK(frozen.service->stored_position(frozen.mapping).last_processing_result == "OK");
}

TEST_CASE("an answer that names no record of the batch fails all of it, and splits it") {
  EventSourceMapping mapping = with_retries(0);
  mapping.report_batch_item_failures = true;
  mapping.bisect_batch_on_function_error = true;
  FrozenService frozen(mapping, [](const SeenBatch& batch, int) {
    return answer(has(batch, "poison") ? R"({"batchItemFailures":[{"itemIdentifier":""}]})" : "{}");
  });
  frozen.put_while_held({"a", "poison"});
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.batches() == Batches{{"first"}, {"a", "poison"}, {"a"}, {"poison"}});
}

TEST_CASE("with bisection a partial failure goes on at once with what follows") {
  EventSourceMapping mapping = with_retries(0);
  mapping.report_batch_item_failures = true;
  mapping.bisect_batch_on_function_error = true;
  FrozenService frozen(mapping, reports_poison);
  frozen.put_while_held({"a", "b", "poison", "c"});
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.batches() ==
        Batches{{"first"}, {"a", "b", "poison", "c"}, {"poison", "c"}, {"poison"}, {"c"}});
}
