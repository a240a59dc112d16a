// Members in the order of AWS's documentation.
#include "triggers/functions/async_record.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::triggers {
namespace {

using dynamodb::json_string;

std::string_view condition_text(AsyncCondition condition) {
  switch (condition) {
    case AsyncCondition::Success:
      return "Success";
    case AsyncCondition::RetriesExhausted:
      return "RetriesExhausted";
    case AsyncCondition::EventAgeExceeded:
      return "EventAgeExceeded";
    case AsyncCondition::ZeroReservedConcurrency:
      return "ZeroReservedConcurrency";
  }
  return {};
}

// A handler that streams may have answered what is no JSON.
std::string as_json(const std::string& payload) {
  return nlohmann::json::accept(payload) ? payload : json_string(payload);
}

// Nothing ran: nothing to tell.
std::string response_members(const std::optional<InvokeResult>& result) {
  if (!result || result->status == InvokeStatus::Unreachable) {
    return {};
  }
  const std::string error =
      result->function_error.empty()
          ? std::string()
          : fmt::format(R"(,"functionError":{})", json_string(result->function_error));
  return fmt::format(
      R"(,"responseContext":{{"statusCode":200,"executedVersion":{}{}}},"responsePayload":{})",
      json_string(result->executed_version), error, as_json(result->payload));
}

}  // namespace

std::string async_record_json(const Invocation& invocation, const AsyncOutcome& outcome) {
  return fmt::format(
      R"({{"version":"1.0","timestamp":"{}","requestContext":{{"requestId":{},"functionArn":{},)"
      R"("condition":"{}","approximateInvokeCount":{}}},"requestPayload":{}{}}})",
      iso_time(outcome.ended_ms), json_string(invocation.request_id),
      json_string(outcome.function_arn), condition_text(outcome.condition), outcome.invoke_count,
      as_json(invocation.event_json), response_members(outcome.result));
}

}  // namespace tombola::triggers
