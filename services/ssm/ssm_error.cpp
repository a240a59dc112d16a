#include "services/ssm/ssm_error.h"

#include <fmt/format.h>

namespace tombola::services::ssm {

ServiceError parameter_not_found() {
  return ServiceError("ParameterNotFound", "");
}

ServiceError parameter_version_not_found(std::string_view selector, std::string_view name) {
  return ServiceError("ParameterVersionNotFound",
                      fmt::format("Systems Manager could not find version {} of {}. Verify the "
                                  "version and try again.",
                                  selector, name));
}

ServiceError parameter_already_exists() {
  return ServiceError("ParameterAlreadyExists",
                      "The parameter already exists. To overwrite this value, set the overwrite "
                      "option in the request to true.");
}

ServiceError invalid_resource_id(std::string_view id) {
  return ServiceError(
      "InvalidResourceId",
      fmt::format("The resource ID \"{}\" is not valid. Verify the ID and try again.", id));
}

ServiceError invalid_parameter_name() {
  return validation(
      "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it "
      "can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of "
      "letters, numbers and the following 3 symbols .-_");
}

ServiceError invalid_path() {
  return validation(
      "The parameter doesn't meet the parameter name requirements. The parameter name must begin "
      "with a forward slash \"/\". It can't be prefixed with \"aws\" or \"ssm\" "
      "(case-insensitive). It must use only letters, numbers, or the following symbols: . "
      "(period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if "
      "specified, must use the forward slash symbol \"/\". Valid example: "
      "/get/parameters2-/by1./path0_.");
}

ServiceError validation(std::string message) {
  return ServiceError("ValidationException", std::move(message));
}

}  // namespace tombola::services::ssm
