// Mapping templates: what API Gateway gives a template ($input, $context, $stageVariables, $util), and
// what comes of it. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "services/api_gateway/velocity/parser.h"

namespace tombola::services::api_gateway {

using velocity::TemplateError;
using NamedTexts = std::vector<std::pair<std::string, std::string>>;

// The body is not JSON, and the template asks for parts of it.
class BodyNotJson : public TemplateError {
 public:
  using TemplateError::TemplateError;
};

struct MappingInput {
  std::string body;
  NamedTexts path;
  NamedTexts query;
  NamedTexts headers;
  nlohmann::ordered_json context = nlohmann::ordered_json::object();
  std::map<std::string, std::string> stage_variables;
};

struct Mapped {
  std::string body;
  // What the template set of them: $context.requestOverride.{header,path,querystring}.<name>,
  // $context.responseOverride.{header.<name>,status}; objects with those members.
  nlohmann::ordered_json request_override;
  nlohmann::ordered_json response_override;
};

// Throws TemplateError.
Mapped map_body(std::string_view mapping_template, const MappingInput& input);

// $util.escapeJavaScript
std::string escape_java_script(std::string_view text);
// What a JSONPath finds in a body, as text; empty: nothing. Throws TemplateError.
std::string text_at_path(std::string_view body, std::string_view path);

}  // namespace tombola::services::api_gateway
