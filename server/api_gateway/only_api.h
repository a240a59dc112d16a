// The API that needs no name: when one alone has a route for a request that nobody else answers, it is
// meant. So http://localhost:8000/raffle works for whoever has one project with one API.
#pragma once

#include <optional>

#include "http/message.h"
#include "server/api_gateway/api_address.h"
#include "services/api_gateway/api_store.h"

namespace tombola::server {

// None: no API has a route for it, or several do. The root is nobody's: it tells that the server is up.
std::optional<ApiAddress> only_api_address(services::api_gateway::ApiStore& apis,
                                           const http::Request& request);

}  // namespace tombola::server
