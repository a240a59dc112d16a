// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
//
// The answer says CREATING, as on AWS; the table is ready when the client reads it, or, with
// --table-delay, some time later.
// Order of complaints: no name, constraints, billing against throughput, key schema, stream.
#include "dynamodb/api_error.h"
#include "dynamodb/model/table_state.h"
#include "dynamodb/validation/table_admission.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/index_settings.h"
#include "operations/dynamodb/resource_policy_document.h"
#include "operations/dynamodb/table_changes.h"
#include "operations/dynamodb/table_description.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/table_settings.h"
#include "operations/dynamodb/tag_fields.h"
#include "operations/dynamodb/throughput_settings.h"
#include "operations/lambda/mapping_notices.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "operations/uuid.h"
#include "storage/deleting_tables.h"
#include "storage/resource_policies.h"
#include "storage/table_tags.h"
#include "streams/stream_lifecycle.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::BillingMode;
using dynamodb::Presence;
using dynamodb::Shape;
using dynamodb::TableDefinition;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("CreateTableInput",
                       {{"AttributeDefinitions", attribute_definitions_shape(), Presence::Required},
                        {"TableName", plain_table_name_shape(), Presence::Required},
                        {"KeySchema", key_schema_shape(2), Presence::Required},
                        {"GlobalSecondaryIndexes", global_secondary_indexes_shape()},
                        {"LocalSecondaryIndexes", local_secondary_indexes_shape()},
                        {"BillingMode", billing_mode_shape()},
                        {"ProvisionedThroughput", provisioned_throughput_shape()},
                        {"StreamSpecification", stream_specification_shape()},
                        {"SSESpecification", sse_specification_shape()},
                        {"Tags", tags_shape()},
                        {"TableClass", Shape::string()},
                        {"DeletionProtectionEnabled", Shape::boolean()},
                        {"WarmThroughput", warm_throughput_shape()},
                        {"ResourcePolicy", Shape::string()},
                        {"OnDemandThroughput", on_demand_throughput_shape()},
                        unsupported("GlobalTableSourceArn", Shape::string()),
                        unsupported("GlobalTableSettingsReplicationMode", Shape::string()),
                        unsupported("VectorIndexes", Shape::list_of(Shape::structure("", {})))});
  return shape;
}

// All of the definition that the request alone decides.
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

// The words for a name that is taken depend on the state of the table that has it.
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

std::optional<PolicyDocument> policy_of(const Request& request) {
  const auto text = request.string("ResourcePolicy");
  return text ? std::optional(parse_policy_document(*text)) : std::nullopt;
}

}  // namespace

std::string create_table(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  require_table_name(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const TableDefinition requested = requested_table(request, context.name_space);
  const auto stream = stream_setting_of(request, TableAction::Create);
  const std::vector<dynamodb::Tag> tags = tags_of(request);
  const auto policy = policy_of(request);

  std::string answer;
  context.transactions.change_catalog([&](storage::WriteTransaction& transaction) {
    require_free_name(context, transaction.bytes(), requested.name);
    dynamodb::check_account_quotas(requested, nullptr);
    storage::forget_deleting_table(transaction.bytes(), context.name_space, requested.name);
    TableDefinition table = requested;
    table.id = storage::Catalog::next_id(transaction.bytes());
    table.uuid = random_uuid();
    table.created_ms = context.service_clock.now_ms();
    if (table.billing_mode == BillingMode::PayPerRequest) {
      table.on_demand_since_ms = table.created_ms;
    }
    const ChangeTimes times{table.created_ms, context.table_delay_ms};
    if (stream && stream->enabled) {
      streams::enable_stream(transaction, context.catalog, context.service_clock, table,
                             {*stream->view_type, context.stream_shards});
      if (times.delay_ms > 0) {
        streams::settle_stream_later(transaction, context.catalog, table, times.until_ms());
      }
    }
    TableDefinition shown = table;
    begin_creation(shown, times.until_ms());
    context.catalog.put(transaction.bytes(), times.delay_ms > 0 ? shown : table);
    storage::put_tags(transaction.bytes(), table.id, tags);
    if (policy) {
      storage::put_policy(
          transaction.bytes(), {table.id, 0},
          {policy->sent, policy->shown, std::to_string(context.service_clock.unique_ms())});
    }
    answer = table_description_answer(
        "TableDescription", shown, transaction.bytes(), table.created_ms,
        request.has("WarmThroughput") ? ShownWarmth::OfTable : ShownWarmth::Nowhere);
  });
  if (!stream || !stream->enabled) {
    lambda::tell_waiting_mappings(requested.name, context);
  }
  return answer;
}

}  // namespace tombola::operations
