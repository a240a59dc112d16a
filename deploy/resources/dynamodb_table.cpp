// AWS::DynamoDB::Table
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html
#include "deploy/resources/dynamodb_table.h"

#include "deploy/resources/dynamodb_table_features.h"
#include "deploy/resources/families.h"
#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"

namespace tombola::deploy {
namespace {

using operations::Service;

constexpr std::size_t table_name_length_max = 255;

// Every setting that CreateTable and UpdateTable share, in their form.
Json settings_of(const Json& properties) {
  Json settings =
      picked(properties, {"AttributeDefinitions", "BillingMode", "DeletionProtectionEnabled",
                          "OnDemandThroughput", "TableClass", "WarmThroughput"});
  if (member(properties, "BillingMode") != "PAY_PER_REQUEST" &&
      properties.contains("ProvisionedThroughput")) {
    settings["ProvisionedThroughput"] = properties["ProvisionedThroughput"];
  }
  return settings;
}

Json stream_of(const Json& properties) {
  const Json view = member(member(properties, "StreamSpecification"), "StreamViewType");
  return view.is_null() ? Json({{"StreamEnabled", false}})
                        : Json({{"StreamEnabled", true}, {"StreamViewType", view}});
}

Json encryption_of(const Json& specification) {
  Json encryption = picked(specification, {"SSEType", "KMSMasterKeyId"});
  encryption["Enabled"] = member(specification, "SSEEnabled");
  return encryption;
}

// Of an index what CreateTable takes; the throughput only where it counts.
Json index_of(const Json& index, bool pays_per_request) {
  Json picked_index = picked(
      index, {"IndexName", "KeySchema", "Projection", "OnDemandThroughput", "WarmThroughput"});
  if (!pays_per_request && index.contains("ProvisionedThroughput")) {
    picked_index["ProvisionedThroughput"] = index["ProvisionedThroughput"];
  }
  return picked_index;
}

bool pays_per_request(const Json& properties) {
  return member(properties, "BillingMode") == "PAY_PER_REQUEST";
}

Json indexes_of(const Json& properties) {
  Json indexes = Json::array();
  for (const Json& index : member(properties, "GlobalSecondaryIndexes")) {
    indexes.push_back(index_of(index, pays_per_request(properties)));
  }
  return indexes;
}

Json describe(const ResourceContext& context, const std::string& table) {
  return context.call(Service::DynamoDB, "DescribeTable", {{"TableName", table}}).at("Table");
}

Made made_of(const Json& table) {
  Made made{table.at("TableName"),
            {{"Arn", table.at("TableArn")}, {"TableId", table.at("TableId")}}};
  if (table.contains("LatestStreamArn") &&
      member(member(table, "StreamSpecification"), "StreamEnabled") == true) {
    made.attributes["StreamArn"] = table["LatestStreamArn"];
  }
  return made;
}

Json new_table(const ResourceContext& context, const Json& properties) {
  Json request = {{"TableName", context.name_or(properties, "TableName", table_name_length_max)}};
  request.update(settings_of(properties));
  request["KeySchema"] = member(properties, "KeySchema");
  if (!request.contains("BillingMode")) {
    request["BillingMode"] = "PROVISIONED";
  }
  if (const Json indexes = indexes_of(properties); !indexes.empty()) {
    request["GlobalSecondaryIndexes"] = indexes;
  }
  request.update(picked(properties, {"LocalSecondaryIndexes", "Tags"}));
  if (properties.contains("StreamSpecification")) {
    request["StreamSpecification"] = stream_of(properties);
  }
  if (properties.contains("SSESpecification")) {
    request["SSESpecification"] = encryption_of(properties["SSESpecification"]);
  }
  return request;
}

// The table as it is now, with all that it is to have.
Made finished(const ResourceContext& context, const std::string& name, const Json& before,
              const Json& after) {
  const Made made = made_of(describe(context, name));
  set_features(context, {name, made.attributes.value("StreamArn", ""), before, after});
  return made;
}

class TableUpdate {
 public:
  TableUpdate(const ResourceContext& context, const ResourceType::Update& update)
      : context_(context),
        table_(update.made.physical_id),
        before_(update.before),
        after_(update.after) {}

