// Filter patterns for events that are JSON: { ($.user.id = 1) && ($.users[0].email != "*@b.com") }.
// Pure.
//
// "Using filter patterns to match terms in JSON log events",
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/json/json_document.h"
#include "services/logs/pattern_comparison.h"
#include "services/logs/pattern_reader.h"

namespace tombola::services::logs {

class JsonPattern {
 public:
  // What stands between the braces. Throws ServiceError.
  explicit JsonPattern(std::string_view expression);

  // No event that is not JSON matches.
  bool matches(std::string_view message) const;

 private:
  struct Step {
    enum class Kind { Member, Element, AnyMember, AnyElement };
    Kind kind = Kind::Member;
    std::string name;
    std::size_t index = 0;
  };
  struct Condition {
    enum class Kind { Compare, IsNull, IsTrue, IsFalse, NotExists };
    Kind kind = Kind::Compare;
    std::vector<Step> selector;
    std::optional<PatternComparison> comparison;
  };
  // All of the inner ones, of any of the outer ones; or one condition.
  struct Node {
    std::vector<std::vector<Node>> any_of;
    std::optional<Condition> condition;
  };

  Node read_any(PatternReader& reader, int depth);
  Node read_one(PatternReader& reader, int depth);
  Condition read_condition(PatternReader& reader);
  static std::vector<Step> read_selector(PatternReader& reader);
  static void select(dynamodb::JsonValue value, const std::vector<Step>& selector, std::size_t at,
                     std::vector<dynamodb::JsonValue>& selected);
  static bool holds(const Node& node, dynamodb::JsonValue root);
  static bool holds(const Condition& condition, dynamodb::JsonValue root);

  std::size_t regex_count_ = 0;
  Node root_;
};

}  // namespace tombola::services::logs
