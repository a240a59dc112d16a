// A row: {"version":1,"name":...,"created_ms":...,"items":...,"rows":...,"bytes":...,
// "table":"<the definition as the catalog has it>"}
#include "storage/backups.h"

#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "dynamodb/validation/item_rules.h"
#include "storage/item_encoding.h"
#include "storage/item_writer.h"
#include "storage/layout.h"
#include "storage/table_json.h"

namespace tombola::storage {
namespace {

using dynamodb::Namespace;
using nlohmann::json;

constexpr int row_version = 1;

// "Delete a table with PITR enabled"; no other backup's name can have the sign.
constexpr std::string_view system_backup_suffix = "$DeletedTableBackup";
constexpr std::int64_t system_backup_days = 35;

// As the catalog's keys, under 'b'.
std::string key_prefix(const Namespace& name_space, std::string_view table) {
  std::string key =
      table.empty() ? layout::table_prefix(name_space) : layout::table_key(name_space, table);
  key.front() = 'b';
  return key;
}

std::string key_of(const Namespace& name_space, std::string_view table, std::string_view id) {
  return key_prefix(name_space, table).append(id).append(1, '\0');
}

Backup backup_from(std::string_view row, std::string_view id) {
  const json document = json::parse(row);
  if (document.at("version") != row_version) {
    throw std::runtime_error("a backup has an unknown version");
  }
  Backup backup;
  backup.id = id;
  backup.name = document.at("name");
  backup.created_ms = document.at("created_ms");
  backup.items = document.at("items");
  backup.size = {document.at("rows"), document.at("bytes")};
  backup.table = table_from_json(document.at("table").get_ref<const std::string&>());
  return backup;
}

std::string_view id_of(const Row& row) {
  std::string_view id(row.key);
  id.remove_suffix(1);
  return id.substr(id.rfind('\0') + 1);
}

// The rows under `prefix`, page by page.
template <typename Take>
void for_each_page(Transaction& transaction, const std::string& prefix, Take&& take) {
  KeyRange range = KeyRange::with_prefix(prefix);
  for (bool complete = false; !complete;) {
    const Page page = transaction.read(
        range, Direction::Forward, ReadLimit{limits::table_page_rows, limits::table_page_bytes});
    complete = page.complete;
    if (!page.rows.empty()) {
      take(page.rows);
      range.begin = page.rows.back().key + '\0';
    }
  }
}

}  // namespace

bool Backup::is_system() const {
  return name.ends_with(system_backup_suffix);
}

std::int64_t Backup::expires_ms() const {
  return created_ms + system_backup_days * limits::day_ms;
}

Backup system_backup_of(const dynamodb::TableDefinition& table, const Counter& size,
                        std::int64_t now_ms) {
  Backup backup;
  backup.id = fmt::format("{:014}-00000000", now_ms);
  backup.name = table.name + std::string(system_backup_suffix);
  backup.created_ms = now_ms;
  backup.items = table.id;
  backup.size = size;
  backup.table = table;
  return backup;
}

std::string Backup::arn() const {
  return fmt::format("{}/backup/{}", table.arn(), id);
}

std::optional<Backup> find_backup(Transaction& transaction, const Namespace& name_space,
                                  std::string_view table, std::string_view id) {
  const auto row = transaction.get(key_of(name_space, table, id));
  return row ? std::optional(backup_from(*row, id)) : std::nullopt;
}

std::optional<Backup> find_backup_for_update(Transaction& transaction, const Namespace& name_space,
                                             std::string_view table, std::string_view id) {
  const auto row = transaction.get_for_update(key_of(name_space, table, id));
  return row ? std::optional(backup_from(*row, id)) : std::nullopt;
}

std::vector<Backup> all_backups(Transaction& transaction, const Namespace& name_space,
                                std::string_view table) {
  std::vector<Backup> backups;
  for_each_page(transaction, key_prefix(name_space, table), [&](const std::vector<Row>& rows) {
    for (const Row& row : rows) {
      backups.push_back(backup_from(row.value, id_of(row)));
    }
  });
  return backups;
}

void put_backup(Transaction& transaction, const Backup& backup) {
  transaction.put(key_of(backup.table.name_space, backup.table.name, backup.id),
                  json({{"version", row_version},
                        {"name", backup.name},
                        {"created_ms", backup.created_ms},
                        {"items", backup.items},
                        {"rows", backup.size.rows},
                        {"bytes", backup.size.bytes},
                        {"table", table_to_json(backup.table)}})
                      .dump());
}

void erase_backup(Transaction& transaction, const Backup& backup) {
  transaction.erase(key_of(backup.table.name_space, backup.table.name, backup.id));
}

void copy_items(TransactionRunner& transactions, Transaction& snapshot, dynamodb::TableId from,
                dynamodb::TableId to) {
  const std::string to_prefix = layout::item_prefix(to);
  for_each_page(snapshot, layout::item_prefix(from), [&](const std::vector<Row>& rows) {
    transactions.write(to_prefix, [&](WriteTransaction& transaction) {
      for (const Row& row : rows) {
        transaction.bytes().put(to_prefix + row.key.substr(to_prefix.size()), row.value);
      }
    });
  });
}

void write_items_of(const Backup& backup, TransactionRunner& transactions, Transaction& snapshot,
                    const dynamodb::TableDefinition& table) {
  const std::string from_prefix = layout::item_prefix(backup.items);
  for_each_page(snapshot, from_prefix, [&](const std::vector<Row>& rows) {
    transactions.write(from_prefix, [&](WriteTransaction& transaction) {
      ItemWriter writer(transaction, table);
      for (const Row& row : rows) {
        const dynamodb::Item item = StoredItem(row.value).item();
        writer.put(dynamodb::key_of_item(item, table), std::nullopt, item);
      }
    });
  });
}

void erase_items_of(const Backup& backup, Engine& engine) {
  engine.erase_range(KeyRange::with_prefix(layout::item_prefix(backup.items)));
}

void erase_expired_backups(TransactionRunner& transactions, std::int64_t now_ms) {
  std::vector<Backup> expired;
  transactions.read([&](Transaction& transaction) {
    expired.clear();
    for_each_page(transaction, "b", [&](const std::vector<Row>& rows) {
      for (const Row& row : rows) {
        // Few are, and reading one takes its time.
        if (row.value.find(system_backup_suffix) == std::string::npos) {
          continue;
        }
        Backup backup = backup_from(row.value, id_of(row));
        if (backup.is_system() && backup.expires_ms() <= now_ms) {
          expired.push_back(std::move(backup));
        }
      }
    });
  });
  for (const Backup& backup : expired) {
    transactions.write(backup.id, [&](WriteTransaction& transaction) {
      erase_backup(transaction.bytes(), backup);
    });
    erase_items_of(backup, transactions.engine());
  }
}

}  // namespace tombola::storage
