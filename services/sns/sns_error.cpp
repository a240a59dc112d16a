#include "services/sns/sns_error.h"

#include <fmt/format.h>

namespace tombola::services::sns {

ServiceError topic_does_not_exist() {
  return ServiceError("NotFound", "Topic does not exist", 404);
}
ServiceError subscription_does_not_exist() {
  return ServiceError("NotFound", "Subscription does not exist", 404);
}
ServiceError resource_does_not_exist() {
  return ServiceError("ResourceNotFound", "Resource does not exist", 404);
}
ServiceError invalid_parameter(std::string_view what) {
  return ServiceError("InvalidParameter", fmt::format("Invalid parameter: {}", what));
}

}  // namespace tombola::services::sns
