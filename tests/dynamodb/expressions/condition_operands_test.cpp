// What the operators and functions of a condition take, as far as the request alone tells.
#include <catch2/catch.hpp>

#include "dynamodb/expressions/condition.h"
#include "tests/dynamodb/expressions/condition_test_support.h"

namespace tombola::dynamodb {
namespace {

using tests::condition_refusal;
using tests::placeholders_of;
using tests::refusal_of;

TEST_CASE("functions have their number of operands") {
  struct Case {
    const char* text;
    const char* function;
    int count;
  };
  const Case cases[] = {
      {"attribute_exists(a, b)", "attribute_exists", 2},
      {"attribute_not_exists(a, b, c1)", "attribute_not_exists", 3},
      {"attribute_type(a)", "attribute_type", 1},
      {"begins_with(a)", "begins_with", 1},
      {"begins_with(a, :s, :s)", "begins_with", 3},
      {"contains(a)", "contains", 1},
      {"size(a, b) > c1", "size", 2},
      {"contains(a, size(b, c1))", "size", 2},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(
        condition_refusal(c.text) ==
        "Invalid FilterExpression: Incorrect number of operands for operator or function; operator "
        "or function: " +
            std::string(c.function) + ", number of operands: " + std::to_string(c.count));
  }
}

TEST_CASE("the first operand must not come again") {
  struct Case {
    const char* text;
    const char* operation;
    const char* path;
  };
  const Case cases[] = {
      {"a = a", "=", "[a]"},
      {"a <> #a", "<>", "[a]"},
      {"#a.b[3] >= a.b[3]", ">=", "[a, b, [3]]"},
      {"contains(a, #a)", "contains", "[a]"},
      {"begins_with(a.x, a.x)", "begins_with", "[a, x]"},
      {"attribute_type(a, a)", "attribute_type", "[a]"},
      {"a BETWEEN b AND a", "BETWEEN", "[a]"},
      {"a IN (:s, b, #a)", "IN", "[a]"},
      {"(a = b) OR (b = b)", "=", "[b]"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(
        condition_refusal(c.text) ==
        "Invalid FilterExpression: The first operand must be distinct from the remaining operands "
        "for this operator or function; operator: " +
            std::string(c.operation) + ", first operand: " + c.path);
  }
  CHECK(condition_refusal(":s = :s") == "accepted");
  CHECK(condition_refusal("size(a) = size(a)") == "accepted");
  CHECK(condition_refusal("a BETWEEN b AND b") == "accepted");
  CHECK(condition_refusal("a.b = a.c1") == "accepted");
}

TEST_CASE("attribute_exists and attribute_not_exists want a path") {
  for (const char* function : {"attribute_exists", "attribute_not_exists"}) {
    for (const char* operand : {":s", "size(a)"}) {
      CAPTURE(function, operand);
      CHECK(condition_refusal(std::string(function) + "(" + operand + ")") ==
            "Invalid FilterExpression: Operator or function requires a document path; operator or "
            "function: " +
                std::string(function));
    }
  }
}

TEST_CASE("operands from the request must have a type that the operator takes") {
  auto error = [](std::string_view operation, std::string_view type) {
    return "Invalid FilterExpression: Incorrect operand type for operator or function; operator or "
           "function: " +
           std::string(operation) + ", operand type: " + std::string(type);
  };
  struct Type {
    const char* placeholder;
    const char* name;
    bool ordered, prefix, sized;
  };
  const Type types[] = {
      {":s", "S", true, true, true},          {":n", "N", true, false, false},
      {":b", "B", true, true, true},          {":bool", "BOOL", false, false, false},
      {":null", "NULL", false, false, false}, {":l", "L", false, false, true},
      {":m", "M", false, false, true},        {":ss", "SS", false, false, true},
      {":ns", "NS", false, false, true},      {":bs", "BS", false, false, true},
  };
  for (const Type& type : types) {
    std::string p = type.placeholder;
    CAPTURE(p);
    for (const char* comparator : {"<", "<=", ">", ">="}) {
      std::string expected = type.ordered ? "accepted" : error(comparator, type.name);
      CHECK(condition_refusal("a " + std::string(comparator) + " " + p) == expected);
      CHECK(condition_refusal(p + std::string(comparator) + "a") == expected);
    }
    for (const char* comparator : {"=", "<>"}) {
      CHECK(condition_refusal("a " + std::string(comparator) + " " + p) == "accepted");
    }
    CHECK(condition_refusal("a IN (" + p + ", b)") == "accepted");
    CHECK(condition_refusal("contains(a, " + p + ")") == "accepted");
    CHECK(condition_refusal(p + " BETWEEN a AND b") ==
          (type.ordered ? "accepted" : error("BETWEEN", type.name)));
    CHECK(condition_refusal("a BETWEEN b AND " + p) ==
          (type.ordered ? "accepted" : error("BETWEEN", type.name)));
    CHECK(condition_refusal("begins_with(a, " + p + ")") ==
          (type.prefix ? "accepted" : error("begins_with", type.name)));
    CHECK(condition_refusal("begins_with(" + p + ", a)") ==
          (type.prefix ? "accepted" : error("begins_with", type.name)));
    CHECK(condition_refusal("size(" + p + ") > a") ==
          (type.sized ? "accepted" : error("size", type.name)));
    if (p != ":s")
      CHECK(condition_refusal("attribute_type(a, " + p + ")") ==
            error("attribute_type", type.name));
  }
  CHECK(condition_refusal("begins_with(a, size(b))") == error("begins_with", "N"));
  CHECK(condition_refusal("size(size(a)) > b") == error("size", "N"));
  CHECK(condition_refusal("attribute_not_exists(size(:n))") == error("size", "N"));
  CHECK(condition_refusal("attribute_type(a, size(b))") == error("attribute_type", "N"));
  CHECK(condition_refusal("attribute_type(a, b)") ==
        error("attribute_type", "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"));
}

TEST_CASE("attribute_type knows ten types") {
  for (const char* type : {"S", "SS", "N", "NS", "B", "BS", "BOOL", "NULL", "L", "M"}) {
    CAPTURE(type);
    ExpressionPlaceholders placeholders =
        placeholders_of("", R"({":t":{"S":")" + std::string(type) + R"("}})");
    CHECK(refusal_of([&] {
            Condition::parse("attribute_type(a, :t)", ExpressionKind::Condition, placeholders);
          }) == "accepted");
  }
  CHECK(condition_refusal("attribute_type(a, :dog)") ==
        "Invalid FilterExpression: Invalid attribute type name found; type: DOG, valid types: "
        "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
}

TEST_CASE("BETWEEN with two values checks them against each other") {
  CHECK(condition_refusal("a BETWEEN :lo AND :hi") == "accepted");
  CHECK(condition_refusal("a BETWEEN :lo AND :lo") == "accepted");
  CHECK(condition_refusal("a BETWEEN :hi AND :lo") ==
        "Invalid FilterExpression: The BETWEEN operator requires upper bound to be greater than or "
        "equal to lower bound; lower bound operand: AttributeValue: {N:20}, upper bound operand: "
        "AttributeValue: {N:1.5}");
  CHECK(
      condition_refusal("a BETWEEN :n AND :s") ==
      "Invalid FilterExpression: The BETWEEN operator requires same data type for lower and upper "
      "bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: "
      "{S:s}");
  CHECK(
      condition_refusal("a BETWEEN :b AND :n") ==
      "Invalid FilterExpression: The BETWEEN operator requires same data type for lower and upper "
      "bounds; lower bound operand: AttributeValue: {B:java.nio.HeapByteBuffer[pos=0 lim=1 "
      "cap=1]}, "
      "upper bound operand: AttributeValue: {N:1}");
  // A bound from the item cannot be checked.
  CHECK(condition_refusal("a BETWEEN :hi AND b") == "accepted");
  CHECK(condition_refusal("a BETWEEN :hi AND size(b)") == "accepted");
}

TEST_CASE("IN takes up to 100 candidates") {
  auto in = [](int count) {
    std::string text = "a IN (:s";
    for (int i = 1; i < count; ++i) text += ",:s";
    return condition_refusal(text + ")");
  };
  CHECK(in(100) == "accepted");
  // Quoted from AWS in reapit/foundations#8255.
  CHECK(in(101) ==
        "Invalid FilterExpression: The IN operator is provided with too many operands; number of "
        "operands: 101");
  CHECK(in(163) ==
        "Invalid FilterExpression: The IN operator is provided with too many operands; number of "
        "operands: 163");
}

}  // namespace
}  // namespace tombola::dynamodb
