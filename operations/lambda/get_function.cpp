// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
//
// Code.Location is on AWS a link to S3 that is good for ten minutes; here it is one to Tombola.
// Code that runs in place is told as file://, its folder.
#include <fmt/format.h>

#include "operations/lambda/function_configuration.h"
#include "operations/lambda/known_function.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "GetFunctionRequest",
      {{"FunctionName", namespaced_function_name_shape(), dynamodb::Presence::Required},
       {"Qualifier", qualifier_shape()}});
  return shape;
}

std::string location_of(const triggers::FunctionSettings& settings, const LambdaContext& lambda) {
  return settings.run_in_place
             ? "file://" + *settings.run_in_place
             : fmt::format("{}/_tombola/code/{}", lambda.endpoint_url,
                           triggers::CodeStore::archive_name(settings.code_sha256));
}

}  // namespace

std::string get_function(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  const KnownFunction function = function_of(reference, context);
  const triggers::FunctionSettings& settings = version_of(function, reference, context);
  nlohmann::ordered_json answer = {
      {"Configuration",
       function_configuration(function.definition, settings, reference.qualifier, Moment::Settled)},
      {"Code", {{"RepositoryType", "S3"}, {"Location", location_of(settings, *context.lambda)}}}};
  if (!function.definition.tags.empty()) {
    answer["Tags"] = function.definition.tags;
  }
  if (function.definition.reserved_concurrency) {
    answer["Concurrency"] = {
        {"ReservedConcurrentExecutions", *function.definition.reserved_concurrency}};
  }
  return answer.dump();
}

}  // namespace tombola::operations::lambda
