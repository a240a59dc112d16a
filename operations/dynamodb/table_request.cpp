#include "operations/dynamodb/table_request.h"

#include "dynamodb/api_error.h"
#include "dynamodb/model/table_state.h"
#include "dynamodb/validation/table_admission.h"
#include "operations/dynamodb/index_settings.h"
#include "operations/dynamodb/table_settings.h"
#include "operations/dynamodb/throughput_settings.h"
#include "storage/deleting_tables.h"

namespace tombola::operations {

using dynamodb::ApiError;
using dynamodb::BillingMode;
using dynamodb::TableDefinition;

TableDefinition requested_table(const Request& request, const dynamodb::Namespace& name_space) {
  TableDefinition table;
  table.name = request.required("TableName").as_string();
  table.billing_mode = billing_mode_of(request).value_or(BillingMode::Provisioned);
  const auto throughput = throughput_of(request);
  dynamodb::check_billing(table.billing_mode, throughput);
  table.throughput = throughput.value_or(dynamodb::ProvisionedThroughput{});
  const dynamodb::ThroughputTarget target(table);
  dynamodb::change_on_demand(target, on_demand_of(request), table.billing_mode, false);
  dynamodb::begin_warm(target, warm_of(request), table.billing_mode);
  const auto definitions = attribute_definitions_of(request);
  const dynamodb::TableKey key = dynamodb::table_key_from(key_schema_of(request), definitions);
  table.hash_key = key.hash;
  table.range_key = key.range;
  for (const dynamodb::AttributeDefinition& definition : definitions) {
    table.attribute_definitions.push_back({definition.name, definition.type});
  }
  const std::vector<dynamodb::IndexRequest> indexes = index_requests_of(request);
  dynamodb::check_definitions_are_used(definitions, key, indexes);
  for (const dynamodb::IndexRequest& index : indexes) {
    if (index.is_global && table.billing_mode == BillingMode::Provisioned && !index.throughput) {
      throw ApiError::validation(
          "One or more parameter values were invalid: ProvisionedThroughput is not specified for "
          "index: " +
          index.name);
    }
    table.indexes.push_back(dynamodb::index_definition_from(
        index, definitions, {table.hash_key, table.range_key, table.billing_mode}));
    table.indexes.back().id = table.next_index_id++;
  }
  dynamodb::check_indexes_together(table.indexes);
  table.deletion_protection = request.boolean("DeletionProtectionEnabled").value_or(false);
  table.table_class = table_class_of(request).value_or("");
  table.kms_key_arn = kms_key_of(request, name_space).value_or("");
  table.name_space = name_space;
  return table;
}

void require_free_name(OperationContext& context, storage::Transaction& transaction,
                       const std::string& name) {
  const std::int64_t now_ms = context.service_clock.now_ms();
  const auto table = context.catalog.find_for_update(transaction, context.name_space, name);
  if (table && dynamodb::table_status(*table, now_ms) == dynamodb::TableStatus::Creating) {
    throw dynamodb::still_being_created(name);
  }
  if (table || storage::find_deleting_table(transaction, context.name_space, name, now_ms)) {
    throw ApiError::resource_in_use("Table already exists: " + name);
  }
}

void begin_creation(TableDefinition& table, std::int64_t until_ms) {
  dynamodb::TableChange creation;
  creation.kind = dynamodb::TableChange::Kind::Creation;
  creation.until_ms = until_ms;
  table.changes = {creation};
}

}  // namespace tombola::operations
