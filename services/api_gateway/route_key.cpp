#include "services/api_gateway/route_key.h"

#include <algorithm>
#include <array>

namespace tombola::services::api_gateway {
namespace {

// No TRACE, and none in small letters.
bool is_method(std::string_view method) {
  static constexpr std::array<std::string_view, 8> methods = {"ANY",     "DELETE", "GET",  "HEAD",
                                                              "OPTIONS", "PATCH",  "POST", "PUT"};
  return std::find(methods.begin(), methods.end(), method) != methods.end();
}

// A text without braces, or a variable: {name}, and {name+} where nothing follows.
bool is_segment(std::string_view segment, bool is_last) {
  if (segment.find_first_of("{}") == std::string_view::npos) {
    return true;
  }
  if (!segment.starts_with('{') || !segment.ends_with('}')) {
    return false;
  }
  std::string_view name = segment.substr(1, segment.size() - 2);
  if (is_last && name.ends_with('+')) {
    name.remove_suffix(1);
  }
  return !name.empty() && name.find_first_of("{}+") == std::string_view::npos;
}

bool is_path(std::string_view path) {
  if (!path.starts_with('/')) {
    return false;
  }
  for (std::size_t begin = 1;;) {
    const std::size_t end = path.find('/', begin);
    const bool is_last = end == std::string_view::npos;
    if (!is_segment(path.substr(begin, is_last ? end : end - begin), is_last)) {
      return false;
    }
    if (is_last) {
      return true;
    }
    begin = end + 1;
  }
}

}  // namespace

RouteKey parse_route_key(std::string_view key) {
  const std::size_t space = key.find(' ');
  return space == std::string_view::npos ? RouteKey{key, {}}
                                         : RouteKey{key.substr(0, space), key.substr(space + 1)};
}

bool is_route_key(std::string_view key) {
  const RouteKey parsed = parse_route_key(key);
  return key == "$default" || (is_method(parsed.method) && is_path(parsed.path));
}

}  // namespace tombola::services::api_gateway
