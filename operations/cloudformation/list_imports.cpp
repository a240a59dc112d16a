// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListImports.html
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"
#include "services/cloudformation/stack_error.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& list_imports_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("ListImportsInput",
                       {{"ExportName", Shape::string(), Required}, {"NextToken", Shape::string()}});
  return shape;
}

std::string list_imports(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, list_imports_fields());
  const std::string name(request.required("ExportName").as_string());
  ordered_json imports = ordered_json::array();
  for (const Stack& stack : context.stacks->store().list(context.name_space)) {
    const auto& used = stack.imports;
    if (!stack.is_deleted() && std::find(used.begin(), used.end(), name) != used.end()) {
      imports.push_back(stack.name);
    }
  }
  if (imports.empty()) {
    throw services::cloudformation::validation_error(
        fmt::format("Export '{}' is not imported by any stack.", name));
  }
  return ordered_json{{"Imports", std::move(imports)}}.dump();
}

}  // namespace tombola::operations::cloudformation
