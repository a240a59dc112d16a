#include "triggers/event_filter.h"

#include <algorithm>

namespace tombola::triggers {

EventFilter::EventFilter(const std::vector<std::string>& patterns) {
  for (const std::string& pattern : patterns) {
    patterns_.push_back(FilterPattern::parse(pattern));
  }
}

bool EventFilter::passes(std::string_view record_json) const {
  if (empty()) {
    return true;
  }
  const auto record = dynamodb::JsonDocument::parse(record_json);
  return std::any_of(patterns_.begin(), patterns_.end(),
                     [&](const FilterPattern& pattern) { return pattern.matches(record.root()); });
}

std::vector<FilterMismatch> EventFilter::mismatches(std::string_view record_json) const {
  std::vector<FilterMismatch> mismatches;
  const auto record = dynamodb::JsonDocument::parse(record_json);
  for (const FilterPattern& pattern : patterns_) {
    auto mismatch = pattern.mismatch(record.root());
    if (!mismatch) {
      return {};
    }
    mismatches.push_back(std::move(*mismatch));
  }
  return mismatches;
}

}  // namespace tombola::triggers
