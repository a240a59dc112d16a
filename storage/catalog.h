// Which tables and streams there are. Definitions are rows; a snapshot of each is kept parsed, and
// is used as long as its row still has the same bytes; mostly it is the very row that the engine
// keeps in memory, and nothing is read or compared. Thread-safe; every call works in the caller's transaction.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"

namespace tombola::storage {

using TableSnapshot = std::shared_ptr<const dynamodb::TableDefinition>;

// A stream outlives its table's setting and its table: it stays listed and readable for 24 hours.
struct StreamEntry {
  dynamodb::Namespace name_space;
  std::string table;
  dynamodb::KeyElement hash_key;
  std::optional<dynamodb::KeyElement> range_key;
  dynamodb::StreamDescriptor descriptor;

  std::string arn() const;
};

class Catalog {
 public:
  // Null when there is no such table. `for_share`: the transaction can only commit while the
  // definition is still this one (engine.h); every item write takes its table so.
  TableSnapshot find(Transaction& transaction, const dynamodb::Namespace& name_space,
                     std::string_view table);
  TableSnapshot find_for_share(Transaction& transaction, const dynamodb::Namespace& name_space,
                               std::string_view table);
  TableSnapshot find_for_update(Transaction& transaction, const dynamodb::Namespace& name_space,
                                std::string_view table);
  void put(Transaction& transaction, const dynamodb::TableDefinition& table);
  void erase(Transaction& transaction, const dynamodb::TableDefinition& table);

  // Names in byte order, above `after`, at most `count`.
  std::vector<std::string> table_names(Transaction& transaction,
                                       const dynamodb::Namespace& name_space,
                                       std::string_view after, std::size_t count);

  // Everybody's tables whose time to live is on.
  std::vector<TableSnapshot> tables_with_time_to_live(Transaction& transaction);

  std::optional<StreamEntry> find_stream(Transaction& transaction,
                                         const dynamodb::Namespace& name_space,
                                         std::string_view table, std::string_view label);
  void put_stream(Transaction& transaction, const StreamEntry& stream);
  void erase_stream(Transaction& transaction, const StreamEntry& stream);
  // In the order of table name, then label; of one table if `table` is not empty.
  std::vector<StreamEntry> streams(Transaction& transaction, const dynamodb::Namespace& name_space,
                                   std::string_view table);

  // Everybody's.
  std::vector<StreamEntry> all_streams(Transaction& transaction);

  // A number never given before: ids of tables and streams.
  static std::uint64_t next_id(Transaction& transaction);

 private:
  TableSnapshot snapshot_of(const std::string& key, const SharedValue& row);

  struct Parsed {
    SharedValue row;
    TableSnapshot snapshot;
  };
  std::mutex mutex_;
  std::unordered_map<std::string, Parsed> parsed_;  // by row key; as many as there are tables
};

}  // namespace tombola::storage
