#include "triggers/batch_outcome.h"

#include <algorithm>
#include <utility>

#include "dynamodb/json/json_document.h"
#include "dynamodb/limits.h"
#include "triggers/back_off.h"
#include "triggers/batch_response.h"

namespace tombola::triggers {
namespace {

constexpr const char* processed = "OK";
constexpr const char* call_failed = "PROBLEM: Function call failed";

std::string text_member(dynamodb::JsonValue object, std::string_view name) {
  const auto member = object.find(name);
  return member && member->is_string() ? std::string(member->as_string()) : std::string();
}

// "TypeError: x is not a function" from Lambda's error object; the payload as it is when it is
// something else.
std::string error_text(const std::string& payload) {
  try {
    const auto document = dynamodb::JsonDocument::parse(payload);
    if (document.root().is_object()) {
      const std::string type = text_member(document.root(), "errorType");
      const std::string message = text_member(document.root(), "errorMessage");
      if (!type.empty() || !message.empty()) {
        return type.empty() ? message : message.empty() ? type : type + ": " + message;
      }
    }
  } catch (const dynamodb::JsonError&) {
    // A runtime may say anything.
  }
  return payload.empty() ? "no reason given" : payload;
}

std::string shortened(std::string reason) {
  if (reason.size() > limits::reason_bytes_max) {
    std::size_t end = limits::reason_bytes_max - 3;
    // Not in the middle of a UTF-8 character.
    while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xc0) == 0x80) {
      --end;
    }
    reason.replace(end, std::string::npos, "...");
  }
  return reason;
}

std::int64_t age_max_ms(const EventSourceMapping& mapping) {
  return mapping.maximum_record_age_in_seconds * std::int64_t{1000};
}

// As the back-off says, but not past the moment when the first record gets too old.
std::int64_t retry_delay_ms(const EventSourceMapping& mapping, const BatchTry& batch) {
  const std::int64_t delay_ms = back_off_ms(batch.failures + 1);
  if (mapping.maximum_record_age_in_seconds < 0 || batch.numbers.empty()) {
    return delay_ms;
  }
  const std::int64_t expires_ms = batch.oldest_ms + age_max_ms(mapping) + 1;
  return std::clamp<std::int64_t>(expires_ms - batch.ended_ms, 0, delay_ms);
}

// The function was called and did not do all of it: `outcome.done_count` of its first records are
// done. "Split" means that another call is worth making whatever the retries say.
void fail(const EventSourceMapping& mapping, const BatchTry& batch, BatchOutcome& outcome) {
  const std::size_t left = batch.numbers.size() - outcome.done_count;
  outcome.processing_result = call_failed;
  outcome.action = BatchAction::Retry;
  if (mapping.bisect_batch_on_function_error && (outcome.done_count > 0 || left > 1)) {
    outcome.split = true;
    // "The batch is bisected at the returned sequence number": the part before it is done.
    if (outcome.done_count == 0) {
      outcome.left.push_back({batch.numbers[left / 2 - 1], batch.attempts});
    }
    outcome.left.push_back({batch.last_number(), batch.attempts});
    return;
  }
  const int retries_max = mapping.maximum_retry_attempts;
  if (retries_max >= 0 && outcome.attempts > retries_max) {
    outcome.action = BatchAction::Discard;
    return;
  }
  outcome.left.push_back({batch.last_number(), outcome.attempts});
  outcome.delay_ms = retry_delay_ms(mapping, batch);
}

BatchOutcome not_reached(const EventSourceMapping& mapping, const BatchTry& batch,
                         const InvokeResult& result) {
  BatchOutcome outcome;
  outcome.action = BatchAction::Retry;
  outcome.attempts = batch.attempts;
  outcome.left.push_back({batch.last_number(), batch.attempts});
  outcome.delay_ms = retry_delay_ms(mapping, batch);
  outcome.reason = shortened("the function could not be run: " + error_text(result.payload));
  outcome.processing_result = call_failed;
  return outcome;
}

}  // namespace

BatchOutcome batch_outcome(const EventSourceMapping& mapping, const BatchTry& batch,
                           const InvokeResult& result) {
  if (result.status == InvokeStatus::Unreachable) {
    return not_reached(mapping, batch, result);
  }
  BatchOutcome outcome;
  outcome.attempts = batch.attempts + 1;
  if (result.status == InvokeStatus::FunctionError) {
    outcome.function_error = true;
    outcome.reason = shortened(error_text(result.payload));
    fail(mapping, batch, outcome);
    return outcome;
  }
  BatchResponse response =
      read_batch_response(mapping, batch.numbers, batch.in_window, result.payload);
  outcome.state_json = std::move(response.state_json);
  outcome.reason = shortened(std::move(response.reason));
  switch (response.verdict) {
    case BatchResponse::Verdict::Done:
      outcome.done_count = batch.numbers.size();
      outcome.processing_result = processed;
      break;
    case BatchResponse::Verdict::PartlyDone:
      outcome.done_count = static_cast<std::size_t>(
          std::lower_bound(batch.numbers.begin(), batch.numbers.end(), response.failed_from) -
          batch.numbers.begin());
      fail(mapping, batch, outcome);
      break;
    case BatchResponse::Verdict::Failed:
      fail(mapping, batch, outcome);
      break;
  }
  return outcome;
}

bool record_expired(const EventSourceMapping& mapping, std::int64_t written_ms,
                    std::int64_t now_ms) {
  return mapping.maximum_record_age_in_seconds >= 0 && now_ms - written_ms > age_max_ms(mapping);
}

}  // namespace tombola::triggers
