#include "operations/service_request.h"

#include <algorithm>
#include <charconv>

namespace tombola::operations {

using dynamodb::JsonValue;
using dynamodb::Shape;

Shape tag_list_shape() {
  using enum dynamodb::Presence;
  return Shape::list_of(Shape::structure(
      "Tag", {{"Key", Shape::string(), Required}, {"Value", Shape::string(), Required}}));
}

Texts tags_of(const Request& request, std::string_view member) {
  Texts tags;
  if (const auto given = request.member(member)) {
    for (const JsonValue tag : given->elements()) {
      const Request one(tag);
      tags[std::string(one.required("Key").as_string())] = one.required("Value").as_string();
    }
  }
  return tags;
}

Texts texts_of(const Request& request, std::string_view member) {
  Texts texts;
  if (const auto given = request.member(member)) {
    for (const JsonValue::Member one : given->members()) {
      texts[std::string(one.name)] = one.value.as_string();
    }
  }
  return texts;
}

RowPage page_of(std::size_t rows, std::optional<std::string_view> token, std::size_t size,
                const services::ServiceError& bad_token) {
  RowPage page;
  if (token && !token->empty()) {
    const char* const end = token->data() + token->size();
    const auto [stopped, error] = std::from_chars(token->data(), end, page.begin);
    if (error != std::errc() || stopped != end || page.begin > rows) {
      throw bad_token;
    }
  }
  page.end = std::min(rows, page.begin + size);
  if (page.end < rows) {
    page.next_token = std::to_string(page.end);
  }
  return page;
}

}  // namespace tombola::operations
