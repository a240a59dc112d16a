// https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html
#include "operations/lambda/event_invoke_config.h"
#include "operations/lambda/page.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("ListFunctionEventInvokeConfigsRequest",
                       {{"FunctionName", function_name_shape(), dynamodb::Presence::Required},
                        {"Marker", Shape::string()},
                        {"MaxItems", Shape::integer().range(1, limits::lambda_page_max)}});
  return shape;
}

}  // namespace

std::string list_function_event_invoke_configs(OperationContext& context,
                                               dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const KnownFunction function = event_invoke_function(reference_of(request, context), context);
  std::vector<std::pair<std::string, nlohmann::ordered_json>> rows;
  for (const auto& [qualifier, ignored] : function.definition.event_invoke_configs) {
    rows.emplace_back(qualifier, event_invoke_configuration(function.definition, qualifier));
  }
  return page_of(request, "FunctionEventInvokeConfigs", std::move(rows));
}

}  // namespace tombola::operations::lambda
