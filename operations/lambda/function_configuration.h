// FunctionConfiguration, as the API writes it.
// https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "triggers/functions/function_definition.h"

namespace tombola::operations::lambda {

enum class Moment {
  Created,   // State Pending: the answer to CreateFunction
  Updating,  // LastUpdateStatus InProgress: the answers to the Update operations
  Settled,   // Active and Successful: whoever asks later
  Listed,    // as ListFunctions writes it: without what a function is going through
};

// `qualifier`: what FunctionArn ends in; empty: nothing.
nlohmann::ordered_json function_configuration(const triggers::FunctionDefinition& function,
                                              const triggers::FunctionSettings& settings,
                                              std::string_view qualifier, Moment moment);

// 2026-01-02T03:04:05.678+0000
std::string lambda_time(std::int64_t time_ms);

}  // namespace tombola::operations::lambda
