// https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html
#include <nlohmann/json.hpp>

#include "operations/lambda/tagged_resource.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure("ListTagsRequest", {resource_field()});
  return shape;
}

}  // namespace

std::string list_tags(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  return nlohmann::ordered_json{{"Tags", tags_of_resource(request, context)}}.dump();
}

}  // namespace tombola::operations::lambda
