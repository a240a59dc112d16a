#include "server/api_gateway/request_parameters.h"

#include <algorithm>
#include <cctype>

#include "server/api_gateway/parameter_mapping.h"

namespace tombola::server {
namespace {

using services::api_gateway::Document;
using services::api_gateway::MappingInput;

// request.header.x, request.path, context.x; none: it is no reference.
std::optional<std::string> reference_value(std::string_view name, const MappingInput& input,
                                           const ApiCall& call) {
  if (name == "request.path") {
    return call.stage.path;
  }
  constexpr std::string_view of_request = "request.";
  if (name.starts_with(of_request)) {
    name.remove_prefix(of_request.size());
    return mapped_value(name, input).value_or("");
  }
  if (name.starts_with("context.") || name.starts_with("stageVariables.")) {
    return mapped_value(name, input).value_or("");
  }
  return std::nullopt;
}

bool is_in_reference(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '.' || letter == '_' ||
         letter == '-';
}

void erase_header(http::Request& request, std::string_view name) {
  std::erase_if(request.headers, [&](const http::Header& header) {
    return http::equals_ignoring_case(header.name, name);
  });
}

// The query with the parameters of that name gone, and another one in their place or behind them.
void change_query(http::Request& request, std::string_view name, bool keeps_old,
                  const std::optional<std::string>& added) {
  std::string query;
  const auto add = [&](std::string_view parameter, std::string_view value) {
    query += (query.empty() ? "?" : "&") + http::percent_encode(parameter) + "=" +
             http::percent_encode(value);
  };
  for (const http::QueryParameter& parameter : http::parse_query(request.query())) {
    if (keeps_old || parameter.name != name) {
      add(parameter.name, parameter.value);
    }
  }
  if (added) {
    add(name, *added);
  }
  request.target = std::string(request.path()) + query;
}

}  // namespace

std::string request_value(std::string_view expression, const ApiCall& call) {
  const MappingInput input = mapping_input(call);
  std::string value;
  while (!expression.empty()) {
    const std::size_t dollar = expression.find('$');
    value += expression.substr(0, dollar);
    if (dollar == std::string_view::npos) {
      break;
    }
    expression.remove_prefix(dollar + 1);
    const bool braces = expression.starts_with('{');
    const std::size_t begin = braces ? 1 : 0;
    std::size_t end = begin;
    while (end < expression.size() && is_in_reference(expression[end])) {
      ++end;
    }
    const bool is_closed = !braces || (end < expression.size() && expression[end] == '}');
    const auto found = is_closed
                           ? reference_value(expression.substr(begin, end - begin), input, call)
                           : std::nullopt;
    value += found ? *found : "$";
    expression.remove_prefix(found ? end + (braces ? 1 : 0) : 0);
  }
  return value;
}

ChangedRequest with_parameters(const Document& parameters, const ApiCall& call) {
  ChangedRequest changed{call.request, std::nullopt};
  for (const auto& [key, expression] : parameters.items()) {
    const std::size_t colon = std::min(key.find(':'), key.size());
    const std::string_view action = std::string_view(key).substr(0, colon);
    const std::string_view place = std::string_view(key).substr(std::min(colon + 1, key.size()));
    const std::string value = request_value(expression.get_ref<const std::string&>(), call);
    constexpr std::string_view of_header = "header.";
    constexpr std::string_view of_query = "querystring.";
    if (place == "path" && action == "overwrite") {
      changed.path = value;
    } else if (place.starts_with(of_header)) {
      const std::string name(place.substr(of_header.size()));
      if (action != "append") {
        erase_header(changed.request, name);
      }
      if (action != "remove") {
        changed.request.headers.push_back({name, value});
      }
    } else if (place.starts_with(of_query)) {
      change_query(changed.request, place.substr(of_query.size()), action == "append",
                   action == "remove" ? std::nullopt : std::optional(value));
    }
  }
  return changed;
}

}  // namespace tombola::server
