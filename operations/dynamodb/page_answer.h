// What Query and Scan have in common once they know which rows to read: Select, filter, projection,
// and the shape of a page.
#pragma once

#include <optional>
#include <string>

#include "dynamodb/expressions/condition.h"
#include "operations/dynamodb/page_items.h"
#include "operations/dynamodb/throttle.h"
#include "operations/request.h"
#include "storage/item_reader.h"

namespace tombola::operations {

// Throws ApiError::validation for a Select that does not go with the request's other parameters.
void check_select(const Request& request);

class PageAnswer {
 public:
  PageAnswer(const Request& request, const ReadTarget& target, const ItemProjection& projection,
             const std::optional<dynamodb::Condition>& filter)
      : request_(request), target_(target), projection_(projection), filter_(filter) {}

  // The page of the rows of `range`, which Limit or its bytes end:
  // {"Items":[...],"Count":1,"ScannedCount":1,"LastEvaluatedKey":{...},"ConsumedCapacity":{...}}
  // Throws when the capacity of the table or index is used up.
  std::string text(storage::Transaction& transaction, storage::KeyRange range,
                   storage::Direction direction, Consumption& consumption) const;

 private:
  const Request& request_;
  const ReadTarget& target_;
  const ItemProjection& projection_;
  const std::optional<dynamodb::Condition>& filter_;
};

}  // namespace tombola::operations
