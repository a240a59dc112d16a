// Filter patterns for events of fields between spaces: [ip, user, ..., status_code = 4*, bytes].
// What stands in brackets or quotes is one field. Pure.
//
// "Using filter patterns to match terms in space-delimited log events",
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/space-delimited-log-events.html
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "services/logs/pattern_comparison.h"
#include "services/logs/pattern_reader.h"

namespace tombola::services::logs {

class SpacePattern {
 public:
  // What stands between the brackets. Throws ServiceError.
  explicit SpacePattern(std::string_view fields);

  bool matches(std::string_view message) const;

 private:
  // All of the inner ones, of any of the outer ones; none: any field will do.
  using FieldConditions = std::vector<std::vector<PatternComparison>>;

  FieldConditions read_conditions(PatternReader& reader, std::string_view name);

  std::vector<FieldConditions> fields_;
  // So many fields stand before "...", which stands for any number; none: there is no such thing.
  std::optional<std::size_t> ellipsis_;
  std::size_t regex_count_ = 0;
};

// The fields of an event, without their brackets and quotes.
std::vector<std::string_view> fields_between_spaces(std::string_view message);

}  // namespace tombola::services::logs
