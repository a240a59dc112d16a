// ResourceArn of the operations on tags and on resource policies: a table's ARN, or a stream's.
#pragma once

#include <string>
#include <string_view>

#include "operations/operation_context.h"
#include "storage/catalog.h"

namespace tombola::operations {

struct ResourceArn {
  std::string text;
  std::string table;
  std::string stream_label;  // empty: the table itself

  bool is_stream() const { return !stream_label.empty(); }
};

// Each of both words its refusals in its own way. All throw ApiError: no ARN, another service's,
// another account's or region's, an index's.
ResourceArn policy_resource_from(std::string_view arn, const OperationContext& context);
ResourceArn tagged_resource_from(std::string_view arn, const OperationContext& context);

// "Requested resource not found: ResourceArn: <arn> not found", for a table that is being created
// as well, and for a stream that is not the table's enabled one.
storage::TableSnapshot tagged_table_or_throw(storage::TableSnapshot table, const ResourceArn& arn,
                                             const OperationContext& context);
// On AWS a stream has tags of its own.
void refuse_to_tag_stream(const ResourceArn& arn);

}  // namespace tombola::operations
