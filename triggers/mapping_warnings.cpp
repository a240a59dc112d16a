#include "triggers/mapping_warnings.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "triggers/event_filter.h"

namespace tombola::triggers {
namespace {

using dynamodb::StreamViewType;
using Kind = FilterMatcher::Kind;
using Path = std::vector<std::string>;

constexpr std::array<std::string_view, 8> record_fields = {
    "eventID",   "eventName", "eventVersion",   "eventSource",
    "awsRegion", "dynamodb",  "eventSourceARN", "userIdentity"};

constexpr std::array<std::string_view, 10> type_descriptors = {"S",  "N",  "B",  "BOOL", "NULL",
                                                               "SS", "NS", "BS", "L",    "M"};

template <typename Names>
bool is_one_of(std::string_view name, const Names& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Dots join names.
Path split_path(const Path& joined) {
  Path path;
  for (const std::string& names : joined) {
    std::string_view rest = names;
    for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
      path.emplace_back(rest.substr(0, dot));
      rest.remove_prefix(dot + 1);
    }
    path.emplace_back(rest);
  }
  return path;
}

bool shows(StreamViewType view, std::string_view image) {
  return view == StreamViewType::NewAndOldImages ||
         view == (image == "NewImage" ? StreamViewType::NewImage : StreamViewType::OldImage);
}

bool compares_numbers(const FilterMatcher& matcher) {
  return matcher.kind == Kind::Numeric ||
         (matcher.kind == Kind::Equals && std::holds_alternative<double>(matcher.value));
}

class ClauseCheck {
 public:
  ClauseCheck(const FilterClause& clause, std::optional<StreamViewType> view)
      : clause_(clause), path_(split_path(clause.path)), view_(view) {}

  std::vector<std::string> warnings() {
    // {"exists": false} on what is never there is a way to match always.
    const bool only_absence =
        std::all_of(clause_.any_of.begin(), clause_.any_of.end(),
                    [](const FilterMatcher& matcher) { return matcher.kind == Kind::Absent; });
    if (!only_absence) {
      check_field();
      check_image();
    }
    check_operators();
    return std::move(warnings_);
  }

 private:
  void warn(const std::string& text) {
    warnings_.push_back(fmt::format("the filter on {} {}", fmt::join(clause_.path, "."), text));
  }

  void check_field() {
    if (path_[0] == "body" || path_[0] == "data") {
      warn("never matches: records of a DynamoDB stream have their data in \"dynamodb\"");
    } else if (!is_one_of(path_[0], record_fields)) {
      warn(fmt::format("never matches: a record has no field \"{}\"", path_[0]));
    }
  }

  void check_image() {
    const bool in_image = path_.size() >= 3 && path_[0] == "dynamodb" &&
                          (path_[1] == "NewImage" || path_[1] == "OldImage");
    const bool in_keys = path_.size() >= 3 && path_[0] == "dynamodb" && path_[1] == "Keys";
    if (!in_image && !in_keys) {
      return;
    }
    if (in_image && view_ && !shows(*view_, path_[1])) {
      warn(fmt::format("never matches: the stream's view type is {}", dynamodb::to_string(*view_)));
    }
    const bool typed = std::any_of(path_.begin() + 3, path_.end(), [](const std::string& name) {
      return is_one_of(name, type_descriptors);
    });
    if (!typed) {
      warn(
          fmt::format("never matches: an attribute's value is below its type, as in "
                      R"({{"{}":{{"S":[...]}}}})",
                      path_[2]));
    }
  }

  void check_operators() {
    const bool number = path_.back() == "N" || path_.back() == "NS";
    for (const FilterMatcher& matcher : clause_.any_of) {
      if (number && compares_numbers(matcher)) {
        warn(R"(never matches: numbers are strings in a record, as in {"N":["5"]})");
        return;
      }
      if (matcher.kind == Kind::Wildcard || matcher.kind == Kind::Cidr) {
        warn(fmt::format("uses {}, which Lambda's documentation does not list",
                         matcher.kind == Kind::Wildcard ? "wildcard" : "cidr"));
        return;
      }
    }
  }

  const FilterClause& clause_;
  const Path path_;
  const std::optional<StreamViewType> view_;
  std::vector<std::string> warnings_;
};

// The table by its name, or by its ARN or one below it.
bool names_table(std::string_view value, std::string_view table) {
  if (value == table) {
    return true;
  }
  const std::string resource = fmt::format(":table/{}", table);
  const std::size_t at = value.find(resource);
  return value.starts_with("arn:") && at != std::string_view::npos &&
         (at + resource.size() == value.size() || value[at + resource.size()] == '/');
}

}  // namespace

std::vector<std::string> mapping_warnings(const EventSourceMapping& mapping,
                                          const MappingEnds& ends) {
  std::vector<std::string> warnings;
  const EventFilter filter(mapping.filter_patterns);
  for (const FilterPattern& pattern : filter.patterns()) {
    for (const FilterClause& clause : pattern.clauses()) {
      const auto found = ClauseCheck(clause, ends.view_type).warnings();
      warnings.insert(warnings.end(), found.begin(), found.end());
    }
  }
  if (mapping.maximum_retry_attempts < 0 && mapping.maximum_record_age_in_seconds < 0 &&
      mapping.on_failure_destination.empty()) {
    warnings.emplace_back(
        "retries have no end: a batch that always fails holds up its shard until its records are "
        "24 hours old, and then is lost");
  }
  for (const auto& [name, value] : ends.function_environment) {
    if (names_table(value, mapping.table)) {
      warnings.push_back(fmt::format(
          "the function's {} names the table that triggers it: if it writes there, each of its "
          "writes triggers it again",
          name));
      break;
    }
  }
  return warnings;
}

}  // namespace tombola::triggers
