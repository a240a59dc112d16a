// Pass two: required members and constraints. The new framework complains in the order of the table
// of fields, of the first violation. The old one keeps the members of a structure in a Java hash map
// and complains in the order of that (observed on AWS, us-west-2, us-east-1 and eu-west-2, October
// 2026). Putting names into that order costs something, so a request is looked through in the
// table's order first, and once more when there is anything to complain of.
#include <algorithm>
#include <cctype>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dynamodb/api_error.h"
#include "dynamodb/java_set_order.h"
#include "dynamodb/json/whole_number.h"
#include "dynamodb/validation/shape.h"

namespace tombola::dynamodb {
namespace {

// The old framework stops collecting here.
constexpr std::size_t complaints_max = 10;

// Where a value is; put into words only for a complaint, since most requests have none.
struct Path {
  enum class Step { Field, MapValue, Element };

  const Path* parent = nullptr;  // null: the request itself
  Step step = Step::Field;
  std::string_view name = {};  // of a field, or a map's key
  std::size_t index = 0;       // of an element, from 1
};

bool is_absent(const std::optional<JsonValue>& json) {
  return !json || json->type() == JsonType::Null;
}

std::string with_lower_case_head(std::string_view name) {
  std::string out(name);
  if (!out.empty()) {
    out[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(out[0])));
  }
  return out;
}

}  // namespace

enum class FieldOrder { OfTable, OfJavaMap };

class ConstraintCheck {
 public:
  explicit ConstraintCheck(Wording wording, FieldOrder order = FieldOrder::OfTable)
      : wording_(wording), order_(order) {}

  void check_structure(JsonValue json, const Shape& shape, const Path& path) {
    // A part of a request, which has been put into the order of the whole.
    const bool is_part = shape.name_.ends_with("Enumerations");
    if (order_ == FieldOrder::OfTable || is_part) {
      for (const Field& field : *shape.fields_) {
        check_field(json, field, path);
      }
      return;
    }
    for (const Field* field : in_java_order(*shape.fields_)) {
      check_field(json, *field, path);
    }
  }

  bool complains() const { return !complaints_.empty(); }

  void finish() const {
    if (complaints_.empty()) {
      return;
    }
    throw ApiError::validation(fmt::format("{} validation error{} detected: {}", complaints_.size(),
                                           complaints_.size() == 1 ? "" : "s",
                                           fmt::join(complaints_, "; ")));
  }

 private:
  static std::vector<const Field*> in_java_order(const std::vector<Field>& fields) {
    std::vector<std::string> names;
    for (const Field& field : fields) {
      names.push_back(with_lower_case_head(field.name));
    }
    std::vector<std::string_view> sorted(names.begin(), names.end());
    sort_as_java_set(sorted, sorted.size());
    std::vector<const Field*> out;
    for (std::string_view name : sorted) {
      out.push_back(&fields[static_cast<std::size_t>(std::find(names.begin(), names.end(), name) -
                                                     names.begin())]);
    }
    return out;
  }

  void check_field(JsonValue json, const Field& field, const Path& path) {
    const auto member = json.find(field.name);
    const Path member_path{&path, Path::Step::Field, field.name};
    if (is_absent(member)) {
      if (field.presence == Presence::Required) {
        complain(std::nullopt, member_path, field.shape, "Member must not be null");
      }
      return;
    }
    if (field.presence == Presence::Unsupported) {
      throw ApiError::validation(
          fmt::format("Tombola does not support the parameter {} yet", field.name));
    }
    check(*member, field.shape, member_path);
  }

  void check(JsonValue json, const Shape& shape, const Path& path) {
    switch (shape.kind_) {
      case Shape::Kind::String:
        check_string(json, shape, path);
        break;
      case Shape::Kind::Integer:
        check_range(json, shape, path);
        break;
      case Shape::Kind::List:
        check_length(json.size(), json, shape, path);
        check_elements(json, shape, path);
        break;
      case Shape::Kind::Map:
        check_length(json.size(), json, shape, path);
        if (!holds_lists_of_right_length(json, shape)) {
          return complain_of_map_values(json, shape, path);
        }
        for (JsonValue::Member member : json.members()) {
          check_map_value(member, shape, path);
        }
        break;
      case Shape::Kind::Structure:
        check_structure(json, shape, path);
        break;
      default:
        break;
    }
  }

