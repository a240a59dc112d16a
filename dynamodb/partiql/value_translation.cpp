#include <charconv>

#include <fmt/format.h>

#include "dynamodb/expressions/operand_rules.h"
#include "dynamodb/json/json_document.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/partiql/translation.h"

namespace tombola::dynamodb::partiql {
namespace {

using Type = SyntaxNode::Type;

ApiError no_value(const SyntaxNode& node) {
  return ApiError::validation(fmt::format(
      "Only literals and parameters are supported as values at {}", node.position.to_string()));
}

// Writes DynamoDB JSON.
class ValueWriter {
 public:
  ValueWriter(std::string& out, const Parameters& parameters)
      : out_(out), parameters_(parameters) {}

  void value(const SyntaxNode& node);
  void members(const SyntaxNode& structure);

 private:
  void list(const SyntaxNode& node);
  void set(const SyntaxNode& node);

  std::string& out_;
  const Parameters& parameters_;
};

void ValueWriter::value(const SyntaxNode& node) {
  switch (node.type) {
    case Type::List:
      return list(node);
    case Type::Bag:
      return set(node);
    case Type::Struct:
      out_.append(R"({"M":)");
      members(node);
      out_.push_back('}');
      return;
    case Type::Number:
      // Unread: whoever reads the JSON reads numbers.
      out_.append(fmt::format(R"({{"N":"{}"}})", node.text));
      return;
    default:
      append_json(out_, translate_value(node, parameters_));
  }
}

void ValueWriter::list(const SyntaxNode& node) {
  out_.append(R"({"L":[)");
  for (const SyntaxNode& element : node.children) {
    if (&element != &node.children.front()) out_.push_back(',');
    value(element);
  }
  out_.append("]}");
}

// All members are strings, numbers or binaries (which only parameters can be).
void ValueWriter::set(const SyntaxNode& node) {
  AttributeType type = AttributeType::S;
  std::string members;
  for (const SyntaxNode& child : node.children) {
    const AttributeValue member = translate_value(child, parameters_);
    if (&child == &node.children.front()) type = member.type();
    if (!member.is_key_type() || member.type() != type) {
      throw ApiError::validation(
          fmt::format("The members of a set must be strings, numbers or binaries of one type at {}",
                      child.position.to_string()));
    }
    members.append(members.empty() ? "" : ",");
    // {"S":"a"} without what is around "a".
    const std::string json = to_json(member);
    members.append(json, json.find(':') + 1, json.size() - json.find(':') - 2);
  }
  out_.append(fmt::format(R"({{"{}S":[{}]}})", to_string(type), members));
}

void ValueWriter::members(const SyntaxNode& structure) {
  bool is_first = true;
  out_.push_back('{');
  for (std::size_t i = 0; i + 1 < structure.children.size(); i += 2) {
    const SyntaxNode& name = structure.children[i];
    const SyntaxNode& member = structure.children[i + 1];
    if (name.type != Type::String) {
      throw malformed(fmt::format("Expected a string as the name of an attribute at {}",
                                  name.position.to_string()));
    }
    // What is missing is left out.
    if (member.type == Type::Missing) continue;
    if (!is_first) out_.push_back(',');
    is_first = false;
    append_json_string(out_, name.text);
    out_.push_back(':');
    value(member);
  }
  out_.push_back('}');
}

Number sum(const SyntaxNode& node, const Parameters& parameters) {
  const AttributeValue left = translate_value(node.children[0], parameters);
  const AttributeValue right = translate_value(node.children[1], parameters);
  for (const AttributeValue& side : {left, right}) {
    if (side.type() != AttributeType::N) {
      throw ApiError::validation(wrong_operand_type(node.text, to_string(side.type())));
    }
  }
  return node.type == Type::Plus ? left.as_number() + right.as_number()
                                 : left.as_number() - right.as_number();
}

AttributeValue collection(const SyntaxNode& node, const Parameters& parameters) {
  std::string json;
  ValueWriter(json, parameters).value(node);
  const JsonDocument document = JsonDocument::parse(json);
  return parse_attribute_value(document.root(), ValueLayer::Bare);
}

PathElement index_element(const std::string& digits) {
  std::uint32_t index = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, index);
  if (error != std::errc() || stop != end || index > list_index_max) {
    throw ApiError::validation(
        fmt::format("List index is not within the allowable range; index: [{}]", digits));
  }
  return PathElement::of_index(index);
}

}  // namespace

DocumentPath translate_path(const SyntaxPath& path) {
  std::vector<PathElement> elements;
  elements.reserve(path.size());
  for (const SyntaxPathElement& element : path) {
    elements.push_back(element.is_index ? index_element(element.text)
                                        : PathElement::of_name(element.text));
  }
  DocumentPath result(std::move(elements));
  const std::string refusal = path_refusal(result);
  if (!refusal.empty()) throw ApiError::validation(refusal);
  return result;
}

bool is_value(const SyntaxNode& node) {
  if (node.type == Type::Plus || node.type == Type::Minus) {
    return is_value(node.children[0]) && is_value(node.children[1]);
  }
  return node.type < Type::Path && node.type != Type::Missing;
}

AttributeValue translate_value(const SyntaxNode& node, const Parameters& parameters) {
  if (!is_value(node)) throw no_value(node);
  switch (node.type) {
    case Type::String:
      return node.text;
    case Type::Number:
      return Number::parse(node.text);
    case Type::Boolean:
      return AttributeValue::boolean(node.text == "true");
    case Type::Null:
      return Null{};
    case Type::Parameter:
      return parameters[node.parameter];
    case Type::Plus:
    case Type::Minus:
      return sum(node, parameters);
    default:
      return collection(node, parameters);
  }
}

Item translate_item(const SyntaxNode& node, const Parameters& parameters) {
  if (node.type == Type::Parameter && parameters[node.parameter].type() == AttributeType::M) {
    return parameters[node.parameter].as_map();
  }
  if (node.type != Type::Struct) {
    throw ApiError::validation(
        fmt::format("VALUE of an INSERT must be a map at {}", node.position.to_string()));
  }
  std::string json;
  ValueWriter(json, parameters).members(node);
  const JsonDocument document = JsonDocument::parse(json);
  return parse_attribute_map(document.root(), ValueLayer::Bare);
}

}  // namespace tombola::dynamodb::partiql
