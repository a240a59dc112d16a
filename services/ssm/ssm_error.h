// The errors of Parameter Store, in AWS's words.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Operations.html
#pragma once

#include <string>
#include <string_view>

#include "services/service_error.h"

namespace tombola::services::ssm {

ServiceError parameter_not_found();  // AWS says no more than the name of the error
ServiceError parameter_version_not_found(std::string_view selector, std::string_view name);
ServiceError parameter_already_exists();
ServiceError invalid_resource_id(std::string_view id);
ServiceError invalid_parameter_name();
ServiceError invalid_path();
ServiceError validation(std::string message);

}  // namespace tombola::services::ssm
