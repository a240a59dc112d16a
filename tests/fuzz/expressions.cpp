// Any text as an expression of each kind, over an item with something of everything: refused with
// an ApiError, or evaluated.
#include <cstdint>
#include <string_view>

#include "dynamodb/expressions/condition.h"
#include "dynamodb/expressions/key_condition.h"
#include "dynamodb/expressions/projection.h"
#include "dynamodb/expressions/update.h"
#include "tests/dynamodb/expressions/expression_test_support.h"

using namespace tombola::dynamodb;

namespace {

const AttributeMap& item() {
  static const AttributeMap attributes = tests::item_of(
      R"({"a":{"M":{"b":{"L":[{"N":"1"},{"S":"x"}]},"x":{"N":"2"}}},"l":{"L":[{"N":"1"},{"L":[]}]},
          "n":{"N":"7"},"s":{"S":"text and more"},"ss":{"SS":["a"]},"b.c":{"BOOL":true}})");
  return attributes;
}

ExpressionPlaceholders placeholders() {
  return tests::placeholders_of(
      R"({"#a":"a","#b":"b.c","#l":"l"})",
      R"({":s":{"S":"text"},":n":{"N":"3"},":l":{"L":[{"N":"1"}]},":m":{"M":{"x":{"S":"y"}}},
          ":ss":{"SS":["a","b"]},":t":{"S":"N"},":b":{"B":"AAE="},":z":{"NULL":true}})");
}

void try_condition(std::string_view text) {
  ExpressionPlaceholders given = placeholders();
  const Condition condition = Condition::parse(text, ExpressionKind::Condition, given);
  condition.evaluate(&item());
  condition.evaluate(nullptr);
}

void try_key_condition(std::string_view text) {
  const KeySchema schema{{{"a", AttributeType::S}}, {{"n", AttributeType::N}}};
  ExpressionPlaceholders given = placeholders();
  KeyCondition::parse(text, given).resolve(schema);
}

void try_projection(std::string_view text) {
  ExpressionPlaceholders given = placeholders();
  Projection::parse(text, given).apply(item());
}

void try_update(std::string_view text) {
  ExpressionPlaceholders given = placeholders();
  const Update update = Update::parse(text, given);
  update.statement_size_bytes();
  update.apply(&item(), item());
  update.apply(nullptr, item());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (void (*const attempt)(std::string_view) :
       {try_condition, try_key_condition, try_projection, try_update}) {
    try {
      attempt(text);
    } catch (const ApiError&) {
    }
  }
  return 0;
}
