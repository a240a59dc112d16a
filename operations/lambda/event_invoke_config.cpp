#include "operations/lambda/event_invoke_config.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "operations/lambda/destination.h"
#include "operations/lambda/lambda_error.h"
#include "triggers/functions/limits.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Field;
using dynamodb::Shape;
using nlohmann::ordered_json;
using triggers::EventInvokeConfig;
using triggers::FunctionDefinition;

ordered_json destination_of(const std::string& arn) {
  return arn.empty() ? ordered_json::object() : ordered_json{{"Destination", arn}};
}

void take_destination(const Request& destinations, std::string_view name,
                      const FunctionReference& reference, const OperationContext& context,
                      std::string& target) {
  const auto on = destinations.structure(name);
  const std::string arn(on ? on->string("Destination").value_or("") : "");
  if (!arn.empty()) {
    check_async_destination(arn, reference, context);
  }
  target = arn;
}

}  // namespace

Shape event_invoke_config_shape(std::string_view name, std::vector<Field> more) {
  std::vector<Field> fields = {
      {"FunctionName", namespaced_function_name_shape(), dynamodb::Presence::Required},
      {"Qualifier", qualifier_shape()}};
  std::move(more.begin(), more.end(), std::back_inserter(fields));
  return Shape::structure(name, std::move(fields));
}

std::vector<Field> event_invoke_fields() {
  return {{"MaximumRetryAttempts", Shape::integer().range(0, limits::async_retry_attempts_max)},
          {"MaximumEventAgeInSeconds",
           Shape::integer().range(limits::async_event_age_seconds_min,
                                  limits::async_invocation_age_ms_max / 1000)},
          {"DestinationConfig", destination_config_shape()}};
}

void apply_event_invoke_config(const Request& request, const FunctionReference& reference,
                               const OperationContext& context, EventInvokeConfig& config) {
  const auto retries = request.integer("MaximumRetryAttempts");
  const auto age = request.integer("MaximumEventAgeInSeconds");
  const auto destinations = request.structure("DestinationConfig");
  if (!retries && !age && !destinations) {
    throw LambdaError::invalid_parameter(
        "You must specify at least one of error handling or destination setting.");
  }
  if (retries) {
    config.maximum_retry_attempts = static_cast<int>(*retries);
  }
  if (age) {
    config.maximum_event_age_in_seconds = static_cast<int>(*age);
  }
  if (destinations) {
    take_destination(*destinations, "OnSuccess", reference, context, config.on_success);
    take_destination(*destinations, "OnFailure", reference, context, config.on_failure);
  }
  config.last_modified_ms = context.service_clock.now_ms();
}

std::string event_invoke_qualifier(const FunctionReference& reference) {
  return reference.qualifier.empty() ? std::string(triggers::latest_version) : reference.qualifier;
}

FunctionDefinition change_event_invoke_config(OperationContext& context,
                                              const FunctionReference& reference,
                                              const EventInvokeEdit& edit) {
  return change_function(context, reference, [&](FunctionDefinition& function) {
    const std::string qualifier = event_invoke_qualifier(reference);
    std::optional<EventInvokeConfig> config;
    if (const auto found = function.event_invoke_configs.find(qualifier);
        found != function.event_invoke_configs.end()) {
      config = found->second;
    }
    edit(config);
    if (config) {
      function.event_invoke_configs[qualifier] = *config;
    } else {
      function.event_invoke_configs.erase(qualifier);
    }
  });
}

KnownFunction event_invoke_function(const FunctionReference& reference,
                                    const OperationContext& context) {
  auto function = find_function(context, reference.name);
  if (!function || function->definition.find(reference.qualifier) == nullptr) {
    throw LambdaError::resource_not_found("The function doesn't exist.");
  }
  return std::move(*function);
}

KnownFunction configured_function(const FunctionReference& reference,
                                  const OperationContext& context) {
  const std::string qualifier = event_invoke_qualifier(reference);
  auto function = find_function(context, reference.name);
  if (!function || !function->definition.event_invoke_configs.contains(qualifier)) {
    throw LambdaError::resource_not_found(fmt::format(
        "The function arn:aws:lambda:{}:{}:function:{}:{} doesn't have an EventInvokeConfig",
        context.name_space.region, context.name_space.account, reference.name, qualifier));
  }
  return std::move(*function);
}

ordered_json event_invoke_configuration(const FunctionDefinition& function,
                                        const std::string& qualifier) {
  const EventInvokeConfig& config = function.event_invoke_configs.at(qualifier);
  ordered_json answer = {{"LastModified", static_cast<double>(config.last_modified_ms) / 1000.0},
                         {"FunctionArn", function.arn(qualifier)}};
  if (config.maximum_retry_attempts) {
    answer["MaximumRetryAttempts"] = *config.maximum_retry_attempts;
  }
  if (config.maximum_event_age_in_seconds) {
    answer["MaximumEventAgeInSeconds"] = *config.maximum_event_age_in_seconds;
  }
  answer["DestinationConfig"] = {{"OnSuccess", destination_of(config.on_success)},
                                 {"OnFailure", destination_of(config.on_failure)}};
  return answer;
}

}  // namespace tombola::operations::lambda
