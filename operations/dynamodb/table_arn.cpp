#include "operations/dynamodb/table_arn.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/validation/shape.h"

namespace tombola::operations {

using dynamodb::ApiError;

ArnFields fields_of_arn(std::string_view arn) {
  ArnFields fields;
  for (std::string_view& field : fields) {
    const bool last = &field == &fields.back();
    field = arn.substr(0, last ? std::string_view::npos : arn.find(':'));
    arn.remove_prefix(std::min(arn.size(), field.size() + 1));
  }
  return fields;
}

TableArn table_arn_from(std::string_view text, std::string_view member,
                        const OperationContext& context, OtherAccounts others) {
  const ArnFields fields = fields_of_arn(text);
  if (fields[0] != "arn" || fields[2] != "dynamodb" || fields[5].empty()) {
    throw ApiError::validation(
        fmt::format("One or more parameter values were invalid: {} is not a valid ARN", member));
  }
  constexpr std::string_view table_lead = "table/";
  const std::string_view table = fields[5].substr(std::min(table_lead.size(), fields[5].size()));
  if (!fields[5].starts_with(table_lead) || !dynamodb::is_resource_name(table)) {
    throw ApiError::validation("Invalid Request: Table ARN is invalid.");
  }
  if (fields[4] != context.name_space.account) {
    if (others == OtherAccounts::AreNotTheOwners) {
      throw ApiError::validation(
          "This action is only supported by accounts that match the resource owner’s account.");
    }
    throw ApiError::access_denied("Access is denied");
  }
  return {std::string(text), std::string(fields[3]), std::string(table)};
}

void throw_table_arn_not_found(const TableArn& arn) {
  throw ApiError::modelled("TableNotFoundException", "Table not found: " + arn.text);
}

}  // namespace tombola::operations
