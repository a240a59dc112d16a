// Pass one: the JSON types, in the words of AWS's deserialiser. Which words go with which mismatch
// was observed on AWS; see tests/dynamodb/validation/type_check_test.cpp for the table.
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/validation/shape.h"

namespace tombola::dynamodb {
namespace {

constexpr std::string_view model_package = "com.amazonaws.dynamodb.v20120810.";

[[noreturn]] void refuse(std::string message) {
  throw ApiError::serialization(std::move(message));
}

std::string_view token_name(JsonValue json) {
  switch (json.type()) {
    case JsonType::Integer:
      return "NUMBER_VALUE";
    case JsonType::Decimal:
      return "DECIMAL_VALUE";
    case JsonType::Bool:
      return json.as_bool() ? "TRUE_VALUE" : "FALSE_VALUE";
    default:
      return "STRING_VALUE";
  }
}

constexpr std::string_view structure_unexpected =
    "Start of structure or map found where not expected";

// A JSON value where a scalar of that Java class was wanted.
[[noreturn]] void refuse_scalar(JsonValue json, std::string_view java_class) {
  if (json.is_array()) {
    refuse(fmt::format("Unrecognized collection type class java.lang.{}", java_class));
  }
  if (json.is_object()) {
    refuse(std::string(structure_unexpected));
  }
  if (json.is_string() && java_class == "Boolean") {
    refuse("Unexpected token received from parser");
  }
  refuse(fmt::format("{} cannot be converted to {}", token_name(json), java_class));
}

void check_string(JsonValue json) {
  if (!json.is_string()) {
    refuse_scalar(json, "String");
  }
}

void check_boolean(JsonValue json) {
  if (json.type() != JsonType::Bool) {
    refuse_scalar(json, "Boolean");
  }
}

void check_list_of_strings(JsonValue json) {
  if (json.is_object()) {
    refuse(std::string(structure_unexpected));
  }
  if (!json.is_array()) {
    refuse("Unexpected field type");
  }
  for (JsonValue element : json.elements()) {
    if (element.type() != JsonType::Null) {
      check_string(element);
    }
  }
}

void check_list_of_base64(JsonValue json) {
  for (JsonValue element : json.elements()) {
    if (element.is_string()) {
      check_base64(element.as_string());
    }
  }
}

void check_attribute_value(JsonValue json);

void check_attribute_value_member(std::string_view name, JsonValue json) {
  if (json.type() == JsonType::Null) {
    return;
  }
  if (name == "S" || name == "N") {
    check_string(json);
  } else if (name == "B") {
    check_string(json);
    check_base64(json.as_string());
  } else if (name == "BOOL" || name == "NULL") {
    check_boolean(json);
  } else if (name == "SS" || name == "NS" || name == "BS") {
    check_list_of_strings(json);
    if (name == "BS") {
      check_list_of_base64(json);
    }
  } else if (name == "L") {
    if (json.is_object()) {
      refuse(std::string(structure_unexpected));
    }
    if (!json.is_array()) {
      refuse("Unexpected field type");
    }
    for (JsonValue element : json.elements()) {
      check_attribute_value(element);
    }
  } else if (name == "M") {
    if (json.is_array()) {
      refuse(fmt::format("Unrecognized collection type java.util.Map<java.lang.String, {}{}>",
                         model_package, "AttributeValue"));
    }
    if (!json.is_object()) {
      refuse("Unexpected field type");
    }
    for (JsonValue::Member member : json.members()) {
      check_attribute_value(member.value);
    }
  }
}

// Recursion is bounded by the parser's json_depth_max.
void check_attribute_value(JsonValue json) {
  if (json.type() == JsonType::Null) {
    return;
  }
  if (json.is_array()) {
    refuse(fmt::format("Unrecognized collection type class {}AttributeValue", model_package));
  }
  if (!json.is_object()) {
    refuse("Unexpected value type in payload");
  }
  for (JsonValue::Member member : json.members()) {
    check_attribute_value_member(member.name, member.value);
  }
}

}  // namespace

class TypeCheck {
 public:
  static void check(JsonValue json, const Shape& shape) {
    if (json.type() == JsonType::Null) {
      return;
    }
    switch (shape.kind_) {
      case Shape::Kind::String:
      case Shape::Kind::Blob:
        check_string(json);
        break;
      case Shape::Kind::Boolean:
        check_boolean(json);
        break;
      case Shape::Kind::Integer:
        check_integer(json, shape);
        break;
      case Shape::Kind::AttributeValue:
        check_attribute_value(json);
        break;
      case Shape::Kind::List:
        check_list(json, shape);
        break;
      case Shape::Kind::Map:
        check_map(json, shape);
        break;
      case Shape::Kind::Structure:
        check_structure(json, shape);
        break;
    }
  }

 private:
  // AWS takes decimals for integers and cuts them.
  static void check_integer(JsonValue json, const Shape& shape) {
    if (json.type() != JsonType::Integer && json.type() != JsonType::Decimal) {
      refuse_scalar(json, integer_class(shape));
    }
  }

  // The API's models know integer and long, and what is bounded by 32 bits is an integer there.
  static std::string_view integer_class(const Shape& shape) {
    return shape.max_ && *shape.max_ <= INT32_MAX ? "Integer" : "Long";
  }

  static void check_list(JsonValue json, const Shape& shape) {
    if (json.is_object()) {
      refuse(std::string(structure_unexpected));
    }
    if (!json.is_array()) {
      refuse("Unexpected field type");
    }
    for (JsonValue element : json.elements()) {
      check(element, *shape.element_);
    }
  }

  static void check_map(JsonValue json, const Shape& shape) {
    if (json.is_array()) {
      refuse(fmt::format("Unrecognized collection type java.util.Map<java.lang.String, {}>",
                         java_name(*shape.element_)));
    }
    if (!json.is_object()) {
      refuse("Unexpected field type");
    }
    for (JsonValue::Member member : json.members()) {
      check(member.value, *shape.element_);
    }
  }

  static void check_structure(JsonValue json, const Shape& shape) {
    if (json.is_array()) {
      refuse(fmt::format("Unrecognized collection type class {}{}", model_package, shape.name_));
    }
    if (!json.is_object()) {
      refuse("Unexpected value type in payload");
    }
    for (const Field& field : *shape.fields_) {
      if (const auto member = json.find(field.name)) {
        check(*member, field.shape);
      }
    }
  }

  static std::string java_name(const Shape& shape) {
    switch (shape.kind_) {
      case Shape::Kind::AttributeValue:
        return std::string(model_package) + "AttributeValue";
      case Shape::Kind::Structure:
        return std::string(model_package).append(shape.name_);
      case Shape::Kind::List:
        return "java.util.List<" + java_name(*shape.element_) + ">";
      case Shape::Kind::Map:
        return "java.util.Map<java.lang.String, " + java_name(*shape.element_) + ">";
      case Shape::Kind::Boolean:
        return "java.lang.Boolean";
      case Shape::Kind::Integer:
        return std::string("java.lang.").append(integer_class(shape));
      default:
        return "java.lang.String";
    }
  }
};

void check_types(JsonValue request, const Shape& shape) {
  TypeCheck::check(request, shape);
}

}  // namespace tombola::dynamodb
