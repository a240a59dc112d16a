#include "dynamodb/expressions/resolver.h"

#include <fmt/format.h>

#include "dynamodb/expressions/syntax_check.h"
#include "dynamodb/limits.h"

namespace tombola::dynamodb {

DocumentPath Resolver::path(const SyntaxPath& path) const {
  std::vector<PathElement> elements;
  elements.reserve(path.size());
  for (const SyntaxPathElement& element : path) {
    if (element.type == TokenType::Integer) {
      elements.push_back(PathElement::of_index(list_index(element.text)));
      continue;
    }
    if (element.type == TokenType::Name) {
      elements.push_back(PathElement::of_name(std::string(element.text)));
      continue;
    }
    const std::string* name = placeholders_.find_name(element.text);
    if (name == nullptr) {
      throw source_.refusal(
          fmt::format("An expression attribute name used in the document path is not defined; "
                      "attribute name: {}",
                      element.text));
    }
    elements.push_back(PathElement::of_name(*name));
  }
  if (elements.size() > static_cast<std::size_t>(limits::document_path_depth_max)) {
    throw source_.refusal(fmt::format(
        "The document path has too many nesting levels; nesting levels: {}", elements.size()));
  }
  return DocumentPath(std::move(elements));
}

const AttributeValue& Resolver::value(std::string_view placeholder) const {
  const AttributeValue* value = placeholders_.find_value(placeholder);
  if (value == nullptr) {
    throw source_.refusal(fmt::format(
        "An expression attribute value used in expression is not defined; attribute value: {}",
        placeholder));
  }
  return *value;
}

ApiError Resolver::wrong_operand_count(std::string_view function, std::size_t count) const {
  return source_.refusal(
      fmt::format("Incorrect number of operands for operator or function; operator or function: "
                  "{}, number of operands: {}",
                  function, count));
}

ApiError Resolver::wrong_operand_type(std::string_view operation, std::string_view type) const {
  return source_.refusal(
      fmt::format("Incorrect operand type for operator or function; operator or function: {}, "
                  "operand type: {}",
                  operation, type));
}

ApiError Resolver::needs_path(std::string_view function) const {
  return source_.refusal(fmt::format(
      "Operator or function requires a document path; operator or function: {}", function));
}

ApiError Resolver::not_distinct(std::string_view operation, const DocumentPath& operand) const {
  return source_.refusal(fmt::format(
      "The first operand must be distinct from the remaining operands for this operator "
      "or function; operator: {}, first operand: {}",
      operation, operand.to_string()));
}

}  // namespace tombola::dynamodb
