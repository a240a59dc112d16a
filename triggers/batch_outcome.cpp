#include "triggers/batch_outcome.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/json/json_document.h"
#include "dynamodb/limits.h"
#include "triggers/back_off.h"

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

std::string reason_of(const InvokeResult& result) {
  std::string reason = error_text(result.payload);
  if (result.status == InvokeStatus::Unreachable) {
    reason.insert(0, "the function could not be run: ");
  }
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

}  // namespace

BatchOutcome batch_outcome(const EventSourceMapping& mapping, const BatchTry& batch,
                           const InvokeResult& result) {
  BatchOutcome outcome;
  if (result.status == InvokeStatus::Success) {
    outcome.action = BatchAction::Advance;
    outcome.done_up_to = batch.last_number;
    outcome.attempts = batch.attempts + 1;
    outcome.processing_result = processed;
    return outcome;
  }
  const bool reached = result.status == InvokeStatus::FunctionError;
  outcome.attempts = batch.attempts + (reached ? 1 : 0);
  outcome.reason = reason_of(result);
  outcome.processing_result = call_failed;
  const int retries_max = mapping.maximum_retry_attempts;
  if (reached && retries_max >= 0 && outcome.attempts > retries_max) {
    outcome.action = BatchAction::Discard;
    outcome.done_up_to = batch.last_number;
  } else {
    outcome.action = BatchAction::Retry;
    outcome.delay_ms = back_off_ms(batch.failures + 1);
  }
  return outcome;
}

}  // namespace tombola::triggers
