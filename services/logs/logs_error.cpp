#include "services/logs/logs_error.h"

#include <utility>

namespace tombola::services::logs {

ServiceError invalid_parameter(std::string message) {
  return ServiceError("InvalidParameterException", std::move(message));
}

ServiceError group_not_found() {
  return ServiceError("ResourceNotFoundException", "The specified log group does not exist.");
}

ServiceError stream_not_found() {
  return ServiceError("ResourceNotFoundException", "The specified log stream does not exist.");
}

ServiceError resource_not_found() {
  return ServiceError("ResourceNotFoundException", "The specified resource does not exist.");
}

ServiceError group_exists() {
  return ServiceError("ResourceAlreadyExistsException", "The specified log group already exists");
}

ServiceError stream_exists() {
  return ServiceError("ResourceAlreadyExistsException", "The specified log stream already exists");
}

ServiceError too_many_tags() {
  return ServiceError("TooManyTagsException", "The resource has too many tags.");
}

}  // namespace tombola::services::logs
