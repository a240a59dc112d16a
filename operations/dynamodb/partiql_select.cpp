#include "operations/dynamodb/partiql_select.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/expressions/key_attribute_rules.h"
#include "dynamodb/limits.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::DocumentPath;
using dynamodb::partiql::Statement;

const dynamodb::IndexDefinition* find_index(const Statement& statement,
                                            const dynamodb::TableDefinition& table,
                                            bool is_consistent) {
  if (!statement.index) {
    return nullptr;
  }
  const dynamodb::IndexDefinition* index = table.find_index(*statement.index);
  if (index == nullptr) {
    throw ApiError::validation("The table does not have the specified index");
  }
  if (index->is_global && is_consistent) {
    throw ApiError::validation(
        "Strongly consistent read is not supported on Global Secondary Indexes");
  }
  return index;
}

bool is_hash(const dynamodb::KeySchema& schema, const std::string& name) {
  return std::any_of(schema.hash.begin(), schema.hash.end(),
                     [&](const dynamodb::KeyElement& element) { return element.name == name; });
}

// ORDER BY of a HASH attribute orders the queries, of a RANGE attribute the rows of each.
std::optional<bool> hash_descending(const Statement& statement, const dynamodb::KeySchema& schema) {
  for (const auto& term : statement.order) {
    if (is_hash(schema, term.attribute)) {
      return term.descending;
    }
  }
  return std::nullopt;
}

storage::Direction direction_of(const Statement& statement, const dynamodb::KeySchema& schema) {
  for (const auto& term : statement.order) {
    if (!is_hash(schema, term.attribute)) {
      return term.descending ? storage::Direction::Backward : storage::Direction::Forward;
    }
  }
  return storage::Direction::Forward;
}

std::vector<const DocumentPath*> projected_paths(const Statement& statement) {
  std::vector<const DocumentPath*> paths;
  if (statement.projection) {
    for (const DocumentPath& path : statement.projection->paths()) {
      paths.push_back(&path);
    }
  }
  return paths;
}

}  // namespace

PartiqlSelect::PartiqlSelect(const Statement& statement, storage::TableSnapshot table,
                             bool is_consistent)
    : table_(std::move(table)),
      index_(find_index(statement, *table_, is_consistent)),
      is_consistent_(is_consistent),
      projection_(statement.projection) {
  target_.emplace(table_, index_, false);
  check_order(statement);
  plan(statement);
  target_.emplace(table_, index_, fetches(statement));
}

void PartiqlSelect::check_order(const Statement& statement) const {
  if (statement.order.empty()) {
    return;
  }
  if (!statement.where) {
    throw ApiError::validation(
        "Must have WHERE clause in the statement when using ORDER BY clause.");
  }
  const std::vector<std::string> keys = target_->key_names();
  for (const auto& term : statement.order) {
    if (std::find(keys.begin(), keys.end(), term.attribute) == keys.end()) {
      throw ApiError::validation(
          fmt::format("Variable reference {} in ORDER BY clause must be part of the primary key",
                      term.attribute));
    }
  }
}

void PartiqlSelect::plan(const Statement& statement) {
  const dynamodb::KeySchema schema = target_->key_schema();
  dynamodb::partiql::ReadPlan plan =
      dynamodb::partiql::plan_read(statement.where, schema, hash_descending(statement, schema));
  if (plan.is_scan && !statement.order.empty()) {
    throw ApiError::validation(
        "Must have at least one non-optional hash key condition in WHERE clause when using ORDER "
        "BY clause.");
  }
  is_scan_ = plan.is_scan;
  has_several_values_ = plan.has_several_values;
  direction_ = direction_of(statement, schema);
  if (plan.filter) {
    filter_.emplace(std::move(*plan.filter));
    dynamodb::check_key_attributes_are_scalar(filter_->paths(), {target_->key_names(), {}});
  }
  if (plan.is_scan) {
    ranges_.push_back(target_->segment_range(0, 1));
  }
  for (const dynamodb::KeyCondition& query : plan.queries) {
    ranges_.push_back(target_->query_range(query.resolve(schema)));
  }
}

// Whether the whole items are needed, which a local index can get. A global one has only what it
// projects; in a scan a filter on anything else just finds nothing.
bool PartiqlSelect::fetches(const Statement& statement) const {
  const auto missing = target_->not_projected(projected_paths(statement));
  if (index_ != nullptr && index_->is_global) {
    target_->require_projected(missing);
  }
  if (filter_ && !is_scan_) {
    target_->require_filter_projected(filter_->paths());
  }
  return !missing.empty();
}

storage::KeyRange PartiqlSelect::range_from(const SelectPosition& position) const {
  const std::string row_key = target_->row_key_of_start(position.key);
  const storage::KeyRange& range = ranges_[position.query];
  if (!storage::contains(range, row_key)) {
    throw ApiError::validation("Invalid NextToken");
  }
  return storage::behind(range, row_key, direction_);
}

PartiqlSelect::Page PartiqlSelect::read(storage::Transaction& transaction,
                                        const std::optional<SelectPosition>& position,
                                        std::optional<std::size_t> limit) const {
  std::size_t items_left = limit.value_or(SIZE_MAX);
  if (has_several_values_) {
    items_left = std::min(items_left, limits::partiql_in_page_items_max);
  }
  std::size_t bytes_left = limits::page_size_bytes_max;
  if (position && position->query >= ranges_.size()) {
    throw ApiError::validation("Invalid NextToken");
  }
  Page page;
  dynamodb::CapacityUnits read_units;
  PageItems items(*target_, projection_, filter_, {is_consistent_, false}, page.items);
  for (page.query = position ? position->query : 0; page.query < ranges_.size(); ++page.query) {
    const bool goes_on = position && position->query == page.query;
    storage::ItemPageRequest part;
    part.range = goes_on ? range_from(*position) : ranges_[page.query];
    part.direction = direction_;
    part.items_max = items_left;
    part.size_bytes_max = bytes_left;
    const storage::ItemPageEnd rows = items.read(transaction, part);
    read_units += dynamodb::read_units(rows.size_bytes, is_consistent_);
    if (rows.stopped_early) {
      page.last_evaluated_key = target_->last_evaluated_key(storage::StoredItem(rows.last_item));
      break;
    }
    items_left -= rows.count;
    bytes_left -= rows.size_bytes;
  }
  page.units = target_->units(read_units, items.fetched());
  return page;
}

}  // namespace tombola::operations
