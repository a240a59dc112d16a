#include "operations/lambda/mapping_settings.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "operations/lambda/destination.h"
#include "operations/lambda/function_settings.h"
#include "operations/lambda/known_function.h"
#include "operations/lambda/lambda_error.h"
#include "operations/lambda/take.h"
#include "services/destinations.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Field;
using dynamodb::JsonValue;
using dynamodb::Shape;
using nlohmann::ordered_json;
using triggers::EventSourceMapping;

// AWS takes them for other event sources only: queues, Kafka, MQ and DocumentDB.
constexpr std::array<std::string_view, 10> settings_of_other_sources = {
    "LoggingConfig",
    "ScalingConfig",
    "Topics",
    "Queues",
    "SourceAccessConfigurations",
    "SelfManagedEventSource",
    "AmazonManagedKafkaEventSourceConfig",
    "SelfManagedKafkaEventSourceConfig",
    "DocumentDBEventSourceConfig",
    "ProvisionedPollerConfig"};

// Source of the sentence: AWS's answers to DestinationConfig.OnSuccess of a stream and to parameters
// of other sources.
LambdaError unsupported_setting(std::string_view name) {
  return LambdaError::invalid_parameter(
      fmt::format("Unsupported {} parameter for given event source mapping type.", name));
}

bool is_empty(JsonValue json) {
  return json.is_string() ? json.as_string().empty()
                          : (json.is_array() || json.is_object()) && json.size() == 0;
}

// An empty destination takes it away.
void apply_destination(const Request& request, const OperationContext& context,
                       EventSourceMapping& mapping) {
  const auto destinations = request.structure("DestinationConfig");
  if (!destinations) {
    return;
  }
  const auto on_failure = destinations->structure("OnFailure");
  const std::string destination(on_failure ? on_failure->string("Destination").value_or("")
                                           : std::string_view());
  if (!destination.empty() && !services::Destinations(*context.services).receives(destination)) {
    throw LambdaError::invalid_parameter(
        fmt::format("The destination ARN {} is invalid.", destination));
  }
  mapping.on_failure_destination = destination;
}

// ErrorCount and KafkaMetrics are of Kafka.
void apply_metrics(const Request& request, EventSourceMapping& mapping) {
  const auto config = request.structure("MetricsConfig");
  if (!config) {
    return;
  }
  std::vector<std::string> metrics;
  if (const auto names = config->member("Metrics")) {
    for (const JsonValue name : names->elements()) {
      if (name.as_string() != "EventCount") {
        throw unsupported_setting("MetricsConfig");
      }
      metrics.emplace_back(name.as_string());
    }
  }
  mapping.metrics = std::move(metrics);
}

std::vector<std::string> patterns_of(const Request& criteria) {
  std::vector<std::string> patterns;
  if (const auto filters = criteria.member("Filters")) {
    for (const JsonValue filter : filters->elements()) {
      patterns.emplace_back(Request(filter).string("Pattern").value_or("{}"));
    }
  }
  return patterns;
}

void apply_function(const Request& request, const OperationContext& context,
                    EventSourceMapping& mapping) {
  const auto name = request.string("FunctionName");
  if (!name) {
    return;
  }
  const FunctionReference reference = resolve_function(*name, std::nullopt, context.name_space);
  const auto function = find_function(context, reference.name);
  if (!function || function->definition.find(reference.qualifier) == nullptr) {
    throw LambdaError::invalid_parameter("Function does not exist");
  }
  mapping.function_name = reference.name;
  mapping.function_qualifier = reference.qualifier;
}

std::string_view settled_state(const EventSourceMapping& mapping) {
  return mapping.enabled ? "Enabled" : "Disabled";
}

// What the mapping reads: the stream that it was made for, or the one that its table has now.
std::optional<std::string> source_of(const EventSourceMapping& mapping,
                                     const OperationContext& context) {
  if (!mapping.event_source_arn.empty()) {
    return mapping.event_source_arn;
  }
  std::optional<std::string> arn;
  context.transactions.read([&](storage::Transaction& transaction) {
    dynamodb::StreamId newest = 0;
    for (const storage::StreamEntry& stream :
         context.catalog.streams(transaction, mapping.name_space, mapping.table)) {
      if (stream.descriptor.id > newest) {
        newest = stream.descriptor.id;
        arn = stream.arn();
      }
    }
  });
  return arn;
}

}  // namespace

std::vector<Field> mapping_fields() {
  return {
      {"FunctionName", namespaced_function_name_shape()},
      {"Enabled", Shape::boolean()},
      {"BatchSize", Shape::integer().range(1, limits::batch_size_max)},
      {"FilterCriteria",
       Shape::structure(
           "FilterCriteria",
           {{"Filters", Shape::list_of(Shape::structure(
                            "Filter", {{"Pattern", Shape::string().length(
                                                       0, limits::filter_pattern_size_max)}}))}})},
      {"MaximumBatchingWindowInSeconds",
       Shape::integer().range(0, limits::batching_window_seconds_max)},
      {"ParallelizationFactor", Shape::integer().range(1, limits::parallelization_factor_max)},
      {"DestinationConfig", destination_config_shape()},
      {"MaximumRecordAgeInSeconds", Shape::integer().range(-1, limits::record_age_seconds_max)},
      {"BisectBatchOnFunctionError", Shape::boolean()},
      {"MaximumRetryAttempts", Shape::integer().range(-1, limits::retry_attempts_max)},
      {"TumblingWindowInSeconds", Shape::integer().range(0, limits::tumbling_window_seconds_max)},
      {"FunctionResponseTypes",
       Shape::list_of(Shape::string().one_of({"ReportBatchItemFailures"})).length(0, 1)},
      {"MetricsConfig",
       Shape::structure(
           "EventSourceMappingMetricsConfig",
           {{"Metrics",
             Shape::list_of(Shape::string().one_of({"EventCount", "ErrorCount", "KafkaMetrics"}))
                 .length(0, 3)}})},
      kms_key_arn_field(),
  };
}

