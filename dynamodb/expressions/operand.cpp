#include "dynamodb/expressions/operand.h"

#include <cstdint>

namespace tombola::dynamodb {
namespace {

// Strings are UTF-8 here and UTF-16 in AWS's Java: one code unit per character, two for those of
// four bytes. So size() differs from the weight of the string in an item (observed on AWS,
// eu-west-2).
std::size_t utf16_code_units(std::string_view text) {
  std::size_t units = 0;
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) units += byte >= 0xF0U ? 2 : 1;
  }
  return units;
}

}  // namespace

const DocumentPath* Operand::path() const {
  return is_size ? nullptr : std::get_if<DocumentPath>(&source);
}

const AttributeValue* Operand::value() const {
  return is_size ? nullptr : std::get_if<AttributeValue>(&source);
}

std::optional<AttributeType> Operand::static_type() const {
  if (is_size) return AttributeType::N;
  if (const AttributeValue* constant = value()) return constant->type();
  return std::nullopt;
}

const AttributeValue* Operand::value_in(const AttributeMap* item, AttributeValue& size) const {
  const AttributeValue* found = std::get_if<AttributeValue>(&source);
  if (found == nullptr && item != nullptr) found = std::get<DocumentPath>(source).find_in(*item);
  if (found == nullptr || !is_size) return found;
  std::optional<std::size_t> count = size_function(*found);
  if (!count) return nullptr;
  size = AttributeValue(Number(static_cast<std::int64_t>(*count)));
  return &size;
}

std::optional<std::size_t> size_function(const AttributeValue& value) {
  switch (value.type()) {
    case AttributeType::S:
      return utf16_code_units(value.as_string());
    case AttributeType::B:
      return value.as_binary().size();
    case AttributeType::SS:
      return value.as_string_set().size();
    case AttributeType::NS:
      return value.as_number_set().size();
    case AttributeType::BS:
      return value.as_binary_set().size();
    case AttributeType::L:
      return value.as_list().size();
    case AttributeType::M:
      return value.as_map().size();
    case AttributeType::N:
    case AttributeType::BOOL:
    case AttributeType::Null:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace tombola::dynamodb
