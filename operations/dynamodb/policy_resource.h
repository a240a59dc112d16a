// What a resource policy is attached to, found, and what is said of its revision.
#pragma once

#include <optional>
#include <string_view>

#include "operations/dynamodb/resource_arn.h"
#include "storage/resource_policies.h"

namespace tombola::operations {

enum class TableHold { Share, None };  // whether the definition must stay as it is

// The table or stream. Throws ApiError: it is not there; for a change, its table is being created.
storage::PolicyOwner find_policy_owner(storage::Transaction& transaction, OperationContext& context,
                                       const ResourceArn& arn, TableHold hold);

// ExpectedRevisionId, if the request has one. Throws PolicyNotFoundException when the policy (or
// its absence) is not the one that is expected.
void check_expected_revision(std::optional<std::string_view> expected,
                             const std::optional<storage::ResourcePolicy>& policy,
                             const ResourceArn& arn);

[[noreturn]] void throw_policy_not_found(std::string_view detail);

}  // namespace tombola::operations
