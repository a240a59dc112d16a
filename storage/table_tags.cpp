// A row: {"version":1,"tags":[["key","value"],...]}
#include "storage/table_tags.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "storage/layout.h"

namespace tombola::storage {
namespace {

using dynamodb::Tag;
using nlohmann::json;

constexpr int row_version = 1;

std::vector<Tag> tags_from(const std::optional<std::string>& row) {
  std::vector<Tag> tags;
  if (row) {
    const json document = json::parse(*row);
    if (document.at("version") != row_version) {
      throw std::runtime_error("a table's tags have an unknown version");
    }
    for (const json& tag : document.at("tags")) {
      tags.push_back({tag.at(0), tag.at(1)});
    }
  }
  return tags;
}

}  // namespace

std::vector<Tag> read_tags(Transaction& transaction, dynamodb::TableId table) {
  return tags_from(transaction.get(layout::tags_key(table)));
}

std::vector<Tag> read_tags_for_update(Transaction& transaction, dynamodb::TableId table) {
  return tags_from(transaction.get_for_update(layout::tags_key(table)));
}

void put_tags(Transaction& transaction, dynamodb::TableId table, const std::vector<Tag>& tags) {
  if (tags.empty()) {
    transaction.erase(layout::tags_key(table));
    return;
  }
  json row = {{"version", row_version}, {"tags", json::array()}};
  for (const Tag& tag : tags) {
    row["tags"].push_back(json::array({tag.key, tag.value}));
  }
  transaction.put(layout::tags_key(table), row.dump());
}

}  // namespace tombola::storage
