#include "server/api_gateway/integration_target.h"

#include "dynamodb/limits.h"

namespace tombola::server {

using services::api_gateway::Document;

namespace {

// An HTTP API waits a second longer than a REST API.
constexpr std::int64_t http_api_timeout_ms = 30'000;

}  // namespace

std::string with_stage_variables(std::string text,
                                 const std::map<std::string, std::string>& variables) {
  for (const auto& [name, value] : variables) {
    const std::string reference = "${stageVariables." + name + "}";
    for (std::size_t at = text.find(reference); at != std::string::npos;
         at = text.find(reference, at + value.size())) {
      text.replace(at, reference.size(), value);
    }
  }
  return text;
}

std::string integration_type(const Document& integration) {
  return integration.contains("type") ? integration.value("type", "")
                                      : integration.value("integrationType", "");
}

std::string integration_uri(const Document& integration) {
  return integration.contains("uri") ? integration.value("uri", "")
                                     : integration.value("integrationUri", "");
}

std::optional<triggers::AsyncTarget> integration_function(const Document& integration,
                                                          const Document& stage) {
  constexpr std::string_view before = "/functions/";
  const std::string uri =
      with_stage_variables(integration_uri(integration), stage_variables(stage));
  std::string_view arn = uri;
  for (const std::string_view after : {"/invocations", "/response-streaming-invocations"}) {
    if (!arn.ends_with(after)) {
      continue;
    }
    arn.remove_suffix(after.size());
    const std::size_t start = arn.find(before);
    if (start == std::string_view::npos) {
      return std::nullopt;
    }
    arn.remove_prefix(start + before.size());
  }
  return triggers::parse_function_arn(arn);
}

bool integration_streams(const Document& integration) {
  return integration.value("responseTransferMode", "BUFFERED") == "STREAM";
}

std::chrono::milliseconds integration_timeout(const services::api_gateway::Api& api,
                                              const Document& integration) {
  const std::int64_t otherwise = api.kind == services::api_gateway::ApiKind::Rest
                                     ? limits::api_gateway_timeout_ms
                                     : http_api_timeout_ms;
  return std::chrono::milliseconds(integration.value("timeoutInMillis", otherwise));
}

std::map<std::string, std::string> stage_variables(const Document& stage) {
  const auto found =
      stage.contains("variables") ? stage.find("variables") : stage.find("stageVariables");
  return found == stage.end() || !found->is_object()
             ? std::map<std::string, std::string>()
             : found->get<std::map<std::string, std::string>>();
}

}  // namespace tombola::server
