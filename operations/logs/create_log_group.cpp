// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
#include "operations/logs/log_request.h"
#include "operations/logs/log_tags.h"
#include "operations/operation.h"
#include "services/logs/logs_error.h"

namespace tombola::operations::logs {

using dynamodb::Shape;

const Shape& create_log_group_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "CreateLogGroupRequest",
      {group_name_field(),
       {"kmsKeyId", Shape::string(), Unsupported},
       {"tags", tag_map_shape()},
       {"logGroupClass", Shape::string().one_of({"STANDARD", "INFREQUENT_ACCESS", "DELIVERY"})},
       {"deletionProtectionEnabled", Shape::boolean(), Unsupported}});
  return shape;
}

std::string create_log_group(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, create_log_group_fields());
  services::logs::LogGroup group;
  group.name_space = context.name_space;
  group.name = request.required("logGroupName").as_string();
  group.log_group_class = request.string("logGroupClass").value_or("STANDARD");
  group.tags = tags_of(request, "tags");
  if (!logs_of(context).catalog().create(std::move(group))) {
    throw services::logs::group_exists();
  }
  return {};
}

}  // namespace tombola::operations::logs
