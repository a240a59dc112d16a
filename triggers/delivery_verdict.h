// Why a mapping's function was or was not invoked for a record: what is remembered of invocations
// says it, or else what follows from the mapping's position and today's settings. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triggers/invocation_history.h"
#include "triggers/mapping_store.h"
#include "triggers/record_search.h"

namespace tombola::triggers {

enum class Delivery {
  Delivered,
  GivenUp,  // its last try failed, and there is no next one
  BeingDelivered,
  WaitingForRetry,
  BehindFailedBatch,
  Waiting,  // for the records before it, or for its shard
  Filtered,
  BeforeLatest,
  Disabled,
  OtherStream,  // the mapping reads another incarnation of the stream
  Unknown,      // past what is remembered
};
// delivered, given-up, ...
std::string_view to_string(Delivery delivery);

struct DeliveryVerdict {
  Delivery delivery = Delivery::Unknown;
  bool recorded = false;                         // false: recomputed, with today's settings
  std::string text;                              // one line for people
  std::optional<RecordedInvocation> invocation;  // the last one with the record
};

// `invocations`: those remembered of the mapping that had the record, the newest first.
DeliveryVerdict delivery_verdict(const MappingStore::Stored& mapping, const FoundRecord& record,
                                 const std::vector<RecordedInvocation>& invocations);

}  // namespace tombola::triggers
