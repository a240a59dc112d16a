#include "operations/dynamodb/partiql_get.h"

#include "dynamodb/partiql/where_clause.h"
#include "dynamodb/validation/item_rules.h"
#include "operations/dynamodb/partiql_statement.h"
#include "storage/item_encoding.h"

namespace tombola::operations {

std::optional<PartiqlGet> PartiqlGet::find(const dynamodb::partiql::Statement& statement,
                                           const dynamodb::TableDefinition& table) {
  auto item = dynamodb::partiql::find_item(statement.where, key_names_of(table));
  if (!item || statement.index) {
    return std::nullopt;
  }
  std::optional<dynamodb::Condition> filter;
  if (item->rest) {
    filter.emplace(std::move(*item->rest));
  }
  return PartiqlGet(storage::item_key(table, dynamodb::key_from_map(item->key, table)),
                    std::move(filter), ItemProjection(statement.projection));
}

std::string PartiqlGet::item_json(const std::optional<std::string>& stored) const {
  if (!stored) {
    return "";
  }
  const storage::StoredItem item(*stored);
  std::string json;
  if (!filter_) {
    projection_.append(json, item);
  } else {
    const dynamodb::Item parsed = item.item();
    if (!filter_->evaluate(&parsed)) {
      return "";
    }
    projection_.append(json, item, parsed);
  }
  return json == "{}" ? "" : json;
}

}  // namespace tombola::operations
