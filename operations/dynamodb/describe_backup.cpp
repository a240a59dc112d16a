// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeBackup.html
//
// The region in the ARN is not looked at, and shows again in the answer (observed on AWS, us-west-2,
// October 2026).
#include "operations/dynamodb/backups.h"
#include "operations/operation.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DescribeBackupInput", {{"BackupArn", Shape::string(), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string describe_backup(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const BackupArn arn = backup_arn_from(request.required("BackupArn").as_string(), context);

  std::string answer;
  context.transactions.read([&](storage::Transaction& transaction) {
    const auto backup = storage::find_backup(transaction, context.name_space, arn.table, arn.id);
    if (!backup) {
      throw_backup_not_found(arn);
    }
    answer = backup_description_answer(*backup, arn.text, "AVAILABLE");
  });
  return answer;
}

}  // namespace tombola::operations
