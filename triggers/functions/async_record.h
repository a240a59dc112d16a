// What AWS sends to the destinations of an asynchronous invocation: what was asked, what came of
// it. "Capturing records of Lambda asynchronous invocations". Pure.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "triggers/lambda_runtime.h"

namespace tombola::triggers {

enum class AsyncCondition { Success, RetriesExhausted, EventAgeExceeded, ZeroReservedConcurrency };

struct AsyncOutcome {
  AsyncCondition condition = AsyncCondition::Success;
  std::string function_arn;  // with its qualifier, $LATEST among them
  int invoke_count = 0;
  std::int64_t ended_ms = 0;
  // Of the last attempt; none when there was none.
  std::optional<InvokeResult> result;
};

// The document that OnSuccess and OnFailure get.
std::string async_record_json(const Invocation& invocation, const AsyncOutcome& outcome);

}  // namespace tombola::triggers
