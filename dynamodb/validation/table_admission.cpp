// A sentence of AWS's is what cannot be done, and what is in its way:
// "Can't change table IOPS" + " when an index is being created. Table: t Indexes: [i]".
#include "dynamodb/validation/table_admission.h"

#include <fmt/format.h>

#include "dynamodb/model/table_state.h"

namespace tombola::dynamodb {
namespace {

using Kind = TableChange::Kind;

std::string operation_of(const TableDefinition& table) {
  return table.stream_enabled() ? "ENABLE" : "DISABLE";
}

std::string stream_in_the_way(const TableDefinition& table) {
  return fmt::format("Table: {} Stream: {} Operation: {}", table.name, table.stream->label,
                     operation_of(table));
}

std::string class_in_the_way(const TableDefinition& table) {
  return fmt::format(
      " when a table class update is in progress. Table: {} "
      "TableClassUpdateInProgress: {}",
      table.name, table.table_class);
}

std::string index_in_the_way(const TableDefinition& table, const TableChange& change) {
  return fmt::format(" when an index is being {}. Table: {} Indexes: [{}]",
                     change.kind == Kind::IndexCreation ? "created" : "deleted", table.name,
                     change.index);
}

// Two blanks, as on AWS.
ApiError index_in_use(std::string_view what, const TableDefinition& table, std::string_view index) {
  return still_in_use(
      fmt::format("Index is being {}  Table: {} Index: {}", what, table.name, index));
}

// What is under way, looked up once.
class Admission {
 public:
  Admission(const TableDefinition& table, std::int64_t now_ms)
      : table_(table),
        now_ms_(now_ms),
        throughput_(under_way(Kind::Throughput) || under_way(Kind::Billing)),
        stream_(under_way(Kind::Stream)),
        table_class_(under_way(Kind::TableClass)),
        online_index_(online_index_change(table, now_ms)) {}

  void check_throughput() const {
    if (throughput_) {
      throw still_in_use("Table IOPS are currently being updated. Table: " + table_.name);
    }
    check_stream_in_the_way("Can't change table IOPS");
    check_class_in_the_way("Can't change table IOPS");
    check_index_in_the_way("Can't change table IOPS");
  }

  void check_stream() const {
    if (stream_) {
      throw still_in_use("A stream status change is currently in progress. " +
                         stream_in_the_way(table_));
    }
    check_throughput_in_the_way("Can't enable or disable stream");
    check_class_in_the_way("Can't change stream status");
    check_index_in_the_way("Can't change stream status");
  }

  void check_table_class() const {
    check_class_in_the_way("Can't update table class");
    check_stream_in_the_way("Can't update table class");
    check_throughput_in_the_way("Can't update table class");
    check_index_in_the_way("Can't update table class");
  }

  void check_encryption() const {
    if (under_way(Kind::Encryption)) {
      throw still_in_use("Server-Side Encryption is still being updated");
    }
  }

  void check_on_demand() const {
    constexpr std::string_view lead = "OnDemandThroughput cannot be updated while ";
    if (throughput_) {
      throw still_in_use(fmt::format("{}BillingMode update is in progress", lead));
    }
    if (stream_) {
      throw still_in_use(fmt::format("{}stream status update is in progress", lead));
    }
    if (table_class_) {
      throw still_in_use(
          fmt::format("{}TableClass update is in progress. "
                      "TableClassUpdateInProgress: {}",
                      lead, table_.table_class));
    }
    if (const TableChange* index = busy_index()) {
      throw still_in_use(fmt::format("{}index {} is in progress for indexes: [{}]", lead,
                                     index->kind == Kind::IndexCreation ? "creation" : "deletion",
                                     index->index));
    }
  }

  void check_index_creation(const std::string& name) const {
    check_this_index(name);
    check_online_index();
  }

  void check_index_deletion(const std::string& name) const {
    const TableChange* change = index_change_under_way(table_, name, now_ms_);
    if (change != nullptr && change->kind == Kind::IndexCreation) {
      if (now_ms_ < change->backfilling_from_ms) {
        throw still_in_use(
            fmt::format("Index creation is in resource allocation phase. Retry deletion during "
                        "backfilling phase or when the index is active. Table: {} Index: {}",
                        table_.name, name));
      }
      return;
    }
    check_this_index(name);
    check_online_index();
  }

  void check_index_update(const std::string& name) const { check_this_index(name); }

 private:
  bool under_way(Kind kind) const { return change_under_way(table_, kind, now_ms_) != nullptr; }

