// --inspect: what stands in the way of debugging the functions that were named.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/options.h"
#include "triggers/function.h"
#include "triggers/function_registry.h"

namespace tombola::server {

// Throws std::runtime_error: one of them is not for Node, or a port is taken.
void check_inspection(const Options& options, const std::vector<triggers::Function>& functions);

// Why a function that the Lambda API made and that was named runs without; none: it does not.
std::optional<std::string> inspection_refusal(const Options& options,
                                              const triggers::Function& function);
// A line for each function that was named and is not there (yet).
std::vector<std::string> missing_to_inspect(const Options& options,
                                            const triggers::FunctionRegistry& functions);

}  // namespace tombola::server
