// https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html
#include <algorithm>

#include <fmt/format.h>

#include "operations/lambda/function_configuration.h"
#include "operations/lambda/known_function.h"
#include "operations/lambda/page.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "ListVersionsByFunctionRequest",
      {{"FunctionName", namespaced_function_name_shape(), dynamodb::Presence::Required},
       {"Marker", Shape::string()},
       {"MaxItems", max_items_shape()}});
  return shape;
}

}  // namespace

std::string list_versions_by_function(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const KnownFunction function = function_of(reference_of(request, context), context);
  std::vector<std::pair<std::string, nlohmann::ordered_json>> rows;
  const auto add = [&](const triggers::FunctionSettings& settings) {
    // $LATEST first, then by number.
    const bool latest = settings.version == triggers::latest_version;
    rows.emplace_back(
        fmt::format("v{:>12}", latest ? "" : settings.version),
        function_configuration(function.definition, settings, settings.version, Moment::Listed));
  };
  add(function.definition.latest);
  std::for_each(function.definition.versions.begin(), function.definition.versions.end(), add);
  return page_of(request, "Versions", std::move(rows));
}

}  // namespace tombola::operations::lambda
