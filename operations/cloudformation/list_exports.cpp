// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& list_exports_fields() {
  static const Shape shape = Shape::structure("ListExportsInput", {{"NextToken", Shape::string()}});
  return shape;
}

std::string list_exports(OperationContext& context, dynamodb::JsonValue json) {
  checked(json, list_exports_fields());
  ordered_json exports = ordered_json::array();
  for (const Stack& stack : context.stacks->store().list(context.name_space)) {
    for (const auto& output : stack.outputs) {
      if (!output.export_name.empty() && !stack.is_deleted()) {
        exports.push_back({{"ExportingStackId", stack.arn()},
                           {"Name", output.export_name},
                           {"Value", output.value}});
      }
    }
  }
  return ordered_json{{"Exports", std::move(exports)}}.dump();
}

}  // namespace tombola::operations::cloudformation
