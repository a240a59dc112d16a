#include "server/http_route.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "http/message.h"

namespace tombola::server {
namespace {

constexpr std::array<std::string_view, 8> methods = {"ANY",    "GET",   "HEAD", "POST",
                                                     "DELETE", "PATCH", "PUT",  "OPTIONS"};

// "/a//b/" -> a, "", b
std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  path.remove_prefix(1);
  if (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  while (true) {
    const std::size_t slash = path.find('/');
    parts.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) {
      return parts;
    }
    path.remove_prefix(slash + 1);
  }
}

enum class PartKind { Greedy, Parameter, Literal };  // in ascending order of how specific they are

PartKind kind_of(std::string_view part) {
  if (part.starts_with('{') && part.ends_with("+}")) {
    return PartKind::Greedy;
  }
  return part.starts_with('{') && part.ends_with('}') ? PartKind::Parameter : PartKind::Literal;
}

std::string_view name_of(std::string_view part) {
  const std::size_t closing = kind_of(part) == PartKind::Greedy ? 2 : 1;
  return part.substr(1, part.size() - 1 - closing);
}

// Whether `left` is the better of two routes that match the same request.
bool more_specific(const HttpRoute& left, const HttpRoute& right) {
  const int order = compare_resources(left.resource, right.resource);
  return order != 0 ? order > 0 : left.method != "ANY" && right.method == "ANY";
}

bool is_parameter_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '_' || letter == '-' || letter == '.';
  });
}

void check_resource(std::string_view resource) {
  if (!resource.starts_with('/') || resource.find_first_of(" ?#") != std::string_view::npos) {
    throw RouteError(
        fmt::format("'{}' is not a path such as /raffle or /raffle/{{name}}", resource));
  }
  if (resource == "/") {
    throw RouteError("the path '/' belongs to DynamoDB; choose another, such as /raffle");
  }
  if (resource == "/_tombola" || resource.starts_with("/_tombola/")) {
    throw RouteError("paths under '/_tombola' belong to the server itself; choose another");
  }
  std::vector<std::string_view> names;
  const std::vector<std::string_view> parts = parts_of(resource);
  for (const std::string_view part : parts) {
    if (kind_of(part) == PartKind::Literal) {
      if (part.empty() || part.find_first_of("{}") != std::string_view::npos) {
        throw RouteError(fmt::format(
            "'{}' has a part that is neither plain text nor {{name}} nor {{name+}}", resource));
      }
      continue;
    }
    const std::string_view name = name_of(part);
    if (!is_parameter_name(name)) {
      throw RouteError(fmt::format("'{}' has a path parameter without a proper name", resource));
    }
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      throw RouteError(fmt::format("'{}' names the path parameter '{}' twice", resource, name));
    }
    if (kind_of(part) == PartKind::Greedy && part.data() != parts.back().data()) {
      throw RouteError(
          fmt::format("'{}': {} takes the rest of the path, so it must be last", resource, part));
    }
    names.push_back(name);
  }
}

}  // namespace

std::optional<PathParameters> match_resource(std::string_view resource, std::string_view path) {
  const std::vector<std::string_view> wanted = parts_of(resource);
  const std::vector<std::string_view> asked = parts_of(path);
  PathParameters parameters;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (i >= asked.size() || (asked[i].empty() && kind_of(wanted[i]) != PartKind::Literal)) {
      return std::nullopt;
    }
    switch (kind_of(wanted[i])) {
      case PartKind::Literal:
        if (http::percent_decode(asked[i], false) != wanted[i]) {
          return std::nullopt;
        }
        break;
      case PartKind::Parameter:
        parameters.emplace_back(name_of(wanted[i]), http::percent_decode(asked[i], false));
        break;
      case PartKind::Greedy: {
        const std::string_view rest =
            path.substr(static_cast<std::size_t>(asked[i].data() - path.data()));
        parameters.emplace_back(name_of(wanted[i]), http::percent_decode(rest, false));
        return parameters;
      }
    }
  }
  return wanted.size() == asked.size() ? std::optional(parameters) : std::nullopt;
}

int compare_resources(std::string_view left, std::string_view right) {
  const std::vector<std::string_view> left_parts = parts_of(left);
  const std::vector<std::string_view> right_parts = parts_of(right);
  for (std::size_t i = 0; i < std::min(left_parts.size(), right_parts.size()); ++i) {
    if (kind_of(left_parts[i]) != kind_of(right_parts[i])) {
      return static_cast<int>(kind_of(left_parts[i])) - static_cast<int>(kind_of(right_parts[i]));
    }
  }
  return 0;
}

HttpRoute HttpRoute::parse(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) {
    throw RouteError(fmt::format("'{}' is not of the form 'METHOD /path'", text));
  }
  HttpRoute route;
  route.method = text.substr(0, space);
  std::transform(route.method.begin(), route.method.end(), route.method.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  if (std::find(methods.begin(), methods.end(), route.method) == methods.end()) {
    throw RouteError(fmt::format("'{}' is not an HTTP method; use one of {}", text.substr(0, space),
                                 fmt::join(methods, ", ")));
  }
  const std::size_t path_start = std::min(text.find_first_not_of(' ', space), text.size());
  route.resource = text.substr(path_start);
  check_resource(route.resource);
  if (route.resource.ends_with('/')) {
    route.resource.pop_back();
  }
  return route;
}

void HttpRoutes::add(HttpRoute route) {
  for (const HttpRoute& other : routes_) {
    if (other.method == route.method && other.resource == route.resource) {
      throw RouteError(fmt::format("'{} {}' is given twice", route.method, route.resource));
    }
  }
  routes_.push_back(std::move(route));
}

std::optional<RouteMatch> HttpRoutes::find(std::string_view method, std::string_view path) const {
  if (!path.starts_with('/')) {
    return std::nullopt;
  }
  std::optional<RouteMatch> best;
  for (const HttpRoute& route : routes_) {
    if (route.method != "ANY" && route.method != method) {
      continue;
    }
    auto parameters = match_resource(route.resource, path);
    if (parameters && (!best || more_specific(route, *best->route))) {
      best = RouteMatch{&route, std::move(*parameters)};
    }
  }
  return best;
}

}  // namespace tombola::server
