// https://docs.aws.amazon.com/lambda/latest/api/API_PutRuntimeManagementConfig.html
#include <algorithm>

#include "operations/lambda/lambda_error.h"
#include "operations/lambda/runtime_management_config.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

// As far as it matters here: there is nothing that it could name.
bool is_runtime_version(std::string_view text) {
  return text.starts_with("arn:aws") && text.find(":lambda:") != text.npos &&
         text.find("::runtime:") != text.npos && !text.ends_with(":");
}

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "PutRuntimeManagementConfigRequest",
      {{"FunctionName", namespaced_function_name_shape(), Required},
       {"Qualifier", qualifier_shape()},
       {"UpdateRuntimeOn", Shape::string().one_of({"Auto", "Manual", "FunctionUpdate"}), Required},
       {"RuntimeVersionArn",
        Shape::string().length(26, 2048).pattern(
            R"(arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}::runtime:.+)",
            is_runtime_version)}});
  return shape;
}

triggers::FunctionSettings& version_in(triggers::FunctionDefinition& function,
                                       const FunctionReference& reference,
                                       const OperationContext& context) {
  if (reference.qualifier.empty() || reference.qualifier == triggers::latest_version) {
    return function.latest;
  }
  const auto found =
      std::find_if(function.versions.begin(), function.versions.end(),
                   [&](const auto& settings) { return settings.version == reference.qualifier; });
  if (found == function.versions.end()) {
    throw_function_not_found(reference, context.name_space);
  }
  return *found;
}

}  // namespace

std::string put_runtime_management_config(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  const std::string update_on(request.required("UpdateRuntimeOn").as_string());
  const std::string version(request.string("RuntimeVersionArn").value_or(""));
  if ((update_on == "Manual") == version.empty()) {
    throw LambdaError::invalid_parameter(
        "RuntimeVersionArn must be given with UpdateRuntimeOn Manual, and with nothing else.");
  }
  const auto function =
      change_function(context, reference, [&](triggers::FunctionDefinition& changed) {
        triggers::FunctionSettings& settings = version_in(changed, reference, context);
        settings.update_runtime_on = update_on;
        settings.runtime_version_arn = version;
      });
  return runtime_management_configuration(function, *function.find(reference.qualifier), reference)
      .dump();
}

}  // namespace tombola::operations::lambda
