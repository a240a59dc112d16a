#include "server/trigger_options.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "server/flag_values.h"
#include "server/mapping_json.h"
#include "server/time_text.h"

namespace tombola::server {
namespace {

using triggers::EventSourceMapping;
using triggers::StartingPosition;

struct NumberOption {
  std::string_view name;
  int EventSourceMapping::*setting;
};
constexpr std::array<NumberOption, 6> number_options = {{
    {"batch-size", &EventSourceMapping::batch_size},
    {"batching-window", &EventSourceMapping::maximum_batching_window_in_seconds},
    {"parallelization-factor", &EventSourceMapping::parallelization_factor},
    {"retry-attempts", &EventSourceMapping::maximum_retry_attempts},
    {"record-age", &EventSourceMapping::maximum_record_age_in_seconds},
    {"tumbling-window", &EventSourceMapping::tumbling_window_in_seconds},
}};

struct Switch {
  std::string_view name;
  bool EventSourceMapping::*setting;
};
constexpr std::array<Switch, 2> switches = {{
    {"bisect", &EventSourceMapping::bisect_batch_on_function_error},
    {"report-batch-item-failures", &EventSourceMapping::report_batch_item_failures},
}};

bool is_option_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || letter == '-';
}

// "bisect", "batch-size=..." and "@..." are, "b.ts" is not.
bool begins_option(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_option_letter);
  const bool named = end != text.begin() && (end == text.end() || *end == '=' || *end == ',');
  return text.starts_with('@') || named;
}

// Past the JSON object that the text begins with; the whole text if it does not end.
std::size_t object_end(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    if (in_string) {
      at += letter == '\\' ? 1 : 0;
      in_string = letter != '"';
    } else if (letter == '"') {
      in_string = true;
    } else if (letter == '{') {
      ++depth;
    } else if (letter == '}' && --depth == 0) {
      return at + 1;
    }
  }
  return text.size();
}

// Takes the first option off the text.
std::string_view take_option(std::string_view& text) {
  constexpr std::string_view filter = "filter={";
  const std::size_t end = text.starts_with(filter)
                              ? filter.size() - 1 + object_end(text.substr(filter.size() - 1))
                              : std::min(text.find(','), text.size());
  const std::string_view option = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return option;
}

int whole_number(std::string_view name, std::string_view value) {
  const auto number = parse_whole_number(value);
  if (!number || *number < std::numeric_limits<int>::min() ||
      *number > std::numeric_limits<int>::max()) {
    throw FlagError(fmt::format("{}: '{}' is not a whole number", name, value));
  }
  return static_cast<int>(*number);
}

StartingPosition starting_position(std::string_view value) {
  for (const StartingPosition one : {StartingPosition::TrimHorizon, StartingPosition::Latest}) {
    if (value == triggers::to_string(one)) {
      return one;
    }
  }
  throw FlagError(fmt::format("starting-position: '{}' is neither TRIM_HORIZON nor LATEST", value));
}

void apply_file(EventSourceMapping& mapping, const std::string& path) {
  std::ifstream file(path);
  if (!file) {
    throw FlagError(fmt::format("@{}: the file cannot be read", path));
  }
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  try {
    apply_mapping_json(mapping, text);
  } catch (const FlagError& error) {
    throw FlagError(fmt::format("@{}: {}", path, error.what()));
  }
}

void apply_option(EventSourceMapping& mapping, std::string_view option) {
  if (option.starts_with('@')) {
    return apply_file(mapping, std::string(option.substr(1)));
  }
  const std::size_t equals = option.find('=');
  const std::string_view name = option.substr(0, equals);
  const bool has_value = equals != std::string_view::npos;
  const std::string_view value = has_value ? option.substr(equals + 1) : std::string_view();
  for (const Switch& one : switches) {
    if (name == one.name && !has_value) {
      mapping.*one.setting = true;
      return;
    }
  }
  for (const NumberOption& one : number_options) {
    if (name == one.name && has_value) {
      mapping.*one.setting = whole_number(name, value);
      return;
    }
  }
  if (name == "starting-position" && has_value) {
    mapping.starting_position = starting_position(value);
  } else if (name == "filter" && has_value) {
    mapping.filter_patterns.emplace_back(value);
  } else {
    throw FlagError(
        fmt::format("'{}' is not an option; there are {}", option, trigger_option_names()));
  }
}

}  // namespace

std::pair<std::string_view, std::string_view> split_trigger_options(std::string_view text) {
  for (std::size_t comma = text.find(','); comma != std::string_view::npos;
       comma = text.find(',', comma + 1)) {
    if (begins_option(text.substr(comma + 1))) {
      return {text.substr(0, comma), text.substr(comma + 1)};
    }
  }
  return {text, {}};
}

EventSourceMapping parse_trigger_options(std::string_view options) {
  EventSourceMapping mapping;
  while (!options.empty()) {
    apply_option(mapping, take_option(options));
  }
  if (const auto broken = triggers::broken_rule(mapping)) {
    throw FlagError(*broken);
  }
  return mapping;
}

std::string_view trigger_option_names() {
  return "batch-size=N, batching-window=SECONDS, parallelization-factor=N, retry-attempts=N, "
         "record-age=SECONDS, tumbling-window=SECONDS, bisect, report-batch-item-failures, "
         "starting-position=TRIM_HORIZON|LATEST, filter={...} and @FILE";
}

bool has_trigger_options(const triggers::EventSourceMapping& mapping) {
  triggers::EventSourceMapping bare;
  bare.uuid = mapping.uuid;
  bare.name_space = mapping.name_space;
  bare.table = mapping.table;
  bare.function_name = mapping.function_name;
  bare.from_flag = mapping.from_flag;
  return mapping != bare;
}

}  // namespace tombola::server
