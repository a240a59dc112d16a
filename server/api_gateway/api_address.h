// Which API a request is for, and which stage of it:
//
//   http://<id>.execute-api.localhost:PORT/...      by its host; a region may stand before localhost
//   /restapis/<id>/<stage>/...                      by its path; _user_request_ may follow the stage
//   /<name>/...                                     the one stage of the API of that name
//   /...                                            the one stage of the only API that has such a route
//
// By host, the path of a REST API begins with a stage; so may that of an HTTP API, whose stage is
// $default otherwise. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"
#include "services/api_gateway/api.h"

namespace tombola::server {

struct ApiAddress {
  enum class Form { Host, Path, Name };
  Form form = Form::Host;
  std::string api;   // its id, or its name
  std::string path;  // what follows, as sent; begins with '/'
};

// By host or by /restapis/; none: it is for no API.
std::optional<ApiAddress> api_address(const http::Request& request);
// By name, for whatever nobody else answers.
std::optional<ApiAddress> api_name_address(const http::Request& request);

struct StageOfApi {
  std::string name;
  const services::api_gateway::Document* document = nullptr;
  std::string path;  // below the stage; begins with '/'
  // The same with the stage in front, where clients see one: as in events.
  std::string stage_path;
};
// None: the API has no such stage.
std::optional<StageOfApi> stage_of(const services::api_gateway::Api& api,
                                   const ApiAddress& address);

}  // namespace tombola::server
