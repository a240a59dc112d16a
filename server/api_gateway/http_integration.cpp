#include "server/api_gateway/http_integration.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "server/api_gateway/integration_target.h"
#include "server/api_gateway/parameter_mapping.h"
#include "server/api_gateway/request_parameters.h"
#include "server/proxy_response.h"

namespace tombola::server {
namespace {

using services::api_gateway::Document;
using services::api_gateway::NamedTexts;

// Of a connection, not of a message.
constexpr std::array<std::string_view, 8> hop_headers = {
    "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization",
    "TE",         "Trailer",    "Transfer-Encoding",  "Upgrade"};

bool is_of_connection(std::string_view name) {
  return std::any_of(hop_headers.begin(), hop_headers.end(), [&](std::string_view header) {
    return http::equals_ignoring_case(header, name);
  });
}

// {name} and {name+} in the URI, which parameters of the path fill.
std::string filled(std::string uri, const NamedTexts& path) {
  for (const auto& [name, value] : path) {
    for (const std::string& mark : {"{" + name + "}", "{" + name + "+}"}) {
      for (std::size_t at = uri.find(mark); at != std::string::npos;
           at = uri.find(mark, at + value.size())) {
        uri.replace(at, mark.size(), value);
      }
    }
  }
  return uri;
}

// Blanks and what is not ASCII cannot stand in a request line.
std::string in_path(std::string_view text) {
  std::string encoded;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    encoded += byte <= 0x20 || byte >= 0x7F || letter == '?' || letter == '#' || letter == '%'
                   ? fmt::format("%{:02X}", byte)
                   : std::string(1, letter);
  }
  return encoded;
}

NamedTexts in_path(NamedTexts texts) {
  for (auto& [name, text] : texts) {
    text = in_path(text);
  }
  return texts;
}

void add_query(std::string& target, std::string_view query) {
  if (!query.empty()) {
    target += (target.find('?') == std::string::npos ? "?" : "&") + std::string(query);
  }
}

std::string query_of(const NamedTexts& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters) {
    query +=
        (query.empty() ? "" : "&") + http::percent_encode(name) + "=" + http::percent_encode(value);
  }
  return query;
}

std::string method_of(const ApiCall& call) {
  const char* member = call.is_rest() ? "httpMethod" : "integrationMethod";
  const std::string method = call.integration().value(member, "ANY");
  return method == "ANY" || method.empty() ? call.request.method : method;
}

std::optional<http::FetchRequest> request_to(const ApiCall& call, const NamedTexts& path) {
  const auto url = http::parse_url(filled(
      with_stage_variables(integration_uri(call.integration()), call.gateway.stage_variables),
      in_path(path)));
  if (!url) {
    return std::nullopt;
  }
  http::FetchRequest request{*url, method_of(call), {}, {}};
  request.timeout = integration_timeout(*call.api, call.integration());
  const auto tls = call.integration().find("tlsConfig");
  request.checks_certificate =
      tls == call.integration().end() || !tls->value("insecureSkipVerification", false);
  return request;
}

void put_header(std::vector<http::Header>& headers, const std::string& name, std::string value) {
  std::erase_if(headers, [&](const http::Header& header) {
    return http::equals_ignoring_case(header.name, name);
  });
  headers.push_back({name, std::move(value)});
}

// What a proxy says of whom it asks for.
void add_forwarded(const ApiCall& call, std::vector<http::Header>& headers) {
  if (call.is_rest()) {
    put_header(headers, "X-Forwarded-For", call.request.remote_address);
    put_header(headers, "X-Forwarded-Port", std::to_string(call.gateway.port));
    put_header(headers, "X-Forwarded-Proto", "http");
  } else {
    put_header(headers, "Forwarded",
               fmt::format("by={0};for={0};host={1};proto=http", call.request.remote_address,
                           call.request.header("Host")));
  }
  put_header(headers, "X-Amzn-Trace-Id", call.gateway.trace_id);
}

}  // namespace

std::optional<http::FetchRequest> mapped_http_request(const ApiCall& call,
                                                      const IntegrationRequest& mapped) {
  auto request = request_to(call, mapped.path);
  if (!request) {
    return std::nullopt;
  }
  add_query(request->url.target, query_of(mapped.query));
  request->headers = {{"Accept", "application/json"},
                      {"User-Agent", "AmazonAPIGateway_" + call.owner->id},
                      {"X-Amzn-Apigateway-Api-Id", call.owner->id},
                      {"X-Amzn-Trace-Id", call.gateway.trace_id}};
  const std::string_view type = call.request.header("Content-Type");
  if (!mapped.body.empty()) {
    put_header(request->headers, "Content-Type",
               type.empty() ? "application/json" : std::string(type));
  }
  for (const auto& [name, value] : mapped.headers) {
    put_header(request->headers, name, value);
  }
  const bool has_body = request->method != "GET" && request->method != "HEAD";
  request->body = has_body ? mapped.body : "";
  return request;
}

std::optional<http::FetchRequest> http_proxy_request(const ApiCall& call) {
  const Document parameters = call.integration().value("requestParameters", Document::object());
  NamedTexts path = call.route.path_parameters;
  ChangedRequest changed{call.request, std::nullopt};
  if (call.is_rest()) {
    path = mapped_parameters(parameters, "integration.request.path.", mapping_input(call));
  } else {
    changed = with_parameters(parameters, call);
  }
  auto request = request_to(call, path);
  if (!request) {
    return std::nullopt;
  }
  if (changed.path) {
    const std::size_t query = request->url.target.find('?');
    const std::string kept = query == std::string::npos ? "" : request->url.target.substr(query);
    request->url.target = in_path(*changed.path) + kept;
  }
  add_query(request->url.target, changed.request.query());
  for (http::Header& header : changed.request.headers) {
    if (!is_of_connection(header.name) && !http::equals_ignoring_case(header.name, "Host")) {
      request->headers.push_back(std::move(header));
    }
  }
  if (call.is_rest()) {
    const services::api_gateway::MappingInput input = mapping_input(call);
    add_query(request->url.target,
              query_of(mapped_parameters(parameters, "integration.request.querystring.", input)));
    for (auto& [name, value] :
         mapped_parameters(parameters, "integration.request.header.", input)) {
      put_header(request->headers, name, value);
    }
  }
  add_forwarded(call, request->headers);
  request->body = std::move(changed.request.body);
  return request;
}

http::Response http_proxy_response(http::Response answer) {
  http::Response response{answer.status, {}, std::move(answer.body)};
  for (http::Header& header : answer.headers) {
    if (is_of_connection(header.name) ||
        http::equals_ignoring_case(header.name, "Content-Length")) {
      continue;
    }
    add_proxy_header(response.headers, header.name, std::move(header.value));
  }
  return response;
}

}  // namespace tombola::server
