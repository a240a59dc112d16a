#include "operations/dynamodb/expression_fields.h"

namespace tombola::operations {

dynamodb::ExpressionPlaceholders read_placeholders(const Request& request,
                                                   const ExpressionFields& fields,
                                                   dynamodb::ValueLayer layer) {
  dynamodb::ExpressionParameters parameters;
  for (std::string_view name : fields.legacy) {
    if (request.has(name)) {
      parameters.legacy.push_back(name);
    }
  }
  for (std::string_view name : fields.expressions) {
    if (request.has(name)) {
      parameters.expressions.push_back(name);
    }
  }
  parameters.has_names = request.has("ExpressionAttributeNames");
  parameters.has_values = request.has("ExpressionAttributeValues");
  parameters.value_expressions = fields.value_expressions;
  dynamodb::check_expression_parameters(parameters, layer);
  return dynamodb::ExpressionPlaceholders(layer, request.member("ExpressionAttributeNames"),
                                          request.member("ExpressionAttributeValues"));
}

}  // namespace tombola::operations
