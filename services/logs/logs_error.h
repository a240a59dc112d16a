// The errors of CloudWatch Logs, in AWS's words.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/CommonErrors.html
#pragma once

#include <string>

#include "services/service_error.h"

namespace tombola::services::logs {

ServiceError invalid_parameter(std::string message);
ServiceError group_not_found();
ServiceError stream_not_found();
// Of a resource that tags ask for.
ServiceError resource_not_found();
ServiceError group_exists();
ServiceError stream_exists();
ServiceError too_many_tags();

}  // namespace tombola::services::logs
