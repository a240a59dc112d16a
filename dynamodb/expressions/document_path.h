// Where a value stands inside an item: a[1].b is name a, index 1, name b. Resolved: placeholders
// are already replaced, so a name may hold any characters, dots included.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/attribute_value.h"

namespace tombola::dynamodb {

// AWS's largest list index, observed on AWS (us-east-1, September 2026); the index itself may lie
// far beyond the list.
inline constexpr std::uint32_t list_index_max = 4'294'967'294U;

struct PathElement {
  enum class Type { Name, Index };
  Type type = Type::Name;
  std::string name;
  std::uint32_t index = 0;

  static PathElement of_name(std::string name) { return {Type::Name, std::move(name), 0}; }
  static PathElement of_index(std::uint32_t index) { return {Type::Index, {}, index}; }
  bool is_index() const { return type == Type::Index; }
  // Names before indexes.
  auto operator<=>(const PathElement&) const = default;
};

// The first element is always a name.
class DocumentPath {
 public:
  DocumentPath() = default;
  explicit DocumentPath(std::vector<PathElement> elements) : elements_(std::move(elements)) {}
  // A top-level attribute.
  static DocumentPath attribute(std::string name) {
    return DocumentPath({PathElement::of_name(std::move(name))});
  }

  const std::vector<PathElement>& elements() const { return elements_; }
  const std::string& attribute_name() const { return elements_.front().name; }
  bool is_nested() const { return elements_.size() > 1; }

  // What stands there, or null: an element is missing or of another kind.
  const AttributeValue* find_in(const AttributeMap& item) const;

  // [a, [1], b], as AWS prints paths in its errors.
  std::string to_string() const;

  bool operator==(const DocumentPath&) const = default;

 private:
  std::vector<PathElement> elements_;
};

enum class PathClash {
  None,
  Overlap,   // one is the other, or leads into it
  Conflict,  // they part at an element that one reads as a map and the other as a list
};
PathClash clash_of(const DocumentPath& one, const DocumentPath& two);

// The sentence for the first two paths (in the order given) that overlap, else for the first two
// that conflict, else an empty one.
//   Two document paths overlap with each other; must remove or rewrite one of these paths; path
//   one: [a, b], path two: [a]
std::string path_clash_error(const std::vector<DocumentPath>& paths);

}  // namespace tombola::dynamodb
