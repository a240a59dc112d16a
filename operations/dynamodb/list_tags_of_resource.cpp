// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html
//
// All 50 tags that a table can have come in one answer, and a NextToken that means nothing gives
// the first page (observed on AWS, October 2026). So there is never a NextToken to give, and each
// that comes means nothing.
#include <nlohmann/json.hpp>

#include "operations/dynamodb/resource_arn.h"
#include "operations/dynamodb/tag_fields.h"
#include "operations/operation.h"
#include "storage/table_tags.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("ListTagsOfResourceInput",
                       {{"ResourceArn", resource_arn_shape(), dynamodb::Presence::Required},
                        {"NextToken", Shape::string()}});
  return shape;
}

}  // namespace

std::string list_tags_of_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const ResourceArn arn =
      tagged_resource_from(request.required("ResourceArn").as_string(), context);

  nlohmann::ordered_json answer = {{"Tags", nlohmann::ordered_json::array()}};
  context.transactions.read([&](storage::Transaction& transaction) {
    const auto table = tagged_table_or_throw(
        context.catalog.find(transaction, context.name_space, arn.table), arn, context);
    if (arn.is_stream()) {
      return;  // it has none: those of the table are not its own
    }
    for (const dynamodb::Tag& tag : storage::read_tags(transaction, table->id)) {
      answer["Tags"].push_back({{"Key", tag.key}, {"Value", tag.value}});
    }
  });
  return answer.dump();
}

}  // namespace tombola::operations
