#include "dynamodb/validation/shape.h"

namespace tombola::dynamodb {

Shape Shape::list_of(Shape element) {
  Shape shape(Kind::List);
  shape.element_ = std::make_shared<const Shape>(std::move(element));
  return shape;
}

Shape Shape::map_of(Shape value) {
  Shape shape(Kind::Map);
  shape.element_ = std::make_shared<const Shape>(std::move(value));
  return shape;
}

Shape Shape::structure(std::string_view name, std::vector<Field> fields) {
  Shape shape(Kind::Structure);
  shape.name_ = name;
  shape.fields_ = std::make_shared<const std::vector<Field>>(std::move(fields));
  return shape;
}

Shape Shape::length(std::size_t min, std::size_t max) && {
  min_ = static_cast<std::int64_t>(min);
  max_ = static_cast<std::int64_t>(max);
  return std::move(*this);
}

Shape Shape::range(std::int64_t min, std::int64_t max) && {
  min_ = min;
  max_ = max;
  return std::move(*this);
}

Shape Shape::one_of(std::initializer_list<std::string_view> values) && {
  enumeration_ = values;
  printed_enumeration_ = values;
  return std::move(*this);
}

Shape Shape::printed_as(std::initializer_list<std::string_view> values) && {
  printed_enumeration_ = values;
  return std::move(*this);
}

Shape Shape::pattern(std::string_view printed, bool (*allowed)(std::string_view)) && {
  pattern_ = printed;
  matches_pattern_ = allowed;
  return std::move(*this);
}

bool is_resource_name(std::string_view text) {
  return !text.empty() && text.find_first_not_of(
                              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                              "0123456789_.-") == std::string_view::npos;
}

}  // namespace tombola::dynamodb
