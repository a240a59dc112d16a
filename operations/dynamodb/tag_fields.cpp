#include "operations/dynamodb/tag_fields.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

std::optional<std::string> text_of(const Request& tag, std::string_view name) {
  const auto text = tag.string(name);
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

}  // namespace

Shape tags_shape() {
  return Shape::list_of(
      Shape::structure("Tag", {{"Key", Shape::string()}, {"Value", Shape::string()}}));
}

Shape resource_arn_shape() {
  return Shape::string().length(1, 1283);
}

std::vector<dynamodb::Tag> tags_of(const Request& request) {
  std::vector<dynamodb::TagRequest> requested;
  if (const auto tags = request.member("Tags")) {
    for (dynamodb::JsonValue json : tags->elements()) {
      const Request tag(json);
      requested.push_back({text_of(tag, "Key"), text_of(tag, "Value")});
    }
  }
  return dynamodb::tags_from(requested);
}

}  // namespace tombola::operations
