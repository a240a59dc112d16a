// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html
//
// The answer has no body. A key that is not there is none to complain of.
#include <algorithm>

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
      "UntagResourceInput", {{"ResourceArn", resource_arn_shape(), Presence::Required},
                             {"TagKeys", Shape::list_of(Shape::string()), Presence::Required}});
  return shape;
}

std::vector<std::string> tag_keys_of(const Request& request) {
  std::vector<std::string> keys;
  for (dynamodb::JsonValue key : request.required("TagKeys").elements()) {
    keys.emplace_back(key.as_string());
  }
  if (keys.empty()) {
    throw dynamodb::ApiError::validation("Atleast one Tag Key needs to be provided as Input.");
  }
  dynamodb::check_tag_keys(keys);
  return keys;
}

}  // namespace

std::string untag_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::vector<std::string> keys = tag_keys_of(request);
  const ResourceArn arn =
      tagged_resource_from(request.required("ResourceArn").as_string(), context);

  context.transactions.write(arn.table, [&](storage::WriteTransaction& transaction) {
    storage::Transaction& bytes = transaction.bytes();
    const auto table = tagged_table_or_throw(
        context.catalog.find_for_share(bytes, context.name_space, arn.table), arn, context);
    refuse_to_tag_stream(arn);
    std::vector<dynamodb::Tag> tags = storage::read_tags_for_update(bytes, table->id);
    std::erase_if(tags, [&](const dynamodb::Tag& tag) {
      return std::find(keys.begin(), keys.end(), tag.key) != keys.end();
    });
    storage::put_tags(bytes, table->id, tags);
  });
  return "";
}

}  // namespace tombola::operations
