// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
//
// On AWS the function is Pending for a while; here it can be invoked at once, but the answer is the
// one that AWS gives.
#include <fmt/format.h>

#include "operations/lambda/function_code.h"
#include "operations/lambda/function_configuration.h"
#include "operations/lambda/function_layers.h"
#include "operations/lambda/function_settings.h"
#include "operations/lambda/lambda_tags.h"
#include "operations/lambda/function_version.h"
#include "operations/lambda/known_function.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;
using triggers::FunctionDefinition;

constexpr std::size_t name_size_max = 64;

const Shape& fields() {
  static const Shape shape = [] {
    using enum dynamodb::Presence;
    std::vector<dynamodb::Field> all = {
        {"FunctionName", function_name_shape(), Required},
        {"Code", Shape::structure("FunctionCode", code_fields()), Required},
        {"Publish", Shape::boolean()},
        {"PublishTo", Shape::string(), Unsupported},
        {"PackageType", Shape::string().one_of({"Image", "Zip"})},
        {"Tags", Shape::map_of(Shape::string())},
        {"Architectures",
         Shape::list_of(Shape::string().one_of({"x86_64", "arm64"})).length(1, 1)}};
    for (dynamodb::Field& field : setting_fields()) {
      if (field.name == "Role") {
        field.presence = Required;
      }
      all.push_back(std::move(field));
    }
    return Shape::structure("CreateFunctionRequest", std::move(all));
  }();
  return shape;
}

void check(const Request& request, const OperationContext& context) {
  if (request.string("PackageType").value_or("Zip") != "Zip") {
    throw LambdaError::invalid_parameter(
        "Tombola does not support PackageType Image: it runs code without containers");
  }
  if (!request.has("Runtime") || !request.has("Handler")) {
    throw LambdaError::invalid_parameter(
        "Runtime and Handler are mandatory parameters for functions created with deployment "
        "packages.");
  }
  check_settings(request, context);
}

// The name alone, whatever form it was given in.
std::string new_name(const Request& request, const OperationContext& context) {
  const FunctionReference reference = reference_of(request, context);
  if (reference.name.size() > name_size_max) {
    throw LambdaError::validation(fmt::format(
        "1 validation error detected: Value '{}' at 'functionName' failed to satisfy constraint: "
        "Member must have length less than or equal to {}",
        reference.name, name_size_max));
  }
  check_latest(reference);
  return reference.name;
}

FunctionDefinition new_function(const Request& request, OperationContext& context,
                                const std::string& name) {
  FunctionDefinition function;
  function.name_space = context.name_space;
  function.name = name;
  apply_settings(request, function.latest);
  if (const auto architectures = request.member("Architectures")) {
    function.latest.architecture = (*architectures->elements().begin()).as_string();
  }
  function.tags = tags_of(request);
  take_code(*request.structure("Code"), context, function.latest);
  apply_layers(request, context, function.latest);
  check_size_with_layers(function.latest, context);
  touch(function.latest, context);
  return function;
}

}  // namespace

std::string create_function(OperationContext& context, dynamodb::JsonValue json) {
  check_code_allowed(*context.lambda);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string name = new_name(request, context);
  check(request, context);
  const bool publish = request.boolean("Publish").value_or(false);
  const auto created = context.lambda->functions.change(
      context.name_space, name, [&](std::optional<FunctionDefinition>& function) {
        if (function || find_function(context, name)) {
          throw LambdaError::resource_conflict("Function already exist: " + name);
        }
        function = new_function(request, context, name);
        if (publish) {
          publish_version(*function, std::nullopt, context);
        }
      });
  const triggers::FunctionSettings& settings = publish ? created->versions.back() : created->latest;
  return function_configuration(*created, settings, publish ? settings.version : "",
                                Moment::Created)
      .dump();
}

}  // namespace tombola::operations::lambda
