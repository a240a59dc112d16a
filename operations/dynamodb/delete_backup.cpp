// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteBackup.html
#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/backups.h"
#include "operations/operation.h"
#include "services/time_text.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DeleteBackupInput", {{"BackupArn", Shape::string(), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string delete_backup(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const BackupArn arn = backup_arn_from(request.required("BackupArn").as_string(), context);

  std::optional<storage::Backup> backup;
  context.transactions.write(arn.id, [&](storage::WriteTransaction& transaction) {
    backup =
        storage::find_backup_for_update(transaction.bytes(), context.name_space, arn.table, arn.id);
    if (!backup) {
      throw_backup_not_found(arn);
    }
    if (backup->is_system()) {
      throw dynamodb::ApiError::validation(fmt::format(
          "Invalid Request: User is not allowed to delete the system backup with arn {}. "
          "It will automatically expire on {}",
          arn.text, services::iso_time(backup->expires_ms())));
    }
    storage::erase_backup(transaction.bytes(), *backup);
  });
  storage::erase_items_of(*backup, context.transactions.engine());
  return backup_description_answer(*backup, arn.text, "DELETED");
}

}  // namespace tombola::operations
