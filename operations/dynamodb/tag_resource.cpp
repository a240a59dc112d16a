// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html
//
// The answer has no body. Tags show at once; on AWS after some two seconds.
#include "dynamodb/api_error.h"
#include "operations/dynamodb/resource_arn.h"
#include "operations/dynamodb/tag_fields.h"
#include "operations/operation.h"
#include "storage/table_tags.h"

namespace tombola::operations {
namespace {

using dynamodb::Presence;
using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "TagResourceInput", {{"ResourceArn", resource_arn_shape(), Presence::Required},
                           {"Tags", tags_shape(), Presence::Required}});
  return shape;
}

}  // namespace

std::string tag_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::vector<dynamodb::Tag> tags = tags_of(request);
  if (tags.empty()) {
    throw dynamodb::ApiError::validation("Atleast one Tag needs to be provided as Input.");
  }
  const ResourceArn arn =
      tagged_resource_from(request.required("ResourceArn").as_string(), context);

  context.transactions.write(arn.table, [&](storage::WriteTransaction& transaction) {
    storage::Transaction& bytes = transaction.bytes();
    const auto table = tagged_table_or_throw(
        context.catalog.find_for_share(bytes, context.name_space, arn.table), arn, context);
    refuse_to_tag_stream(arn);
    storage::put_tags(bytes, table->id,
                      dynamodb::merged_tags(storage::read_tags_for_update(bytes, table->id), tags));
  });
  return "";
}

}  // namespace tombola::operations
