// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/api_error.h"
#include "dynamodb/model/table_state.h"
#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "storage/deleting_tables.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DescribeTimeToLiveInput", {{"TableName", Shape::string(), dynamodb::Presence::Required}});
  return shape;
}

[[noreturn]] void throw_wrong_state(std::string_view state) {
  throw dynamodb::ApiError::validation(
      fmt::format("Cannot describe time to live while table is in {} state: Current table state is "
                  "{}",
                  state, state));
}

nlohmann::ordered_json description_of(const dynamodb::TableDefinition& table, std::int64_t now_ms) {
  const dynamodb::TableChange* change =
      dynamodb::change_under_way(table, dynamodb::TableChange::Kind::TimeToLive, now_ms);
  if (table.time_to_live) {
    return {{"TimeToLiveStatus", change != nullptr ? "ENABLING" : "ENABLED"},
            {"AttributeName", table.time_to_live->attribute}};
  }
  if (change != nullptr) {
    return {{"TimeToLiveStatus", "DISABLING"}, {"AttributeName", change->text}};
  }
  return {{"TimeToLiveStatus", "DISABLED"}};
}

}  // namespace

std::string describe_time_to_live(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  check_table_name_of_table_operation(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string name = table_name_of(request, context);

  const std::int64_t now_ms = context.service_clock.now_ms();
  nlohmann::ordered_json description;
  context.transactions.read([&](storage::Transaction& transaction) {
    const auto table = context.catalog.find(transaction, context.name_space, name);
    if (!table) {
      if (storage::find_deleting_table(transaction, context.name_space, name, now_ms)) {
        throw_wrong_state("DELETING");
      }
      throw_table_not_found(name);
    }
    if (dynamodb::table_status(*table, now_ms) == dynamodb::TableStatus::Creating) {
      throw_wrong_state("CREATING");
    }
    description = description_of(*table, now_ms);
  });
  return nlohmann::ordered_json({{"TimeToLiveDescription", description}}).dump();
}

}  // namespace tombola::operations
