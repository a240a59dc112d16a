// ProjectionExpression, and the legacy AttributesToGet: the part of an item that is asked for.
// Immutable once made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dynamodb/expressions/document_path.h"
#include "dynamodb/expressions/placeholders.h"

namespace tombola::dynamodb {

class Projection {
 public:
  // Throws ApiError::validation, with the prefix "Invalid ProjectionExpression: ": syntax, reserved
  // words, names that are not defined, and
  //   Two document paths overlap with each other; must remove or rewrite one of these paths; path
  //   one: [a], path two: [a, b]
  //   Two document paths conflict with each other; ...
  static Projection parse(std::string_view text, ExpressionPlaceholders& placeholders);

  // Of paths that do not clash.
  explicit Projection(std::vector<DocumentPath> paths);

  // What the item has of it, in the shape in which the item has it. List elements close up, in
  // order of their indexes: l[2], l[0] gives [l0, l2]. A map or list of which nothing is asked for
  // that it has is left out.
  AttributeMap apply(const AttributeMap& item) const;

  const std::vector<DocumentPath>& paths() const { return paths_; }

 private:
  // The paths as a tree. Children are in order, which is the order in which they come out.
  template <typename Key>
  struct Child;
  struct Node {
    bool is_whole = false;  // a path ends here
    std::vector<Child<std::string>> names;
    std::vector<Child<std::uint32_t>> indexes;
  };
  template <typename Key>
  struct Child {
    Key key;
    Node node;
  };

  void add(const DocumentPath& path);
  static AttributeMap project_map(const AttributeMap& map, const Node& node);
  static AttributeList project_list(const AttributeList& list, const Node& node);
  static bool project(const AttributeValue& value, const Node& node, AttributeValue& out);

  std::vector<DocumentPath> paths_;
  Node root_;
};

}  // namespace tombola::dynamodb
