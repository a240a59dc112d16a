#include "dynamodb/expressions/key_attribute_rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/api_error.h"

namespace tombola::dynamodb {
namespace {

bool is_among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

void check_key_attributes_are_scalar(const std::vector<const DocumentPath*>& paths,
                                     const KeyAttributeNames& keys) {
  for (const DocumentPath* path : paths) {
    if (!path->is_nested()) continue;
    const std::string& name = path->attribute_name();
    bool is_table_key = is_among(keys.table, name);
    if (!is_table_key && !is_among(keys.indexes, name)) continue;
    throw ApiError::validation(fmt::format(
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are "
        "not allowed: {}: {}",
        is_table_key ? "Key" : "IndexKey", name));
  }
}

void check_key_attributes_are_scalar(const std::vector<const DocumentPath*>& paths,
                                     const TableDefinition& table) {
  if (std::none_of(paths.begin(), paths.end(),
                   [](const DocumentPath* path) { return path->is_nested(); })) {
    return;
  }
  KeyAttributeNames keys;
  keys.table.push_back(table.hash_key.name);
  if (table.range_key) keys.table.push_back(table.range_key->name);
  for (const IndexDefinition& index : table.indexes) {
    for (const KeyElement& element : index.hash) keys.indexes.push_back(element.name);
    for (const KeyElement& element : index.range) keys.indexes.push_back(element.name);
  }
  check_key_attributes_are_scalar(paths, keys);
}

void check_filter_has_no_keys(const std::vector<const DocumentPath*>& paths,
                              const std::vector<std::string>& key_attributes,
                              QueryFilterForm form) {
  for (const DocumentPath* path : paths) {
    if (!is_among(key_attributes, path->attribute_name())) continue;
    throw ApiError::validation(
        fmt::format("{} can only contain non-primary key attributes: Primary key attribute: {}",
                    form == QueryFilterForm::FilterExpression ? "Filter Expression" : "QueryFilter",
                    path->attribute_name()));
  }
}

}  // namespace tombola::dynamodb
