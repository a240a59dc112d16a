#include "dynamodb/model/table_state.h"

#include <algorithm>

namespace tombola::dynamodb {
namespace {

using Kind = TableChange::Kind;

template <typename Predicate>
const TableChange* find_change(const TableDefinition& table, std::int64_t now_ms,
                               Predicate matches) {
  for (const TableChange& change : table.changes) {
    if (now_ms < change.until_ms && matches(change)) {
      return &change;
    }
  }
  return nullptr;
}

// Encryption, warm throughput and the throughput of an index change while the table is ACTIVE.
bool shows_in_table_status(const TableChange& change, std::int64_t now_ms) {
  switch (change.kind) {
    case Kind::Throughput:
    case Kind::Billing:
    case Kind::Stream:
    case Kind::TableClass:
    case Kind::IndexDeletion:
      return true;
    case Kind::IndexCreation:
      return now_ms < change.backfilling_from_ms;
    default:
      return false;
  }
}

template <typename Definition>
void show_throughput(Definition& definition, const std::optional<TableChange::Before>& before) {
  if (before) {
    definition.throughput = before->throughput;
    definition.throughput_history = before->throughput_history;
    definition.warm = before->warm;
  }
}

// The attributes of its key were pruned with it.
void show_deleted_index(TableDefinition& table, const IndexDefinition& index) {
  for (const std::vector<KeyElement>* elements : {&index.hash, &index.range}) {
    for (const KeyElement& element : *elements) {
      std::vector<KeyElement>& known = table.attribute_definitions;
      if (std::find(known.begin(), known.end(), element) == known.end()) {
        known.push_back(element);
      }
    }
  }
  table.indexes.push_back(index);
}

void show_throughput_before(TableDefinition& table, const TableChange& change) {
  if (change.index.empty()) {
    show_throughput(table, change.before);
    return;
  }
  for (IndexDefinition& index : table.indexes) {
    if (index.name == change.index) {
      show_throughput(index, change.before);
    }
  }
}

void show_before(TableDefinition& table, const TableChange& change) {
  switch (change.kind) {
    case Kind::TableClass:
      table.table_class = change.text;
      break;
    case Kind::Encryption:
      table.kms_key_arn = change.text;
      break;
    case Kind::IndexDeletion:
      show_deleted_index(table, *change.deleted_index);
      break;
    default:
      show_throughput_before(table, change);
  }
}

}  // namespace

std::string_view to_string(TableStatus status) {
  switch (status) {
    case TableStatus::Creating:
      return "CREATING";
    case TableStatus::Active:
      return "ACTIVE";
    case TableStatus::Updating:
      break;
  }
  return "UPDATING";
}

TableStatus table_status(const TableDefinition& table, std::int64_t now_ms) {
  if (change_under_way(table, Kind::Creation, now_ms) != nullptr) {
    return TableStatus::Creating;
  }
  const auto shows = [&](const TableChange& change) {
    return shows_in_table_status(change, now_ms);
  };
  return find_change(table, now_ms, shows) != nullptr ? TableStatus::Updating : TableStatus::Active;
}

const TableChange* change_under_way(const TableDefinition& table, Kind kind, std::int64_t now_ms) {
  return find_change(table, now_ms, [&](const TableChange& change) { return change.kind == kind; });
}

const TableChange* warm_change_under_way(const TableDefinition& table, std::string_view index,
                                         std::int64_t now_ms) {
  return find_change(table, now_ms, [&](const TableChange& change) {
    return change.kind == Kind::WarmThroughput && change.index == index;
  });
}

const TableChange* index_change_under_way(const TableDefinition& table, std::string_view index,
                                          std::int64_t now_ms) {
  return find_change(table, now_ms, [&](const TableChange& change) {
    return change.kind != Kind::WarmThroughput && !change.index.empty() && change.index == index;
  });
}

const TableChange* online_index_change(const TableDefinition& table, std::int64_t now_ms) {
  return find_change(table, now_ms, [](const TableChange& change) {
    return change.kind == Kind::IndexCreation || change.kind == Kind::IndexDeletion;
  });
}

std::string_view index_status(const TableDefinition& table, std::string_view index,
                              std::int64_t now_ms) {
  if (change_under_way(table, Kind::Creation, now_ms) != nullptr) {
    return "CREATING";
  }
  const TableChange* change = index_change_under_way(table, index, now_ms);
  if (change == nullptr) {
    return "ACTIVE";
  }
  return change->kind == Kind::IndexCreation   ? "CREATING"
         : change->kind == Kind::IndexDeletion ? "DELETING"
                                               : "UPDATING";
}

bool is_readable(const TableDefinition& table, const IndexDefinition& index, std::int64_t now_ms) {
  return index_status(table, index.name, now_ms) != "CREATING";
}

std::string_view stream_status(const StreamDescriptor& stream, std::int64_t now_ms) {
  if (stream.disabled_ms) {
    return now_ms < stream.settles_ms ? "DISABLING" : "DISABLED";
  }
  return now_ms < stream.settles_ms ? "ENABLING" : "ENABLED";
}

TableDefinition as_shown(const TableDefinition& table, std::int64_t now_ms) {
  TableDefinition shown = table;
  // The last change first, so that what was before all of them stays.
  for (auto change = table.changes.rbegin(); change != table.changes.rend(); ++change) {
    if (now_ms < change->until_ms) {
      show_before(shown, *change);
    }
  }
  return shown;
}

void settle(TableDefinition& table, std::int64_t now_ms) {
  std::erase_if(table.changes,
                [&](const TableChange& change) { return change.until_ms <= now_ms; });
}

}  // namespace tombola::dynamodb
