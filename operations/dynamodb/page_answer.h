// What Query and Scan have in common once they know which rows to read: Select, filter, projection,
// and the shape of a page.
#pragma once

#include <optional>
#include <string>

#include "dynamodb/expressions/condition.h"
#include "operations/dynamodb/item_projection.h"
#include "operations/request.h"
#include "storage/item_reader.h"

namespace tombola::operations {

// Throws ApiError::validation for a Select that does not go with the request's other parameters.
// `reads_index`: the request names an index.
void check_select(const Request& request, bool reads_index);

// The index that the request reads: tables have none yet, so whatever it names is not there.
void check_index(const Request& request);

class PageAnswer {
 public:
  PageAnswer(const Request& request, const ItemProjection& projection,
             const std::optional<dynamodb::Condition>& filter)
      : request_(request), projection_(projection), filter_(filter) {}

  // {"Items":[...],"Count":1,"ScannedCount":1,"LastEvaluatedKey":{...},"ConsumedCapacity":{...}}
  std::string text(const storage::ItemPage& page, const dynamodb::TableDefinition& table) const;

 private:
  // Items that pass the filter, spliced into `out`; returns how many.
  std::size_t append_items(std::string& out, const storage::ItemPage& page) const;
  // Whether it passed; then it is in `out` unless only the count is wanted.
  bool append_item(std::string& out, const storage::StoredItem& item) const;

  const Request& request_;
  const ItemProjection& projection_;
  const std::optional<dynamodb::Condition>& filter_;
};

// Limit and the page's bytes, read in that order.
storage::ItemPage read_page(storage::Transaction& transaction, const Request& request,
                            storage::KeyRange range, storage::Direction direction);

}  // namespace tombola::operations
