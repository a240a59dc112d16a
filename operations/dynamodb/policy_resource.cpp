// Texts: observed on AWS (us-west-2, October 2026).
#include "operations/dynamodb/policy_resource.h"

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/validation/table_admission.h"
#include "operations/dynamodb/table_name.h"

namespace tombola::operations {
namespace {

// ExpectedRevisionId of a request that wants no policy to be there.
constexpr std::string_view no_policy = "NO_POLICY";

}  // namespace

storage::PolicyOwner find_policy_owner(storage::Transaction& transaction, OperationContext& context,
                                       const ResourceArn& arn, TableHold hold) {
  const auto table =
      hold == TableHold::Share
          ? context.catalog.find_for_share(transaction, context.name_space, arn.table)
          : context.catalog.find(transaction, context.name_space, arn.table);
  if (!table) {
    throw_table_not_found(arn.table);
  }
  if (hold == TableHold::Share && is_being_created(*table, context)) {
    throw dynamodb::still_being_created(arn.table);
  }
  if (arn.stream_label.empty()) {
    return {table->id, 0};
  }
  if (!table->stream || table->stream->label != arn.stream_label) {
    throw dynamodb::ApiError::resource_not_found(
        fmt::format("Requested resource not found: Stream: {} not found for Table: {}",
                    arn.stream_label, arn.table));
  }
  return {table->id, table->stream->id};
}

void check_expected_revision(std::optional<std::string_view> expected,
                             const std::optional<storage::ResourcePolicy>& policy,
                             const ResourceArn& arn) {
  if (!expected || (policy && policy->revision_id == *expected) ||
      (!policy && *expected == no_policy)) {
    return;
  }
  if (*expected == no_policy) {
    throw_policy_not_found(
        fmt::format("Requested policy update expecting none to be present for table {}, but a "
                    "policy exists with revision id {}.",
                    arn.table, policy->revision_id));
  }
  if (!policy) {
    throw_policy_not_found(arn.text);
  }
  throw_policy_not_found(
      fmt::format("Requested update for policy with revision id {}, but the policy associated to "
                  "target table {} has revision id {}.",
                  *expected, arn.table, policy->revision_id));
}

void throw_policy_not_found(std::string_view detail) {
  throw dynamodb::ApiError::modelled(
      "PolicyNotFoundException",
      fmt::format("Resource-based policy not found for the provided ResourceArn: {}", detail));
}

}  // namespace tombola::operations
