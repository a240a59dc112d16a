#include "triggers/delivery_verdict.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dynamodb/limits.h"
#include "streams/stream_record.h"
#include "triggers/event_filter.h"
#include "triggers/lane_reader.h"

namespace tombola::triggers {
namespace {

DeliveryVerdict recomputed(Delivery delivery, std::string text) {
  return {delivery, false, std::move(text), std::nullopt};
}

// Nothing: today's filter lets it pass.
std::optional<DeliveryVerdict> filtered(const EventSourceMapping& mapping,
                                        const FoundRecord& record) {
  std::string record_json;
  streams::append_lambda_record(record_json, record.change, record.stream);
  std::vector<std::string> reasons;
  for (const FilterMismatch& mismatch :
       EventFilter(mapping.filter_patterns).mismatches(record_json)) {
    reasons.push_back(
        fmt::format("{} wants {}, found {}", mismatch.path, mismatch.wanted, mismatch.found));
  }
  if (reasons.empty()) {
    return std::nullopt;
  }
  return recomputed(Delivery::Filtered,
                    fmt::format("the filter holds it back: {}", fmt::join(reasons, "; ")));
}

const LanePosition* lane_of(const MappingPosition& position, const FoundRecord& record) {
  const auto shard = position.shards.find(record.shard.id);
  if (shard == position.shards.end() || shard->second.lanes.empty()) {
    return nullptr;
  }
  const std::vector<LanePosition>& lanes = shard->second.lanes;
  return &lanes[slice_of(record.stream, lanes.size(), record.change)];
}

// It was handed over, and that is remembered.
DeliveryVerdict seen(const LanePosition* lane, std::uint64_t number,
                     const RecordedInvocation& last) {
  DeliveryVerdict verdict{Delivery::Delivered, true, {}, last};
  const int attempt = last.cause.attempt;
  if (!last.result) {
    verdict.delivery = Delivery::BeingDelivered;
    verdict.text = fmt::format("the function has it right now, attempt {}", attempt);
  } else if (lane == nullptr || number <= lane->after_number) {
    const bool succeeded = last.result->status == InvokeStatus::Success;
    verdict.delivery = succeeded ? Delivery::Delivered : Delivery::GivenUp;
    verdict.text = succeeded
                       ? fmt::format("delivered with attempt {}", attempt)
                       : fmt::format("given up after attempt {}: {}", attempt,
                                     last.result->payload.substr(0, limits::reason_bytes_max));
  } else {
    verdict.delivery = Delivery::WaitingForRetry;
    verdict.text = fmt::format("attempt {} failed, it is tried again: {}", attempt,
                               last.result->payload.substr(0, limits::reason_bytes_max));
  }
  return verdict;
}

DeliveryVerdict unseen(const EventSourceMapping& mapping, const LanePosition* lane,
                       const FoundRecord& record) {
  const std::uint64_t number = record.change.number;
  const bool done = lane != nullptr && number <= lane->after_number;
  const bool pending = lane != nullptr && !lane->pending.empty();
  if (auto verdict = filtered(mapping, record)) {
    return *std::move(verdict);
  }
  if (!done && pending && number <= lane->pending.front().last_number) {
    return recomputed(Delivery::WaitingForRetry,
                      fmt::format("its batch failed {} times, it is tried again",
                                  lane->pending.front().attempts));
  }
  if (done) {
    return recomputed(Delivery::Unknown,
                      "its turn is over, and the invocation is not remembered any more");
  }
  if (!mapping.enabled) {
    return recomputed(Delivery::Disabled, "the mapping is disabled");
  }
  if (pending) {
    return recomputed(Delivery::BehindFailedBatch,
                      fmt::format("it waits behind records up to {}, which failed {} times",
                                  streams::sequence_number_text(lane->pending.front().last_number),
                                  lane->pending.front().attempts));
  }
  return recomputed(Delivery::Waiting, "its turn comes after the records before it");
}

}  // namespace

std::string_view to_string(Delivery delivery) {
  switch (delivery) {
    case Delivery::Delivered:
      return "delivered";
    case Delivery::GivenUp:
      return "given-up";
    case Delivery::BeingDelivered:
      return "being-delivered";
    case Delivery::WaitingForRetry:
      return "waiting-for-retry";
    case Delivery::BehindFailedBatch:
      return "behind-failed-batch";
    case Delivery::Waiting:
      return "waiting";
    case Delivery::Filtered:
      return "filtered";
    case Delivery::BeforeLatest:
      return "before-latest";
    case Delivery::Disabled:
      return "disabled";
    case Delivery::OtherStream:
      return "other-stream";
    case Delivery::Unknown:
      return "unknown";
  }
  return "unknown";
}

DeliveryVerdict delivery_verdict(const MappingStore::Stored& stored, const FoundRecord& record,
                                 const std::vector<RecordedInvocation>& invocations) {
  const auto& [mapping, position] = stored;
  const LanePosition* lane = lane_of(position, record);
  if (!invocations.empty()) {
    return seen(lane, record.change.number, invocations.front());
  }
  const bool named =
      mapping.event_source_arn.empty() || mapping.event_source_arn == record.stream.arn();
  if (!named || record.stream.descriptor.id < position.stream) {
    return recomputed(Delivery::OtherStream,
                      "the mapping reads another incarnation of the table's stream");
  }
  if (record.change.number <= position.latest_number) {
    return recomputed(Delivery::BeforeLatest,
                      "it was written before the mapping was made, which began at LATEST");
  }
  return unseen(mapping, lane, record);
}

}  // namespace tombola::triggers