  Made run() {
    change_settings();
    change_stream();
    change_indexes();
    change_tags();
    return finished(context_, table_, before_, after_);
  }

 private:
  void update_table(Json request) {
    request["TableName"] = table_;
    context_.call(Service::DynamoDB, "UpdateTable", request);
  }

  void change_settings() {
    Json changed = Json::object();
    Json before = settings_of(before_);
    Json after = settings_of(after_);
    for (Json* settings : {&before, &after}) {
      settings->erase("AttributeDefinitions");  // go with the indexes
      if (!settings->contains("BillingMode")) {
        (*settings)["BillingMode"] = "PROVISIONED";
      }
      if (!settings->contains("DeletionProtectionEnabled")) {
        (*settings)["DeletionProtectionEnabled"] = false;
      }
    }
    for (const auto& [name, value] : after.items()) {
      if (differs(before, after, name)) {
        changed[name] = value;
      }
    }
    if (changed.contains("BillingMode") && after.contains("ProvisionedThroughput")) {
      changed["ProvisionedThroughput"] = after["ProvisionedThroughput"];
    }
    if (changed.contains("BillingMode") && !pays_per_request(after_)) {
      add_index_throughput(changed);
    }
    if (differs(before_, after_, "SSESpecification")) {
      changed["SSESpecification"] = encryption_of(member(after_, "SSESpecification"));
    }
    // UpdateTable takes none of them together with anything else; a billing mode goes before the
    // throughput that suits it.
    Json rest = changed;
    for (const char* alone :
         {"DeletionProtectionEnabled", "SSESpecification", "TableClass", "WarmThroughput"}) {
      rest.erase(alone);
    }
    if (!rest.empty()) {
      update_table(rest);
    }
    for (const auto& [name, value] : changed.items()) {
      if (!rest.contains(name)) {
        update_table({{name, value}});
      }
    }
  }

  // A table that begins to be provisioned needs it for each of its indexes.
  void add_index_throughput(Json& changed) const {
    for (const Json& index : indexes_of(after_)) {
      if (!find_index(before_, index.at("IndexName")).is_null() &&
          index.contains("ProvisionedThroughput")) {
        changed["GlobalSecondaryIndexUpdates"].push_back(
            {{"Update", picked(index, {"IndexName", "ProvisionedThroughput"})}});
      }
    }
  }

  // Another view type takes a new stream.
  void change_stream() {
    const Json before = stream_of(before_);
    const Json after = stream_of(after_);
    if (before == after) {
      return;
    }
    if (before["StreamEnabled"] == true) {
      update_table({{"StreamSpecification", {{"StreamEnabled", false}}}});
    }
    if (after["StreamEnabled"] == true) {
      update_table({{"StreamSpecification", after}});
    }
  }

  // One at a time, as on AWS; one that has other keys or another projection is made anew.
  void change_indexes() {
    const Json indexes_before = indexes_of(before_);
    const Json indexes_after = indexes_of(after_);
    for (const Json& index : indexes_before) {
      const Json wanted = find_index(after_, index.at("IndexName"));
      if (wanted.is_null() || !stays(index, wanted)) {
        change_index("Delete", picked(index, {"IndexName"}));
      }
    }
    for (const Json& index : indexes_after) {
      const Json there = find_index(before_, index.at("IndexName"));
      if (there.is_null() || !stays(there, index)) {
        change_index("Create", index);
      } else if (!differs(before_, after_, "BillingMode")) {
        change_throughput(index_of(there, pays_per_request(before_)), index);
      }
    }
  }

  void change_throughput(const Json& before, const Json& after) {
    Json changed = picked(after, {"IndexName"});
    for (const char* name : {"OnDemandThroughput", "ProvisionedThroughput", "WarmThroughput"}) {
      if (differs(before, after, name) && after.contains(name)) {
        changed[name] = after[name];
      }
    }
    if (changed.size() > 1) {
      change_index("Update", changed);
    }
  }

  void change_index(const char* action, const Json& index) {
    Json request = {{"GlobalSecondaryIndexUpdates", {{{action, index}}}}};
    if (std::string_view(action) == "Create") {
      request["AttributeDefinitions"] = member(after_, "AttributeDefinitions");
    }
    update_table(request);
  }

