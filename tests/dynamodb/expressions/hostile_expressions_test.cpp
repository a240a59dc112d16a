// Texts that nobody writes by accident. Whatever comes in, an expression is refused with an
// ApiError or it is evaluated; it never crashes, hangs, or throws anything else. The dev preset
// watches memory and undefined behaviour meanwhile.
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "dynamodb/expressions/condition.h"
#include "dynamodb/expressions/key_condition.h"
#include "dynamodb/expressions/projection.h"
#include "dynamodb/expressions/update.h"
#include "dynamodb/limits.h"
#include "tests/dynamodb/expressions/expression_test_support.h"

namespace tombola::dynamodb {
namespace {

using tests::refusal_of;

constexpr const char* names = R"({"#a":"a","#b":"b.c","#l":"l"})";
constexpr const char* values =
    R"({":s":{"S":"text"},":n":{"N":"3"},":l":{"L":[{"N":"1"}]},":m":{"M":{"x":{"S":"y"}}},
        ":ss":{"SS":["a","b"]},":t":{"S":"N"}})";

const AttributeMap& item() {
  static const AttributeMap attributes = tests::item_of(
      R"({"a":{"M":{"b":{"L":[{"N":"1"},{"S":"x"}]},"x":{"N":"2"}}},"l":{"L":[{"N":"1"},{"L":[]}]},
          "n":{"N":"7"},"s":{"S":"text and more"},"ss":{"SS":["a"]},"b.c":{"BOOL":true}})");
  return attributes;
}

// What becomes of a text as each kind of expression; throws only if something other than an
// ApiError is thrown. Tells how many kinds accepted it.
int try_all_kinds(std::string_view text) {
  const KeySchema schema{{{"a", AttributeType::S}}, {{"n", AttributeType::N}}};
  int accepted = 0;
  auto attempt = [&](const std::function<void(ExpressionPlaceholders&)>& use) {
    ExpressionPlaceholders placeholders = tests::placeholders_of(names, values);
    if (refusal_of([&] { use(placeholders); }) == "accepted") ++accepted;
  };
  for (ExpressionKind kind : {ExpressionKind::Condition, ExpressionKind::Filter}) {
    attempt([&](ExpressionPlaceholders& placeholders) {
      Condition condition = Condition::parse(text, kind, placeholders);
      condition.evaluate(&item());
      condition.evaluate(nullptr);
    });
  }
  attempt([&](ExpressionPlaceholders& placeholders) {
    KeyCondition::parse(text, placeholders).resolve(schema);
  });
  attempt([&](ExpressionPlaceholders& placeholders) {
    Projection::parse(text, placeholders).apply(item());
  });
  attempt([&](ExpressionPlaceholders& placeholders) {
    Update update = Update::parse(text, placeholders);
    update.statement_size_bytes();
    update.updated_attributes(item());
    update.apply(&item(), item());
    update.apply(nullptr, item());
  });
  return accepted;
}

const std::vector<std::string>& corpus() {
  static const std::vector<std::string> texts = {
      "a = :s AND n < :n OR NOT (attribute_exists(a.b[0]) AND size(s) > :n)",
      "n BETWEEN :n AND n2 AND s IN (:s, :t, a.b[1])",
      "begins_with(s, :s) OR contains(ss, :t) AND attribute_type(#a, :t)",
      "(a) = (:m) AND ((n) > (:n))",
      "a = :s AND n BETWEEN :n AND :n",
      "a, l[0], l[1], #b, s.x.y",
      "SET a.x = a.x + :n, l[5] = if_not_exists(l[6], :s) REMOVE l[0] ADD n :n DELETE ss :ss",
      "SET l = list_append(if_not_exists(l, :l), :l), s = (n - :n)",
      "REMOVE a.b[0], a.b[1], #b",
  };
  return texts;
}

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::string garbage() {
    std::string text;
    for (int i = below(40); i > 0; --i) text += static_cast<char>(below(256));
    return text;
  }

  // Pieces of expressions in any order.
  std::string salad() {
    static const char* const words[] = {"a",
                                        "b",
                                        "#a",
                                        "#b",
                                        "#zz",
                                        ":s",
                                        ":n",
                                        ":zz",
                                        "=",
                                        "<>",
                                        "<",
                                        ">=",
                                        "AND",
                                        "OR",
                                        "NOT",
                                        "IN",
                                        "BETWEEN",
                                        "(",
                                        ")",
                                        "[",
                                        "]",
                                        ",",
                                        ".",
                                        "0",
                                        "12",
                                        "+",
                                        "-",
                                        "SET",
                                        "REMOVE",
                                        "ADD",
                                        "DELETE",
                                        "size",
                                        "contains",
                                        "begins_with",
                                        "attribute_exists",
                                        "if_not_exists",
                                        "list_append",
                                        "name",
                                        "99999999999",
                                        "!",
                                        "\xc3\xa9",
                                        "\xff",
                                        "_"};
    std::string text;
    for (int i = below(25); i > 0; --i) {
      text += words[static_cast<std::size_t>(below(std::size(words)))];
      if (below(3) != 0) text += ' ';
    }
    return text;
  }

  std::string mutant() {
    std::string text = corpus()[static_cast<std::size_t>(below(corpus().size()))];
    for (int i = below(4); i >= 0; --i) mutate(text);
    return text;
  }

 private:
  int below(std::size_t bound) {
    return static_cast<int>(std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_));
  }

  void mutate(std::string& text) {
    static const std::string interesting = "()[].,:#=<>+- anANDor0123456789_'\"\n";
    std::size_t at = text.empty() ? 0 : static_cast<std::size_t>(below(text.size()));
    switch (below(5)) {
      case 0:
        text.insert(at, 1, interesting[static_cast<std::size_t>(below(interesting.size()))]);
        break;
      case 1:
        if (!text.empty()) text.erase(at, static_cast<std::size_t>(1 + below(4)));
        break;
      case 2:
        if (!text.empty()) text[at] = static_cast<char>(below(256));
        break;
      case 3:  // a piece of it again
        text.insert(at, text.substr(static_cast<std::size_t>(below(text.size() + 1)),
                                    static_cast<std::size_t>(below(20))));
        break;
      default:  // a piece of another
        text.insert(at, corpus()[static_cast<std::size_t>(below(corpus().size()))].substr(
                            0, static_cast<std::size_t>(below(30))));
    }
  }

  std::mt19937 random_;
};

