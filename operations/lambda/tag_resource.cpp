// https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html
#include "operations/lambda/function_tags.h"
#include "operations/lambda/known_function.h"
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
  const std::map<std::string, std::string> tags = tags_of(request);
  change_function(context, tagged_function(request, context),
                  [&](triggers::FunctionDefinition& function) {
                    for (const auto& [key, value] : tags) {
                      function.tags[key] = value;
                    }
                    check_tag_count(function.tags);
                  });
  return {};
}

}  // namespace tombola::operations::lambda
