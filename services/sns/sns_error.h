// SNS's errors, in AWS's words.
#pragma once

#include <string>
#include <string_view>

#include "services/service_error.h"

namespace tombola::services::sns {

ServiceError topic_does_not_exist();
ServiceError subscription_does_not_exist();
ServiceError resource_does_not_exist();
// "Invalid parameter: <what>"
ServiceError invalid_parameter(std::string_view what);

}  // namespace tombola::services::sns
