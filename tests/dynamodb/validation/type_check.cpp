// The table of texts: observed on AWS and quoted by implementers; one row per pair of wanted and
// got.
#include <catch2/catch.hpp>

#include "dynamodb/api_error.h"
#include "dynamodb/validation/shape.h"

namespace tombola::dynamodb {
namespace {

Shape shape() {
  return Shape::structure(
      "Input", {{"String", Shape::string()},
                {"Boolean", Shape::boolean()},
                {"Long", Shape::integer()},
                {"Integer", Shape::integer().range(1, INT32_MAX)},
                {"List", Shape::list_of(Shape::string())},
                {"Map", Shape::map_of(Shape::attribute_value())},
                {"MapOfLists", Shape::map_of(Shape::list_of(Shape::structure("Inner", {})))},
                {"Structure", Shape::structure("Inner", {{"Name", Shape::string()}})},
                {"Value", Shape::attribute_value()}});
}

// The message of the SerializationException; empty when the types are right.
std::string complaint(const std::string& request) {
  const auto document = JsonDocument::parse(request);
  try {
    check_types(document.root(), shape());
  } catch (const ApiError& error) {
    CHECK(error.name() == "SerializationException");
    return error.message();
  }
  return "";
}

constexpr auto structure_unexpected = "Start of structure or map found where not expected";

}  // namespace

TEST_CASE("what is wanted as a string") {
  CHECK(complaint(R"({"String":"x"})") == "");
  CHECK(complaint(R"({"String":null})") == "");
  CHECK(complaint(R"({"String":1})") == "NUMBER_VALUE cannot be converted to String");
  CHECK(complaint(R"({"String":1.5})") == "DECIMAL_VALUE cannot be converted to String");
  CHECK(complaint(R"({"String":true})") == "TRUE_VALUE cannot be converted to String");
  CHECK(complaint(R"({"String":false})") == "FALSE_VALUE cannot be converted to String");
  CHECK(complaint(R"({"String":[]})") == "Unrecognized collection type class java.lang.String");
  CHECK(complaint(R"({"String":{}})") == structure_unexpected);
}

TEST_CASE("what is wanted as a boolean or a number") {
  CHECK(complaint(R"({"Boolean":true,"Long":5})") == "");
  CHECK(complaint(R"({"Boolean":1})") == "NUMBER_VALUE cannot be converted to Boolean");
  CHECK(complaint(R"({"Boolean":"true"})") == "Unexpected token received from parser");
  CHECK(complaint(R"({"Boolean":[]})") == "Unrecognized collection type class java.lang.Boolean");
  CHECK(complaint(R"({"Boolean":{}})") == structure_unexpected);
  CHECK(complaint(R"({"Long":5.5})") == "");
  CHECK(complaint(R"({"Long":true})") == "TRUE_VALUE cannot be converted to Long");
  CHECK(complaint(R"({"Long":"5"})") == "STRING_VALUE cannot be converted to Long");
  CHECK(complaint(R"({"Long":[]})") == "Unrecognized collection type class java.lang.Long");
  CHECK(complaint(R"({"Long":{}})") == structure_unexpected);
  // Bounded by 32 bits, as the API's models have Limit: an Integer.
  CHECK(complaint(R"({"Integer":"5"})") == "STRING_VALUE cannot be converted to Integer");
  CHECK(complaint(R"({"Integer":[]})") == "Unrecognized collection type class java.lang.Integer");
}

TEST_CASE("what is wanted as a collection or a structure") {
  CHECK(complaint(R"({"List":["a",null]})") == "");
  CHECK(complaint(R"({"List":"a"})") == "Unexpected field type");
  CHECK(complaint(R"({"List":{}})") == structure_unexpected);
  CHECK(complaint(R"({"List":[1]})") == "NUMBER_VALUE cannot be converted to String");
  CHECK(complaint(R"({"Map":1})") == "Unexpected field type");
  CHECK(complaint(R"({"Map":[]})") ==
        "Unrecognized collection type java.util.Map<java.lang.String, "
        "com.amazonaws.dynamodb.v20120810.AttributeValue>");
  CHECK(complaint(R"({"MapOfLists":[]})") ==
        "Unrecognized collection type java.util.Map<java.lang.String, "
        "java.util.List<com.amazonaws.dynamodb.v20120810.Inner>>");
  CHECK(complaint(R"({"Structure":1})") == "Unexpected value type in payload");
  CHECK(complaint(R"({"Structure":[]})") ==
        "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.Inner");
  CHECK(complaint(R"({"Structure":{"Name":1,"Other":1}})") ==
        "NUMBER_VALUE cannot be converted to String");
}

TEST_CASE("attribute values") {
  CHECK(complaint(R"({"Value":{"S":"x","N":"1","B":"AA==","BOOL":true,"NULL":true,"SS":["a"],
                     "NS":["1"],"BS":["AA=="],"L":[{"S":"x"}],"M":{"a":{"S":"x"}},"Z":1}})") == "");
  CHECK(complaint(R"({"Value":"x"})") == "Unexpected value type in payload");
  CHECK(complaint(R"({"Value":[]})") ==
        "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue");
  CHECK(complaint(R"({"Value":{"N":5}})") == "NUMBER_VALUE cannot be converted to String");
  CHECK(complaint(R"({"Value":{"BOOL":"true"}})") == "Unexpected token received from parser");
  CHECK(complaint(R"({"Value":{"SS":"a"}})") == "Unexpected field type");
  CHECK(complaint(R"({"Value":{"SS":[1]}})") == "NUMBER_VALUE cannot be converted to String");
  CHECK(complaint(R"({"Value":{"L":{}}})") == structure_unexpected);
  CHECK(complaint(R"({"Value":{"M":[]}})") ==
        "Unrecognized collection type java.util.Map<java.lang.String, "
        "com.amazonaws.dynamodb.v20120810.AttributeValue>");
  CHECK(complaint(R"({"Value":{"M":{"a":{"L":[{"S":1}]}}}})") ==
        "NUMBER_VALUE cannot be converted to String");
  CHECK(complaint(R"({"Value":{"B":"not base64!"}})") != "");
  CHECK(complaint(R"({"Value":{"BS":["AA==","%"]}})") != "");
}

}  // namespace tombola::dynamodb