  // A map of lists is told as a whole when one of them is too short or too long, in the old words
  // (source: reported of BatchWriteItem on AWS, whose empty map is told in the new ones).
  static bool holds_lists_of_right_length(JsonValue json, const Shape& shape) {
    const Shape& list = *shape.element_;
    if (list.kind_ != Shape::Kind::List || !list.min_ || !list.max_) {
      return true;
    }
    for (JsonValue::Member member : json.members()) {
      if (member.value.is_array()) {
        const auto length = static_cast<std::int64_t>(member.value.size());
        if (length < *list.min_ || length > *list.max_) {
          return false;
        }
      }
    }
    return true;
  }

  void complain_of_map_values(JsonValue json, const Shape& shape, const Path& path) {
    wording_ = Wording::Old;
    complain(json, path, shape,
             fmt::format("Map value must satisfy constraint: [Member must have length less than or "
                         "equal to {}, Member must have length greater than or equal to {}]",
                         *shape.element_->max_, *shape.element_->min_));
    finish();
  }

  void check_map_value(JsonValue::Member member, const Shape& shape, const Path& path) {
    // Attribute values have checks and words of their own.
    if (shape.element_->kind_ == Shape::Kind::AttributeValue) {
      return;
    }
    const Path member_path{&path, Path::Step::MapValue, member.name};
    if (member.value.type() == JsonType::Null) {
      complain(std::nullopt, member_path, shape, "Member must not be null");
    } else {
      check(member.value, *shape.element_, member_path);
    }
  }

  // The old framework tells a list of texts as a whole, with everything that each of them must
  // satisfy (source: users' reports of AllowMethods and Architectures on AWS Lambda).
  bool is_told_as_a_whole(const Shape& list) const {
    return wording_ == Wording::Old && list.element_->kind_ == Shape::Kind::String;
  }

  void check_texts(JsonValue json, const Shape& shape, const Path& path) {
    ConstraintCheck of_elements(Wording::Old);
    for (JsonValue element : json.elements()) {
      if (element.type() == JsonType::Null) {
        of_elements.complain(std::nullopt, path, shape, "Member must not be null");
      } else {
        of_elements.check_string(element, *shape.element_, path);
      }
    }
    if (of_elements.complains()) {
      complain(json, path, shape,
               fmt::format("Member must satisfy constraint: [{}]",
                           fmt::join(constraints_of(*shape.element_), ", ")));
    }
  }

  static std::vector<std::string> constraints_of(const Shape& text) {
    std::vector<std::string> all;
    if (text.max_) {
      all.push_back(fmt::format("Member must have length less than or equal to {}", *text.max_));
    }
    if (text.min_) {
      all.push_back(fmt::format("Member must have length greater than or equal to {}", *text.min_));
    }
    if (text.matches_pattern_ != nullptr) {
      all.push_back(
          fmt::format("Member must satisfy regular expression pattern: {}", text.pattern_));
    }
    if (!text.enumeration_.empty()) {
      all.push_back(fmt::format("Member must satisfy enum value set: [{}]",
                                fmt::join(text.printed_enumeration_, ", ")));
    }
    all.emplace_back("Member must not be null");
    return all;
  }

  // Lists are counted from 1: keySchema.1.member.keyType.
  void check_elements(JsonValue json, const Shape& shape, const Path& path) {
    if (is_told_as_a_whole(shape)) {
      return check_texts(json, shape, path);
    }
    std::size_t index = 0;
    for (JsonValue element : json.elements()) {
      ++index;
      const Path element_path{&path, Path::Step::Element, {}, index};
      if (element.type() == JsonType::Null) {
        complain(std::nullopt, element_path, shape, "Member must not be null");
      } else {
        check(element, *shape.element_, element_path);
      }
    }
  }

  void check_string(JsonValue json, const Shape& shape, const Path& path) {
    const std::string_view text = json.as_string();
    if (!shape.enumeration_.empty() &&
        std::find(shape.enumeration_.begin(), shape.enumeration_.end(), text) ==
            shape.enumeration_.end()) {
      complain_of_enumeration(json, path, shape);
    }
    // Names of tables and indexes are measured first (observed on AWS, us-west-2, October 2026).
    const bool is_name =
        wording_ == Wording::Old && (path.name == "TableName" || path.name == "IndexName");
    if (is_name) {
      check_length(text.size(), json, shape, path);
    }
    if (shape.matches_pattern_ != nullptr && !shape.matches_pattern_(text)) {
      complain(json, path, shape,
               fmt::format("Member must satisfy regular expression pattern: {}", shape.pattern_));
    }
    if (!is_name) {
      check_length(text.size(), json, shape, path);
    }
  }

