// ReturnItemCollectionMetrics: which item collections a write touched, of tables with local indexes
// only. Source: API_ItemCollectionMetrics.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/key.h"
#include "dynamodb/model/table_definition.h"
#include "operations/request.h"

namespace tombola::operations {

class ItemCollections {
 public:
  // Notes nothing unless the request asks for SIZE.
  explicit ItemCollections(const Request& request);

  // The write begins again.
  void clear() { keys_.clear(); }
  // The collection of an item that is written; noted once. `table_as_given`: by the request.
  void add(std::string_view table_as_given, const dynamodb::TableDefinition& table,
           const dynamodb::Key& key);

  // "ItemCollectionMetrics":{...} of a single write, with a comma if something stands before it.
  void append_member(std::string& out) const;
  // The same of a batch or transaction: {"<table>":[{...}]}.
  void append_member_by_table(std::string& out) const;

 private:
  bool wanted_;
  // {"pk":{"S":"1"}}, in the order of the request.
  std::map<std::string_view, std::vector<std::string>> keys_;
};

}  // namespace tombola::operations
