#include "operations/lambda/runtime_management_config.h"

namespace tombola::operations::lambda {

nlohmann::ordered_json runtime_management_configuration(
    const triggers::FunctionDefinition& function, const triggers::FunctionSettings& settings,
    const FunctionReference& reference) {
  nlohmann::ordered_json answer = {{"UpdateRuntimeOn", settings.update_runtime_on},
                                   {"FunctionArn", function.arn(reference.qualifier)}};
  if (!settings.runtime_version_arn.empty()) {
    answer["RuntimeVersionArn"] = settings.runtime_version_arn;
  }
  return answer;
}

}  // namespace tombola::operations::lambda
