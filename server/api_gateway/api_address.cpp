#include "server/api_gateway/api_address.h"

#include <algorithm>

namespace tombola::server {
namespace {

using services::api_gateway::Api;
using services::api_gateway::ApiKind;

constexpr std::string_view host_label = ".execute-api.";
constexpr std::string_view path_prefix = "/restapis/";
constexpr std::string_view user_request = "/_user_request_";
constexpr std::string_view default_stage = "$default";

// "/a/b/c" -> "a" and "/b/c"; "/a" -> "a" and "/".
struct Split {
  std::string first;
  std::string rest;
};
Split split(std::string_view path) {
  path.remove_prefix(1);
  const std::size_t slash = std::min(path.find('/'), path.size());
  const std::string_view rest = path.substr(slash);
  return {http::percent_decode(path.substr(0, slash), false),
          rest.empty() ? "/" : std::string(rest)};
}

std::string without_user_request(std::string path) {
  if (path == user_request) {
    return "/";
  }
  return path.starts_with(user_request) && path[user_request.size()] == '/'
             ? path.substr(user_request.size())
             : path;
}

std::optional<StageOfApi> named_stage(const Api& api, const std::string& name, std::string path) {
  const auto found = api.stages.find(name);
  if (found == api.stages.end()) {
    return std::nullopt;
  }
  std::string stage_path = name == default_stage ? path : "/" + name + path;
  return StageOfApi{name, &found->second, std::move(path), std::move(stage_path)};
}

}  // namespace

std::optional<ApiAddress> api_address(const http::Request& request) {
  const std::string_view host = request.header("Host");
  const std::size_t label = host.find(host_label);
  if (!request.path().starts_with('/')) {
    return std::nullopt;
  }
  if (label != std::string_view::npos) {
    return ApiAddress{ApiAddress::Form::Host, std::string(host.substr(0, label)),
                      std::string(request.path())};
  }
  if (!request.path().starts_with(path_prefix)) {
    return std::nullopt;
  }
  Split parts = split(request.path().substr(path_prefix.size() - 1));
  return ApiAddress{ApiAddress::Form::Path, std::move(parts.first), std::move(parts.rest)};
}

std::optional<ApiAddress> api_name_address(const http::Request& request) {
  if (!request.path().starts_with('/')) {
    return std::nullopt;
  }
  Split parts = split(request.path());
  return ApiAddress{ApiAddress::Form::Name, std::move(parts.first), std::move(parts.rest)};
}

std::optional<StageOfApi> stage_of(const Api& api, const ApiAddress& address) {
  const bool has_default = api.stages.contains(std::string(default_stage));
  if (address.form == ApiAddress::Form::Name) {
    const std::string name = has_default          ? std::string(default_stage)
                             : api.stages.empty() ? ""
                                                  : api.stages.begin()->first;
    return named_stage(api, name, address.path);
  }
  Split parts = split(address.path);
  if (address.form == ApiAddress::Form::Path) {
    parts.rest = without_user_request(std::move(parts.rest));
  }
  const bool names_default = parts.first == default_stage;
  if (!names_default || address.form == ApiAddress::Form::Path) {
    if (auto stage = named_stage(api, parts.first, std::move(parts.rest))) {
      return stage;
    }
  }
  return api.kind == ApiKind::Http && has_default
             ? named_stage(api, std::string(default_stage), address.path)
             : std::nullopt;
}

}  // namespace tombola::server
