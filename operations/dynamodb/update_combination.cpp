// Rules and texts: observed on AWS (us-west-2 and us-east-1, October 2026).
#include "operations/dynamodb/update_combination.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/throughput_settings.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;

[[noreturn]] void refuse(std::string_view sentence) {
  throw ApiError::validation(
      std::string("One or more parameter values were invalid: ").append(sentence));
}

bool has_empty_index_updates(const Request& request) {
  const auto updates = request.member("GlobalSecondaryIndexUpdates");
  return updates && updates->size() == 0;
}

// An empty OnDemandThroughput or WarmThroughput counts as none, and so do no index updates.
bool asks_for(const Request& request, std::string_view member) {
  if (member == "GlobalSecondaryIndexUpdates" && has_empty_index_updates(request)) {
    return false;
  }
  return member == "OnDemandThroughput" ? !on_demand_of(request).empty()
         : member == "WarmThroughput"   ? !warm_of(request).empty()
                                        : request.has(member);
}

std::vector<std::string_view> changes_of(const Request& request) {
  std::vector<std::string_view> changes;
  for (std::string_view member :
       {"BillingMode", "ProvisionedThroughput", "StreamSpecification", "TableClass",
        "DeletionProtectionEnabled", "GlobalSecondaryIndexUpdates", "SSESpecification",
        "OnDemandThroughput", "WarmThroughput"}) {
    if (asks_for(request, member)) {
      changes.push_back(member);
    }
  }
  return changes;
}

// `action`: Create, Delete.
bool has_index_action(const Request& request, std::string_view action) {
  const auto updates = request.member("GlobalSecondaryIndexUpdates");
  if (!updates) {
    return false;
  }
  for (dynamodb::JsonValue entry : updates->elements()) {
    if (Request(entry).has(action)) {
      return true;
    }
  }
  return false;
}

// The first thing AWS looks at, before it looks for the table.
void check_index_warmth(const Request& request) {
  const auto updates = request.member("GlobalSecondaryIndexUpdates");
  if (!updates) {
    return;
  }
  for (dynamodb::JsonValue entry : updates->elements()) {
    const auto update = Request(entry).structure("Update");
    if (update && update->has("WarmThroughput") && warm_of(*update).empty()) {
      refuse(
          fmt::format("WarmThroughput must have at least one of ReadUnitsPerSecond or "
                      "WriteUnitsPerSecond specified for index: {}",
                      update->required("IndexName").as_string()));
    }
  }
}

struct Loner {
  std::string_view member;
  std::string_view sentence;
};
constexpr Loner loners[] = {
    {"SSESpecification",
     "Server-Side Encryption modification must be the only operation in the request"},
    {"TableClass", "TableClass modification must be the only operation in the request"},
    {"DeletionProtectionEnabled",
     "DeletionProtection modification must be the only operation in the request"},
    {"WarmThroughput", "WarmThroughput must be the only operation in the request"}};

}  // namespace

void check_combination(const Request& request) {
  check_index_warmth(request);
  const std::vector<std::string_view> changes = changes_of(request);
  const auto changes_any = [&](std::string_view member) {
    return std::find(changes.begin(), changes.end(), member) != changes.end();
  };
  if (changes.empty()) {
    throw ApiError::validation(
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
        "GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, "
        "ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, "
        "OnDemandThroughput, WarmThroughput or TableClass is required");
  }
  if (has_empty_index_updates(request)) {
    refuse("List of GlobalSecondaryIndexUpdates is empty");
  }
  const bool makes_index = has_index_action(request, "Create");
  const bool drops_index = has_index_action(request, "Delete");
  if (makes_index && changes.size() == 2 && changes_any("WarmThroughput")) {
    refuse("Create global secondary index cannot be specified when updating WarmThroughput");
  }
  for (const Loner& loner : loners) {
    if (changes.size() > 1 && changes_any(loner.member)) {
      refuse(loner.sentence);
    }
  }
  if (changes_any("OnDemandThroughput") &&
      changes.size() > (changes_any("BillingMode") ? 2U : 1U)) {
    refuse("OnDemandThroughput can only be combined with BillingMode in an UpdateTable request");
  }
  // A switch to on demand goes with either.
  const bool changes_throughput =
      changes_any("ProvisionedThroughput") || request.string("BillingMode") == "PROVISIONED";
  if (changes_throughput && changes_any("StreamSpecification")) {
    refuse("You cannot modify stream status while updating table IOPS");
  }
  if (changes_throughput && (makes_index || drops_index)) {
    refuse("You cannot create or delete index while updating table IOPS");
  }
  if ((makes_index || drops_index) && changes_any("StreamSpecification")) {
    refuse("You cannot create or delete index while changing stream status");
  }
}

}  // namespace tombola::operations
