#include "server/api_gateway/only_api.h"

#include "server/api_gateway/api_routes.h"

namespace tombola::server {

std::optional<ApiAddress> only_api_address(services::api_gateway::ApiStore& apis,
                                           const http::Request& request) {
  const std::string path(request.path());
  if (!path.starts_with('/') || path == "/") {
    return std::nullopt;
  }
  std::optional<ApiAddress> found;
  for (const auto& api : apis.all_served()) {
    const auto stage = stage_of(*api, {ApiAddress::Form::Name, api->name(), path});
    const auto served = stage ? served_by(api, *stage->document) : nullptr;
    if (!served || !find_route(*served, request.method, stage->path)) {
      continue;
    }
    if (found) {
      return std::nullopt;
    }
    found = ApiAddress{ApiAddress::Form::Path, api->id, "/" + stage->name + path};
  }
  return found;
}

}  // namespace tombola::server
