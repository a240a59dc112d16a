#include "operations/dynamodb/restored_table.h"

#include "dynamodb/api_error.h"
#include "dynamodb/validation/throughput_rules.h"
#include "operations/dynamodb/filled_table.h"
#include "operations/dynamodb/restore_overrides.h"
#include "operations/dynamodb/table_description.h"
#include "operations/lambda/mapping_notices.h"
#include "storage/deleting_tables.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Presence;
using dynamodb::Shape;
using dynamodb::TableDefinition;

void require_free_target(OperationContext& context, storage::Transaction& transaction,
                         const std::string& name) {
  if (context.catalog.find_for_update(transaction, context.name_space, name) ||
      storage::find_deleting_table(transaction, context.name_space, name,
                                   context.service_clock.now_ms())) {
    throw ApiError::modelled("TableAlreadyExistsException", "Table already exists: " + name);
  }
}

std::string show(TableDefinition& table, const Restore& restore,
                 storage::WriteTransaction& transaction, OperationContext& context) {
  const TableDefinition shown = show_filled_table(table, transaction, context);
  std::string answer = table_description_answer("TableDescription", shown, transaction.bytes(),
                                                table.created_ms, ShownWarmth::Nowhere);
  constexpr std::size_t ends = 2;  // of the description and of the answer
  answer.insert(answer.size() - ends, ",\"RestoreSummary\":" + restore.summary.dump());
  return answer;
}

}  // namespace

std::vector<dynamodb::Field> restore_fields() {
  std::vector<dynamodb::Field> fields = {{"TargetTableName", Shape::string(), Presence::Required}};
  for (const dynamodb::Field& field : restore_override_fields()) {
    fields.push_back(field);
  }
  return fields;
}

void check_target_name(dynamodb::JsonValue request) {
  const std::string_view name = Request(request).required("TargetTableName").as_string();
  constexpr std::size_t length_min = 3;
  constexpr std::size_t length_max = 255;
  if (name.size() < length_min || name.size() > length_max) {
    throw ApiError::validation(
        "TableName must be at least 3 characters long and at most 255 characters long");
  }
  static const Shape shape = Shape::structure(
      "", {{"TargetTableName",
            Shape::string().pattern(dynamodb::resource_name_pattern, dynamodb::is_resource_name)}});
  dynamodb::check_constraints(request, shape, dynamodb::Wording::Old);
}

std::string restore_table(const Restore& restore, const Request& request,
                          OperationContext& context) {
  TableDefinition table = restored_table(restore.source, request, context.name_space);
  dynamodb::check_account_quotas(table, nullptr);
  table.name = request.required("TargetTableName").as_string();
  const auto check_target = [&](storage::Transaction& transaction) {
    require_free_target(context, transaction, table.name);
  };
  begin_filled_table(table, check_target, context);
  std::string answer;
  try {
    restore.fill(table);
    context.transactions.change_catalog([&](storage::WriteTransaction& transaction) {
      restore.check_source(transaction);
      check_target(transaction.bytes());
      answer = show(table, restore, transaction, context);
    });
  } catch (...) {
    forget_filled_table(table, context);
    throw;
  }
  lambda::tell_waiting_mappings(table.name, context);
  return answer;
}

}  // namespace tombola::operations
