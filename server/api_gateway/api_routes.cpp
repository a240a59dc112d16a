#include "server/api_gateway/api_routes.h"

#include "services/api_gateway/route_key.h"

namespace tombola::server {
namespace {

using services::api_gateway::Api;
using services::api_gateway::ApiKind;
using services::api_gateway::Document;
using services::api_gateway::parse_route_key;
using services::api_gateway::RouteKey;

constexpr std::string_view default_route = "$default";

// Null: there is none.
const Document* member(const Document& object, std::string_view name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

std::optional<ServedRoute> find_rest_method(const Api& api, std::string_view method,
                                            std::string_view path) {
  std::optional<ServedRoute> best;
  const Document* methods_of_best = nullptr;
  for (const auto& [id, resource] : api.resources) {
    const Document* methods = member(resource, "resourceMethods");
    if (methods == nullptr || methods->empty()) {
      continue;
    }
    const std::string pattern = resource.at("path");
    auto parameters = match_resource(pattern, path);
    if (parameters && (!best || compare_resources(pattern, best->resource) > 0)) {
      best = ServedRoute{pattern, id, "", std::move(*parameters), nullptr, nullptr};
      methods_of_best = methods;
    }
  }
  if (!best) {
    return std::nullopt;
  }
  best->method = member(*methods_of_best, method);
  if (best->method == nullptr) {
    best->method = member(*methods_of_best, "ANY");
  }
  if (best->method == nullptr) {
    return std::nullopt;
  }
  best->integration = member(*best->method, "methodIntegration");
  return best;
}

// Whether the path, which may end in a slash, is this resource's.
bool ends_alike(std::string_view resource, std::string_view path) {
  return resource.ends_with("+}") || path == "/" || path.ends_with('/') == resource.ends_with('/');
}

bool is_better(const RouteKey& key, const RouteKey& than) {
  const int order = compare_resources(key.path, than.path);
  return order != 0 ? order > 0 : key.method != "ANY" && than.method == "ANY";
}

const Document* integration_of(const Api& api, const Document& route) {
  constexpr std::string_view prefix = "integrations/";
  const std::string target = route.value("target", "");
  if (!target.starts_with(prefix)) {
    return nullptr;
  }
  const auto found = api.integrations.find(target.substr(prefix.size()));
  return found == api.integrations.end() ? nullptr : &found->second;
}

std::optional<ServedRoute> find_http_route(const Api& api, std::string_view method,
                                           std::string_view path) {
  std::optional<ServedRoute> best;
  for (const auto& [id, route] : api.routes) {
    const std::string key = route.at("routeKey");
    if (key == default_route) {
      if (!best) {
        best = ServedRoute{key, "", key, {}, &route, nullptr};
      }
      continue;
    }
    const RouteKey parsed = parse_route_key(key);
    if ((parsed.method != "ANY" && parsed.method != method) || !parsed.path.starts_with('/') ||
        !ends_alike(parsed.path, path)) {
      continue;
    }
    auto parameters = match_resource(parsed.path, path);
    if (parameters && (!best || best->route_key == default_route ||
                       is_better(parsed, parse_route_key(best->route_key)))) {
      best =
          ServedRoute{std::string(parsed.path), "", key, std::move(*parameters), &route, nullptr};
    }
  }
  if (best) {
    best->integration = integration_of(api, *best->method);
  }
  return best;
}

}  // namespace

std::optional<ServedRoute> find_route(const Api& api, std::string_view method,
                                      std::string_view path) {
  return api.kind == ApiKind::Rest ? find_rest_method(api, method, path)
                                   : find_http_route(api, method, path);
}

}  // namespace tombola::server
