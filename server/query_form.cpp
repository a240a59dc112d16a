// The names' parts make a tree, which is then read as the shapes say.
#include "server/query_form.h"

#include <map>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "server/time_text.h"

namespace tombola::server {
namespace {

using dynamodb::Field;
using dynamodb::Shape;

struct Node {
  std::string value;
  std::map<std::string, Node, std::less<>> children;

  const Node* find(std::string_view name) const {
    const auto child = children.find(name);
    return child == children.end() ? nullptr : &child->second;
  }
  // "1", "2", ... in the order of the numbers.
  std::map<std::int64_t, const Node*> numbered() const {
    std::map<std::int64_t, const Node*> found;
    for (const auto& [name, child] : children) {
      if (const auto number = parse_whole_number(name)) {
        found[*number] = &child;
      }
    }
    return found;
  }
};

Node tree_of(const std::vector<http::QueryParameter>& form) {
  Node root;
  for (const http::QueryParameter& parameter : form) {
    Node* node = &root;
    std::string_view rest = parameter.name;
    for (int depth = 0; depth < limits::query_name_depth_max; ++depth) {
      const std::size_t dot = rest.find('.');
      node = &node->children[std::string(rest.substr(0, dot))];
      if (dot == std::string_view::npos) {
        node->value = parameter.value;
        break;
      }
      rest.remove_prefix(dot + 1);
    }
  }
  return root;
}

class FormReader {
 public:
  FormReader(const ServiceWire& wire, std::string_view operation)
      : wire_(wire), operation_(operation) {}

  std::string structure(const Node& node, const Shape& shape) const {
    std::string json = "{";
    for (const Field& field : shape.fields()) {
      const QueryName* name = find_query_name(wire_, field.name);
      const Node* child = node.find(name != nullptr ? wire_name(*name) : std::string(field.name));
      if (child == nullptr) {
        continue;
      }
      json.append(json.size() > 1 ? "," : "").append(dynamodb::json_string(field.name)).append(":");
      json += member(*child, field.shape, name);
    }
    return json + "}";
  }

 private:
  std::string wire_name(const QueryName& name) const {
    return name.wire.starts_with('*') ? std::string(operation_).append(name.wire.substr(1))
                                      : std::string(name.wire);
  }

  std::string member(const Node& node, const Shape& shape, const QueryName* name) const {
    switch (shape.kind()) {
      case Shape::Kind::Structure:
        return structure(node, shape);
      case Shape::Kind::List:
        return list(inner(node, "member"), shape);
      case Shape::Kind::Map:
        return map(inner(node, "entry"), shape, name);
      case Shape::Kind::Integer:
        if (const auto number = parse_whole_number(node.value)) {
          return std::to_string(*number);
        }
        break;
      case Shape::Kind::Boolean:
        if (node.value == "true" || node.value == "false") {
          return node.value;
        }
        break;
      default:
        break;
    }
    // What is not of its type is the operation's to refuse.
    return dynamodb::json_string(node.value);
  }

  const Node& inner(const Node& node, std::string_view name) const {
    const Node* child = wire_.flattened ? nullptr : node.find(name);
    return child != nullptr ? *child : node;
  }

  std::string list(const Node& node, const Shape& shape) const {
    std::string json = "[";
    for (const auto& [number, element] : node.numbered()) {
      json.append(json.size() > 1 ? "," : "");
      json += member(*element, shape.element(), nullptr);
    }
    return json + "]";
  }

  std::string map(const Node& node, const Shape& shape, const QueryName* name) const {
    static const Node nothing;
    std::string json = "{";
    for (const auto& [number, entry] : node.numbered()) {
      const Node* key = entry->find(name != nullptr ? name->key : "key");
      const Node* value = entry->find(name != nullptr ? name->value : "value");
      if (key == nullptr) {
        continue;
      }
      json.append(json.size() > 1 ? "," : "").append(dynamodb::json_string(key->value)).append(":");
      json += member(value != nullptr ? *value : nothing, shape.element(), nullptr);
    }
    return json + "}";
  }

  const ServiceWire& wire_;
  std::string_view operation_;
};

}  // namespace

std::string json_of_form(const std::vector<http::QueryParameter>& form, const Shape& fields,
                         const ServiceWire& wire, std::string_view operation) {
  return FormReader(wire, operation).structure(tree_of(form), fields);
}

}  // namespace tombola::server
