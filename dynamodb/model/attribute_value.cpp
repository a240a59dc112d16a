#include "dynamodb/model/attribute_value.h"

#include <algorithm>
#include <array>

namespace tombola::dynamodb {
namespace {

constexpr std::size_t container_size_bytes = 3;
constexpr std::size_t element_size_bytes = 1;

bool is_canonical(const std::vector<Attribute>& attributes) {
  return std::adjacent_find(attributes.begin(), attributes.end(),
                            [](const Attribute& left, const Attribute& right) {
                              return left.name >= right.name;
                            }) == attributes.end();
}

// Most sets arrive in order, those from storage always.
template <typename Member>
void sort_members(std::vector<Member>& members) {
  if (!std::is_sorted(members.begin(), members.end())) {
    std::sort(members.begin(), members.end());
  }
}

// Where the attribute of that name is, or would be.
std::ptrdiff_t position(const std::vector<Attribute>& attributes, std::string_view name) {
  const auto at = std::lower_bound(
      attributes.begin(), attributes.end(), name,
      [](const Attribute& attribute, std::string_view wanted) { return attribute.name < wanted; });
  return at - attributes.begin();
}

std::size_t total_size_bytes(const std::vector<std::string>& members) {
  std::size_t total = 0;
  for (const std::string& member : members) {
    total += member.size();
  }
  return total;
}

}  // namespace

std::string_view to_string(AttributeType type) {
  constexpr std::array<std::string_view, 10> names = {"S",  "N",  "B",  "BOOL", "NULL",
                                                      "SS", "NS", "BS", "L",    "M"};
  return names[static_cast<std::size_t>(type)];
}

AttributeMap::AttributeMap() = default;
AttributeMap::AttributeMap(std::initializer_list<Attribute> attributes)
    : AttributeMap(from_attributes(attributes)) {}
AttributeMap::AttributeMap(const AttributeMap&) = default;
AttributeMap::AttributeMap(AttributeMap&&) noexcept = default;
AttributeMap& AttributeMap::operator=(const AttributeMap&) = default;
AttributeMap& AttributeMap::operator=(AttributeMap&&) noexcept = default;
AttributeMap::~AttributeMap() = default;

AttributeMap AttributeMap::from_attributes(std::vector<Attribute> attributes) {
  if (!is_canonical(attributes)) {
    std::stable_sort(
        attributes.begin(), attributes.end(),
        [](const Attribute& left, const Attribute& right) { return left.name < right.name; });
    // From the back, so that of equals the last is the one that stays.
    const auto kept = std::unique(
        attributes.rbegin(), attributes.rend(),
        [](const Attribute& left, const Attribute& right) { return left.name == right.name; });
    attributes.erase(attributes.begin(), kept.base());
  }
  AttributeMap map;
  map.attributes_ = std::move(attributes);
  return map;
}

const AttributeValue* AttributeMap::find(std::string_view name) const {
  const auto at = attributes_.begin() + position(attributes_, name);
  return at != attributes_.end() && at->name == name ? &at->value : nullptr;
}

AttributeValue* AttributeMap::find(std::string_view name) {
  const auto at = attributes_.begin() + position(attributes_, name);
  return at != attributes_.end() && at->name == name ? &at->value : nullptr;
}

void AttributeMap::set(std::string name, AttributeValue value) {
  if (attributes_.empty() || attributes_.back().name < name) {
    attributes_.push_back({std::move(name), std::move(value)});
    return;
  }
  const auto at = attributes_.begin() + position(attributes_, name);
  if (at->name == name) {
    at->value = std::move(value);
  } else {
    attributes_.insert(at, {std::move(name), std::move(value)});
  }
}

bool AttributeMap::erase(std::string_view name) {
  const auto at = attributes_.begin() + position(attributes_, name);
  if (at == attributes_.end() || at->name != name) {
    return false;
  }
  attributes_.erase(at);
  return true;
}

void AttributeMap::reserve(std::size_t count) {
  attributes_.reserve(count);
}

std::size_t AttributeMap::size() const {
  return attributes_.size();
}
const Attribute* AttributeMap::begin() const {
  return attributes_.data();
}
const Attribute* AttributeMap::end() const {
  return attributes_.data() + attributes_.size();
}

bool AttributeMap::operator==(const AttributeMap& other) const {
  return attributes_ == other.attributes_;
}

AttributeValue AttributeValue::boolean(bool value) {
  AttributeValue result;
  result.value_ = value;
  return result;
}

AttributeValue AttributeValue::string_set(std::vector<std::string> members) {
  sort_members(members);
  AttributeValue result;
  result.value_ = StringSet{std::move(members)};
  return result;
}

AttributeValue AttributeValue::number_set(std::vector<Number> members) {
  sort_members(members);
  AttributeValue result;
  result.value_ = NumberSet{std::move(members)};
  return result;
}

AttributeValue AttributeValue::binary_set(std::vector<std::string> members) {
  sort_members(members);
  AttributeValue result;
  result.value_ = BinarySet{std::move(members)};
  return result;
}

AttributeType AttributeValue::type() const {
  // In the order of the variant.
  constexpr std::array<AttributeType, std::variant_size_v<decltype(value_)>> types = {
      AttributeType::Null, AttributeType::S,  AttributeType::N,  AttributeType::B,
      AttributeType::BOOL, AttributeType::SS, AttributeType::NS, AttributeType::BS,
      AttributeType::L,    AttributeType::M};
  return types[value_.index()];
}

bool AttributeValue::is_key_type() const {
  const AttributeType own = type();
  return own == AttributeType::S || own == AttributeType::N || own == AttributeType::B;
}

std::size_t size_bytes(const AttributeValue& value) {
  switch (value.type()) {
    case AttributeType::S:
      return value.as_string().size();
    case AttributeType::N:
      return value.as_number().size_bytes();
    case AttributeType::B:
      return value.as_binary().size();
    case AttributeType::BOOL:
    case AttributeType::Null:
      return 1;
    case AttributeType::SS:
      return total_size_bytes(value.as_string_set());
    case AttributeType::BS:
      return total_size_bytes(value.as_binary_set());
    case AttributeType::NS: {
      std::size_t total = 0;
      for (const Number& member : value.as_number_set()) {
        total += member.size_bytes();
      }
      return total;
    }
    case AttributeType::L: {
      std::size_t total = container_size_bytes;
      for (const AttributeValue& element : value.as_list()) {
        total += element_size_bytes + size_bytes(element);
      }
      return total;
    }
    case AttributeType::M:
      break;
  }
  const AttributeMap& map = value.as_map();
  return container_size_bytes + element_size_bytes * map.size() + item_size_bytes(map);
}

std::size_t item_size_bytes(const Item& item) {
  std::size_t total = 0;
  for (const Attribute& attribute : item) {
    total += attribute.name.size() + size_bytes(attribute.value);
  }
  return total;
}

}  // namespace tombola::dynamodb
