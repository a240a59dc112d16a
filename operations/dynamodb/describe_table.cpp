// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
//
// ItemCount and TableSizeBytes are exact and current; AWS refreshes them every six hours or so.
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/table_description.h"
#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "storage/deleting_tables.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DescribeTableInput", {{"TableName", Shape::string(), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string describe_table(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  check_table_name_of_table_operation(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string name = table_name_of(request, context);

  std::string answer;
  context.transactions.read([&](storage::Transaction& transaction) {
    const auto table = context.catalog.find(transaction, context.name_space, name);
    const std::int64_t now_ms = context.service_clock.now_ms();
    if (table) {
      answer = table_description_answer("Table", *table, transaction, now_ms);
      return;
    }
    const auto deleting =
        storage::find_deleting_table(transaction, context.name_space, name, now_ms);
    if (!deleting) {
      throw_table_not_found(name);
    }
    answer = deleting_table_answer("Table", *deleting, transaction, now_ms);
  });
  return answer;
}

}  // namespace tombola::operations
