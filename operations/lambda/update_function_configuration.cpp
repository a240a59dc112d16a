// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html
#include "operations/lambda/function_code.h"
#include "operations/lambda/function_configuration.h"
#include "operations/lambda/function_layers.h"
#include "operations/lambda/function_settings.h"
#include "operations/lambda/known_function.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = [] {
    std::vector<dynamodb::Field> all = {
        {"FunctionName", function_name_shape(), dynamodb::Presence::Required},
        {"RevisionId", Shape::string()}};
    for (dynamodb::Field& field : setting_fields()) {
      all.push_back(std::move(field));
    }
    return Shape::structure("UpdateFunctionConfigurationRequest", std::move(all));
  }();
  return shape;
}

}  // namespace

std::string update_function_configuration(OperationContext& context, dynamodb::JsonValue json) {
  // Settings are code as well: a handler's name, NODE_OPTIONS.
  check_code_allowed(*context.lambda);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  check_latest(reference);
  check_settings(request, context);
  const auto function =
      change_function(context, reference, [&](triggers::FunctionDefinition& changed) {
        check_revision(request, changed.latest.revision_id);
        apply_settings(request, changed.latest);
        apply_layers(request, context, changed.latest);
        check_size_with_layers(changed.latest, context);
        touch(changed.latest, context);
      });
  return function_configuration(function, function.latest, "", Moment::Updating).dump();
}

}  // namespace tombola::operations::lambda
