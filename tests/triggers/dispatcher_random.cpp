// Whatever a mapping's settings are, however its function fails, and however often the process
// begins anew: no record is lost, and those of an item are done in their order.
#include <map>
#include <random>
#include <set>

#include <catch2/catch.hpp>

#include "tests/triggers/frozen_service.h"

using namespace tombola::triggers;
using namespace tombola::triggers::testing;
using nlohmann::json;

namespace {

// A function that fails by chance, and keeps what it has done.
class Chance {
 public:
  explicit Chance(unsigned seed) : random_(seed) {}

  bool one_in(int count) { return std::uniform_int_distribution<>(1, count)(random_) == 1; }
  int between(int low, int high) { return std::uniform_int_distribution<>(low, high)(random_); }

  InvokeResult call(const SeenBatch& batch, const std::string& event_json) {
    const json event = json::parse(event_json);
    if (one_in(4)) {
      return one_in(3) ? unreachable("throttled") : function_error("boom");
    }
    std::size_t done_count = batch.size();
    json result = json::object();
    if (reports && !batch.empty() && one_in(3)) {
      done_count = static_cast<std::size_t>(between(0, static_cast<int>(batch.size()) - 1));
      result["batchItemFailures"] = {{{"itemIdentifier", batch[done_count].sequence_number}}};
    }
    done_.insert(done_.end(), batch.begin(),
                 batch.begin() + static_cast<std::ptrdiff_t>(done_count));
    if (event.contains("state")) {
      const int counted = event["state"].value("count", 0);
      result["state"] = {{"count", counted + static_cast<int>(done_count)}};
      counted_ += event["isFinalInvokeForWindow"] == true ? counted : 0;
    }
    return answer(result.dump());
  }

  // Each record once, an item's in order.
  void check(std::size_t records) const {
    std::set<std::string> numbers;
    std::map<std::string, std::string> last_of;
    for (const SeenRecord& record : done_) {
      CHECK(numbers.insert(record.sequence_number).second);
      CHECK(last_of[record.id] < record.sequence_number);
      last_of[record.id] = record.sequence_number;
    }
    CHECK(numbers.size() == records);
  }
  int counted() const { return counted_; }

  bool reports = false;

 private:
  std::mt19937 random_;
  std::vector<SeenRecord> done_;
  int counted_ = 0;
};

EventSourceMapping some_settings(Chance& chance) {
  EventSourceMapping mapping;
  mapping.batch_size = chance.between(1, 12);
  mapping.parallelization_factor = chance.one_in(2) ? 1 : chance.between(2, 10);
  mapping.maximum_batching_window_in_seconds = chance.one_in(2) ? 0 : chance.between(1, 30);
  mapping.bisect_batch_on_function_error = chance.one_in(2);
  mapping.report_batch_item_failures = chance.one_in(2);
  mapping.tumbling_window_in_seconds = chance.one_in(2) ? 0 : chance.between(1, 90);
  return mapping;
}

}  // namespace

// Nothing is under way when the process ends here, so "at least once" is exactly once.
TEST_CASE("random settings, failures and restarts lose no record and no count of a window") {
  const unsigned first_seed = Catch::rngSeed();
  for (unsigned seed = first_seed; seed != first_seed + 12; ++seed) {
    CAPTURE(seed);
    Chance steps(seed);  // the test's own, since the function runs on another thread
    Chance function(seed);
    const EventSourceMapping settings = some_settings(steps);
    CAPTURE(settings.to_json());
    function.reports = settings.report_batch_item_failures;
    FrozenService* running = nullptr;
    FrozenService frozen(settings, [&](const SeenBatch& batch, int call) {
      return function.call(batch,
                           running->runtime->events().at(static_cast<std::size_t>(call) - 1));
    });
    running = &frozen;
    std::size_t records = 0;
    for (int round = 0; round < 25; ++round) {
      for (int put = steps.between(0, 12); put > 0; --put) {
        frozen.service->put("T", "item" + std::to_string(steps.between(0, 9)),
                            std::to_string(++records));
      }
      frozen.service->idle();
      frozen.disk.clock.advance(steps.between(0, 20'000));
      frozen.service->idle();
      if (steps.one_in(5)) {
        frozen.restart();
      }
      if (steps.one_in(8)) {
        frozen.mapping.parallelization_factor = steps.between(1, 10);
        frozen.service->dispatcher->put_mapping(frozen.mapping);
      }
    }
    REQUIRE(frozen.advance_until_idle(30'000, 500));
    function.check(records);
    if (settings.tumbling_window_in_seconds > 0) {
      CHECK(function.counted() == static_cast<int>(records));
    }
    frozen.service.reset();  // before what the script uses goes
  }
}
