// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
//
// Without a qualifier all of it goes, with one that version. Its event source mappings stay, as on
// AWS.
#include <fmt/format.h>

#include "operations/lambda/known_function.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;
using triggers::FunctionDefinition;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DeleteFunctionRequest",
      {{"FunctionName", namespaced_function_name_shape(), dynamodb::Presence::Required},
       {"Qualifier", qualifier_shape()}});
  return shape;
}

void check_no_alias_of(const FunctionDefinition& function, const std::string& version) {
  std::string aliases;
  for (const auto& [name, alias] : function.aliases) {
    if (alias.function_version == version) {
      aliases += (aliases.empty() ? "" : ", ") + name;
    }
  }
  if (!aliases.empty()) {
    throw LambdaError::resource_conflict(fmt::format(
        "Function version {} cannot be deleted because the following aliases reference it: [{}]",
        version, aliases));
  }
}

void erase_version(FunctionDefinition& function, const FunctionReference& reference,
                   const OperationContext& context) {
  if (function.aliases.contains(reference.qualifier)) {
    throw LambdaError::invalid_parameter("Deletion of aliases is not currently supported.");
  }
  check_no_alias_of(function, reference.qualifier);
  const std::size_t erased =
      std::erase_if(function.versions, [&](const triggers::FunctionSettings& settings) {
        return settings.version == reference.qualifier;
      });
  if (erased == 0) {
    throw_function_not_found(reference, context.name_space);
  }
  function.policies.erase(reference.qualifier);
  function.event_invoke_configs.erase(reference.qualifier);
}

}  // namespace

std::string delete_function(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  if (reference.qualifier == triggers::latest_version) {
    throw LambdaError::invalid_parameter(
        "$LATEST version cannot be deleted without deleting the function.");
  }
  if (!reference.qualifier.empty()) {
    change_function(context, reference, [&](FunctionDefinition& function) {
      erase_version(function, reference, context);
    });
    return {};
  }
  erase_function(context, reference);
  return {};
}

}  // namespace tombola::operations::lambda
