// AWS::Logs::LogGroup, LogStream
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-logs-loggroup.html
#include "deploy/resources/families.h"
#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"

namespace tombola::deploy {
namespace {

using operations::Service;

constexpr std::size_t name_length_max = 512;

void set_retention(const ResourceContext& context, const std::string& name, const Json& before,
                   const Json& after) {
  if (!differs(before, after, "RetentionInDays")) {
    return;
  }
  Json request = {{"logGroupName", name}};
  if (const Json days = member(after, "RetentionInDays"); !days.is_null()) {
    request["retentionInDays"] = days;
    context.call(Service::Logs, "PutRetentionPolicy", request);
  } else {
    context.call(Service::Logs, "DeleteRetentionPolicy", request);
  }
}

Made create_group(const ResourceContext& context, const Json& properties) {
  const std::string name = context.name_or(properties, "LogGroupName", name_length_max);
  Json request = {{"logGroupName", name}};
  if (const Json tags = tags_as_map(member(properties, "Tags")); !tags.empty()) {
    request["tags"] = tags;
  }
  context.call(Service::Logs, "CreateLogGroup", request);
  after_creation(name, [&] { set_retention(context, name, Json::object(), properties); });
  return {name, {{"Arn", context.arn("logs", "log-group:" + name + ":*")}}};
}

Made update_group(const ResourceContext& context, const ResourceType::Update& update) {
  set_retention(context, update.made.physical_id, update.before, update.after);
  return update.made;
}

void delete_group(const ResourceContext& context, const Made& made, const Json& /*properties*/) {
  context.call(Service::Logs, "DeleteLogGroup", {{"logGroupName", made.physical_id}});
}

Made create_stream(const ResourceContext& context, const Json& properties) {
  const std::string name = context.name_or(properties, "LogStreamName", name_length_max);
  context.call(Service::Logs, "CreateLogStream",
               {{"logGroupName", member(properties, "LogGroupName")}, {"logStreamName", name}});
  return {name};
}

void delete_stream(const ResourceContext& context, const Made& made, const Json& properties) {
  context.call(
      Service::Logs, "DeleteLogStream",
      {{"logGroupName", member(properties, "LogGroupName")}, {"logStreamName", made.physical_id}});
}

constexpr ResourceType types[] = {
    {"AWS::Logs::LogGroup", "Arn", create_group, update_group, delete_group,
     "LogGroupName RetentionInDays Tags"},
    {"AWS::Logs::LogStream", "", create_stream, nullptr, delete_stream,
     "LogGroupName LogStreamName"},
};

}  // namespace

std::span<const ResourceType> logs_types() {
  return types;
}

}  // namespace tombola::deploy
