// TableArn and SourceTableArn of exports, imports and restores, which take no plain name. Words:
// observed on AWS (us-west-2, October 2026).
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "operations/operation_context.h"

namespace tombola::operations {

// arn:aws:dynamodb:<region>:<account>:table/<table>
struct TableArn {
  std::string text;  // as the request has it
  std::string region;
  std::string table;
};
// How another account's ARN is refused.
enum class OtherAccounts { AreDenied, AreNotTheOwners };
// Throws ApiError: no ARN, no table's, another account's. `member`: "tableArn".
TableArn table_arn_from(std::string_view text, std::string_view member,
                        const OperationContext& context,
                        OtherAccounts others = OtherAccounts::AreDenied);
[[noreturn]] void throw_table_arn_not_found(const TableArn& arn);

// arn, partition, service, region, account, resource
using ArnFields = std::array<std::string_view, 6>;
ArnFields fields_of_arn(std::string_view arn);

}  // namespace tombola::operations
