// What an API answers by itself, in the words of its kind. Pure.
#pragma once

#include <string_view>

#include "http/message.h"
#include "services/api_gateway/api.h"

namespace tombola::server {

http::Response no_such_api();
http::Response no_such_stage(const services::api_gateway::Api& api);
http::Response no_such_route(const services::api_gateway::Api& api);
http::Response integration_failed(const services::api_gateway::Api& api);
http::Response integration_timed_out(const services::api_gateway::Api& api);
http::Response request_too_long(const services::api_gateway::Api& api);
// What AWS would do and we do not.
http::Response not_supported(const services::api_gateway::Api& api, std::string_view what);

}  // namespace tombola::server
