// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html
#include <algorithm>

#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "storage/deleting_tables.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "ListTablesInput", {{"ExclusiveStartTableName",
                           Shape::string()
                               .pattern(dynamodb::resource_name_pattern, dynamodb::is_resource_name)
                               .length(3, 255)},
                          {"Limit", Shape::integer().range(1, limits::list_tables_page_max)}});
  return shape;
}

}  // namespace

std::string list_tables(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto limit =
      static_cast<std::size_t>(request.integer("Limit").value_or(limits::list_tables_page_max));

  std::vector<std::string> names;
  context.transactions.read([&](storage::Transaction& transaction) {
    const std::string_view after = request.string("ExclusiveStartTableName").value_or("");
    names = context.catalog.table_names(transaction, context.name_space, after, limit + 1);
    const std::vector<std::string> deleting = storage::deleting_table_names(
        transaction, context.name_space, after, context.service_clock.now_ms());
    names.insert(names.end(), deleting.begin(), deleting.end());
    std::sort(names.begin(), names.end());
  });
  nlohmann::ordered_json answer = {{"TableNames", nlohmann::ordered_json::array()}};
  const bool more = names.size() > limit;
  if (more) {
    names.resize(limit);
    answer["LastEvaluatedTableName"] = names.back();
  }
  for (const std::string& name : names) {
    answer["TableNames"].push_back(name);
  }
  return answer.dump();
}

}  // namespace tombola::operations
