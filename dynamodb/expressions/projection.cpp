#include "dynamodb/expressions/projection.h"

#include <algorithm>

#include "dynamodb/expressions/resolver.h"
#include "dynamodb/expressions/syntax_check.h"

namespace tombola::dynamodb {
namespace {

// The child of that key, made if there is none; children stay in order.
template <typename Child, typename Key>
auto& child_of(std::vector<Child>& children, const Key& key) {
  auto at =
      std::lower_bound(children.begin(), children.end(), key,
                       [](const Child& child, const Key& wanted) { return child.key < wanted; });
  if (at == children.end() || at->key != key) at = children.insert(at, {key, {}});
  return at->node;
}

std::string column_name_of(const DocumentPath& path) {
  std::string name;
  for (const PathElement& element : path.elements()) {
    if (element.is_index()) {
      name += "[" + std::to_string(element.index) + "]";
    } else {
      name = element.name;
    }
  }
  return name;
}

}  // namespace

Projection Projection::parse(std::string_view text, ExpressionPlaceholders& placeholders) {
  ExpressionSource source{text, ExpressionKind::Projection, placeholders.layer()};
  std::vector<SyntaxPath> syntax = parse_projection_syntax(source);
  check_projection_syntax(source, syntax);
  Resolver resolver(source, placeholders);
  std::vector<DocumentPath> paths;
  paths.reserve(syntax.size());
  for (const SyntaxPath& path : syntax) paths.push_back(resolver.path(path));
  std::string clash = path_clash_error(paths);
  if (!clash.empty()) throw source.refusal(clash);
  return Projection(std::move(paths));
}

Projection::Projection(std::vector<DocumentPath> paths, Shape shape)
    : paths_(std::move(paths)), shape_(shape) {
  for (const DocumentPath& path : paths_) {
    if (shape_ == Shape::Columns) {
      column_names_.push_back(column_name_of(path));
    } else {
      add(path);
    }
  }
}

void Projection::add(const DocumentPath& path) {
  Node* node = &root_;
  for (const PathElement& element : path.elements()) {
    node = element.is_index() ? &child_of(node->indexes, element.index)
                              : &child_of(node->names, element.name);
  }
  node->is_whole = true;
}

AttributeMap Projection::apply(const AttributeMap& item) const {
  return shape_ == Shape::Columns ? columns_of(item) : project_map(item, root_);
}

AttributeMap Projection::columns_of(const AttributeMap& item) const {
  AttributeMap columns;
  columns.reserve(paths_.size());
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    const AttributeValue* value = paths_[i].find_in(item);
    if (value != nullptr) columns.set(column_names_[i], *value);
  }
  return columns;
}

AttributeMap Projection::project_map(const AttributeMap& map, const Node& node) {
  AttributeMap projected;
  projected.reserve(node.names.size());
  for (const auto& [name, child] : node.names) {
    const AttributeValue* value = map.find(name);
    AttributeValue part;
    if (value != nullptr && project(*value, child, part)) projected.set(name, std::move(part));
  }
  return projected;
}

AttributeList Projection::project_list(const AttributeList& list, const Node& node) {
  AttributeList projected;
  for (const auto& [index, child] : node.indexes) {
    AttributeValue part;
    if (index < list.size() && project(list[index], child, part)) {
      projected.push_back(std::move(part));
    }
  }
  return projected;
}

// False: there is nothing of it.
bool Projection::project(const AttributeValue& value, const Node& node, AttributeValue& out) {
  if (node.is_whole) {
    out = value;
    return true;
  }
  if (value.type() == AttributeType::M) {
    AttributeMap map = project_map(value.as_map(), node);
    if (map.empty()) return false;
    out = AttributeValue(std::move(map));
    return true;
  }
  if (value.type() == AttributeType::L) {
    AttributeList list = project_list(value.as_list(), node);
    if (list.empty()) return false;
    out = AttributeValue(std::move(list));
    return true;
  }
  return false;
}

}  // namespace tombola::dynamodb
