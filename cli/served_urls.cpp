#include "cli/served_urls.h"

#include <algorithm>
#include <memory>
#include <tuple>

#include <fmt/format.h>

#include "http/message.h"
#include "operations/lambda/function_url_config.h"
#include "operations/lambda/lambda_context.h"
#include "server/api_gateway/api_address.h"
#include "server/api_gateway/integration_target.h"
#include "server/api_gateway/only_api.h"
#include "services/services.h"

namespace tombola::cli {
namespace {

using services::api_gateway::Api;
using services::api_gateway::ApiKind;
using services::api_gateway::Document;

// Of an API the first ones are shown.
constexpr std::size_t routes_shown_max = 20;

struct Route {
  std::string path;
  std::string method;
  std::string target;  // a function, or the kind of an integration
};

std::string target_of(const Document& integration, const Document& stage) {
  if (const auto function = server::integration_function(integration, stage)) {
    return function->function;
  }
  return server::integration_type(integration);
}

std::vector<Route> rest_routes(const Api& api, const Document& stage) {
  std::vector<Route> routes;
  for (const auto& [id, resource] : api.resources) {
    const Document methods = resource.value("resourceMethods", Document::object());
    for (const auto& [method, settings] : methods.items()) {
      const Document integration = settings.value("methodIntegration", Document::object());
      const bool is_preflight =
          method == "OPTIONS" && server::integration_type(integration) == "MOCK";
      if (!is_preflight) {
        routes.push_back({resource.value("path", "/"), method, target_of(integration, stage)});
      }
    }
  }
  return routes;
}

std::vector<Route> http_routes(const Api& api, const Document& stage) {
  std::vector<Route> routes;
  for (const auto& [id, route] : api.routes) {
    const std::string key = route.value("routeKey", "");
    const std::string target = route.value("target", "");  // integrations/<id>
    const auto integration = api.integrations.find(target.substr(target.rfind('/') + 1));
    const std::size_t space = key.find(' ');
    const bool is_default = space == std::string::npos;
    routes.push_back(
        {is_default ? "/" : key.substr(space + 1), is_default ? "ANY" : key.substr(0, space),
         integration == api.integrations.end() ? "" : target_of(integration->second, stage)});
  }
  return routes;
}

// The address that needs no id, where there is one.
std::string base_of(const Api& api, const std::string& stage, services::api_gateway::ApiStore& apis,
                    const std::string& url) {
  const auto named = apis.find_served_by_name(api.name());
  const bool is_short =
      named && named->id == api.id && http::percent_encode(api.name()) == api.name();
  return is_short ? fmt::format("{}/{}", url, api.name())
                  : fmt::format("{}/restapis/{}/{}", url, api.id, stage);
}

void add_api(const std::shared_ptr<const Api>& kept, services::api_gateway::ApiStore& apis,
             const std::string& url, std::vector<std::string>& lines) {
  const Api& api = *kept;
  const auto stage = server::stage_of(api, {server::ApiAddress::Form::Name, api.name(), "/"});
  const auto served = stage ? services::api_gateway::served_by(kept, *stage->document) : nullptr;
  if (!served) {
    return;
  }
  std::vector<Route> routes = api.kind == ApiKind::Rest ? rest_routes(*served, *stage->document)
                                                        : http_routes(*served, *stage->document);
  std::sort(routes.begin(), routes.end(), [](const Route& left, const Route& right) {
    return std::tie(left.path, left.method) < std::tie(right.path, right.method);
  });
  const std::string base = base_of(api, stage->name, apis, url);
  const auto address_of = [&](const Route& route) {
    http::Request request;
    request.method = route.method;
    request.target = route.path;
    const bool is_alone = server::only_api_address(apis, request).has_value();
    return (is_alone ? url : base) + route.path;
  };
  for (std::size_t i = 0; i < std::min(routes.size(), routes_shown_max); ++i) {
    lines.push_back(
        fmt::format("{} {} -> {}", routes[i].method, address_of(routes[i]), routes[i].target));
  }
  if (routes.size() > routes_shown_max) {
    lines.push_back(
        fmt::format("... and {} more routes of {}", routes.size() - routes_shown_max, api.name()));
  }
}

}  // namespace

std::vector<std::string> served_urls(operations::OperationContext& context,
                                     const std::string& url) {
  std::vector<std::string> lines;
  auto& apis = context.services->apis();
  for (const ApiKind kind : {ApiKind::Rest, ApiKind::Http}) {
    for (const auto& api : apis.list(context.name_space, kind)) {
      add_api(api, apis, url, lines);
    }
  }
  for (const auto& function : context.lambda->functions.list(context.name_space)) {
    for (const auto& [alias, config] : function.urls) {
      const auto answer = operations::lambda::function_url_configuration(function, alias, context);
      lines.push_back(fmt::format("{} -> {}", answer.value("FunctionUrl", ""), function.name));
    }
  }
  return lines;
}

}  // namespace tombola::cli
