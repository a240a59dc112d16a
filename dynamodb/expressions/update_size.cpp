// Update::statement_size_bytes. UpdateItem does not only measure the item that comes out, it
// measures the statement: what it writes, name and value, and a fixed cost for each thing that it
// does. Key attributes, and those that it leaves alone, do not count. Observed on AWS (eu-west-2,
// October 2026):
//
//   an update                       3
//   SET target = value              19 + target + value
//   ADD target :value               19 + target + value
//   REMOVE target, DELETE target    1 + target
//
//   target     its first name, then 4 + element for each further element
//   value      :value          its size in an item, at each use
//              a path          1, then 14 + element for each element; what it reads is free
//              x + y           34 + x + y
//              x - y           37 + x + y
//              if_not_exists   39 + both operands
//              list_append     37 + both operands
//   element    the bytes of a name, the digits of a list index
#include <cstddef>

#include <fmt/format.h>

#include "dynamodb/expressions/update.h"

namespace tombola::dynamodb {
namespace {

constexpr std::size_t update_cost = 3;
constexpr std::size_t write_cost = 19;
constexpr std::size_t remove_cost = 1;
constexpr std::size_t target_element_cost = 4;
constexpr std::size_t path_operand_cost = 1;
constexpr std::size_t path_operand_element_cost = 14;
constexpr std::size_t plus_cost = 34;
constexpr std::size_t minus_cost = 37;
constexpr std::size_t if_not_exists_cost = 39;
constexpr std::size_t list_append_cost = 37;

std::size_t element_size(const PathElement& element) {
  return element.is_index() ? fmt::formatted_size("{}", element.index) : element.name.size();
}

std::size_t target_size(const DocumentPath& target) {
  std::size_t size = 0;
  for (const PathElement& element : target.elements()) {
    size += target_element_cost + element_size(element);
  }
  return size - target_element_cost;  // the first name is as it is in the item
}

std::size_t path_operand_size(const DocumentPath& path) {
  std::size_t size = path_operand_cost;
  for (const PathElement& element : path.elements()) {
    size += path_operand_element_cost + element_size(element);
  }
  return size;
}

std::size_t operation_cost(UpdateValue::Type type) {
  switch (type) {
    case UpdateValue::Type::Plus:
      return plus_cost;
    case UpdateValue::Type::Minus:
      return minus_cost;
    case UpdateValue::Type::IfNotExists:
      return if_not_exists_cost;
    default:
      return list_append_cost;
  }
}

std::size_t value_size(const UpdateValue& value) {
  if (value.type == UpdateValue::Type::Value) return size_bytes(value.value);
  if (value.type == UpdateValue::Type::Path) return path_operand_size(value.path);
  std::size_t size = operation_cost(value.type);
  for (const UpdateValue& operand : value.operands) size += value_size(operand);
  return size;
}

}  // namespace

std::size_t Update::statement_size_bytes() const {
  if (form_ == Form::AttributeUpdates) return 0;
  std::size_t size = update_cost;
  for (const UpdateAction& action : actions_) {
    bool writes = action.type == UpdateAction::Type::Set || action.type == UpdateAction::Type::Add;
    size += target_size(action.target);
    size += writes ? write_cost + value_size(action.value) : remove_cost;
  }
  return size;
}

}  // namespace tombola::dynamodb
