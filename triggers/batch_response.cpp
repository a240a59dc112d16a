// Recorded on AWS: null, [], {}, {"batchItemFailures":null} and {"batchItemFailures":[]} are full
// success; an item whose identifier is no sequence number of the batch, an empty string, null,
// missing or under another name fails the whole batch.
#include "triggers/batch_response.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "streams/shard.h"

namespace tombola::triggers {
namespace {

using Json = nlohmann::ordered_json;  // a state keeps the order of its members
using Verdict = BatchResponse::Verdict;

constexpr const char* failures_name = "batchItemFailures";
constexpr const char* identifier_name = "itemIdentifier";
constexpr const char* state_name = "state";

BatchResponse failed(std::string reason) {
  BatchResponse response;
  response.verdict = Verdict::Failed;
  response.reason = std::move(reason);
  return response;
}

// The number that an item of batchItemFailures names, if it is one of the batch.
std::optional<std::uint64_t> failed_number(const Json& item,
                                           const std::vector<std::uint64_t>& numbers) {
  if (!item.is_object() || !item.contains(identifier_name) ||
      !item.at(identifier_name).is_string()) {
    return std::nullopt;
  }
  const auto number = streams::parse_sequence_number(item.at(identifier_name).get<std::string>());
  const bool known = number && std::binary_search(numbers.begin(), numbers.end(), *number);
  return known ? number : std::nullopt;
}

BatchResponse read_failures(const Json& answer, const std::vector<std::uint64_t>& numbers) {
  BatchResponse response;
  if (!answer.is_object() || !answer.contains(failures_name) ||
      answer.at(failures_name).is_null()) {
    return response;
  }
  const Json& failures = answer.at(failures_name);
  if (!failures.is_array()) {
    return failed(fmt::format("{} is not a list", failures_name));
  }
  for (const Json& item : failures) {
    const auto number = failed_number(item, numbers);
    if (!number) {
      return failed(fmt::format("{} names no record of the batch: {}", failures_name,
                                item.dump(-1, ' ', false, Json::error_handler_t::replace)));
    }
    response.failed_from =
        response.verdict == Verdict::Done ? *number : std::min(response.failed_from, *number);
    response.verdict = Verdict::PartlyDone;
  }
  if (response.verdict == Verdict::PartlyDone) {
    response.reason = fmt::format("the function reported {} of {} records as failed",
                                  failures.size(), numbers.size());
  }
  return response;
}

bool means_nothing_failed(const Json& answer) {
  return answer.is_null() || answer.is_object() || (answer.is_array() && answer.empty()) ||
         answer == "";
}

}  // namespace

BatchResponse read_batch_response(const EventSourceMapping& mapping,
                                  const std::vector<std::uint64_t>& numbers, bool in_window,
                                  std::string_view payload) {
  if (!mapping.report_batch_item_failures && !in_window) {
    return {};
  }
  const Json answer = payload.empty() ? Json() : Json::parse(payload, nullptr, false);
  // "If the response does not contain a state property, Lambda considers this a failed invocation."
  if (in_window &&
      !(answer.is_object() && answer.contains(state_name) && answer.at(state_name).is_object())) {
    return failed("the answer has no state, which a tumbling window needs");
  }
  BatchResponse response;
  if (mapping.report_batch_item_failures) {
    if (!means_nothing_failed(answer)) {
      return failed(fmt::format("the answer is no object with {}", failures_name));
    }
    response = read_failures(answer, numbers);
  }
  if (in_window && response.verdict != Verdict::Failed) {
    response.state_json = answer.at(state_name).dump();
  }
  return response;
}

}  // namespace tombola::triggers
