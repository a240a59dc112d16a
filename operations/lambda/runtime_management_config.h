// Which version of its runtime a function runs with: kept and told, since what runs is what this
// machine has.
#pragma once

#include <nlohmann/json.hpp>

#include "operations/lambda/known_function.h"

namespace tombola::operations::lambda {

nlohmann::ordered_json runtime_management_configuration(
    const triggers::FunctionDefinition& function, const triggers::FunctionSettings& settings,
    const FunctionReference& reference);

}  // namespace tombola::operations::lambda
