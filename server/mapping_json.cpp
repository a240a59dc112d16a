#include "server/mapping_json.h"

#include <array>
#include <limits>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "server/flag_values.h"

namespace tombola::server {
namespace {

using Json = nlohmann::ordered_json;
using triggers::EventSourceMapping;
using triggers::StartingPosition;

struct NumberMember {
  std::string_view name;
  int EventSourceMapping::*setting;
};
constexpr std::array<NumberMember, 6> number_members = {{
    {"BatchSize", &EventSourceMapping::batch_size},
    {"MaximumBatchingWindowInSeconds", &EventSourceMapping::maximum_batching_window_in_seconds},
    {"ParallelizationFactor", &EventSourceMapping::parallelization_factor},
    {"MaximumRetryAttempts", &EventSourceMapping::maximum_retry_attempts},
    {"MaximumRecordAgeInSeconds", &EventSourceMapping::maximum_record_age_in_seconds},
    {"TumblingWindowInSeconds", &EventSourceMapping::tumbling_window_in_seconds},
}};

[[noreturn]] void refuse(std::string_view name, std::string_view what) {
  throw FlagError(fmt::format("{} must be {}", name, what));
}

int number_of(std::string_view name, const Json& value) {
  if (!value.is_number_integer() || value < std::numeric_limits<int>::min() ||
      value > std::numeric_limits<int>::max()) {
    refuse(name, "a whole number");
  }
  return value.get<int>();
}

StartingPosition position_of(const Json& value) {
  for (const StartingPosition one : {StartingPosition::TrimHorizon, StartingPosition::Latest}) {
    if (value == triggers::to_string(one)) {
      return one;
    }
  }
  refuse("StartingPosition", "TRIM_HORIZON or LATEST");
}

// {"Filters":[{"Pattern":"..."}]}
void add_filters(EventSourceMapping& mapping, const Json& value) {
  const bool well_formed = value.is_object() && value.size() == 1 && value.contains("Filters") &&
                           value.at("Filters").is_array();
  if (!well_formed) {
    refuse("FilterCriteria", R"({"Filters":[{"Pattern":...}]})");
  }
  for (const Json& filter : value.at("Filters")) {
    if (!filter.is_object() || filter.size() != 1 || !filter.contains("Pattern")) {
      refuse("a filter", R"({"Pattern":...})");
    }
    const Json& pattern = filter.at("Pattern");
    mapping.filter_patterns.push_back(pattern.is_string() ? pattern.get<std::string>()
                                                          : pattern.dump());
  }
}

// [] or ["ReportBatchItemFailures"]
bool reports_failures(const Json& value) {
  const bool reports = value == Json::array({"ReportBatchItemFailures"});
  if (!reports && value != Json::array()) {
    refuse("FunctionResponseTypes", R"([] or ["ReportBatchItemFailures"])");
  }
  return reports;
}

// {"OnFailure":{"Destination":"arn:..."}}, {"OnFailure":{}} or {}
std::string failure_destination(const Json& value) {
  if (value == Json::object() || value == Json{{"OnFailure", Json::object()}}) {
    return {};
  }
  const Json::json_pointer destination("/OnFailure/Destination");
  const bool well_formed = value.is_object() && value.size() == 1 && value.contains(destination) &&
                           value.at("OnFailure").size() == 1 && value.at(destination).is_string();
  if (!well_formed) {
    refuse("DestinationConfig", R"({"OnFailure":{"Destination":"arn:..."}})");
  }
  return value.at(destination).get<std::string>();
}

void apply_member(EventSourceMapping& mapping, const std::string& name, const Json& value) {
  for (const NumberMember& one : number_members) {
    if (name == one.name) {
      mapping.*one.setting = number_of(name, value);
      return;
    }
  }
  if (name == "BisectBatchOnFunctionError") {
    if (!value.is_boolean()) {
      refuse(name, "true or false");
    }
    mapping.bisect_batch_on_function_error = value.get<bool>();
  } else if (name == "StartingPosition") {
    mapping.starting_position = position_of(value);
  } else if (name == "FilterCriteria") {
    add_filters(mapping, value);
  } else if (name == "FunctionResponseTypes") {
    mapping.report_batch_item_failures = reports_failures(value);
  } else if (name == "DestinationConfig") {
    mapping.on_failure_destination = failure_destination(value);
  } else if (name == "EventSourceArn" || name == "FunctionName") {
    throw FlagError(fmt::format("{} does not belong here, TABLE=HANDLER says it", name));
  } else {
    throw FlagError(fmt::format("{} is no setting of a stream's event source mapping", name));
  }
}

}  // namespace

void apply_mapping_json(EventSourceMapping& mapping, std::string_view text) {
  const Json settings = Json::parse(text, nullptr, false);
  if (!settings.is_object()) {
    throw FlagError("it is not a JSON object");
  }
  for (const auto& [name, value] : settings.items()) {
    apply_member(mapping, name, value);
  }
}

}  // namespace tombola::server
