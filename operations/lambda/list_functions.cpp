// https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
//
// At most 50 to a page, whatever MaxItems says. MasterRegion is for Lambda@Edge's replicas, which
// live in a region of their own; here there is one region.
#include <algorithm>

#include <fmt/format.h>

#include "operations/lambda/function_configuration.h"
#include "operations/lambda/known_function.h"
#include "operations/lambda/page.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;
using triggers::FunctionDefinition;
using Rows = std::vector<std::pair<std::string, nlohmann::ordered_json>>;

const Shape& fields() {
  static const Shape shape = Shape::structure("ListFunctionsRequest",
                                              {{"MasterRegion", Shape::string().length(1, 50)},
                                               {"FunctionVersion", Shape::string().one_of({"ALL"})},
                                               {"Marker", Shape::string()},
                                               {"MaxItems", max_items_shape()}});
  return shape;
}

void add_versions(Rows& rows, const FunctionDefinition& function) {
  const auto add = [&](const triggers::FunctionSettings& settings) {
    // $LATEST first, then by number.
    const std::string order =
        fmt::format("{}:{:>12}", function.name,
                    settings.version == triggers::latest_version ? "" : settings.version);
    rows.emplace_back(order,
                      function_configuration(function, settings, settings.version, Moment::Listed));
  };
  add(function.latest);
  std::for_each(function.versions.begin(), function.versions.end(), add);
}

}  // namespace

std::string list_functions(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string_view region = request.string("MasterRegion").value_or("ALL");
  Rows rows;
  if (region == "ALL" || region == context.name_space.region) {
    for (const KnownFunction& function : all_functions(context)) {
      if (request.has("FunctionVersion")) {
        add_versions(rows, function.definition);
      } else {
        rows.emplace_back(function.definition.name,
                          function_configuration(function.definition, function.definition.latest,
                                                 "", Moment::Listed));
      }
    }
  }
  return page_of(request, "Functions", std::move(rows));
}

}  // namespace tombola::operations::lambda
