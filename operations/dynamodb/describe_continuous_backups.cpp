// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html
#include "operations/dynamodb/continuous_backups.h"
#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("DescribeContinuousBackupsInput",
                       {{"TableName", Shape::string(), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string describe_continuous_backups(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  check_table_name_of_table_operation(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string name = table_name_of(request, context);

  std::string answer;
  context.transactions.read([&](storage::Transaction& transaction) {
    auto found = context.catalog.find(transaction, context.name_space, name);
    // Backups know a table once it is there (observed on AWS, us-west-2, October 2026).
    const auto table = backed_up_table_or_throw(
        found && is_being_created(*found, context) ? nullptr : std::move(found), name);
    answer = continuous_backups_answer(*table, context.service_clock.now_ms());
  });
  return answer;
}

}  // namespace tombola::operations
