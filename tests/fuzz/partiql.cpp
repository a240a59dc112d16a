// Any text as a statement of PartiQL, over an item with something of everything: refused with an
// ApiError, or translated, planned and carried out.
#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "dynamodb/expressions/condition.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/partiql/statement.h"
#include "dynamodb/partiql/where_clause.h"
#include "tests/dynamodb/expressions/expression_test_support.h"

using namespace tombola::dynamodb;

namespace {

const AttributeMap& item() {
  static const AttributeMap attributes = tests::item_of(
      R"({"a":{"M":{"b":{"L":[{"N":"1"},{"S":"x"}]},"x":{"N":"2"}}},"l":{"L":[{"N":"1"},{"L":[]}]},
          "n":{"N":"7"},"s":{"S":"text and more"},"ss":{"SS":["a"]},"b.c":{"BOOL":true}})");
  return attributes;
}

// One for each question mark, of one type after the other.
std::vector<AttributeValue> parameters(std::string_view statement) {
  static const std::vector<AttributeValue> values = {"text",
                                                     Number(3),
                                                     AttributeValue::string_set({"a", "b"}),
                                                     AttributeValue(item()),
                                                     AttributeValue(AttributeList{"x", Number(1)}),
                                                     Binary{"\x01"},
                                                     Null{}};
  std::vector<AttributeValue> result;
  for (char c : statement) {
    if (c == '?') result.push_back(values[result.size() % values.size()]);
  }
  return result;
}

void try_where(const partiql::Statement& statement) {
  const KeySchema schema{{{"s", AttributeType::S}}, {{"n", AttributeType::N}}};
  partiql::find_item(statement.where, {"s", "n"});
  if (statement.where) {
    const Condition condition(*statement.where);
    condition.evaluate(&item());
    condition.evaluate(nullptr);
  }
  for (const KeyCondition& query : partiql::plan_read(statement.where, schema, true).queries) {
    query.resolve(schema);
  }
}

void try_statement(std::string_view text) {
  const partiql::Statement statement = partiql::parse_statement(text, parameters(text));
  if (statement.projection) statement.projection->apply(item());
  statement.update.apply(&item(), item());
  try_where(statement);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // Statements arrive in JSON, so they are UTF-8.
  try {
    JsonDocument::parse(json_string(text));
  } catch (const JsonError&) {
    return 0;
  }
  try {
    try_statement(text);
  } catch (const ApiError&) {
  }
  return 0;
}
