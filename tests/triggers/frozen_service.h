// A service whose clock stands still, with table T and one mapping of it to function "handler":
// what the dispatcher's tests of one rule begin with.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/triggers/scripted_destination.h"
#include "tests/triggers/scripted_runtime.h"
#include "tests/triggers/test_service.h"

namespace tombola::triggers::testing {

class FrozenService {
 public:
  // 2026-01-02T03:04:00Z
  static constexpr std::int64_t start_ms = 1'767'323'040'000;

  explicit FrozenService(
      const EventSourceMapping& settings,
      ScriptedRuntime::Script script = [](const SeenBatch&, int) { return success(); })
      : mapping(settings), runtime(std::make_shared<ScriptedRuntime>(std::move(script))) {
    const EventSourceMapping names = mapping_of("T", "handler");
    mapping.uuid = names.uuid;
    mapping.table = names.table;
    mapping.function_name = names.function_name;
    mapping.from_flag = true;
    disk.clock.freeze();
    disk.clock.set(start_ms);
    open();
    service->create_table("T");
    service->dispatcher->declare_flag_mappings({mapping});
    service->dispatcher->start();
  }

  // As if the process had ended and begun again.
  void restart() {
    service.reset();
    open();
    service->dispatcher->declare_flag_mappings({mapping});
    service->dispatcher->start();
  }

  void put_all(const std::vector<std::string>& ids) {
    for (const std::string& id : ids) {
      service->put("T", id);
    }
  }

  // All of these wait in the stream before the first of them is handed over.
  void put_while_held(const std::vector<std::string>& ids) {
    runtime->hold();
    service->put("T", "first");
    runtime->wait_for_calls(1);
    put_all(ids);
    runtime->let_go();
  }

  // Moves the clock to whatever is due next, until nothing is; at most so often.
  bool advance_until_idle(std::int64_t step_ms = 30'000, int steps_max = 100) {
    for (int step = 0; step < steps_max; ++step) {
      if (service->idle().idle) {
        return true;
      }
      disk.clock.advance(step_ms);
    }
    return false;
  }

  std::vector<std::vector<std::string>> batches() const {
    std::vector<std::vector<std::string>> all;
    for (const SeenBatch& batch : runtime->batches()) {
      all.push_back(ids_of(batch));
    }
    return all;
  }

  nlohmann::json event(std::size_t index) const {
    return nlohmann::json::parse(runtime->events().at(index));
  }

  LanePosition stored_lane() {
    return service->stored_position(mapping).shards.begin()->second.lanes.at(0);
  }

  Disk disk;
  EventSourceMapping mapping;
  std::shared_ptr<ScriptedRuntime> runtime;
  ScriptedDestination failures;
  std::unique_ptr<TestService> service;  // ends before what it uses

 private:
  void open() {
    service = std::make_unique<TestService>(disk, &failures);
    service->add_function("handler", runtime);
  }
};

}  // namespace tombola::triggers::testing
