// https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html
#include "operations/lambda/known_function.h"
#include "operations/lambda/mapping_settings.h"
#include "operations/lambda/page.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure("ListEventSourceMappingsRequest",
                                              {{"EventSourceArn", Shape::string()},
                                               {"FunctionName", namespaced_function_name_shape()},
                                               {"Marker", Shape::string()},
                                               {"MaxItems", max_items_shape()}});
  return shape;
}

}  // namespace

std::string list_event_source_mappings(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto source = request.string("EventSourceArn");
  std::optional<std::string> function;
  if (const auto name = request.string("FunctionName")) {
    const FunctionReference reference = resolve_function(*name, std::nullopt, context.name_space);
    function = function_of(reference, context).definition.arn(reference.qualifier);
  }
  std::vector<std::pair<std::string, nlohmann::ordered_json>> rows;
  for (const auto& stored : context.lambda->mappings.mappings()) {
    if (stored.mapping.name_space != context.name_space ||
        (function && stored.mapping.function_arn() != *function)) {
      continue;
    }
    nlohmann::ordered_json row = mapping_configuration(stored, "", context);
    if (!source || row.value("EventSourceArn", "") == *source) {
      rows.emplace_back(stored.mapping.uuid, std::move(row));
    }
  }
  return page_of(request, "EventSourceMappings", std::move(rows));
}

}  // namespace tombola::operations::lambda
