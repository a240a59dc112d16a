// Which attributes a read returns: ProjectionExpression, the legacy AttributesToGet, or what a
// SELECT lists.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dynamodb/expressions/placeholders.h"
#include "dynamodb/expressions/projection.h"
#include "operations/request.h"
#include "storage/item_encoding.h"

namespace tombola::operations {

class ItemProjection {
 public:
  ItemProjection(const Request& request, dynamodb::ExpressionPlaceholders& placeholders);
  // None: the whole item.
  explicit ItemProjection(std::optional<dynamodb::Projection> projection)
      : projection_(std::move(projection)) {}

  bool is_whole_item() const { return !projection_; }
  // As they are written; none for the whole item.
  std::vector<const dynamodb::DocumentPath*> paths() const;
  // The item in DynamoDB JSON; stored bytes are spliced when all of it is wanted.
  void append(std::string& out, const storage::StoredItem& item) const;
  // The same for an item that was taken apart already (by a filter).
  void append(std::string& out, const storage::StoredItem& item,
              const dynamodb::Item& parsed) const;

 private:
  std::optional<dynamodb::Projection> projection_;
};

}  // namespace tombola::operations
