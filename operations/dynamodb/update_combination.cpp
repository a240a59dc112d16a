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

// An empty OnDemandThroughput or WarmThroughput counts as none.
bool asks_for(const Request& request, std::string_view member) {
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

bool makes_or_drops_index(const Request& request) {
  const auto updates = request.member("GlobalSecondaryIndexUpdates");
  if (!updates) {
    return false;
  }
  for (dynamodb::JsonValue entry : updates->elements()) {
    if (Request(entry).has("Create") || Request(entry).has("Delete")) {
      return true;
    }
  }
  return false;
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
  for (const Loner& loner : loners) {
    if (changes.size() > 1 && changes_any(loner.member)) {
      refuse(loner.sentence);
    }
  }
  if (changes_any("OnDemandThroughput") &&
      changes.size() > (changes_any("BillingMode") ? 2U : 1U)) {
    refuse("OnDemandThroughput can only be combined with BillingMode in an UpdateTable request");
  }
  const bool changes_throughput =
      changes_any("BillingMode") || changes_any("ProvisionedThroughput");
  if (changes_throughput && changes_any("StreamSpecification")) {
    refuse("You cannot modify stream status while updating table IOPS");
  }
  if (makes_or_drops_index(request) && changes_throughput) {
    refuse("You cannot create or delete index while updating table IOPS");
  }
  if (makes_or_drops_index(request) && changes_any("StreamSpecification")) {
    refuse("You cannot create or delete index while changing stream status");
  }
}

}  // namespace tombola::operations
