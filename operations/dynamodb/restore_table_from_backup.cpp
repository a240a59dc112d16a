// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableFromBackup.html
//
// The answer says CREATING, as on AWS; the table has its items and is ready when the client reads it.
// Nothing shows then that it was restored. A backup of another region is restored when the request
// says how the table is to be encrypted. Observed on AWS (us-west-2, October 2026).
#include "dynamodb/api_error.h"
#include "operations/dynamodb/backups.h"
#include "operations/dynamodb/description_parts.h"
#include "operations/dynamodb/restored_table.h"
#include "operations/operation.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Presence;
using dynamodb::Shape;
using dynamodb::TableDefinition;

const Shape& fields() {
  static const Shape shape = [] {
    std::vector<dynamodb::Field> all = restore_fields();
    all.push_back({"BackupArn", Shape::string(), Presence::Required});
    return Shape::structure("RestoreTableFromBackupInput", std::move(all));
  }();
  return shape;
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

storage::Backup backup_or_throw(std::optional<storage::Backup> backup, const Source& source) {
  if (!backup) {
    throw_backup_not_found(source.arn);
  }
  return std::move(*backup);
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
  const auto fill = [&](const TableDefinition& table) {
    context.transactions.read([&](storage::Transaction& transaction) {
      storage::write_items_of(backup, context.transactions, transaction, table);
    });
  };
  // Nobody deleted it meanwhile, or items would be missing.
  const auto check_source = [&](storage::WriteTransaction& transaction) {
    backup_or_throw(storage::find_backup_for_update(transaction.bytes(), source.name_space,
                                                    source.arn.table, source.arn.id),
                    source);
  };
  return restore_table({backup.table,
                        {{"SourceBackupArn", backup.arn()},
                         {"SourceTableArn", backup.table.arn()},
                         {"RestoreDateTime", epoch_seconds(backup.created_ms)},
                         {"RestoreInProgress", true}},
                        fill,
                        check_source},
                       request, context);
}

}  // namespace tombola::operations
