#include "server/api_gateway/http_api_cors.h"

#include <iterator>

#include "server/function_url_cors.h"

namespace tombola::server {
namespace {

using services::api_gateway::Document;

std::vector<std::string> texts(const Document& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? std::vector<std::string>()
                               : found->get<std::vector<std::string>>();
}

}  // namespace

std::optional<triggers::FunctionUrlCors> cors_of(const services::api_gateway::Api& api) {
  const auto configuration = api.settings.find("corsConfiguration");
  if (configuration == api.settings.end() || !configuration->is_object()) {
    return std::nullopt;
  }
  triggers::FunctionUrlCors cors;
  cors.allow_credentials = configuration->value("allowCredentials", false);
  cors.allow_headers = texts(*configuration, "allowHeaders");
  cors.allow_methods = texts(*configuration, "allowMethods");
  cors.allow_origins = texts(*configuration, "allowOrigins");
  cors.expose_headers = texts(*configuration, "exposeHeaders");
  if (configuration->contains("maxAge")) {
    cors.max_age_seconds = configuration->at("maxAge").get<int>();
  }
  return cors;
}

void replace_cors_headers(http::Response& response, const triggers::FunctionUrlCors& cors,
                          const http::Request& request) {
  constexpr std::string_view prefix = "Access-Control-";
  std::erase_if(response.headers, [&](const http::Header& header) {
    return header.name.size() > prefix.size() &&
           http::equals_ignoring_case(std::string_view(header.name).substr(0, prefix.size()),
                                      prefix);
  });
  std::vector<http::Header> headers = cors_headers(cors, request);
  std::move(headers.begin(), headers.end(), std::back_inserter(response.headers));
}

}  // namespace tombola::server
