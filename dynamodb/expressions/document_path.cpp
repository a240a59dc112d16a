#include "dynamodb/expressions/document_path.h"

#include <algorithm>

#include <fmt/format.h>

namespace tombola::dynamodb {
namespace {

const AttributeValue* step(const AttributeValue& value, const PathElement& element) {
  if (element.is_index()) {
    if (value.type() != AttributeType::L) return nullptr;
    const AttributeList& list = value.as_list();
    return element.index < list.size() ? &list[element.index] : nullptr;
  }
  return value.type() == AttributeType::M ? value.as_map().find(element.name) : nullptr;
}

std::string clash_sentence(std::string_view what, const DocumentPath& one,
                           const DocumentPath& two) {
  return fmt::format(
      "Two document paths {} with each other; must remove or rewrite one of these paths; path one: "
      "{}, path two: {}",
      what, one.to_string(), two.to_string());
}

// In order, element by element, the paths that lead into a path follow it at once, and the names
// under a path stand together, and so do the indexes: two neighbours clash if any two paths do. An
// expression may have a thousand paths, and nearly always none of them clash.
bool any_clash(const std::vector<DocumentPath>& paths) {
  std::vector<const DocumentPath*> ordered;
  ordered.reserve(paths.size());
  for (const DocumentPath& path : paths) ordered.push_back(&path);
  std::sort(ordered.begin(), ordered.end(), [](const DocumentPath* one, const DocumentPath* two) {
    return one->elements() < two->elements();
  });
  auto clash = [](const DocumentPath* one, const DocumentPath* two) {
    return clash_of(*one, *two) != PathClash::None;
  };
  return std::adjacent_find(ordered.begin(), ordered.end(), clash) != ordered.end();
}

}  // namespace

const AttributeValue* DocumentPath::find_in(const AttributeMap& item) const {
  const AttributeValue* value = item.find(attribute_name());
  for (std::size_t i = 1; i < elements_.size() && value != nullptr; ++i) {
    value = step(*value, elements_[i]);
  }
  return value;
}

std::string DocumentPath::to_string() const {
  std::string text = "[";
  for (const PathElement& element : elements_) {
    if (text.size() > 1) text += ", ";
    text += element.is_index() ? fmt::format("[{}]", element.index) : element.name;
  }
  return text + "]";
}

PathClash clash_of(const DocumentPath& one, const DocumentPath& two) {
  std::size_t shared = std::min(one.elements().size(), two.elements().size());
  for (std::size_t i = 0; i < shared; ++i) {
    const PathElement& left = one.elements()[i];
    const PathElement& right = two.elements()[i];
    if (left == right) continue;
    return left.type == right.type ? PathClash::None : PathClash::Conflict;
  }
  return PathClash::Overlap;
}

std::string path_clash_error(const std::vector<DocumentPath>& paths) {
  if (!any_clash(paths)) return {};
  std::string conflict;
  for (std::size_t later = 1; later < paths.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      switch (clash_of(paths[earlier], paths[later])) {
        case PathClash::None:
          break;
        case PathClash::Overlap:
          return clash_sentence("overlap", paths[earlier], paths[later]);
        case PathClash::Conflict:
          if (conflict.empty()) conflict = clash_sentence("conflict", paths[earlier], paths[later]);
          break;
      }
    }
  }
  return conflict;
}

}  // namespace tombola::dynamodb
