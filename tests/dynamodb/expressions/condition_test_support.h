// Conditions for the tests of their refusals: placeholders of every type.
#pragma once

#include "dynamodb/expressions/condition.h"
#include "tests/dynamodb/expressions/expression_test_support.h"

namespace tombola::dynamodb::tests {

inline constexpr const char* condition_names = R"({"#a":"a","#b":"b","#s":"size"})";
inline constexpr const char* condition_values =
    R"({":s":{"S":"s"},":n":{"N":"1"},":b":{"B":"YQ=="},":bool":{"BOOL":true},":null":{"NULL":true},
        ":l":{"L":[]},":m":{"M":{}},":ss":{"SS":["a"]},":ns":{"NS":["1"]},":bs":{"BS":["YQ=="]},
        ":lo":{"N":"1.50"},":hi":{"N":"20"},":type":{"S":"SS"},":dog":{"S":"DOG"}})";

inline std::string condition_refusal(std::string_view text,
                                     ExpressionKind kind = ExpressionKind::Filter,
                                     ValueLayer layer = ValueLayer::Bare) {
  ExpressionPlaceholders placeholders = placeholders_of(condition_names, condition_values, layer);
  return refusal_of([&] { Condition::parse(text, kind, placeholders); });
}

}  // namespace tombola::dynamodb::tests
