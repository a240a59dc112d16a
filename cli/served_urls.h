// Where the APIs and functions of a server can be reached, for the person who started it.
#pragma once

#include <string>
#include <vector>

#include "operations/operation_context.h"

namespace tombola::cli {

// A line for each route of an API and each function URL: "GET http://localhost:8000/RaffleApi/raffle ->
// api-handler". `url`: the server's.
std::vector<std::string> served_urls(operations::OperationContext& context, const std::string& url);

}  // namespace tombola::cli