  void check_length(std::size_t length, JsonValue json, const Shape& shape, const Path& path) {
    if (shape.min_ && static_cast<std::int64_t>(length) < *shape.min_) {
      complain(json, path, shape,
               fmt::format("Member must have length greater than or equal to {}", *shape.min_));
    }
    if (shape.max_ && static_cast<std::int64_t>(length) > *shape.max_) {
      complain(json, path, shape,
               fmt::format("Member must have length less than or equal to {}", *shape.max_));
    }
  }

  void check_range(JsonValue json, const Shape& shape, const Path& path) {
    const std::int64_t value = whole_number(json);
    if (shape.min_ && value < *shape.min_) {
      complain(json, path, shape,
               fmt::format("Member must have value greater than or equal to {}", *shape.min_));
    }
    if (shape.max_ && value > *shape.max_) {
      complain(json, path, shape,
               fmt::format("Member must have value less than or equal to {}", *shape.max_));
    }
  }

  void complain_of_enumeration(JsonValue json, const Path& path, const Shape& shape) {
    const std::string constraint = fmt::format("Member must satisfy enum value set: [{}]",
                                               fmt::join(shape.printed_enumeration_, ", "));
    if (wording_ == Wording::New) {
      throw ApiError::validation("1 validation error detected: Failed to satisfy constraint: " +
                                 constraint);
    }
    complain(json, path, shape, constraint);
  }

  void complain(std::optional<JsonValue> value, const Path& path, const Shape& shape,
                std::string_view constraint) {
    if (wording_ == Wording::New) {
      throw ApiError::validation(
          fmt::format("1 validation error detected: Value at '{}' failed to satisfy constraint: {}",
                      text_of(path), constraint));
    }
    if (complaints_.size() < complaints_max) {
      const std::string quoted = value ? fmt::format("'{}'", printed(*value, shape)) : "null";
      complaints_.push_back(fmt::format("Value {} at '{}' failed to satisfy constraint: {}", quoted,
                                        text_of(path), constraint));
    }
  }

  // AWS echoes collections as Java prints them: [KeySchemaElement(attributeName=pk, keyType=HASH)].
  static std::string printed(JsonValue json, const Shape& shape) {
    if (json.type() == JsonType::Null) {
      return "null";
    }
    std::vector<std::string> parts;
    switch (shape.kind_) {
      case Shape::Kind::List:
        for (JsonValue element : json.elements()) {
          parts.push_back(printed(element, *shape.element_));
        }
        return fmt::format("[{}]", fmt::join(parts, ", "));
      case Shape::Kind::Map:
        for (JsonValue::Member member : json.members()) {
          parts.push_back(
              fmt::format("{}={}", member.name, printed(member.value, *shape.element_)));
        }
        return fmt::format("{{{}}}", fmt::join(parts, ", "));
      case Shape::Kind::Structure:
        for (const Field& field : *shape.fields_) {
          const auto member = json.find(field.name);
          if (!is_absent(member)) {
            parts.push_back(fmt::format("{}={}", with_lower_case_head(field.name),
                                        printed(*member, field.shape)));
          }
        }
        return fmt::format("{}({})", shape.name_, fmt::join(parts, ", "));
      case Shape::Kind::Integer:
        return std::to_string(whole_number(json));
      case Shape::Kind::Boolean:
        return json.as_bool() ? "true" : "false";
      case Shape::Kind::AttributeValue:
        return "AttributeValue";
      default:
        return std::string(json.as_string());
    }
  }

  // keySchema.1.member.keyType, or KeySchema.1.member.KeyType in the new words.
  std::string text_of(const Path& path) const {
    if (path.parent == nullptr) {
      return "";
    }
    std::string text = text_of(*path.parent);
    if (!text.empty()) {
      text.push_back('.');
    }
    switch (path.step) {
      case Path::Step::Field:
        return text + (wording_ == Wording::New ? std::string(path.name)
                                                : with_lower_case_head(path.name));
      case Path::Step::MapValue:
        return text.append(path.name) + ".member";
      case Path::Step::Element:
        return text + std::to_string(path.index) + ".member";
    }
    return text;
  }

  Wording wording_;
  FieldOrder order_;
  std::vector<std::string> complaints_;
};

void check_constraints(JsonValue request, const Shape& shape, Wording wording) {
  ConstraintCheck check(wording);
  check.check_structure(request, shape, Path{});
  if (check.complains()) {
    ConstraintCheck in_order(wording, FieldOrder::OfJavaMap);
    in_order.check_structure(request, shape, Path{});
    in_order.finish();
  }
}

}  // namespace tombola::dynamodb