  void change_tags() {
    const Json before = tags_as_map(member(before_, "Tags"));
    const Json after = tags_as_map(member(after_, "Tags"));
    const std::string arn = context_.arn("dynamodb", "table/" + table_);
    Json gone = Json::array();
    for (const auto& [key, value] : before.items()) {
      if (!after.contains(key)) {
        gone.push_back(key);
      }
    }
    if (!gone.empty()) {
      context_.call(Service::DynamoDB, "UntagResource", {{"ResourceArn", arn}, {"TagKeys", gone}});
    }
    if (before != after && !after.empty()) {
      context_.call(Service::DynamoDB, "TagResource",
                    {{"ResourceArn", arn}, {"Tags", member(after_, "Tags")}});
    }
  }

  const ResourceContext& context_;
  const std::string table_;
  const Json& before_;
  const Json& after_;
};

constexpr ResourceType types[] = {
    {"AWS::DynamoDB::Table", "Arn StreamArn", create_table, update_table, delete_table,
     "AttributeDefinitions BillingMode ContributorInsightsSpecification DeletionProtectionEnabled "
     "GlobalSecondaryIndexes ImportSourceSpecification "
     "KeySchema LocalSecondaryIndexes OnDemandThroughput "
     "PointInTimeRecoverySpecification ProvisionedThroughput ResourcePolicy SSESpecification "
     "StreamSpecification TableClass TableName Tags TimeToLiveSpecification WarmThroughput"},
};

// The table of the request, with what ImportTable takes of it.
Json import_of(const Json& request, const Json& source) {
  Json import = picked(
      source, {"S3BucketSource", "InputFormat", "InputFormatOptions", "InputCompressionType"});
  import["TableCreationParameters"] =
      picked(request, {"TableName", "AttributeDefinitions", "KeySchema", "BillingMode",
                       "ProvisionedThroughput", "OnDemandThroughput", "SSESpecification",
                       "GlobalSecondaryIndexes"});
  return import;
}

void require_imported(const ResourceContext& context, const Json& arn) {
  const Json import = context.call(Service::DynamoDB, "DescribeImport", {{"ImportArn", arn}})
                          .at("ImportTableDescription");
  if (import.at("ImportStatus") == "FAILED") {
    throw ResourceError(import.at("FailureMessage").get<std::string>());
  }
}

// Imported, then changed to what ImportTable cannot make of it.
Made import_table(const ResourceContext& context, const Json& properties) {
  if (properties.contains("LocalSecondaryIndexes")) {
    throw ResourceError(
        "LocalSecondaryIndexes are not supported together with ImportSourceSpecification");
  }
  const Json request = new_table(context, properties);
  const Json answer = context.call(Service::DynamoDB, "ImportTable",
                                   import_of(request, properties["ImportSourceSpecification"]));
  const std::string name = request.at("TableName");
  Made made;
  after_creation(name, [&] {
    require_imported(context, answer.at("ImportTableDescription").at("ImportArn"));
    const Json imported =
        picked(properties,
               {"AttributeDefinitions", "BillingMode", "GlobalSecondaryIndexes", "KeySchema",
                "OnDemandThroughput", "ProvisionedThroughput", "SSESpecification", "TableName"});
    made = TableUpdate(context, {{name, Json::object()}, imported, properties}).run();
  });
  return made;
}

}  // namespace

Made create_table(const ResourceContext& context, const Json& properties) {
  if (properties.contains("ImportSourceSpecification")) {
    return import_table(context, properties);
  }
  const Json answer =
      context.call(Service::DynamoDB, "CreateTable", new_table(context, properties));
  const std::string name = answer.at("TableDescription").at("TableName");
  Made made;
  after_creation(name, [&] { made = finished(context, name, Json::object(), properties); });
  return made;
}

Made update_table(const ResourceContext& context, const ResourceType::Update& update) {
  return TableUpdate(context, update).run();
}

void delete_table(const ResourceContext& context, const Made& made, const Json& /*properties*/) {
  context.call(Service::DynamoDB, "DeleteTable", {{"TableName", made.physical_id}});
}

std::span<const ResourceType> dynamodb_types() {
  return types;
}

}  // namespace tombola::deploy
