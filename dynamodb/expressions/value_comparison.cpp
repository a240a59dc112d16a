#include "dynamodb/expressions/value_comparison.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace tombola::dynamodb {
namespace {

// std::string compares as unsigned bytes, which is the order of UTF-8 and of binaries alike.
const std::string* bytes_of(const AttributeValue& value) {
  if (value.type() == AttributeType::S) return &value.as_string();
  if (value.type() == AttributeType::B) return &value.as_binary();
  return nullptr;
}

}  // namespace

std::partial_ordering compare(const AttributeValue& left, const AttributeValue& right) {
  if (left.type() != right.type()) return std::partial_ordering::unordered;
  if (left.type() == AttributeType::N) return left.as_number() <=> right.as_number();
  const std::string* bytes = bytes_of(left);
  if (bytes == nullptr) return std::partial_ordering::unordered;
  return *bytes <=> *bytes_of(right);
}

bool begins_with(const AttributeValue& value, const AttributeValue& prefix) {
  if (value.type() != prefix.type()) return false;
  const std::string* bytes = bytes_of(value);
  return bytes != nullptr && std::string_view(*bytes).starts_with(*bytes_of(prefix));
}

bool contains(const AttributeValue& container, const AttributeValue& operand) {
  auto among = [&](const auto& members, const auto& member) {
    return std::find(members.begin(), members.end(), member) != members.end();
  };
  AttributeType type = operand.type();
  switch (container.type()) {
    case AttributeType::S:
    case AttributeType::B:
      return type == container.type() &&
             bytes_of(container)->find(*bytes_of(operand)) != std::string::npos;
    case AttributeType::SS:
      return type == AttributeType::S && among(container.as_string_set(), operand.as_string());
    case AttributeType::NS:
      return type == AttributeType::N && among(container.as_number_set(), operand.as_number());
    case AttributeType::BS:
      return type == AttributeType::B && among(container.as_binary_set(), operand.as_binary());
    case AttributeType::L:
      return among(container.as_list(), operand);
    default:
      return false;
  }
}

}  // namespace tombola::dynamodb
