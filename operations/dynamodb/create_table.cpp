// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
//
// The answer says CREATING, as on AWS; the table is ready when the client reads it, or, with
// --table-delay, some time later.
// Order of complaints: no name, constraints, billing against throughput, key schema, stream.
#include "dynamodb/api_error.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/index_settings.h"
#include "operations/dynamodb/resource_policy_document.h"
#include "operations/dynamodb/table_changes.h"
#include "operations/dynamodb/table_description.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/table_request.h"
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