TEST_CASE("every text of the corpus is accepted by some kind") {
  for (const std::string& text : corpus()) {
    CAPTURE(text);
    CHECK(try_all_kinds(text) > 0);
  }
}

TEST_CASE("random and mutated expressions are refused or evaluated, nothing else") {
  const unsigned seed = 1122;
  CAPTURE(seed);
  Mutator mutator(seed);
  int accepted = 0;
  for (int i = 0; i < 4000; ++i) {
    for (const std::string& text : {mutator.garbage(), mutator.salad(), mutator.mutant()}) {
      CAPTURE(text);
      REQUIRE_NOTHROW(accepted += try_all_kinds(text));
    }
  }
  // Mutation leaves enough alive for the evaluators to have been tried, too.
  CHECK(accepted > 100);
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

std::string condition_refusal(std::string_view text) {
  ExpressionPlaceholders placeholders = tests::placeholders_of(names, values);
  return refusal_of(
      [&] { Condition::parse(text, ExpressionKind::Condition, placeholders).evaluate(&item()); });
}
std::string update_refusal(std::string_view text) {
  ExpressionPlaceholders placeholders = tests::placeholders_of(names, values);
  return refusal_of([&] { Update::parse(text, placeholders).apply(&item(), item()); });
}

TEST_CASE("nesting bombs are refused as what they are") {
  const std::string syntax = "Invalid ConditionExpression: Syntax error; ";
  const std::string redundant =
      "Invalid ConditionExpression: The expression has redundant parentheses;";
  const std::string too_many =
      "Invalid ConditionExpression: The expression contains too many operators; operator count: "
      "301";
  const std::size_t longest = limits::expression_size_bytes_max;

  CHECK(condition_refusal(repeated("(", longest)) == syntax + "token: \"<EOF>\", near: \"(\"");
  CHECK(condition_refusal(repeated("(", 2000) + "a = n") ==
        syntax + "token: \"<EOF>\", near: \"n\"");
  CHECK(condition_refusal(repeated("(", 2000) + "a = n" + repeated(")", 2000)) == redundant);
  CHECK(condition_refusal(repeated("(", 2000) + "a" + repeated(")", 2000) + "=n") == redundant);
  CHECK(condition_refusal("a = " + repeated("(", 2000) + "n" + repeated(")", 2000)) == redundant);
  CHECK(condition_refusal(repeated("NOT ", 1000) + "a = n") == too_many);
  CHECK(condition_refusal(repeated("NOT ", 299) + "a = n") == "accepted");
  CHECK(condition_refusal(repeated("NOT (", 500) + "a = n" + repeated(")", 500)) == too_many);
  CHECK(condition_refusal(repeated("NOT(", 299) + "a = n" + repeated(")", 299)) == "accepted");
  CHECK(condition_refusal(repeated("size(", 600) + "a" + repeated(")", 600) + "=n") == too_many);
  CHECK(condition_refusal(repeated("size(", 299) + "a" + repeated(")", 299) + "=n") ==
        "Invalid ConditionExpression: Incorrect operand type for operator or function; operator or "
        "function: size, operand type: N");
  CHECK(condition_refusal(repeated("a=n AND(", 450) + "a=n" + repeated(")", 450)) == too_many);
  CHECK(condition_refusal(repeated("a=n AND(", 149) + "a=n" + repeated(")", 149)) == "accepted");
  CHECK(
      condition_refusal("a" + repeated("[0]", 1000) + " = n") ==
      "Invalid ConditionExpression: The document path has too many nesting levels; nesting levels: "
      "1001");
  CHECK(
      condition_refusal("a IN (" + repeated("n,", 1900) + "n)") ==
      "Invalid ConditionExpression: The IN operator is provided with too many operands; number of "
      "operands: 1901");
  CHECK(condition_refusal("contains(" + repeated("n,", 1900) + "n)") ==
        "Invalid ConditionExpression: Incorrect number of operands for operator or function; "
        "operator "
        "or function: contains, number of operands: 1901");

  CHECK(update_refusal("SET a = " + repeated("(", 3000)) ==
        "Invalid UpdateExpression: Syntax error; token: \"<EOF>\", near: \"(\"");
  CHECK(update_refusal("SET a = " + repeated("(", 2000) + "n" + repeated(")", 2000)) ==
        "Invalid UpdateExpression: The expression has redundant parentheses;");
  CHECK(update_refusal("SET a = " + repeated("if_not_exists(gone, ", 150) + "n" +
                       repeated(")", 150)) == "accepted");
  CHECK(update_refusal("REMOVE " + repeated("a,", 2000) + "a") ==
        "Invalid UpdateExpression: Two document paths overlap with each other; must remove or "
        "rewrite "
        "one of these paths; path one: [a], path two: [a]");
}

}  // namespace
}  // namespace tombola::dynamodb
