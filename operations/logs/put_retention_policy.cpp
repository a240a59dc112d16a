// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "operations/logs/log_request.h"
#include "operations/operation.h"
#include "services/logs/logs_error.h"

namespace tombola::operations::logs {

using dynamodb::Shape;

const Shape& put_retention_policy_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("PutRetentionPolicyRequest",
                       {group_name_field(), {"retentionInDays", Shape::integer(), Required}});
  return shape;
}

namespace {

constexpr std::array<std::int64_t, 22> retentions = {1,    3,    5,    7,    14,   30,  60,  90,
                                                     120,  150,  180,  365,  400,  545, 731, 1096,
                                                     1827, 2192, 2557, 2922, 3288, 3653};

}  // namespace

std::string put_retention_policy(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, put_retention_policy_fields());
  const std::int64_t days = *request.integer("retentionInDays");
  if (std::find(retentions.begin(), retentions.end(), days) == retentions.end()) {
    throw services::logs::invalid_parameter(fmt::format(
        "Invalid retention value. Valid values are: [{}]", fmt::join(retentions, ", ")));
  }
  if (!logs_of(context).catalog().change(
          context.name_space, request.required("logGroupName").as_string(),
          [&](services::logs::LogGroup& group) { group.retention_days = days; })) {
    throw services::logs::group_not_found();
  }
  return {};
}

}  // namespace tombola::operations::logs
