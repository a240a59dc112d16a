#include "tests/triggers/scripted_runtime.h"

#include <chrono>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace tombola::triggers::testing {
namespace {

SeenBatch read_event(const std::string& event_json) {
  SeenBatch batch;
  const auto event = nlohmann::json::parse(event_json);
  for (const auto& record : event.at("Records")) {
    const auto& change = record.at("dynamodb");
    batch.push_back(SeenRecord{change.at("Keys").at("id").at("S").get<std::string>(),
                               record.at("eventName").get<std::string>(),
                               change.at("SequenceNumber").get<std::string>(),
                               record.at("eventSourceARN").get<std::string>()});
  }
  return batch;
}

}  // namespace

std::vector<std::string> ids_of(const SeenBatch& batch) {
  std::vector<std::string> ids;
  for (const SeenRecord& record : batch) {
    ids.push_back(record.id);
  }
  return ids;
}

InvokeResult success() {
  InvokeResult result;
  result.payload = "null";
  return result;
}

InvokeResult answer(const std::string& json) {
  InvokeResult result;
  result.payload = json;
  return result;
}

InvokeResult function_error(const std::string& message) {
  InvokeResult result;
  result.status = InvokeStatus::FunctionError;
  result.function_error = "Unhandled";
  result.payload = nlohmann::json{{"errorType", "Error"}, {"errorMessage", message}}.dump();
  return result;
}

InvokeResult unreachable(const std::string& message) {
  InvokeResult result;
  result.status = InvokeStatus::Unreachable;
  result.payload = nlohmann::json{{"errorMessage", message}}.dump();
  return result;
}

void ScriptedRuntime::invoke(Invocation invocation, Done done) {
  SeenBatch batch = read_event(invocation.event_json);
  std::unique_lock lock(mutex_);
  batches_.push_back(batch);
  events_.push_back(std::move(invocation.event_json));
  record_count_ += batch.size();
  const int call = static_cast<int>(batches_.size());
  called_.notify_all();
  auto answer = [this, batch = std::move(batch), call, done = std::move(done)] {
    done(script_(batch, call));
  };
  if (holds_) {
    held_.push_back(std::move(answer));
    return;
  }
  lock.unlock();
  answer();
}

void ScriptedRuntime::hold() {
  const std::lock_guard lock(mutex_);
  holds_ = true;
}

void ScriptedRuntime::release() {
  std::function<void()> answer;
  {
    const std::lock_guard lock(mutex_);
    answer = std::move(held_.at(0));
    held_.pop_front();
  }
  answer();
}

void ScriptedRuntime::let_go() {
  std::deque<std::function<void()>> answers;
  {
    const std::lock_guard lock(mutex_);
    holds_ = false;
    answers.swap(held_);
  }
  for (const auto& answer : answers) {
    answer();
  }
}

void ScriptedRuntime::wait_for_calls(std::size_t count) {
  wait_until([&] { return batches_.size() >= count; });
}

void ScriptedRuntime::wait_for_records(std::size_t count) {
  wait_until([&] { return record_count_ >= count; });
}

void ScriptedRuntime::wait_until(const std::function<bool()>& reached) {
  std::unique_lock lock(mutex_);
  if (!called_.wait_for(lock, std::chrono::seconds(30), reached)) {
    throw std::runtime_error("the function was not invoked in 30 s");
  }
}

std::vector<SeenBatch> ScriptedRuntime::batches() const {
  const std::lock_guard lock(mutex_);
  return batches_;
}

std::vector<std::string> ScriptedRuntime::events() const {
  const std::lock_guard lock(mutex_);
  return events_;
}

std::vector<SeenRecord> ScriptedRuntime::records() const {
  std::vector<SeenRecord> records;
  for (const SeenBatch& batch : batches()) {
    records.insert(records.end(), batch.begin(), batch.end());
  }
  return records;
}

std::vector<std::string> ScriptedRuntime::ids() const {
  return ids_of(records());
}

}  // namespace tombola::triggers::testing
