// The condition of a write: ConditionExpression, or the legacy Expected, with what the client wants
// to see when it fails.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dynamodb/expressions/condition.h"
#include "dynamodb/expressions/placeholders.h"
#include "operations/request.h"

namespace tombola::operations {

class WriteCondition {
 public:
  // Reads the request's parameters and parses them. `placeholders` are the request's. Throws
  // ApiError.
  WriteCondition(const Request& request, dynamodb::ExpressionPlaceholders& placeholders);

  // Nothing: always holds.
  WriteCondition(std::optional<dynamodb::Condition> condition, bool returns_item_on_failure)
      : condition_(std::move(condition)), returns_item_on_failure_(returns_item_on_failure) {}

  // What the condition looks at.
  std::vector<const dynamodb::DocumentPath*> paths() const;

  // `old_bytes`: the stored item. Nothing when the condition holds; else the item as the client
  // sees it with the failure: empty unless ReturnValuesOnConditionCheckFailure asks for it and
  // there is one.
  std::optional<std::string> failure(const std::optional<std::string>& old_bytes) const;
  // Throws ConditionalCheckFailedException unless the condition holds.
  void require(const std::optional<std::string>& old_bytes) const;

 private:
  std::optional<dynamodb::Condition> condition_;
  bool returns_item_on_failure_;
};

}  // namespace tombola::operations
