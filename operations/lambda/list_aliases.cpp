// https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html
#include "operations/lambda/function_alias.h"
#include "operations/lambda/page.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "ListAliasesRequest", {{"FunctionName", function_name_shape(), dynamodb::Presence::Required},
                             {"FunctionVersion", version_shape()},
                             {"Marker", Shape::string()},
                             {"MaxItems", max_items_shape()}});
  return shape;
}

}  // namespace

std::string list_aliases(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const KnownFunction function = function_of(reference_of(request, context), context);
  const auto version = request.string("FunctionVersion");
  std::vector<std::pair<std::string, nlohmann::ordered_json>> rows;
  for (const auto& [name, alias] : function.definition.aliases) {
    if (!version || *version == alias.function_version) {
      rows.emplace_back(name, alias_configuration(function.definition, alias));
    }
  }
  return page_of(request, "Aliases", std::move(rows));
}

}  // namespace tombola::operations::lambda
