// ConditionExpression and FilterExpression: a question about one item. Also what the legacy
// Expected, QueryFilter and ScanFilter become (legacy_conditions.h). Immutable once made;
// evaluating it throws nothing and may be done by several threads.
#pragma once

#include <string_view>
#include <vector>

#include "dynamodb/expressions/condition_tree.h"
#include "dynamodb/expressions/placeholders.h"

namespace tombola::dynamodb {

class Condition {
 public:
  // `kind` is Condition or Filter and gives refusals their prefix. Throws ApiError::validation; see
  // parser.h, syntax_check.h and resolver.h for the sentences.
  static Condition parse(std::string_view text, ExpressionKind kind,
                         ExpressionPlaceholders& placeholders);

  explicit Condition(ConditionNode tree) : tree_(std::move(tree)) {}

  // `item` is null when there is none; then no attribute exists.
  bool evaluate(const AttributeMap* item) const;

  // In the order in which they are written.
  std::vector<const DocumentPath*> paths() const { return document_paths(tree_); }

 private:
  ConditionNode tree_;
};

}  // namespace tombola::dynamodb
