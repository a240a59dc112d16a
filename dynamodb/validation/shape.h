// What an operation's request looks like: one table of fields per operation, from which every
// complaint about types and constraints comes.
//
// AWS checks in two passes. First the JSON types of the whole request; a mismatch is a
// SerializationException. Then the constraints: required members, lengths, ranges, enumerations,
// patterns; a violation is a ValidationException in the words of one of two frameworks (Wording).
// Members that the table does not name are ignored, as AWS ignores them; a member that AWS knows
// and we do not serve is named in the table as unsupported, and refused.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/json/json_document.h"

namespace tombola::dynamodb {

// Which framework words the constraint complaints. Source: observed on AWS (eu-west-2, October
// 2026): operations move one by one from the old to the new.
enum class Wording {
  // 1 validation error detected: Value at 'TableName' failed to satisfy constraint: ...
  // Stops at the first violation. Enumerations are not even named: 1 validation error detected:
  // Failed to satisfy constraint: Member must satisfy enum value set: [...]
  New,
  // N validation errors detected: Value '' at 'tableName' failed to satisfy constraint: ...; ...
  // Collects up to ten and echoes the values.
  Old,
};

struct Field;

class Shape {
 public:
  enum class Kind { String, Boolean, Integer, Blob, AttributeValue, List, Map, Structure };

  static Shape string() { return Shape(Kind::String); }
  static Shape boolean() { return Shape(Kind::Boolean); }
  static Shape integer() { return Shape(Kind::Integer); }
  static Shape attribute_value() { return Shape(Kind::AttributeValue); }
  static Shape list_of(Shape element);
  static Shape map_of(Shape value);
  // `name`: the shape's name in the API model; it shows in some complaints.
  static Shape structure(std::string_view name, std::vector<Field> fields);

  // Bounds on a string's length in bytes, or on the number of elements.
  Shape length(std::size_t min, std::size_t max) &&;
  Shape range(std::int64_t min, std::int64_t max) &&;
  // In the order in which AWS prints them.
  Shape one_of(std::initializer_list<std::string_view> values) &&;
  // Where what AWS prints is not what it takes.
  Shape printed_as(std::initializer_list<std::string_view> values) &&;
  // `printed`: the regular expression as AWS prints it; `allowed` decides.
  Shape pattern(std::string_view printed, bool (*allowed)(std::string_view)) &&;
  Kind kind() const { return kind_; }
  // Of a structure: its name in the API model.
  std::string_view name() const { return name_; }
  // Of a list or a map.
  const Shape& element() const { return *element_; }
  // Of a structure.
  const std::vector<Field>& fields() const { return *fields_; }

 private:
  friend class TypeCheck;
  friend class ConstraintCheck;
  explicit Shape(Kind kind) : kind_(kind) {}

  Kind kind_;
  std::string_view name_;
  std::shared_ptr<const Shape> element_;
  std::shared_ptr<const std::vector<Field>> fields_;
  std::optional<std::int64_t> min_;
  std::optional<std::int64_t> max_;
  std::vector<std::string_view> enumeration_;
  std::vector<std::string_view> printed_enumeration_;
  std::string_view pattern_;
  bool (*matches_pattern_)(std::string_view) = nullptr;
};

enum class Presence {
  Optional,
  Required,
  // AWS has it, we do not serve it: a request that carries it is refused by name.
  Unsupported,
};

struct Field {
  std::string_view name;
  Shape shape;
  Presence presence = Presence::Optional;
};

// Pass one. Throws ApiError::serialization. JSON null counts as absent.
void check_types(JsonValue request, const Shape& shape);
// Pass two. Throws ApiError::validation. `shape` is the request's structure.
void check_constraints(JsonValue request, const Shape& shape, Wording wording);

// [a-zA-Z0-9_.-]+, the pattern of names of tables and indexes.
bool is_resource_name(std::string_view text);
inline constexpr std::string_view resource_name_pattern = "[a-zA-Z0-9_.-]+";

}  // namespace tombola::dynamodb
