// ProjectionExpression, the legacy AttributesToGet, and what a PartiQL SELECT lists: the part of an
// item that is asked for.
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

  enum class Shape {
    // As the item has it. List elements close up, in order of their indexes: l[2], l[0] gives
    // [l0, l2]. A map or list of which nothing is asked for that it has is left out.
    Document,
    // SELECT: an attribute for each path, called what follows its last dot: m.a is a, l[1] is l[1],
    // m.l[1] is l[1], too. Of two that are called alike the later one counts.
    Columns,
  };
  // Of paths that do not clash.
  explicit Projection(std::vector<DocumentPath> paths, Shape shape = Shape::Document);

  // What the item has of it.
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
  AttributeMap columns_of(const AttributeMap& item) const;
  static AttributeMap project_map(const AttributeMap& map, const Node& node);
  static AttributeList project_list(const AttributeList& list, const Node& node);
  static bool project(const AttributeValue& value, const Node& node, AttributeValue& out);

  std::vector<DocumentPath> paths_;
  Shape shape_ = Shape::Document;
  Node root_;                              // Document
  std::vector<std::string> column_names_;  // Columns: one for each path
};

}  // namespace tombola::dynamodb
