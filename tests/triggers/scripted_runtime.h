// A Lambda function for tests, in memory: a script answers each invocation, at once or when it is
// released.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "triggers/lambda_runtime.h"

namespace tombola::triggers::testing {

// A record of an event, as far as the tests look at it.
struct SeenRecord {
  std::string id;  // of the item
  std::string event_name;
  std::string sequence_number;
  std::string stream_arn;
};

using SeenBatch = std::vector<SeenRecord>;

std::vector<std::string> ids_of(const SeenBatch& batch);

InvokeResult success();
// It answers this JSON.
InvokeResult answer(const std::string& json);
InvokeResult function_error(const std::string& message);
InvokeResult unreachable(const std::string& message);

class ScriptedRuntime : public LambdaRuntime {
 public:
  // `call` counts from 1.
  using Script = std::function<InvokeResult(const SeenBatch& batch, int call)>;

  ScriptedRuntime() : ScriptedRuntime([](const SeenBatch&, int) { return success(); }) {}
  explicit ScriptedRuntime(Script script) : script_(std::move(script)) {}

  void invoke(Invocation invocation, Done done) override;
  void shut_down() override {}

  // From now on invocations wait for release(), which answers the oldest.
  void hold();
  void release();
  // Answers all that wait and holds no more.
  void let_go();

  // Blocks; fails the test after 30 s.
  void wait_for_calls(std::size_t count);
  void wait_for_records(std::size_t count);

  std::vector<SeenBatch> batches() const;
  // As the function got them, JSON.
  std::vector<std::string> events() const;
  // All records, in the order of delivery.
  std::vector<std::string> ids() const;
  std::vector<SeenRecord> records() const;

 private:
  void wait_until(const std::function<bool()>& reached);

  Script script_;
  mutable std::mutex mutex_;
  std::condition_variable called_;
  std::vector<SeenBatch> batches_;
  std::vector<std::string> events_;
  std::size_t record_count_ = 0;
  bool holds_ = false;
  std::deque<std::function<void()>> held_;
};

}  // namespace tombola::triggers::testing
