// AWS::DynamoDB::GlobalTable: here the replica of the stack's own region, as a table. What CDK's
// TableV2 makes.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-globaltable.html
#include "deploy/resources/dynamodb_table.h"
#include "deploy/resources/families.h"
#include "deploy/resources/properties.h"

namespace tombola::deploy {
namespace {

Json own_replica(const ResourceContext& context, const Json& properties) {
  const Json replicas = member(properties, "Replicas");
  for (const Json& replica : replicas) {
    if (member(replica, "Region") == context.pseudo().region) {
      return replica;
    }
  }
  return replicas.empty() ? Json::object() : replicas.front();
}

// The number itself, or where automatic scaling begins.
Json capacity(const Json& settings, const std::string& kind) {
  const Json units = member(settings, kind + "CapacityUnits");
  const Json scaling = member(settings, kind + "CapacityAutoScalingSettings");
  const Json seed = member(scaling, "SeedCapacity");
  return !units.is_null() ? units : !seed.is_null() ? seed : member(scaling, "MinCapacity");
}

Json throughput(const Json& write, const Json& read) {
  Json units = {
      {"ReadCapacityUnits", capacity(member(read, "ReadProvisionedThroughputSettings"), "Read")},
      {"WriteCapacityUnits",
       capacity(member(write, "WriteProvisionedThroughputSettings"), "Write")}};
  for (const char* name : {"ReadCapacityUnits", "WriteCapacityUnits"}) {
    if (units[name].is_null()) {
      units[name] = 1;
    }
  }
  return units;
}

Json replica_index(const Json& replica, const Json& name) {
  for (const Json& index : member(replica, "GlobalSecondaryIndexes")) {
    if (member(index, "IndexName") == name) {
      return index;
    }
  }
  return Json::object();
}

Json table_of(const ResourceContext& context, const Json& properties) {
  const Json replica = own_replica(context, properties);
  const bool provisioned = member(properties, "BillingMode") != "PAY_PER_REQUEST";
  Json table = picked(properties, {"AttributeDefinitions", "BillingMode", "KeySchema",
                                   "LocalSecondaryIndexes", "SSESpecification",
                                   "StreamSpecification", "TableName", "TimeToLiveSpecification"});
  table.update(picked(replica, {"DeletionProtectionEnabled", "PointInTimeRecoverySpecification",
                                "ResourcePolicy", "TableClass", "Tags"}));
  if (provisioned) {
    table["ProvisionedThroughput"] = throughput(properties, replica);
  }
  for (const Json& index : member(properties, "GlobalSecondaryIndexes")) {
    Json own = picked(index, {"IndexName", "KeySchema", "Projection"});
    if (provisioned) {
      own["ProvisionedThroughput"] =
          throughput(index, replica_index(replica, member(index, "IndexName")));
    }
    table["GlobalSecondaryIndexes"].push_back(std::move(own));
  }
  return typed(table);
}

Made create_global_table(const ResourceContext& context, const Json& properties) {
  return create_table(context, table_of(context, properties));
}

Made update_global_table(const ResourceContext& context, const ResourceType::Update& update) {
  const Json before = table_of(context, update.before);
  const Json after = table_of(context, update.after);
  return update_table(context, {update.made, before, after});
}

constexpr ResourceType types[] = {
    {"AWS::DynamoDB::GlobalTable", "Arn StreamArn", create_global_table, update_global_table,
     delete_table,
     "AttributeDefinitions BillingMode GlobalSecondaryIndexes KeySchema LocalSecondaryIndexes "
     "Replicas SSESpecification StreamSpecification TableName TimeToLiveSpecification "
     "WriteProvisionedThroughputSettings"},
};

}  // namespace

std::span<const ResourceType> dynamodb_global_types() {
  return types;
}

}  // namespace tombola::deploy