Field mapping_uuid_field() {
  return {"UUID", Shape::string().length(36, 36), dynamodb::Presence::Required};
}

void check_mapping_settings(const Request& request) {
  for (const std::string_view name : settings_of_other_sources) {
    if (const auto json = request.member(name); json && !is_empty(*json)) {
      throw unsupported_setting(name);
    }
  }
  const auto destinations = request.structure("DestinationConfig");
  const auto on_success = destinations ? destinations->structure("OnSuccess") : std::nullopt;
  if (on_success && !on_success->string("Destination").value_or("").empty()) {
    throw unsupported_setting("DestinationConfig");
  }
}

void apply_mapping_settings(const Request& request, const OperationContext& context,
                            EventSourceMapping& mapping) {
  apply_function(request, context, mapping);
  take_number(request, "BatchSize", mapping.batch_size);
  take_number(request, "MaximumBatchingWindowInSeconds",
              mapping.maximum_batching_window_in_seconds);
  take_number(request, "ParallelizationFactor", mapping.parallelization_factor);
  take_number(request, "MaximumRetryAttempts", mapping.maximum_retry_attempts);
  take_number(request, "MaximumRecordAgeInSeconds", mapping.maximum_record_age_in_seconds);
  take_number(request, "TumblingWindowInSeconds", mapping.tumbling_window_in_seconds);
  take_flag(request, "Enabled", mapping.enabled);
  take_flag(request, "BisectBatchOnFunctionError", mapping.bisect_batch_on_function_error);
  if (const auto types = request.member("FunctionResponseTypes")) {
    mapping.report_batch_item_failures = types->size() > 0;
  }
  take_text(request, "KMSKeyArn", mapping.kms_key_arn);
  apply_metrics(request, mapping);
  apply_destination(request, context, mapping);
  if (const auto criteria = request.structure("FilterCriteria")) {
    mapping.filter_patterns = patterns_of(*criteria);
    EventSourceMapping filters_only;
    filters_only.filter_patterns = mapping.filter_patterns;
    if (triggers::broken_rule(filters_only)) {
      throw LambdaError::invalid_parameter("Invalid filter pattern definition.");
    }
  }
  if (const auto reason = triggers::broken_rule(mapping)) {
    throw LambdaError::invalid_parameter(*reason);
  }
}

triggers::MappingStore::Stored find_mapping(const OperationContext& context,
                                            std::string_view uuid) {
  for (triggers::MappingStore::Stored& stored : context.lambda->mappings.mappings()) {
    if (stored.mapping.uuid == uuid && stored.mapping.name_space == context.name_space) {
      return std::move(stored);
    }
  }
  throw LambdaError::resource_not_found("The resource you requested does not exist.");
}

void check_changeable(const EventSourceMapping& mapping) {
  if (mapping.from_flag) {
    throw LambdaError::invalid_parameter(
        "The event source mapping was declared on the command line and cannot be changed through "
        "the API");
  }
}

ordered_json mapping_configuration(const triggers::MappingStore::Stored& stored,
                                   std::string_view state, const OperationContext& context) {
  const EventSourceMapping& mapping = stored.mapping;
  ordered_json answer = {
      {"UUID", mapping.uuid},
      {"StartingPosition", triggers::to_string(mapping.starting_position)},
      {"BatchSize", mapping.batch_size},
      {"MaximumBatchingWindowInSeconds", mapping.maximum_batching_window_in_seconds},
      {"ParallelizationFactor", mapping.parallelization_factor}};
  if (const auto arn = source_of(mapping, context)) {
    answer["EventSourceArn"] = *arn;
  }
  if (!mapping.filter_patterns.empty()) {
    ordered_json& filters = answer["FilterCriteria"]["Filters"] = ordered_json::array();
    for (const std::string& pattern : mapping.filter_patterns) {
      filters.push_back({{"Pattern", pattern}});
    }
  }
  if (!mapping.kms_key_arn.empty()) {
    answer["KMSKeyArn"] = mapping.kms_key_arn;
  }
  if (!mapping.metrics.empty()) {
    answer["MetricsConfig"]["Metrics"] = mapping.metrics;
  }
  answer["FunctionArn"] = mapping.function_arn();
  answer["LastModified"] = static_cast<double>(mapping.last_modified_ms) / 1000.0;
  answer["LastProcessingResult"] = stored.position.last_processing_result;
  answer["State"] = state.empty() ? settled_state(mapping) : state;
  answer["StateTransitionReason"] = "User action";
  ordered_json& on_failure = answer["DestinationConfig"]["OnFailure"] = ordered_json::object();
  if (!mapping.on_failure_destination.empty()) {
    on_failure["Destination"] = mapping.on_failure_destination;
  }
  answer["MaximumRecordAgeInSeconds"] = mapping.maximum_record_age_in_seconds;
  answer["BisectBatchOnFunctionError"] = mapping.bisect_batch_on_function_error;
  answer["MaximumRetryAttempts"] = mapping.maximum_retry_attempts;
  answer["TumblingWindowInSeconds"] = mapping.tumbling_window_in_seconds;
  answer["FunctionResponseTypes"] = ordered_json::array();
  if (mapping.report_batch_item_failures) {
    answer["FunctionResponseTypes"].push_back("ReportBatchItemFailures");
  }
  answer["EventSourceMappingArn"] = mapping.arn();
  return answer;
}

}  // namespace tombola::operations::lambda
