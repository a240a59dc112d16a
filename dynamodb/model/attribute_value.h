// A value of one of DynamoDB's ten types, and the attribute map that both an item and an M are.
// Both are canonical: maps in order of their names' UTF-8 bytes, set members in value order and
// distinct, numbers as in number.h. So == is DynamoDB's equality, and equal values print to equal
// bytes.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "dynamodb/model/number.h"

namespace tombola::dynamodb {

enum class AttributeType { S, N, B, BOOL, Null, SS, NS, BS, L, M };

// "S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M".
std::string_view to_string(AttributeType type);

struct Binary {
  std::string bytes;
  auto operator<=>(const Binary&) const = default;  // unsigned bytes, as std::string compares
};
struct Null {
  bool operator==(const Null&) const = default;
};
// Members are sorted and distinct; AttributeValue's factories see to it.
struct StringSet {
  std::vector<std::string> members;
  bool operator==(const StringSet&) const = default;
};
struct NumberSet {
  std::vector<Number> members;
  bool operator==(const NumberSet&) const = default;
};
struct BinarySet {
  std::vector<std::string> members;
  bool operator==(const BinarySet&) const = default;
};

class AttributeValue;
struct Attribute;

// Attributes in order of their names' UTF-8 bytes, names distinct. An item, or an M.
class AttributeMap {
 public:
  AttributeMap();
  AttributeMap(std::initializer_list<Attribute> attributes);
  AttributeMap(const AttributeMap&);
  AttributeMap(AttributeMap&&) noexcept;
  AttributeMap& operator=(const AttributeMap&);
  AttributeMap& operator=(AttributeMap&&) noexcept;
  ~AttributeMap();

  const AttributeValue* find(std::string_view name) const;
  AttributeValue* find(std::string_view name);
  bool contains(std::string_view name) const { return find(name) != nullptr; }
  // Inserts or replaces.
  void set(std::string name, AttributeValue value);
  bool erase(std::string_view name);
  // Makes room; then set() in ascending order of names costs no moves.
  void reserve(std::size_t count);
  // In any order; of several with one name the last one counts, as in JSON.
  static AttributeMap from_attributes(std::vector<Attribute> attributes);

  std::size_t size() const;
  bool empty() const { return size() == 0; }
  const Attribute* begin() const;
  const Attribute* end() const;

  bool operator==(const AttributeMap& other) const;

 private:
  std::vector<Attribute> attributes_;
};

using Item = AttributeMap;
using AttributeList = std::vector<AttributeValue>;

class AttributeValue {
 public:
  // Null{} unless given something else.
  AttributeValue() = default;
  AttributeValue(std::string text) : value_(std::move(text)) {}
  AttributeValue(const char* text) : value_(std::string(text)) {}
  AttributeValue(Number number) : value_(number) {}
  AttributeValue(Binary binary) : value_(std::move(binary)) {}
  AttributeValue(Null) : value_(Null{}) {}
  AttributeValue(AttributeList list) : value_(std::move(list)) {}
  AttributeValue(AttributeMap map) : value_(std::move(map)) {}
  // Named, because too much converts to bool.
  static AttributeValue boolean(bool value);
  // Sort the members. Duplicates and emptiness are the parser's to refuse; they must not be here.
  static AttributeValue string_set(std::vector<std::string> members);
  static AttributeValue number_set(std::vector<Number> members);
  static AttributeValue binary_set(std::vector<std::string> members);

  AttributeType type() const;
  bool is_key_type() const;  // S, N or B

  // Each requires the type that its name says.
  const std::string& as_string() const { return std::get<std::string>(value_); }
  const Number& as_number() const { return std::get<Number>(value_); }
  const std::string& as_binary() const { return std::get<Binary>(value_).bytes; }
  bool as_bool() const { return std::get<bool>(value_); }
  const std::vector<std::string>& as_string_set() const {
    return std::get<StringSet>(value_).members;
  }
  const std::vector<Number>& as_number_set() const { return std::get<NumberSet>(value_).members; }
  const std::vector<std::string>& as_binary_set() const {
    return std::get<BinarySet>(value_).members;
  }
  const AttributeList& as_list() const { return std::get<AttributeList>(value_); }
  AttributeList& as_list() { return std::get<AttributeList>(value_); }
  const AttributeMap& as_map() const { return std::get<AttributeMap>(value_); }
  AttributeMap& as_map() { return std::get<AttributeMap>(value_); }

  bool operator==(const AttributeValue&) const = default;

 private:
  std::variant<Null, std::string, Number, Binary, bool, StringSet, NumberSet, BinarySet,
               AttributeList, AttributeMap>
      value_;
};

struct Attribute {
  std::string name;
  AttributeValue value;
  bool operator==(const Attribute&) const = default;
};

// Weight as AWS bills it: strings in UTF-8 bytes, binaries raw, BOOL and NULL 1, numbers as
// number.h, list or map 3 + 1 per element + elements (map names included), sets the sum of their
// members. An item: names + values.
std::size_t size_bytes(const AttributeValue& value);
std::size_t item_size_bytes(const Item& item);

}  // namespace tombola::dynamodb
