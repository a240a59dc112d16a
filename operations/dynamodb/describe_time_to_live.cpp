// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html
#include <nlohmann/json.hpp>

#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DescribeTimeToLiveInput", {{"TableName", Shape::string(), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string describe_time_to_live(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  check_table_name_of_table_operation(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string name = table_name_of(request, context);

  nlohmann::ordered_json description = {{"TimeToLiveStatus", "DISABLED"}};
  context.transactions.read([&](storage::Transaction& transaction) {
    const auto table = context.catalog.find(transaction, context.name_space, name);
    if (!table) {
      throw_table_not_found(name);
    }
    if (table->time_to_live) {
      description = {{"TimeToLiveStatus", "ENABLED"},
                     {"AttributeName", table->time_to_live->attribute}};
    }
  });
  return nlohmann::ordered_json({{"TimeToLiveDescription", description}}).dump();
}

}  // namespace tombola::operations
