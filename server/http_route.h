// Which request goes to which function: `--http 'GET /raffle/{name}=HANDLER'`, in API Gateway's
// terms. A resource's parts are literal, {name} (one part) or {name+} (this part and all that
// follow; last only). The most specific resource wins: a literal part before {name} before {name+},
// and a method of its own before ANY. Immutable once the server runs; find may be called from any
// thread.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tombola::server {

// What is wrong with a route, in one line.
class RouteError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct HttpRoute {
  std::string method;    // "GET", or "ANY"
  std::string resource;  // "/raffle/{name}"
  std::string function_name;

  // "GET /raffle" -> method and resource. Throws RouteError: not of that form, an unknown method, a
  // {name+} that is not last, a name given twice, or a path that belongs to DynamoDB ("/") or to
  // Tombola ("/_tombola").
  static HttpRoute parse(std::string_view text);
};

using PathParameters = std::vector<std::pair<std::string, std::string>>;

struct RouteMatch {
  const HttpRoute* route;
  // Percent-decoded, in the order of the resource.
  PathParameters path_parameters;
};

// The path parameters that a resource finds in a path, if it fits. A slash at the path's end makes
// no difference.
std::optional<PathParameters> match_resource(std::string_view resource, std::string_view path);
// How much more `left` says than `right`, where both fit a path: below 0 less, 0 as much.
int compare_resources(std::string_view left, std::string_view right);

class HttpRoutes {
 public:
  // Throws RouteError when the same method and resource are there already.
  void add(HttpRoute route);

  // `path` as sent, without the query. A slash at its end makes no difference.
  std::optional<RouteMatch> find(std::string_view method, std::string_view path) const;

  const std::vector<HttpRoute>& all() const { return routes_; }

 private:
  std::vector<HttpRoute> routes_;
};

}  // namespace tombola::server
