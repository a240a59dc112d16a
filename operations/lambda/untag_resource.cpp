// https://docs.aws.amazon.com/lambda/latest/api/API_UntagResource.html
#include "operations/lambda/tagged_resource.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

// TagKeys, as the query spells it.
const Shape& fields() {
  static const Shape shape = Shape::structure(
      "UntagResourceRequest",
      {resource_field(),
       {"tagKeys", Shape::list_of(Shape::string()), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string untag_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  change_tags(context, request, [&](Tags& tags) {
    for (const dynamodb::JsonValue key : request.required("tagKeys").elements()) {
      tags.erase(std::string(key.as_string()));
    }
  });
  return {};
}

}  // namespace tombola::operations::lambda
