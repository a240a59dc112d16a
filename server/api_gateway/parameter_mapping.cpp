#include "server/api_gateway/parameter_mapping.h"

#include <fmt/format.h>

#include "http/message.h"

namespace tombola::server {
namespace {

using nlohmann::ordered_json;
using services::api_gateway::Document;
using services::api_gateway::MappingInput;
using services::api_gateway::NamedTexts;

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) {
    return false;
  }
  text.remove_prefix(prefix.size());
  return true;
}

enum class Names { Exact, AnyCase };
enum class Of { Last, All };

// Several values are a list in brackets.
std::optional<std::string> find(const NamedTexts& texts, std::string_view name, Names names,
                                Of which = Of::Last) {
  std::optional<std::string> found;
  for (const auto& [there, text] : texts) {
    if (there == name || (names == Names::AnyCase && http::equals_ignoring_case(there, name))) {
      found = found && which == Of::All ? *found + "," + text : text;
    }
  }
  return found && which == Of::All ? std::optional("[" + *found + "]") : found;
}

std::optional<std::string> member_at(const ordered_json& object, std::string_view path) {
  const ordered_json* at = &object;
  while (!path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    if (!at->is_object() || !at->contains(path.substr(0, dot))) {
      return std::nullopt;
    }
    at = &at->at(std::string(path.substr(0, dot)));
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  if (at->is_null()) {
    return std::nullopt;
  }
  return at->is_string() ? at->get<std::string>() : at->dump();
}

std::optional<std::string> body_part(std::string_view path, const MappingInput& input) {
  if (path.empty()) {
    return input.body;
  }
  try {
    return services::api_gateway::text_at_path(input.body, fmt::format("${}", path));
  } catch (const services::api_gateway::TemplateError&) {
    return std::nullopt;
  }
}

}  // namespace

std::optional<std::string> mapped_value(std::string_view expression, const MappingInput& input) {
  if (expression.size() >= 2 && expression.front() == '\'' && expression.back() == '\'') {
    return std::string(expression.substr(1, expression.size() - 2));
  }
  if (take_prefix(expression, "context.")) {
    return member_at(input.context, expression);
  }
  if (take_prefix(expression, "stageVariables.")) {
    const auto found = input.stage_variables.find(std::string(expression));
    return found == input.stage_variables.end() ? std::nullopt : std::optional(found->second);
  }
  if (!take_prefix(expression, "method.request.")) {
    take_prefix(expression, "integration.response.");
  }
  if (take_prefix(expression, "header.")) {
    return find(input.headers, expression, Names::AnyCase);
  }
  if (take_prefix(expression, "multivalueheader.")) {
    return find(input.headers, expression, Names::AnyCase, Of::All);
  }
  if (take_prefix(expression, "querystring.")) {
    return find(input.query, expression, Names::Exact);
  }
  if (take_prefix(expression, "multivaluequerystring.")) {
    return find(input.query, expression, Names::Exact, Of::All);
  }
  if (take_prefix(expression, "path.")) {
    return find(input.path, expression, Names::Exact);
  }
  return take_prefix(expression, "body") ? body_part(expression, input) : std::nullopt;
}

NamedTexts mapped_parameters(const Document& parameters, std::string_view prefix,
                             const MappingInput& input) {
  NamedTexts mapped;
  for (const auto& [name, expression] : parameters.items()) {
    if (!name.starts_with(prefix) || !expression.is_string()) {
      continue;
    }
    if (auto value = mapped_value(expression.get_ref<const std::string&>(), input)) {
      mapped.emplace_back(name.substr(prefix.size()), std::move(*value));
    }
  }
  return mapped;
}

}  // namespace tombola::server
