// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html
#include "operations/logs/log_request.h"
#include "operations/operation.h"
#include "services/logs/logs_error.h"

namespace tombola::operations::logs {

using dynamodb::Shape;

const Shape& delete_log_stream_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "DeleteLogStreamRequest", {group_name_field(), stream_name_field("logStreamName", Required)});
  return shape;
}

std::string delete_log_stream(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, delete_log_stream_fields());
  const services::logs::LogGroup group = group_of(request, context);
  if (!logs_of(context).events().erase_stream(group,
                                              request.required("logStreamName").as_string())) {
    throw services::logs::stream_not_found();
  }
  return {};
}

}  // namespace tombola::operations::logs
