// The event of payload format 2.0: what function URLs give their functions, and API Gateway's HTTP
// APIs theirs. Pure.
//
// Bodies: text arrives as it is, everything else as base64 (server/media_type.h). Names of headers
// are lower-case, and what comes more than once is joined by commas; paths stay percent-encoded.
// https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
#pragma once

#include <cstdint>
#include <string>

#include "http/message.h"

namespace tombola::server {

// What an event says that is not in the request.
struct HttpApiIdentity {
  std::string account = "anonymous";
  std::string api_id;
  std::string domain;
  std::string route_key = "$default";
  std::string stage = "$default";
  std::uint16_t port = 0;  // ours
  std::string request_id;
  std::string trace_id;  // Root=1-...
  std::int64_t now_ms = 0;
  std::string authorizer_json = {};       // an object; empty: none
  std::string path_parameters_json = {};  // the same
};

// The event, as JSON.
std::string http_api_event(const http::Request& request, const HttpApiIdentity& identity);

}  // namespace tombola::server
