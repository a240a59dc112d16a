#include "storage/catalog.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "storage/layout.h"
#include "storage/table_json.h"

namespace tombola::storage {
namespace {

// Bounds one listing; AWS allows 2,500 tables per account and region.
constexpr std::size_t listing_rows_max = 100'000;

std::vector<StreamEntry> streams_with_prefix(Transaction& transaction, std::string_view prefix) {
  const Page page = transaction.read(KeyRange::with_prefix(prefix), Direction::Forward,
                                     ReadLimit{listing_rows_max});
  std::vector<StreamEntry> streams;
  for (const Row& row : page.rows) {
    streams.push_back(stream_from_json(row.value));
  }
  return streams;
}

SharedValue shared(std::string row) {
  return std::make_shared<const std::string>(std::move(row));
}

}  // namespace

std::string StreamEntry::arn() const {
  return fmt::format("arn:aws:dynamodb:{}:{}:table/{}/stream/{}", name_space.region,
                     name_space.account, table, descriptor.label);
}

TableSnapshot Catalog::find(Transaction& transaction, const dynamodb::Namespace& name_space,
                            std::string_view table) {
  const std::string key = layout::table_key(name_space, table);
  return snapshot_of(key, transaction.get_shared(key));
}

TableSnapshot Catalog::find_for_share(Transaction& transaction,
                                      const dynamodb::Namespace& name_space,
                                      std::string_view table) {
  const std::string key = layout::table_key(name_space, table);
  return snapshot_of(key, transaction.get_for_share(key));
}

TableSnapshot Catalog::find_for_update(Transaction& transaction,
                                       const dynamodb::Namespace& name_space,
                                       std::string_view table) {
  const std::string key = layout::table_key(name_space, table);
  std::optional<std::string> row = transaction.get_for_update(key);
  return snapshot_of(key, row ? shared(std::move(*row)) : nullptr);
}

TableSnapshot Catalog::snapshot_of(const std::string& key, const SharedValue& row) {
  const std::lock_guard lock(mutex_);
  if (!row) {
    parsed_.erase(key);
    return nullptr;
  }
  Parsed& parsed = parsed_[key];
  if (parsed.row == row) {
    return parsed.snapshot;
  }
  if (!parsed.row || *parsed.row != *row) {
    parsed.snapshot = std::make_shared<const dynamodb::TableDefinition>(table_from_json(*row));
  }
  parsed.row = row;
  return parsed.snapshot;
}

void Catalog::put(Transaction& transaction, const dynamodb::TableDefinition& table) {
  transaction.put(layout::table_key(table.name_space, table.name), table_to_json(table));
}

void Catalog::erase(Transaction& transaction, const dynamodb::TableDefinition& table) {
  transaction.erase(layout::table_key(table.name_space, table.name));
}

std::vector<std::string> Catalog::table_names(Transaction& transaction,
                                              const dynamodb::Namespace& name_space,
                                              std::string_view after, std::size_t count) {
  const std::string prefix = layout::table_prefix(name_space);
  KeyRange range = KeyRange::with_prefix(prefix);
  if (!after.empty()) {
    // The successor of the key that is exactly `after`: keys end in 0x00.
    range.begin = layout::table_key(name_space, after) + '\0';
  }
  std::vector<std::string> names;
  for (const Row& row : transaction.read(range, Direction::Forward, ReadLimit{count}).rows) {
    names.push_back(row.key.substr(prefix.size(), row.key.size() - prefix.size() - 1));
  }
  return names;
}

std::vector<TableSnapshot> Catalog::tables_with_time_to_live(Transaction& transaction) {
  std::vector<TableSnapshot> tables;
  Page page = transaction.read(KeyRange::with_prefix(layout::all_tables_prefix()),
                               Direction::Forward, ReadLimit{listing_rows_max});
  for (Row& row : page.rows) {
    TableSnapshot table = snapshot_of(row.key, shared(std::move(row.value)));
    if (table->time_to_live) {
      tables.push_back(std::move(table));
    }
  }
  return tables;
}

std::optional<StreamEntry> Catalog::find_stream(Transaction& transaction,
                                                const dynamodb::Namespace& name_space,
                                                std::string_view table, std::string_view label) {
  const auto row = transaction.get(layout::stream_key(name_space, table, label));
  return row ? std::optional(stream_from_json(*row)) : std::nullopt;
}

void Catalog::put_stream(Transaction& transaction, const StreamEntry& stream) {
  transaction.put(layout::stream_key(stream.name_space, stream.table, stream.descriptor.label),
                  stream_to_json(stream));
}

void Catalog::erase_stream(Transaction& transaction, const StreamEntry& stream) {
  transaction.erase(layout::stream_key(stream.name_space, stream.table, stream.descriptor.label));
}

std::vector<StreamEntry> Catalog::streams(Transaction& transaction,
                                          const dynamodb::Namespace& name_space,
                                          std::string_view table) {
  std::string prefix = layout::stream_prefix(name_space);
  if (!table.empty()) {
    prefix.append(table).push_back('\0');
  }
  return streams_with_prefix(transaction, prefix);
}

std::vector<StreamEntry> Catalog::all_streams(Transaction& transaction) {
  return streams_with_prefix(transaction, layout::all_streams_prefix());
}

std::uint64_t Catalog::next_id(Transaction& transaction) {
  const std::string key = layout::value_key("ids");
  const auto row = transaction.get_for_update(key);
  const std::uint64_t id = row ? layout::read_big_endian(*row) + 1 : 1;
  std::string next;
  layout::append_big_endian(next, id);
  transaction.put(key, next);
  return id;
}

}  // namespace tombola::storage
