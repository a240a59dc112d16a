// Errors of CloudFormation.
#pragma once

#include <string>
#include <string_view>

#include "services/service_error.h"

namespace tombola::services::cloudformation {

ServiceError validation_error(std::string message);
ServiceError stack_does_not_exist(std::string_view name);  // Stack with id X does not exist
ServiceError already_exists(std::string message);
ServiceError change_set_not_found(std::string_view name);
ServiceError invalid_change_set_status(std::string message);
ServiceError insufficient_capabilities(std::string message);

}  // namespace tombola::services::cloudformation
