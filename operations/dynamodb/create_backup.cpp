// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateBackup.html
//
// The answer says CREATING, as on AWS; the backup is there when the client reads it. It has the items
// of one moment. Names are nobody's own: several backups may share one.
#include <fmt/format.h>

#include "operations/dynamodb/backups.h"
#include "operations/dynamodb/continuous_backups.h"
#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"
#include "operations/uuid.h"
#include "storage/layout.h"

namespace tombola::operations {
namespace {

using dynamodb::Presence;
using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("CreateBackupInput",
                       {{"TableName", Shape::string(), Presence::Required},
                        {"BackupName",
                         Shape::string()
                             .pattern(dynamodb::resource_name_pattern, dynamodb::is_resource_name)
                             .length(3, 255),
                         Presence::Required}});
  return shape;
}

// When it was made, to the millisecond, and eight digits.
std::string backup_id(std::int64_t created_ms) {
  constexpr std::size_t digits = 8;
  return fmt::format("{:014}-{}", created_ms, random_uuid().substr(0, digits));
}

// Fills in what the table is, and copies its items.
void back_up(storage::Backup& backup, const std::string& table_name, OperationContext& context) {
  context.transactions.read([&](storage::Transaction& transaction) {
    auto found = context.catalog.find(transaction, context.name_space, table_name);
    // Backups know a table once it is there.
    const auto table = backed_up_table_or_throw(
        found && is_being_created(*found, context) ? nullptr : std::move(found), table_name);
    context.transactions.write("", [&](storage::WriteTransaction& write) {
      backup.items = storage::Catalog::next_id(write.bytes());
    });
    backup.table = *table;
    backup.size = transaction.get_counter(storage::layout::table_counter_key(table->id));
    try {
      storage::copy_items(context.transactions, transaction, table->id, backup.items);
    } catch (...) {
      storage::erase_items_of(backup, context.transactions.engine());
      throw;
    }
  });
}

}  // namespace

std::string create_backup(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  check_table_name_of_table_operation(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);

  storage::Backup backup;
  backup.name = request.required("BackupName").as_string();
  backup.created_ms = context.service_clock.unique_ms();
  backup.id = backup_id(backup.created_ms);
  back_up(backup, table_name_of(request, context), context);
  context.transactions.write("", [&](storage::WriteTransaction& transaction) {
    storage::put_backup(transaction.bytes(), backup);
  });
  return nlohmann::ordered_json(
             {{"BackupDetails", backup_details(backup, backup.arn(), "CREATING")}})
      .dump();
}

}  // namespace tombola::operations
