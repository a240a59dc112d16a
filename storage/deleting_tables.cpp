// A row: {"version":1,"until_ms":...,"table":"<the definition as the catalog has it>"}
#include "storage/deleting_tables.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "storage/layout.h"
#include "storage/table_json.h"

namespace tombola::storage {
namespace {

using dynamodb::Namespace;
using nlohmann::json;

constexpr int row_version = 1;

json row_from(std::string_view text) {
  json row = json::parse(text);
  if (row.at("version") != row_version) {
    throw std::runtime_error("a table that is being deleted has an unknown version");
  }
  return row;
}

bool is_over(const json& row, std::int64_t now_ms) {
  return row.at("until_ms").get<std::int64_t>() <= now_ms;
}

std::vector<Row> all_rows(Transaction& transaction, const Namespace& name_space) {
  return transaction
      .read(KeyRange::with_prefix(layout::deleting_table_prefix(name_space)), Direction::Forward,
            ReadLimit{limits::deleting_tables_max})
      .rows;
}

}  // namespace

void put_deleting_table(Transaction& transaction, const dynamodb::TableDefinition& table,
                        std::int64_t now_ms, std::int64_t until_ms) {
  for (const Row& row : all_rows(transaction, table.name_space)) {
    if (is_over(row_from(row.value), now_ms)) {
      transaction.erase(row.key);
    }
  }
  transaction.put(
      layout::deleting_table_key(table.name_space, table.name),
      json({{"version", row_version}, {"until_ms", until_ms}, {"table", table_to_json(table)}})
          .dump());
}

std::optional<dynamodb::TableDefinition> find_deleting_table(Transaction& transaction,
                                                             const Namespace& name_space,
                                                             std::string_view table,
                                                             std::int64_t now_ms) {
  const auto text = transaction.get(layout::deleting_table_key(name_space, table));
  if (!text) {
    return std::nullopt;
  }
  const json row = row_from(*text);
  if (is_over(row, now_ms)) {
    return std::nullopt;
  }
  return table_from_json(row.at("table").get_ref<const std::string&>());
}

void forget_deleting_table(Transaction& transaction, const Namespace& name_space,
                           std::string_view table) {
  transaction.erase(layout::deleting_table_key(name_space, table));
}

std::vector<std::string> deleting_table_names(Transaction& transaction, const Namespace& name_space,
                                              std::string_view after, std::int64_t now_ms) {
  const std::size_t prefix_size = layout::deleting_table_prefix(name_space).size();
  std::vector<std::string> names;
  for (const Row& row : all_rows(transaction, name_space)) {
    std::string name = row.key.substr(prefix_size, row.key.size() - prefix_size - 1);
    if (name > after && !is_over(row_from(row.value), now_ms)) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

}  // namespace tombola::storage
