// A row is a JSON object with a "version"; this build writes version 2 and reads version 1, too,
// which ended with "maximum_retry_attempts", "enabled", "from_flag" and "last_modified_ms":
//
//   {"version":2,"uuid","account","region","table","event_source_arn","function","qualifier",
//    "starting_position","batch_size","maximum_batching_window_in_seconds",
//    "parallelization_factor","maximum_retry_attempts","maximum_record_age_in_seconds",
//    "bisect_batch_on_function_error","tumbling_window_in_seconds","report_batch_item_failures",
//    "filter_patterns":[TEXT],"on_failure_destination","tags","metrics":[TEXT],"kms_key_arn",
//    "enabled","from_flag","last_modified_ms"}
//
// Earlier builds wrote no "tags", "metrics" and "kms_key_arn".
#include "triggers/event_source_mapping.h"

#include <stdexcept>

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "triggers/event_filter.h"
#include "triggers/stored_row.h"

namespace tombola::triggers {
namespace {

using nlohmann::json;

constexpr int format_version = 2;

StartingPosition starting_position_from(std::string_view text) {
  for (const StartingPosition one : {StartingPosition::TrimHorizon, StartingPosition::Latest}) {
    if (text == to_string(one)) {
      return one;
    }
  }
  throw std::runtime_error(fmt::format("unknown starting position '{}'", text));
}

EventSourceMapping read_mapping(const json& row, int version) {
  EventSourceMapping mapping;
  const auto take = [&row](const char* name, auto& member) { row.at(name).get_to(member); };
  take("uuid", mapping.uuid);
  take("account", mapping.name_space.account);
  take("region", mapping.name_space.region);
  take("table", mapping.table);
  take("function", mapping.function_name);
  mapping.starting_position =
      starting_position_from(row.at("starting_position").get<std::string>());
  take("batch_size", mapping.batch_size);
  take("maximum_retry_attempts", mapping.maximum_retry_attempts);
  take("enabled", mapping.enabled);
  take("from_flag", mapping.from_flag);
  take("last_modified_ms", mapping.last_modified_ms);
  if (version >= 2) {
    take("event_source_arn", mapping.event_source_arn);
    take("qualifier", mapping.function_qualifier);
    take("maximum_batching_window_in_seconds", mapping.maximum_batching_window_in_seconds);
    take("parallelization_factor", mapping.parallelization_factor);
    take("maximum_record_age_in_seconds", mapping.maximum_record_age_in_seconds);
    take("bisect_batch_on_function_error", mapping.bisect_batch_on_function_error);
    take("tumbling_window_in_seconds", mapping.tumbling_window_in_seconds);
    take("report_batch_item_failures", mapping.report_batch_item_failures);
    take("filter_patterns", mapping.filter_patterns);
    take("on_failure_destination", mapping.on_failure_destination);
    const auto take_if_there = [&](const char* name, auto& member) {
      if (row.contains(name)) take(name, member);
    };
    take_if_there("tags", mapping.tags);
    take_if_there("metrics", mapping.metrics);
    take_if_there("kms_key_arn", mapping.kms_key_arn);
  }
  return mapping;
}

std::optional<std::string> out_of_range(std::string_view name, int value, int min, int max) {
  if (value >= min && value <= max) {
    return std::nullopt;
  }
  return fmt::format("{} is {}, it must be from {} to {}", name, value, min, max);
}

std::optional<std::string> broken_filter(const std::vector<std::string>& patterns) {
  if (patterns.size() > limits::filters_max) {
    return fmt::format("FilterCriteria has {} filters, {} at most", patterns.size(),
                       limits::filters_max);
  }
  try {
    const EventFilter filter(patterns);
  } catch (const FilterPatternError& error) {
    return fmt::format("{} ({})", error.what(), error.why());
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(StartingPosition position) {
  return position == StartingPosition::TrimHorizon ? "TRIM_HORIZON" : "LATEST";
}

std::string EventSourceMapping::arn() const {
  return fmt::format("arn:aws:lambda:{}:{}:event-source-mapping:{}", name_space.region,
                     name_space.account, uuid);
}

std::string EventSourceMapping::function_arn() const {
  return fmt::format("arn:aws:lambda:{}:{}:function:{}{}{}", name_space.region, name_space.account,
                     function_name, function_qualifier.empty() ? "" : ":", function_qualifier);
}

std::string EventSourceMapping::to_json() const {
  return json{{"version", format_version},
              {"uuid", uuid},
              {"account", name_space.account},
              {"region", name_space.region},
              {"table", table},
              {"event_source_arn", event_source_arn},
              {"function", function_name},
              {"qualifier", function_qualifier},
              {"starting_position", to_string(starting_position)},
              {"batch_size", batch_size},
              {"maximum_batching_window_in_seconds", maximum_batching_window_in_seconds},
              {"parallelization_factor", parallelization_factor},
              {"maximum_retry_attempts", maximum_retry_attempts},
              {"maximum_record_age_in_seconds", maximum_record_age_in_seconds},
              {"bisect_batch_on_function_error", bisect_batch_on_function_error},
              {"tumbling_window_in_seconds", tumbling_window_in_seconds},
              {"report_batch_item_failures", report_batch_item_failures},
              {"filter_patterns", filter_patterns},
              {"on_failure_destination", on_failure_destination},
              {"tags", tags},
              {"metrics", metrics},
              {"kms_key_arn", kms_key_arn},
              {"enabled", enabled},
              {"from_flag", from_flag},
              {"last_modified_ms", last_modified_ms}}
      .dump();
}

EventSourceMapping EventSourceMapping::from_json(std::string_view text) {
  return read_stored_row("an event source mapping", text, format_version, read_mapping);
}

std::optional<std::string> broken_rule(const EventSourceMapping& mapping) {
  struct Range {
    std::string_view name;
    int value, min, max;
  };
  const Range ranges[] = {
      {"BatchSize", mapping.batch_size, 1, limits::batch_size_max},
      {"MaximumBatchingWindowInSeconds", mapping.maximum_batching_window_in_seconds, 0,
       limits::batching_window_seconds_max},
      {"ParallelizationFactor", mapping.parallelization_factor, 1,
       limits::parallelization_factor_max},
      {"MaximumRetryAttempts", mapping.maximum_retry_attempts, -1, limits::retry_attempts_max},
      {"TumblingWindowInSeconds", mapping.tumbling_window_in_seconds, 0,
       limits::tumbling_window_seconds_max},
  };
  for (const Range& range : ranges) {
    if (auto reason = out_of_range(range.name, range.value, range.min, range.max)) {
      return reason;
    }
  }
  const int age = mapping.maximum_record_age_in_seconds;
  if (age != -1 && (age < limits::record_age_seconds_min || age > limits::record_age_seconds_max)) {
    return fmt::format("MaximumRecordAgeInSeconds is {}, it must be -1 or from {} to {}", age,
                       limits::record_age_seconds_min, limits::record_age_seconds_max);
  }
  return broken_filter(mapping.filter_patterns);
}

std::string flag_mapping_uuid(const dynamodb::Namespace& name_space, std::string_view table,
                              std::string_view handler_file, std::string_view export_name) {
  // Joined by a byte that none of the parts contains, so that different parts never read alike.
  std::string name = "tombola --trigger";
  for (std::string_view part :
       {std::string_view(name_space.account), std::string_view(name_space.region), table,
        handler_file, export_name}) {
    name.push_back('\0');
    name.append(part);
  }
  const boost::uuids::name_generator_sha1 generate(boost::uuids::ns::url());
  return boost::uuids::to_string(generate(name));
}

}  // namespace tombola::triggers
