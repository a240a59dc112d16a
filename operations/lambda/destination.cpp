#include "operations/lambda/destination.h"

#include <algorithm>

#include <fmt/format.h>

#include "operations/lambda/lambda_context.h"
#include "operations/lambda/lambda_error.h"
#include "triggers/functions/async_event.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

constexpr std::string_view destination_pattern =
    R"($|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:)"
    R"(((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*))";

// As far as it matters here: a region or an account of the wrong form names nothing that is there.
bool is_destination(std::string_view text) {
  if (text.empty() || text.starts_with("kafka://")) {
    return true;
  }
  return text.starts_with("arn:aws") && std::count(text.begin(), text.end(), ':') >= 5;
}

Shape destination_shape(std::string_view name) {
  return Shape::structure(name, {{"Destination", Shape::string().length(0, 350).pattern(
                                                     destination_pattern, is_destination)}});
}

}  // namespace

Shape destination_config_shape() {
  return Shape::structure("DestinationConfig", {{"OnSuccess", destination_shape("OnSuccess")},
                                                {"OnFailure", destination_shape("OnFailure")}});
}

void check_async_destination(std::string_view arn, const FunctionReference& function,
                             const OperationContext& context) {
  const auto target = triggers::parse_function_arn(arn);
  if (target && target->name_space == context.name_space && target->function == function.name) {
    throw LambdaError::invalid_parameter(
        "You can't specify the function as a destination for itself.");
  }
  if (!context.lambda->async_invocations.receives(context.name_space, arn)) {
    throw LambdaError::invalid_parameter(fmt::format("The destination ARN {} is invalid.", arn));
  }
}

void check_dead_letter_target(std::string_view arn, const OperationContext& context) {
  const bool is_target = arn.starts_with("arn:aws:sqs:") || arn.starts_with("arn:aws:sns:");
  const bool received =
      is_target && context.lambda->async_invocations.receives(context.name_space, arn);
  if (!arn.empty() && !received) {
    throw LambdaError::invalid_parameter(fmt::format("The target ARN {} is invalid.", arn));
  }
}

}  // namespace tombola::operations::lambda
