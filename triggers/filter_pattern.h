// A pattern of an event source mapping's FilterCriteria: EventBridge's pattern language over the
// record as the function sees it. Pure and immutable; threads may share one.
//
//   {"eventName":["INSERT"],"dynamodb":{"NewImage":{"kind":{"S":["order",{"prefix":"re"}]}}}}
//
// An object holds when all its fields do, an array when one of its entries does; "$or" takes two
// objects or more, of which one must hold. A field of the record that is an array matches when one
// of its elements does. Names may be joined by dots: "dynamodb.Keys.id.S".
//
// Sources: "Lambda event filtering"; "Amazon EventBridge event patterns"; the documentation of
// aws/event-ruler, which both services run.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/json/json_document.h"
#include "triggers/filter_matcher.h"

namespace tombola::triggers {

// what() is AWS's sentence, "Invalid filter pattern definition."; AWS keeps the reason to itself.
class FilterPatternError : public std::runtime_error {
 public:
  explicit FilterPatternError(std::string why);
  const std::string& why() const { return why_; }

 private:
  std::string why_;
};

// The clause that a record fails, for people: dynamodb.NewImage.kind.S wants ["order"], found
// "invoice" (or "nothing").
struct FilterMismatch {
  std::string path;
  std::string wanted;  // JSON
  std::string found;   // JSON, values separated by ", "
  bool operator==(const FilterMismatch&) const = default;
};

// An array of the pattern.
struct FilterClause {
  std::vector<std::string> path;
  std::vector<FilterMatcher> any_of;
  std::string text;  // JSON
};

struct FilterNode {
  struct Field;
  std::vector<Field> fields;                          // all of them hold,
  std::vector<std::vector<FilterNode>> alternatives;  // and one of each "$or"
  std::vector<std::string> path;
  std::string text;  // JSON
};

struct FilterNode::Field {
  std::string name;
  std::optional<FilterClause> clause;  // none: `node`
  FilterNode node;
};

class FilterPattern {
 public:
  // Throws FilterPatternError.
  static FilterPattern parse(std::string_view text);

  bool matches(dynamodb::JsonValue record) const;
  // The first clause that fails; none when the record matches.
  std::optional<FilterMismatch> mismatch(dynamodb::JsonValue record) const;

  // In the order of the text, those within "$or" included.
  std::vector<FilterClause> clauses() const;

 private:
  explicit FilterPattern(FilterNode root) : root_(std::move(root)) {}

  FilterNode root_;
};

}  // namespace tombola::triggers
