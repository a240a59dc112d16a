#include "services/cloudformation/stack_error.h"

#include <utility>

#include <fmt/format.h>

namespace tombola::services::cloudformation {

ServiceError validation_error(std::string message) {
  return {"ValidationError", std::move(message)};
}

ServiceError stack_does_not_exist(std::string_view name) {
  return validation_error(fmt::format("Stack with id {} does not exist", name));
}

ServiceError already_exists(std::string message) {
  return {"AlreadyExistsException", std::move(message)};
}

ServiceError change_set_not_found(std::string_view name) {
  return {"ChangeSetNotFound", fmt::format("ChangeSet [{}] does not exist", name), 404};
}

ServiceError invalid_change_set_status(std::string message) {
  return {"InvalidChangeSetStatus", std::move(message)};
}

ServiceError insufficient_capabilities(std::string message) {
  return {"InsufficientCapabilitiesException", std::move(message)};
}

}  // namespace tombola::services::cloudformation
