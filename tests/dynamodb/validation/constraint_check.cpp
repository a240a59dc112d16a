#include <catch2/catch.hpp>

#include "dynamodb/api_error.h"
#include "dynamodb/validation/shape.h"

namespace tombola::dynamodb {
namespace {

Shape shape() {
  return Shape::structure(
      "Input",
      {{"TableName",
        Shape::string().pattern(resource_name_pattern, is_resource_name).length(3, 255),
        Presence::Required},
       {"Mode", Shape::string().one_of({"ON", "OFF"})},
       {"Silent", Shape::string().one_of({"A"}).printed_as({"AA"})},
       {"Limit", Shape::integer().range(1, 10)},
       {"Keys",
        Shape::list_of(Shape::structure("Key", {{"Name", Shape::string(), Presence::Required}}))
            .length(1, 2)},
       {"ByName", Shape::map_of(Shape::structure(
                      "Part", {{"Keys", Shape::list_of(Shape::string()).length(1, 1)}}))},
       {"Lists", Shape::map_of(Shape::list_of(Shape::string()).length(1, 2))},
       {"Words", Shape::list_of(Shape::string().pattern("[a-z]*", is_resource_name).length(1, 3))
                     .length(0, 4)},
       {"Modes", Shape::list_of(Shape::string().one_of({"ON", "OFF"}))},
       {"Future", Shape::string(), Presence::Unsupported}});
}

std::string complaint(const std::string& request, Wording wording) {
  const auto document = JsonDocument::parse(request);
  try {
    check_constraints(document.root(), shape(), wording);
  } catch (const ApiError& error) {
    CHECK(error.name() == "ValidationException");
    return error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("a request that keeps every constraint passes") {
  CHECK(complaint(R"({"TableName":"abc","Mode":"ON","Limit":10,"Keys":[{"Name":"x"}],
                     "ByName":{"t":{"Keys":["a"]}},"Unknown":1,"Future":null})",
                  Wording::New) == "");
}

TEST_CASE("the new wording names the member and stops at the first violation") {
  CHECK(complaint(R"({"Mode":"MAYBE"})", Wording::New) ==
        "1 validation error detected: Value at 'TableName' failed to satisfy constraint: Member "
        "must not be null");
  CHECK(complaint(R"({"TableName":"abc","Mode":"MAYBE"})", Wording::New) ==
        "1 validation error detected: Failed to satisfy constraint: Member must satisfy enum value "
        "set: [ON, OFF]");
  CHECK(complaint(R"({"TableName":"abc","Limit":0})", Wording::New) ==
        "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must "
        "have value greater than or equal to 1");
  CHECK(complaint(R"({"TableName":"abc","Silent":"B"})", Wording::New) ==
        "1 validation error detected: Failed to satisfy constraint: Member must satisfy enum value "
        "set: [AA]");
  CHECK(complaint(R"({"TableName":"abc","ByName":{"t":{"Keys":["a","b"]}}})", Wording::New) ==
        "1 validation error detected: Value at 'ByName.t.member.Keys' failed to satisfy "
        "constraint: Member must have length less than or equal to 1");
}

TEST_CASE("the old wording echoes values and collects") {
  CHECK(
      complaint(R"({"TableName":"!","Mode":"MAYBE","Limit":11})", Wording::Old) ==
      "4 validation errors detected: Value 'MAYBE' at 'mode' failed to satisfy constraint: Member "
      "must satisfy enum value set: [ON, OFF]; Value '11' at 'limit' failed to satisfy constraint: "
      "Member must have value less than or equal to 10; Value '!' at 'tableName' failed to satisfy "
      "constraint: Member must have length greater than or equal to 3; Value '!' at 'tableName' "
      "failed to satisfy constraint: Member must satisfy regular expression pattern: "
      "[a-zA-Z0-9_.-]+");
  CHECK(complaint(R"({"TableName":"abc","Keys":[{"Name":"x"},{},{"Name":"z"}]})", Wording::Old) ==
        "2 validation errors detected: Value '[Key(name=x), Key(), Key(name=z)]' at 'keys' failed "
        "to satisfy constraint: Member must have length less than or equal to 2; Value null at "
        "'keys.2.member.name' failed to satisfy constraint: Member must not be null");
}

// Source: reported of BatchWriteItem on AWS.
TEST_CASE("a map of lists is told as a whole, in the old wording") {
  const auto wording = GENERATE(Wording::New, Wording::Old);
  const std::string bounds =
      " at 'lists' failed to satisfy constraint: Map value must satisfy constraint: [Member must "
      "have length less than or equal to 2, Member must have length greater than or equal to 1]";
  CHECK(complaint(R"({"TableName":"abc","Lists":{"a":["x"],"b":[]}})", wording) ==
        "1 validation error detected: Value '{a=[x], b=[]}'" + bounds);
  CHECK(complaint(R"({"TableName":"abc","Lists":{"a":["x","y","z"]}})", wording) ==
        "1 validation error detected: Value '{a=[x, y, z]}'" + bounds);
  CHECK(complaint(R"({"TableName":"abc","Lists":{"a":["x","y"]}})", wording) == "");
}

// Source: what users report of AWS Lambda's AllowMethods, Architectures and CompatibleArchitectures.
TEST_CASE("a list of texts is told as a whole, in the old wording") {
  const std::string words =
      " at 'words' failed to satisfy constraint: Member must satisfy constraint: [Member must have "
      "length less than or equal to 3, Member must have length greater than or equal to 1, Member "
      "must satisfy regular expression pattern: [a-z]*, Member must not be null]";
  const auto old_complaint = [](const std::string& members) {
    return complaint(R"({"TableName":"abc",)" + members + "}", Wording::Old);
  };
  CHECK(old_complaint(R"("Words":["a","abcd",""])") ==
        "1 validation error detected: Value '[a, abcd, ]'" + words);
  CHECK(old_complaint(R"("Words":["a","!"])") ==
        "1 validation error detected: Value '[a, !]'" + words);
  CHECK(old_complaint(R"("Modes":["ON","MAYBE",null])") ==
        "1 validation error detected: Value '[ON, MAYBE, null]' at 'modes' failed to satisfy "
        "constraint: Member must satisfy constraint: [Member must satisfy enum value set: [ON, "
        "OFF], Member must not be null]");
  CHECK(old_complaint(R"("Words":["a","b"],"Modes":["ON","OFF"])") == "");
  CHECK(complaint(R"({"TableName":"abc","Words":["a","abcd"]})", Wording::New) ==
        "1 validation error detected: Value at 'Words.2.member' failed to satisfy constraint: "
        "Member must have length less than or equal to 3");
}

TEST_CASE("the old wording stops collecting at ten") {
  std::string keys;
  for (int i = 0; i < 20; ++i) {
    keys += i == 0 ? "{}" : ",{}";
  }
  const std::string text = complaint(R"({"TableName":"abc","Keys":[)" + keys + "]}", Wording::Old);
  CHECK(text.substr(0, 31) == "10 validation errors detected: ");
}

TEST_CASE("null in a list is a missing member") {
  CHECK(complaint(R"({"TableName":"abc","Keys":[null]})", Wording::New) ==
        "1 validation error detected: Value at 'Keys.1.member' failed to satisfy constraint: "
        "Member must not be null");
}

// The value with the null in it is echoed, since the list is too long.
TEST_CASE("null in a list is printed as Java prints it") {
  CHECK(
      complaint(R"({"TableName":"abc","Keys":[null,{"Name":"y"},{"Name":"z"}]})", Wording::Old) ==
      "2 validation errors detected: Value '[null, Key(name=y), Key(name=z)]' at 'keys' failed to "
      "satisfy constraint: Member must have length less than or equal to 2; Value null at "
      "'keys.1.member' failed to satisfy constraint: Member must not be null");
}

TEST_CASE("a number with a fraction counts and is printed without it") {
  const auto limit = [](const std::string& number) {
    return complaint(R"({"TableName":"abc","Limit":)" + number + "}", Wording::Old);
  };
  const std::string small =
      "at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1";
  const std::string large =
      "at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10";
  CHECK(limit("1.5") == "");
  CHECK(limit("10.9") == "");
  CHECK(limit("0.5") == "1 validation error detected: Value '0' " + small);
  CHECK(limit("-1e30") == "1 validation error detected: Value '-9223372036854775808' " + small);
  CHECK(limit("1e30") == "1 validation error detected: Value '9223372036854775807' " + large);
}

TEST_CASE("a member that is not served is refused by name") {
  CHECK(complaint(R"({"TableName":"abc","Future":"x"})", Wording::New) ==
        "Tombola does not support the parameter Future yet");
}

}  // namespace tombola::dynamodb
