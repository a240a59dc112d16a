// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableFromBackup.html
//
// The answer says CREATING, as on AWS; the table has its items and is ready when the client reads it.
// Nothing shows then that it was restored. A backup of another region is restored when the request
// says how the table is to be encrypted. Observed on AWS (us-west-2, October 2026).
#include "dynamodb/api_error.h"
#include "dynamodb/validation/throughput_rules.h"
#include "operations/dynamodb/backups.h"
#include "operations/dynamodb/description_parts.h"
#include "operations/dynamodb/restore_overrides.h"
#include "operations/dynamodb/table_changes.h"
#include "operations/dynamodb/table_description.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/table_rows.h"
#include "operations/lambda/mapping_notices.h"
#include "operations/operation.h"
#include "operations/uuid.h"
#include "storage/deleting_tables.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Presence;
using dynamodb::Shape;
using dynamodb::TableDefinition;

Shape target_name_shape() {
  return Shape::string().pattern(dynamodb::resource_name_pattern, dynamodb::is_resource_name);
}

const Shape& fields() {
  static const Shape shape = [] {
    std::vector<dynamodb::Field> all = {{"TargetTableName", Shape::string(), Presence::Required},
                                        {"BackupArn", Shape::string(), Presence::Required}};
    for (const dynamodb::Field& field : restore_override_fields()) {
      all.push_back(field);
    }
    return Shape::structure("RestoreTableFromBackupInput", std::move(all));
  }();
  return shape;
}

// Its length has words of its own.
void check_target_name(dynamodb::JsonValue json) {
  const std::string_view name = Request(json).required("TargetTableName").as_string();
  constexpr std::size_t length_min = 3;
  constexpr std::size_t length_max = 255;
  if (name.size() < length_min || name.size() > length_max) {
    throw ApiError::validation(
        "TableName must be at least 3 characters long and at most 255 characters long");
  }
  static const Shape shape = Shape::structure("", {{"TargetTableName", target_name_shape()}});
  dynamodb::check_constraints(json, shape, dynamodb::Wording::Old);
}

struct Source {
  BackupArn arn;
  dynamodb::Namespace name_space;
};

Source source_of(const Request& request, const OperationContext& context) {
  Source source{backup_arn_from(request.required("BackupArn").as_string(), context),
                context.name_space};
  if (source.arn.region != context.name_space.region) {
    if (!request.has("SSESpecificationOverride")) {
      throw ApiError::validation(
          "Invalid Request: sseSpecificationOverride must be provided for cross-region restores");
    }
    source.name_space.region = source.arn.region;
  }
  return source;
}

void require_free_target(OperationContext& context, storage::Transaction& transaction,
                         const std::string& name) {
  if (context.catalog.find_for_update(transaction, context.name_space, name) ||
      storage::find_deleting_table(transaction, context.name_space, name,
                                   context.service_clock.now_ms())) {
    throw ApiError::modelled("TableAlreadyExistsException", "Table already exists: " + name);
  }
}

storage::Backup backup_or_throw(std::optional<storage::Backup> backup, const Source& source) {
  if (!backup) {
    throw_backup_not_found(source.arn);
  }
  return std::move(*backup);
}

// The table as it will be, and the number that its rows begin with.
TableDefinition begin_table(const storage::Backup& backup, const Request& request,
                            OperationContext& context) {
  TableDefinition table = restored_table(backup.table, request, context.name_space);
  dynamodb::check_account_quotas(table, nullptr);
  table.name = request.required("TargetTableName").as_string();
  table.uuid = random_uuid();
  context.transactions.write(table.name, [&](storage::WriteTransaction& transaction) {
    require_free_target(context, transaction.bytes(), table.name);
    table.id = storage::Catalog::next_id(transaction.bytes());
  });
  return table;
}

std::string restore_summary(const storage::Backup& backup) {
  return nlohmann::ordered_json({{"SourceBackupArn", backup.arn()},
                                 {"SourceTableArn", backup.table.arn()},
                                 {"RestoreDateTime", epoch_seconds(backup.created_ms)},
                                 {"RestoreInProgress", true}})
      .dump();
}

// From now on it is there, with all its items.
std::string show_table(TableDefinition& table, const storage::Backup& backup,
                       storage::WriteTransaction& transaction, OperationContext& context) {
  storage::forget_deleting_table(transaction.bytes(), context.name_space, table.name);
  table.created_ms = context.service_clock.now_ms();
  if (table.billing_mode == dynamodb::BillingMode::PayPerRequest) {
    table.on_demand_since_ms = table.created_ms;
  }
  const ChangeTimes times{table.created_ms, context.table_delay_ms};
  TableDefinition shown = table;
  dynamodb::TableChange creation;
  creation.kind = dynamodb::TableChange::Kind::Creation;
  creation.until_ms = times.until_ms();
  shown.changes = {creation};
  context.catalog.put(transaction.bytes(), times.delay_ms > 0 ? shown : table);
  std::string answer = table_description_answer("TableDescription", shown, transaction.bytes(),
                                                table.created_ms, ShownWarmth::Nowhere);
  constexpr std::size_t ends = 2;  // of the description and of the answer
  answer.insert(answer.size() - ends, ",\"RestoreSummary\":" + restore_summary(backup));
  return answer;
}

void forget_rows(const TableDefinition& table, OperationContext& context) {
  context.transactions.write("", [&](storage::WriteTransaction& transaction) {
    erase_counters(transaction.bytes(), table);
  });
  erase_rows(context.transactions.engine(), table);
}

}  // namespace

std::string restore_table_from_backup(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  check_target_name(json);
  const Source source = source_of(request, context);

  storage::Backup backup;
  context.transactions.read([&](storage::Transaction& transaction) {
    backup = backup_or_throw(
        storage::find_backup(transaction, source.name_space, source.arn.table, source.arn.id),
        source);
  });
  TableDefinition table = begin_table(backup, request, context);
  std::string answer;
  try {
    context.transactions.read([&](storage::Transaction& transaction) {
      storage::write_items_of(backup, context.transactions, transaction, table);
    });
    context.transactions.change_catalog([&](storage::WriteTransaction& transaction) {
      // Nobody deleted it meanwhile, or items would be missing.
      backup_or_throw(storage::find_backup_for_update(transaction.bytes(), source.name_space,
                                                      source.arn.table, source.arn.id),
                      source);
      require_free_target(context, transaction.bytes(), table.name);
      answer = show_table(table, backup, transaction, context);
    });
  } catch (...) {
    forget_rows(table, context);
    throw;
  }
  lambda::tell_waiting_mappings(table.name, context);
  return answer;
}

}  // namespace tombola::operations