  // An index that is filled keeps nothing out but other indexes.
  const TableChange* busy_index() const {
    const bool busy = online_index_ != nullptr && (online_index_->kind == Kind::IndexDeletion ||
                                                   now_ms_ < online_index_->backfilling_from_ms);
    return busy ? online_index_ : nullptr;
  }

  void check_throughput_in_the_way(std::string_view wanted) const {
    if (throughput_) {
      throw still_in_use(
          fmt::format("{} while table IOPS are being updated. Table: {}", wanted, table_.name));
    }
  }

  void check_stream_in_the_way(std::string_view wanted) const {
    if (stream_) {
      throw still_in_use(fmt::format("{} when stream status is being updated. {}", wanted,
                                     stream_in_the_way(table_)));
    }
  }

  void check_class_in_the_way(std::string_view wanted) const {
    if (table_class_) {
      throw still_in_use(std::string(wanted) + class_in_the_way(table_));
    }
  }

  void check_index_in_the_way(std::string_view wanted) const {
    if (const TableChange* index = busy_index()) {
      throw still_in_use(std::string(wanted) + index_in_the_way(table_, *index));
    }
  }

  void check_this_index(const std::string& name) const {
    const TableChange* change = index_change_under_way(table_, name, now_ms_);
    if (change == nullptr) {
      return;
    }
    if (change->kind == Kind::IndexCreation) {
      throw index_in_use(now_ms_ < change->backfilling_from_ms
                             ? "created but is not backfilling yet."
                             : "created.",
                         table_, name);
    }
    throw index_in_use(change->kind == Kind::IndexDeletion ? "deleted." : "updated.", table_, name);
  }

  void check_online_index() const {
    if (online_index_ != nullptr) {
      throw one_online_index_only();
    }
    check_throughput_in_the_way("Can't create or delete indexes");
    check_stream_in_the_way("Can't create or delete an index");
    check_class_in_the_way("Can't create or delete an index");
  }

  const TableDefinition& table_;
  const std::int64_t now_ms_;
  const bool throughput_;
  const bool stream_;
  const bool table_class_;
  const TableChange* online_index_;
};

}  // namespace

ApiError still_in_use(const std::string& detail) {
  return ApiError::resource_in_use("Attempt to change a resource which is still in use: " + detail);
}

ApiError still_being_created(const std::string& table) {
  return still_in_use("Table is being created: " + table);
}

ApiError still_being_deleted(const std::string& table) {
  return still_in_use("Table is being deleted: " + table);
}

ApiError one_online_index_only() {
  return ApiError::limit_exceeded(
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per "
      "table");
}

void check_update_admitted(const TableDefinition& table, const WantedChanges& wanted,
                           std::int64_t now_ms) {
  if (table.changes.empty()) {
    return;
  }
  if (table_status(table, now_ms) == TableStatus::Creating) {
    throw still_being_created(table.name);
  }
  const Admission admission(table, now_ms);
  for (const std::string& index : wanted.updated_indexes) {
    admission.check_index_update(index);
  }
  for (const std::string& index : wanted.created_indexes) {
    admission.check_index_creation(index);
  }
  for (const std::string& index : wanted.deleted_indexes) {
    admission.check_index_deletion(index);
  }
  if (wanted.throughput) {
    admission.check_throughput();
  }
  if (wanted.stream) {
    admission.check_stream();
  }
  if (wanted.table_class) {
    admission.check_table_class();
  }
  if (wanted.encryption) {
    admission.check_encryption();
  }
  if (wanted.on_demand) {
    admission.check_on_demand();
  }
}

void check_deletion_admitted(const TableDefinition& table, std::int64_t now_ms) {
  if (table.changes.empty()) {
    return;
  }
  if (table_status(table, now_ms) == TableStatus::Creating) {
    throw still_being_created(table.name);
  }
  for (const TableChange& change : table.changes) {
    if (change.until_ms <= now_ms || change.kind == Kind::TimeToLive) {
      continue;
    }
    if (change.kind == Kind::Stream) {
      throw still_in_use("Cannot delete table while stream is being enabled/disabled.");
    }
    if (!change.index.empty() && change.kind != Kind::WarmThroughput) {
      throw still_in_use(
          "Cannot delete table while indexes are being created, updated, or deleted.");
    }
    throw still_in_use(fmt::format("Table: {} is in the process of being updated.", table.name));
  }
}

}  // namespace tombola::dynamodb
