// The rows of a page become the items of an answer: fetched from the table where an index lacks
// something, filtered, projected.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dynamodb/expressions/condition.h"
#include "operations/dynamodb/item_projection.h"
#include "operations/dynamodb/read_target.h"
#include "storage/item_reader.h"

namespace tombola::operations {

struct PageItemsRules {
  bool is_consistent = false;  // decides what a fetched item costs
  bool counts_only = false;
};

class PageItems {
 public:
  // They are appended to `out`: {...},{...}
  PageItems(const ReadTarget& target, const ItemProjection& projection,
            const std::optional<dynamodb::Condition>& filter, PageItemsRules rules,
            std::string& out)
      : target_(target), projection_(projection), filter_(filter), rules_(rules), out_(out) {}

  storage::ItemPageEnd read(storage::Transaction& transaction,
                            const storage::ItemPageRequest& page);

  // How many passed the filter.
  std::size_t count() const { return count_; }
  // What fetching cost.
  dynamodb::CapacityUnits fetched() const { return fetched_; }

 private:
  // Nothing of it takes long, so that it can be done while the engine shows its rows.
  bool only_copies() const;
  // A row of the page: the item itself, or what leads to it.
  void add_row(storage::Transaction& transaction, const storage::StoredItem& row);
  // If it passes the filter. It is in out_ then, unless only the count is wanted.
  void add_item(const storage::StoredItem& item);

  const ReadTarget& target_;
  const ItemProjection& projection_;
  const std::optional<dynamodb::Condition>& filter_;
  PageItemsRules rules_;

  std::string& out_;
  std::size_t count_ = 0;
  dynamodb::CapacityUnits fetched_;
};

}  // namespace tombola::operations
