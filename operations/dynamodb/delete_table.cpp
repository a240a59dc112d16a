// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html
//
// The answer says DELETING, as on AWS; the table is gone when the client reads it, though with
// --table-delay it shows for some time. Its stream is closed and stays readable for 24 hours. With
// point-in-time recovery its items stay in a system backup for 35 days.
#include "dynamodb/api_error.h"
#include "dynamodb/validation/table_admission.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/table_description.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/table_rows.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "storage/backups.h"
#include "storage/contributor_insights.h"
#include "storage/deleting_tables.h"
#include "storage/item_history.h"
#include "storage/layout.h"
#include "storage/resource_policies.h"
#include "storage/table_tags.h"
#include "streams/stream_lifecycle.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DeleteTableInput", {{"TableName", Shape::string(), dynamodb::Presence::Required}});
  return shape;
}

[[noreturn]] void throw_not_found(const OperationContext& context,
                                  storage::Transaction& transaction, const std::string& name,
                                  std::int64_t now_ms) {
  if (storage::find_deleting_table(transaction, context.name_space, name, now_ms)) {
    throw dynamodb::still_being_deleted(name);
  }
  throw_table_not_found(name);
}

void close_stream(OperationContext& context, storage::WriteTransaction& transaction,
                  const dynamodb::TableDefinition& table, std::int64_t now_ms) {
  if (!table.stream_enabled()) {
    return;
  }
  dynamodb::TableDefinition closing = table;
  streams::disable_stream(transaction, context.catalog, context.service_clock, closing);
  if (context.table_delay_ms > 0) {
    streams::settle_stream_later(transaction, context.catalog, closing,
                                 now_ms + context.table_delay_ms);
  }
}

// Of a table with point-in-time recovery. It keeps the items; nothing is copied.
storage::Backup last_backup_of(const dynamodb::TableDefinition& table,
                               storage::Transaction& transaction, std::int64_t now_ms) {
  return storage::system_backup_of(
      table, transaction.get_counter(storage::layout::table_counter_key(table.id)), now_ms);
}

}  // namespace

std::string delete_table(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  check_table_name_of_table_operation(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string name = table_name_of(request, context);

  std::string answer;
  storage::TableSnapshot deleted;
  context.transactions.change_catalog([&](storage::WriteTransaction& transaction) {
    const auto found =
        context.catalog.find_for_update(transaction.bytes(), context.name_space, name);
    const std::int64_t now_ms = context.service_clock.now_ms();
    if (!found) {
      throw_not_found(context, transaction.bytes(), name, now_ms);
    }
    if (found->deletion_protection) {
      throw dynamodb::ApiError::validation(
          "Resource cannot be deleted as it is currently protected against deletion. Disable "
          "deletion protection first.");
    }
    dynamodb::check_deletion_admitted(*found, now_ms);
    answer = deleting_table_answer("TableDescription", *found, transaction.bytes(), now_ms);
    close_stream(context, transaction, *found, now_ms);
    if (context.table_delay_ms > 0) {
      storage::put_deleting_table(transaction.bytes(), *found, now_ms,
                                  now_ms + context.table_delay_ms);
    }
    if (found->point_in_time_recovery) {
      storage::put_backup(transaction.bytes(), last_backup_of(*found, transaction.bytes(),
                                                              context.service_clock.unique_ms()));
    }
    context.catalog.erase(transaction.bytes(), *found);
    erase_counters(transaction.bytes(), *found);
    storage::put_tags(transaction.bytes(), found->id, {});
    storage::erase_policies(transaction.bytes(), found->id);
    storage::erase_all_insights(transaction.bytes(), *found);
    storage::item_history::forget(transaction, found->id);
    deleted = found;
  });
  erase_rows(context.transactions.engine(), *deleted,
             deleted->point_in_time_recovery ? Items::Stay : Items::Go);
  return answer;
}

}  // namespace tombola::operations
