// https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionUrlConfigs.html
#include "dynamodb/limits.h"
#include "operations/lambda/function_url_config.h"
#include "operations/lambda/lambda_error.h"
#include "operations/lambda/page.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("ListFunctionUrlConfigsRequest",
                       {{"FunctionName", function_url_name_shape(), dynamodb::Presence::Required},
                        {"Marker", Shape::string()},
                        {"MaxItems", Shape::integer().range(1, limits::lambda_page_max)}});
  return shape;
}

}  // namespace

std::string list_function_url_configs(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto function = find_function(context, reference_of(request, context).name);
  if (!function) {
    throw LambdaError::resource_not_found("Function does not exist");
  }
  std::vector<std::pair<std::string, nlohmann::ordered_json>> rows;
  for (const auto& [qualifier, ignored] : function->definition.urls) {
    // A marker of nothing would be none.
    rows.emplace_back("/" + qualifier,
                      function_url_configuration(function->definition, qualifier, context));
  }
  return page_of(request, "FunctionUrlConfigs", std::move(rows));
}

}  // namespace tombola::operations::lambda
