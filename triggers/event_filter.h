// The FilterCriteria of an event source mapping: a record passes when one of the patterns matches
// it, or when there are none. Pure and immutable; threads may share one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "triggers/filter_pattern.h"

namespace tombola::triggers {

class EventFilter {
 public:
  EventFilter() = default;
  // Throws FilterPatternError.
  explicit EventFilter(const std::vector<std::string>& patterns);

  // Everything passes.
  bool empty() const { return patterns_.empty(); }
  const std::vector<FilterPattern>& patterns() const { return patterns_; }

  // `record_json`: a record as it stands in the function's event.
  bool passes(std::string_view record_json) const;
  // Of each pattern the clause that the record fails; nothing when it passes.
  std::vector<FilterMismatch> mismatches(std::string_view record_json) const;

 private:
  std::vector<FilterPattern> patterns_;
};

}  // namespace tombola::triggers
