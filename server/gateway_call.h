// What an event of API Gateway or a function URL says that is not in the HTTP request, whichever
// payload format it has, and what else both formats share.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "http/message.h"
#include "triggers/lambda_runtime.h"

namespace tombola::server {

struct GatewayCall {
  std::string account;
  std::string api_id;
  std::string stage;
  std::map<std::string, std::string> stage_variables = {};
  std::string domain;            // of the Host header, without its port
  std::string resource;          // "/raffle/{name}"
  std::string resource_id = {};  // of a REST API
  std::string route_key;         // "GET /raffle/{name}", of payload format 2.0
  std::string path;              // as sent, without the stage
  std::string stage_path;        // with the stage, where the API's paths have it
  // Percent-decoded, in the order of the resource.
  std::vector<std::pair<std::string, std::string>> path_parameters = {};
  std::uint16_t port = 0;            // ours
  std::string request_id;            // UUID
  std::string extended_id = {};      // base64-like
  std::string trace_id;              // Root=1-..., which is what clients see
  std::string whole_trace_id = {};   // Root=1-...;Parent=...
  std::int64_t now_ms = 0;           // real time
  std::string authorizer_json = {};  // an object; empty: none
  // What requestContext.identity says of the caller beyond the address, in format 1.0; an object, or
  // empty.
  std::string identity_json = {};
  // The body is handed on as it is, otherwise as base64.
  bool body_is_text = true;
};

// With ids and times of its own, the rest to be filled in: the body is text if it looks like it, the
// path is the request's.
GatewayCall new_gateway_call(const http::Request& request, std::uint16_t port);

// 09/Apr/2015:12:34:56 +0000
std::string gateway_time(std::int64_t time_ms);

// The invocation for that event.
triggers::Invocation gateway_invocation(const GatewayCall& call, std::string event_json,
                                        triggers::InvocationCause::Source source);

}  // namespace tombola::server
