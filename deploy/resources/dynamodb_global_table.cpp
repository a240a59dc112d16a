// AWS::DynamoDB::GlobalTable: here the replica of the stack's own region, as a table. What CDK's
// TableV2 makes.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-globaltable.html
#include "deploy/resources/dynamodb_table.h"
#include "deploy/resources/dynamodb_table_features.h"
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

Json throughput(const Json& common, const Json& own) {
  const char* read = "ReadProvisionedThroughputSettings";
  Json units = {
      {"ReadCapacityUnits", capacity(member(own.contains(read) ? own : common, read), "Read")},
      {"WriteCapacityUnits",
       capacity(member(common, "WriteProvisionedThroughputSettings"), "Write")}};
  for (const char* name : {"ReadCapacityUnits", "WriteCapacityUnits"}) {
    if (units[name].is_null()) {
      units[name] = 1;
    }
  }
  return units;
}

// The replica's own settings of an index.
Json replica_index(const Json& replica, const Json& name) {
  const Json index = find_index(replica, name);
  return index.is_null() ? Json::object() : index;
}

// What is read at most is a replica's affair, what is written everybody's. `common`, `own`: the table's
// properties and the replica's, or those of an index.
Json most_on_demand(const Json& common, const Json& own) {
  Json most = picked(member(common, "WriteOnDemandThroughputSettings"), {"MaxWriteRequestUnits"});
  for (const Json& settings : {common, own}) {
    most.update(
        picked(member(settings, "ReadOnDemandThroughputSettings"), {"MaxReadRequestUnits"}));
  }
  return most;
}

void take_throughput(const Json& common, const Json& own, bool provisioned, Json& request) {
  if (provisioned) {
    request["ProvisionedThroughput"] = throughput(common, own);
  } else if (const Json most = most_on_demand(common, own); !most.empty()) {
    request["OnDemandThroughput"] = most;
  }
}

// Each replica has a key of its own.
Json encryption_of(const Json& properties, const Json& replica) {
  Json encryption = member(properties, "SSESpecification");
  encryption.update(picked(member(replica, "SSESpecification"), {"KMSMasterKeyId"}));
  return encryption;
}

Json stream_of(const Json& properties, const Json& replica) {
  Json stream = member(properties, "StreamSpecification");
  stream.update(picked(member(replica, "ReplicaStreamSpecification"), {"ResourcePolicy"}));
  return stream;
}

Json table_of(const ResourceContext& context, const Json& properties) {
  const Json replica = own_replica(context, properties);
  const bool provisioned = member(properties, "BillingMode") != "PAY_PER_REQUEST";
  Json table =
      picked(properties, {"AttributeDefinitions", "BillingMode", "KeySchema", "TableName",
                          "LocalSecondaryIndexes", "TimeToLiveSpecification", "WarmThroughput"});
  table.update(picked(
      replica, {"ContributorInsightsSpecification", "DeletionProtectionEnabled",
                "PointInTimeRecoverySpecification", "ResourcePolicy", "TableClass", "Tags"}));
  take_throughput(properties, replica, provisioned, table);
  if (properties.contains("SSESpecification")) {
    table["SSESpecification"] = encryption_of(properties, replica);
  }
  if (properties.contains("StreamSpecification")) {
    table["StreamSpecification"] = stream_of(properties, replica);
  }
  const Json indexes = member(properties, "GlobalSecondaryIndexes");
  for (const Json& index : indexes) {
    const Json settings = replica_index(replica, member(index, "IndexName"));
    Json own = picked(index, {"IndexName", "KeySchema", "Projection", "WarmThroughput"});
    own.update(picked(settings, {"ContributorInsightsSpecification"}));
    take_throughput(index, settings, provisioned, own);
    table["GlobalSecondaryIndexes"].push_back(std::move(own));
  }
  return typed(table);
}

// Of a replica, which the list of the type's properties does not tell.
void complain_of_replica(const ResourceContext& context, const Json& properties) {
  if (own_replica(context, properties).contains("KinesisStreamSpecification")) {
    context.complain(
        "Tombola does not support the property KinesisStreamSpecification, which is left out");
  }
}

Made create_global_table(const ResourceContext& context, const Json& properties) {
  complain_of_replica(context, properties);
  return create_table(context, table_of(context, properties));
}

Made update_global_table(const ResourceContext& context, const ResourceType::Update& update) {
  const Json before = table_of(context, update.before);
  const Json after = table_of(context, update.after);
  return update_table(context, {update.made, before, after});
}

constexpr ResourceType types[] = {
    {"AWS::DynamoDB::GlobalTable", "Arn StreamArn TableId", create_global_table,
     update_global_table, delete_table,
     "AttributeDefinitions BillingMode GlobalSecondaryIndexes KeySchema LocalSecondaryIndexes "
     "ReadOnDemandThroughputSettings ReadProvisionedThroughputSettings Replicas SSESpecification "
     "StreamSpecification TableName TimeToLiveSpecification WarmThroughput "
     "WriteOnDemandThroughputSettings WriteProvisionedThroughputSettings"},
};

}  // namespace

std::span<const ResourceType> dynamodb_global_types() {
  return types;
}

}  // namespace tombola::deploy
