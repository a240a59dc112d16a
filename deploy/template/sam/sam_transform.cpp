#include "deploy/template/sam/sam_transform.h"

#include <fmt/format.h>

#include "deploy/template/include_transform.h"
#include "deploy/template/sam/sam_resources.h"
#include "deploy/template/template_error.h"

namespace tombola::deploy {
namespace {

using namespace sam;

// Maps are merged, lists joined, the resource's own word is the last.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
Json merged(const Json& global, const Json& own) {
  if (global.is_object() && own.is_object()) {
    Json object = global;
    for (const auto& [name, value] : own.items()) {
      object[name] = global.contains(name) ? merged(global[name], value) : value;
    }
    return object;
  }
  if (global.is_array() && own.is_array()) {
    Json list = global;
    list.insert(list.end(), own.begin(), own.end());
    return list;
  }
  return own;
}

Json with_globals(const Json& document, const std::string& type, const Json& resource) {
  const Json globals = document.value("Globals", Json::object());
  const std::string kind = type.substr(type.rfind(':') + 1);
  Json whole = resource;
  const Json own = resource.value("Properties", Json::object());
  whole["Properties"] = globals.contains(kind) ? merged(globals[kind], own) : own;
  return whole;
}

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-simpletable.html
void add_simple_table(Resources& resources, const std::string& id, const Json& resource) {
  const Json& given = resource["Properties"];
  const Json key = given.value("PrimaryKey", Json({{"Name", "id"}, {"Type", "String"}}));
  const std::string type = key.value("Type", "");
  if (type != "String" && type != "Number" && type != "Binary") {
    fail(id, fmt::format("'{}' is not a valid type for PrimaryKey.", type));
  }
  Json properties = picked(given, {"TableName", "SSESpecification", "ProvisionedThroughput",
                                   "PointInTimeRecoverySpecification"});
  const Json name = key.value("Name", Json("id"));
  properties["AttributeDefinitions"] = Json::array();
  properties["AttributeDefinitions"].push_back(
      {{"AttributeName", name}, {"AttributeType", type.substr(0, 1)}});
  properties["KeySchema"] = Json::array();
  properties["KeySchema"].push_back({{"AttributeName", name}, {"KeyType", "HASH"}});
  if (!given.contains("ProvisionedThroughput")) {
    properties["BillingMode"] = "PAY_PER_REQUEST";
  }
  if (given.contains("Tags")) {
    properties["Tags"] = tag_list(given["Tags"]);
  }
  resources.add(id, "AWS::DynamoDB::Table", std::move(properties), resource);
}

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-layerversion.html
void add_layer(Resources& resources, const std::string& id, const Json& resource) {
  const Json& given = resource["Properties"];
  Json properties = picked(
      given, {"CompatibleArchitectures", "CompatibleRuntimes", "Description", "LicenseInfo"});
  properties["LayerName"] = given.value("LayerName", Json(id));
  const Json uri = given.value("ContentUri", Json());
  if (uri.is_object()) {
    properties["Content"] = {{"S3Bucket", uri.value("Bucket", Json())},
                             {"S3Key", uri.value("Key", Json())}};
    if (uri.contains("Version")) {
      properties["Content"]["S3ObjectVersion"] = uri["Version"];
    }
  } else if (const auto [bucket, key] =
                 place_of_s3_uri(uri.is_string() ? uri.get<std::string>() : "");
             !key.empty()) {
    properties["Content"] = {{"S3Bucket", bucket}, {"S3Key", key}};
  } else {
    fail(id,
         "'ContentUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId "
         "query parameter.");
  }
  Json source = resource;
  source["DeletionPolicy"] = given.value("RetentionPolicy", Json("Retain"));
  resources.add(id, "AWS::Lambda::LayerVersion", std::move(properties), source);
}

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-application.html
void add_application(Resources& resources, const std::string& id, const Json& resource) {
  const Json& given = resource["Properties"];
  Json properties = picked(given, {"NotificationARNs", "Parameters"});
  if (!given.value("Location", Json()).is_string()) {
    fail(id, "Tombola does not support applications of the Serverless Application Repository.");
  }
  properties["TemplateURL"] = given["Location"];
  properties["Tags"] = tag_list(given.value("Tags", Json::object()));
  if (given.contains("TimeoutInMinutes")) {
    properties["TimeoutInMinutes"] = given["TimeoutInMinutes"];
  }
  resources.add(id, "AWS::CloudFormation::Stack", std::move(properties), resource);
}

void add_routes(Apis& apis, const std::string& id, const Json& function) {
  const Json events = function["Properties"].value("Events", Json::object());
  for (const auto& [event_id, event] : events.items()) {
    const std::string type = event.value("Type", "");
    if (type == "Api" || type == "HttpApi") {
      apis.add_route({id, event_id, event.value("Properties", Json::object()), type == "HttpApi"});
    }
  }
}

struct Made {
  Resources& resources;
  Apis& apis;
};

void add_resource(const Made& made, const Json& document, const std::string& id,
                  const Json& resource) {
  const std::string type = resource.is_object() ? resource.value("Type", "") : std::string();
  const Json whole =
      type.starts_with("AWS::Serverless::") ? with_globals(document, type, resource) : resource;
  if (type == "AWS::Serverless::Function") {
    add_function(made.resources, id, whole);
    add_events(made.resources, id, whole);
    add_routes(made.apis, id, whole);
  } else if (type == "AWS::Serverless::SimpleTable") {
    add_simple_table(made.resources, id, whole);
  } else if (type == "AWS::Serverless::LayerVersion") {
    add_layer(made.resources, id, whole);
  } else if (type == "AWS::Serverless::Api" || type == "AWS::Serverless::HttpApi") {
    made.apis.declare(id, whole);
  } else if (type == "AWS::Serverless::Application") {
    add_application(made.resources, id, whole);
  } else {
    // What SAM has besides (state machines, connectors) is told like any type that is not here.
    made.resources.made[id] = resource;
  }
}

}  // namespace

Json sam_transformed(const Json& document) {
  Resources resources;
  Apis apis;
  const Json declared = document.value("Resources", Json::object());
  for (const auto& [id, resource] : declared.items()) {
    in_its_types(id, [&] { add_resource({resources, apis}, document, id, resource); });
  }
  apis.make(resources);
  for (const auto& [bucket, notification] : resources.notifications) {
    if (resources.made.contains(bucket)) {
      resources.made[bucket]["Properties"]["NotificationConfiguration"]["LambdaConfigurations"]
          .push_back(notification);
    }
  }
  Json transformed = document;
  transformed.erase("Globals");
  transformed["Resources"] = std::move(resources.made);
  return transformed;
}

}  // namespace tombola::deploy
