// https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html
#include "operations/lambda/lambda_tags.h"
#include "operations/lambda/tagged_resource.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "TagResourceRequest",
      {resource_field(), {"Tags", Shape::map_of(Shape::string()), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string tag_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const Tags new_tags = tags_of(request);
  change_tags(context, request, [&](Tags& tags) {
    for (const auto& [key, value] : new_tags) {
      tags[key] = value;
    }
  });
  return {};
}

}  // namespace tombola::operations::lambda
