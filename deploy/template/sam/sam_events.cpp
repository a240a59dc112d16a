// Events of functions, except those of APIs.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html
#include <fmt/format.h>

#include "deploy/template/sam/sam_resources.h"

namespace tombola::deploy::sam {
namespace {

Json target_of(const std::string& id, const Json& function) {
  const Json& given = function["Properties"];
  return given.contains("AutoPublishAlias")
             ? ref_to(id + "Alias" + scalar_text(given["AutoPublishAlias"]))
             : ref_to(id);
}

void add_mapping(Resources& resources, const std::string& logical_id, const Json& event,
                 const Json& target) {
  Json properties =
      picked(event, {"BatchSize", "BisectBatchOnFunctionError", "DestinationConfig", "Enabled",
                     "FilterCriteria", "FunctionResponseTypes", "MaximumBatchingWindowInSeconds",
                     "MaximumRecordAgeInSeconds", "MaximumRetryAttempts", "ParallelizationFactor",
                     "ScalingConfig", "StartingPosition", "StartingPositionTimestamp",
                     "TumblingWindowInSeconds"});
  properties["EventSourceArn"] = event.contains("Stream") ? event["Stream"] : event["Queue"];
  properties["FunctionName"] = target;
  resources.add(logical_id, "AWS::Lambda::EventSourceMapping", std::move(properties));
}

void add_subscription(Resources& resources, const std::string& logical_id, const Json& event,
                      const std::string& function_id, const Json& target) {
  Json properties = picked(event, {"FilterPolicy", "FilterPolicyScope", "RedrivePolicy"});
  properties["TopicArn"] = event.value("Topic", Json());
  properties["Protocol"] = "lambda";
  properties["Endpoint"] = get_att(function_id, "Arn");
  resources.add(logical_id, "AWS::SNS::Subscription", std::move(properties));
  resources.add(logical_id + "Permission", "AWS::Lambda::Permission",
                {{"Action", "lambda:InvokeFunction"},
                 {"FunctionName", target},
                 {"Principal", "sns.amazonaws.com"},
                 {"SourceArn", event.value("Topic", Json())}});
}

// What starts a function and is not here: the resource that SAM makes of it, which is told like any
// other type that is not here, and the permission that goes with it.
struct Source {
  const char* event;
  const char* type;
  const char* principal;
};
constexpr Source sources[] = {
    {"CloudWatchEvent", "AWS::Events::Rule", "events.amazonaws.com"},
    {"CloudWatchLogs", "AWS::Logs::SubscriptionFilter", "logs.amazonaws.com"},
    {"EventBridgeRule", "AWS::Events::Rule", "events.amazonaws.com"},
    {"IoTRule", "AWS::IoT::TopicRule", "iot.amazonaws.com"},
    {"Schedule", "AWS::Events::Rule", "events.amazonaws.com"},
    {"ScheduleV2", "AWS::Scheduler::Schedule", "scheduler.amazonaws.com"},
};

bool add_source(Resources& resources, const std::string& logical_id, const std::string& event_type,
                const Json& event, const Json& target) {
  for (const Source& source : sources) {
    if (event_type != source.event) {
      continue;
    }
    Json properties = event;
    for (const auto& [theirs, ours] :
         {std::pair("Schedule", "ScheduleExpression"), std::pair("Pattern", "EventPattern")}) {
      if (properties.contains(theirs)) {
        properties[ours] = properties[theirs];
        properties.erase(theirs);
      }
    }
    resources.add(logical_id, source.type, std::move(properties));
    resources.add(logical_id + "Permission", "AWS::Lambda::Permission",
                  {{"Action", "lambda:InvokeFunction"},
                   {"FunctionName", target},
                   {"Principal", source.principal},
                   {"SourceArn", get_att(logical_id, "Arn")}});
    return true;
  }
  return false;
}

// The bucket is one of the template's; its property says what it shall tell the function of.
void add_notification(Resources& resources, const std::string& id, const std::string& event_id,
                      const Json& event) {
  const Json bucket = event.value("Bucket", Json());
  const Json name = bucket.is_object() ? bucket.value("Ref", Json()) : Json();
  if (!name.is_string()) {
    fail(id,
         fmt::format("Event with id [{}] is invalid. S3 events must reference an S3 bucket in the "
                     "same template.",
                     event_id));
  }
  resources.notifications.push_back(
      {name.get<std::string>(),
       {{"Event", event.value("Events", Json())}, {"Function", get_att(id, "Arn")}}});
}

}  // namespace

void add_events(Resources& resources, const std::string& id, const Json& function) {
  const Json events = function["Properties"].value("Events", Json::object());
  const Json target = target_of(id, function);
  for (const auto& [event_id, event] : events.items()) {
    const std::string type = event.value("Type", "");
    const Json properties = event.value("Properties", Json::object());
    const bool is_mapping = type == "DynamoDB" || type == "SQS";
    if (is_mapping && (properties.contains("Stream") || properties.contains("Queue"))) {
      add_mapping(resources, id + event_id, properties, target);
    } else if (type == "SNS") {
      add_subscription(resources, id + event_id, properties, id, target);
    } else if (type == "S3") {
      add_notification(resources, id, event_id, properties);
    } else if (type != "Api" && type != "HttpApi" &&
               !add_source(resources, id + event_id, type, properties, target)) {
      fail(id, is_mapping ? fmt::format("Event with id [{}] is invalid. No {} provided.", event_id,
                                        type == "SQS" ? "Queue" : "Stream")
                          : fmt::format("Event with id [{}] is invalid. Tombola does not support "
                                        "events of type {} yet.",
                                        event_id, type));
    }
  }
}

}  // namespace tombola::deploy::sam
