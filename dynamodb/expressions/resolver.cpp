#include "dynamodb/expressions/resolver.h"

#include <fmt/format.h>

#include "dynamodb/expressions/operand_rules.h"
#include "dynamodb/expressions/syntax_check.h"

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
  DocumentPath result(std::move(elements));
  std::string too_deep = path_refusal(result);
  if (!too_deep.empty()) throw source_.refusal(too_deep);
  return result;
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

}  // namespace tombola::dynamodb
