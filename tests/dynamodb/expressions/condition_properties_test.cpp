// Random conditions on random small items, answered twice: by Condition, and by a second evaluator
// that shares nothing with it. Each condition is made together with its meaning: a text, and a
// function from an item to true or false, written out the slow way over plain strings and integers.
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "dynamodb/expressions/condition.h"
#include "tests/dynamodb/expressions/expression_test_support.h"

namespace tombola::dynamodb {
namespace {

// A value of the second evaluator: a type letter, and a text, a number, or parts.
struct Plain {
  char type = 'x';  // S, N, O (BOOL), U (NULL), T (string set), L, M; x: not there
  std::string text;
  int number = 0;
  std::vector<Plain> parts;                 // L
  std::map<std::string, Plain> attributes;  // M
  std::map<std::string, bool> members;      // T
};

bool same(const Plain& a, const Plain& b) {
  if (a.type != b.type || a.text != b.text || a.number != b.number) return false;
  if (a.members != b.members || a.parts.size() != b.parts.size()) return false;
  for (std::size_t i = 0; i < a.parts.size(); ++i) {
    if (!same(a.parts[i], b.parts[i])) return false;
  }
  if (a.attributes.size() != b.attributes.size()) return false;
  for (const auto& [name, value] : a.attributes) {
    if (b.attributes.count(name) == 0 || !same(value, b.attributes.at(name))) return false;
  }
  return true;
}

// -1, 0, 1, or 9: no order.
int order(const Plain& a, const Plain& b) {
  if (a.type != b.type) return 9;
  if (a.type == 'N') return a.number < b.number ? -1 : a.number > b.number ? 1 : 0;
  if (a.type == 'S') return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
  return 9;
}

std::string json_of(const Plain& value) {
  std::string json;
  switch (value.type) {
    case 'S':
      return R"({"S":")" + value.text + R"("})";
    case 'N':
      return R"({"N":")" + std::to_string(value.number) + R"("})";
    case 'O':
      return value.number != 0 ? R"({"BOOL":true})" : R"({"BOOL":false})";
    case 'U':
      return R"({"NULL":true})";
    case 'T':
      for (const auto& [member, present] : value.members) json += ",\"" + member + "\"";
      return R"({"SS":[)" + json.substr(1) + "]}";
    case 'L':
      for (const Plain& part : value.parts) json += "," + json_of(part);
      return R"({"L":[)" + (json.empty() ? json : json.substr(1)) + "]}";
    default:
      for (const auto& [name, part] : value.attributes)
        json += ",\"" + name + "\":" + json_of(part);
      return R"({"M":{)" + (json.empty() ? json : json.substr(1)) + "}}";
  }
}

using PlainItem = std::map<std::string, Plain>;
using Read = std::function<Plain(const PlainItem&)>;
using Meaning = std::function<bool(const PlainItem&)>;

struct PlainOperand {
  std::string text;
  Read read;
};
struct PlainCondition {
  std::string text;
  Meaning holds;
  int strength = 3;  // 0 OR, 1 AND, 2 NOT, 3 the rest
};

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  PlainItem item();
  PlainCondition condition(int depth);
  // The values that the conditions so far refer to, and the request's map of them.
  std::string values_json() const;

 private:
  int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }
  Plain value(int depth);
  PlainOperand path();
  PlainOperand constant(const Plain& value);
  PlainOperand operand();
  PlainOperand ordered_operand();
  PlainCondition leaf();
  PlainCondition joined(int depth, bool is_and);

  std::mt19937 random_;
  std::vector<Plain> constants_;
};

Plain Generator::value(int depth) {
  static const char* const texts[] = {"", "a", "ab", "b", "ba"};
  Plain value;
  switch (below(depth > 0 ? 8 : 6)) {
    case 0:
    case 1:
      value.type = 'S';
      value.text = texts[below(5)];
      break;
    case 2:
    case 3:
      value.type = 'N';
      value.number = below(5) - 1;
      break;
    case 4:
      value.type = below(2) == 0 ? 'O' : 'U';
      if (value.type == 'O') value.number = below(2);
      break;
    case 5:
      value.type = 'T';
      for (int i = below(2); i < 2; ++i) value.members[texts[1 + below(4)]] = true;
      break;
    case 6:
      value.type = 'L';
      for (int i = below(3); i > 0; --i) value.parts.push_back(this->value(depth - 1));
      break;
    default:
      value.type = 'M';
      for (int i = below(3); i > 0; --i)
        value.attributes[i == 1 ? "a" : "b"] = this->value(depth - 1);
  }
  return value;
}

PlainItem Generator::item() {
  PlainItem item;
  for (const char* name : {"a", "b", "c1", "d"}) {
    if (below(5) != 0) item[name] = value(2);
  }
  return item;
}

PlainOperand Generator::path() {
  static const char* const names[] = {"a", "b", "c1", "d", "e"};
  std::string name = names[below(5)];
  PlainOperand operand{name, [name](const PlainItem& item) {
                         auto found = item.find(name);
                         return found == item.end() ? Plain() : found->second;
                       }};
  while (below(4) == 0) {
    Read read = operand.read;
    if (below(2) == 0) {
      std::size_t index = static_cast<std::size_t>(below(3));
      operand.text += "[" + std::to_string(index) + "]";
      operand.read = [read, index](const PlainItem& item) {
        Plain list = read(item);
        return list.type == 'L' && index < list.parts.size() ? list.parts[index] : Plain();
      };
    } else {
      std::string member = below(2) == 0 ? "a" : "b";
      operand.text += "." + member;
      operand.read = [read, member](const PlainItem& item) {
        Plain map = read(item);
        return map.type == 'M' && map.attributes.count(member) != 0 ? map.attributes[member]
                                                                    : Plain();
      };
    }
  }
  return operand;
}

PlainOperand Generator::constant(const Plain& value) {
  constants_.push_back(value);
  return {":v" + std::to_string(constants_.size() - 1),
          [value](const PlainItem&) { return value; }};
}

PlainOperand Generator::operand() {
  return below(3) == 0 ? constant(value(1)) : path();
}

// As the operand of <, BETWEEN and begins_with: a constant must be of a type that they take.
PlainOperand Generator::ordered_operand() {
  if (below(2) == 0) return path();
  Plain constant_value;
  do {
    constant_value = value(0);
  } while (constant_value.type != 'S' && constant_value.type != 'N');
  return constant(constant_value);
}

bool compares(const std::string& comparator, const Plain& left, const Plain& right) {
  bool both = left.type != 'x' && right.type != 'x';
  bool equal = both && same(left, right);
  if (comparator == "=") return equal;
  if (comparator == "<>") return !equal;
  int by = both ? order(left, right) : 9;
  if (by == 9) return false;
  if (comparator == "<") return by < 0;
  if (comparator == "<=") return by <= 0;
  if (comparator == ">") return by > 0;
  return by >= 0;
}

bool plain_contains(const Plain& container, const Plain& sought) {
  if (container.type == 'S' && sought.type == 'S') {
    for (std::size_t i = 0; i + sought.text.size() <= container.text.size(); ++i) {
      if (container.text.substr(i, sought.text.size()) == sought.text) return true;
    }
  }
  if (container.type == 'T') return sought.type == 'S' && container.members.count(sought.text) != 0;
  if (container.type == 'L' && sought.type != 'x') {
    for (const Plain& part : container.parts) {
      if (same(part, sought)) return true;
    }
  }
  return false;
}

Plain plain_size(const Plain& value) {
  Plain size;
  size.type = 'N';
  if (value.type == 'S') {
    size.number = static_cast<int>(value.text.size());
  } else if (value.type == 'T') {
    size.number = static_cast<int>(value.members.size());
  } else if (value.type == 'L') {
    size.number = static_cast<int>(value.parts.size());
  } else if (value.type == 'M') {
    size.number = static_cast<int>(value.attributes.size());
  } else {
    size.type = '?';  // no size: not absent, but comparable to nothing
  }
  return size;
}

PlainCondition Generator::leaf() {
  static const char* const comparators[] = {"=", "<>", "<", "<=", ">", ">="};
  switch (below(9)) {
    case 0:
    case 1: {
      std::string comparator = comparators[below(2)];
      PlainOperand left = operand(), right = operand();
      return {left.text + comparator + right.text, [=](const PlainItem& item) {
                return compares(comparator, left.read(item), right.read(item));
              }};
    }
    case 2: {
      std::string comparator = comparators[2 + below(4)];
      PlainOperand left = ordered_operand(), right = ordered_operand();
      return {left.text + " " + comparator + " " + right.text, [=](const PlainItem& item) {
                return compares(comparator, left.read(item), right.read(item));
              }};
    }
    case 3: {
      std::string comparator = comparators[below(6)];
      PlainOperand sized = path(), right = ordered_operand();
      return {"size(" + sized.text + ")" + comparator + right.text, [=](const PlainItem& item) {
                Plain size = plain_size(sized.read(item));
                return size.type != '?' && compares(comparator, size, right.read(item));
              }};
    }
    case 4: {
      PlainOperand value = ordered_operand(), lower = path(), upper = ordered_operand();
      return {value.text + " between " + lower.text + " and " + upper.text,
              [=](const PlainItem& item) {
                Plain at = value.read(item);
                return compares(">=", at, lower.read(item)) && compares("<=", at, upper.read(item));
              }};
    }
    case 5: {
      PlainOperand value = operand(), one = operand(), two = operand();
      return {value.text + " IN (" + one.text + "," + two.text + ")", [=](const PlainItem& item) {
                Plain at = value.read(item);
                return compares("=", at, one.read(item)) || compares("=", at, two.read(item));
              }};
    }
    case 6: {
      PlainOperand operand = path();
      bool wanted = below(2) == 0;
      return {(wanted ? "attribute_exists(" : "attribute_not_exists(") + operand.text + ")",
              [=](const PlainItem& item) { return (operand.read(item).type != 'x') == wanted; }};
    }
    case 7: {
      PlainOperand value = path(), sought = operand();
      return {"contains(" + value.text + ", " + sought.text + ")", [=](const PlainItem& item) {
                return plain_contains(value.read(item), sought.read(item));
              }};
    }
    default: {
      PlainOperand value = path(), prefix = path();
      return {"begins_with(" + value.text + "," + prefix.text + ")", [=](const PlainItem& item) {
                Plain at = value.read(item), start = prefix.read(item);
                return at.type == 'S' && start.type == 'S' &&
                       at.text.substr(0, start.text.size()) == start.text;
              }};
    }
  }
}

PlainCondition Generator::joined(int depth, bool is_and) {
  PlainCondition left = condition(depth - 1), right = condition(depth - 1);
  int strength = is_and ? 1 : 0;
  // Parentheses only where they are needed, and sometimes where they are not: single pairs are
  // fine.
  auto text = [&](const PlainCondition& part, bool tighter) {
    bool needed = part.strength < strength || (tighter && part.strength == strength);
    return needed || below(4) == 0 ? "(" + part.text + ")" : part.text;
  };
  std::string joint = is_and ? " AND " : " or ";
  return {text(left, false) + joint + text(right, false),
          [=](const PlainItem& item) {
            return is_and ? left.holds(item) && right.holds(item)
                          : left.holds(item) || right.holds(item);
          },
          strength};
}

PlainCondition Generator::condition(int depth) {
  if (depth == 0) return leaf();
  switch (below(4)) {
    case 0:
      return joined(depth, true);
    case 1:
      return joined(depth, false);
    case 2: {
      PlainCondition inner = condition(depth - 1);
      std::string text = inner.strength < 2 ? "(" + inner.text + ")" : inner.text;
      return {"NOT " + text, [=](const PlainItem& item) { return !inner.holds(item); }, 2};
    }
    default:
      return leaf();
  }
}

std::string Generator::values_json() const {
  std::string json;
  for (std::size_t i = 0; i < constants_.size(); ++i) {
    json += ",\":v" + std::to_string(i) + "\":" + json_of(constants_[i]);
  }
  return json.empty() ? json : "{" + json.substr(1) + "}";
}

TEST_CASE("random conditions mean what a second, naive evaluator says") {
  const unsigned first_seed = 20261122;
  int refused = 0;
  int true_answers = 0;
  int answers = 0;
  for (unsigned seed = first_seed; seed < first_seed + 3000; ++seed) {
    Generator generator(seed);
    PlainCondition plain = generator.condition(3);
    CAPTURE(seed, plain.text);
    ExpressionPlaceholders placeholders = tests::placeholders_of("", generator.values_json());
    std::optional<Condition> condition;
    std::string refusal = tests::refusal_of(
        [&] { condition = Condition::parse(plain.text, ExpressionKind::Condition, placeholders); });
    if (!condition) {
      // The only rule that the generator does not keep.
      REQUIRE(refusal.find("must be distinct") != std::string::npos);
      ++refused;
      continue;
    }
    for (int i = 0; i < 6; ++i) {
      PlainItem plain_item = generator.item();
      std::string json;
      for (const auto& [name, value] : plain_item) json += ",\"" + name + "\":" + json_of(value);
      json = "{" + (json.empty() ? json : json.substr(1)) + "}";
      CAPTURE(json);
      AttributeMap item = tests::item_of(json);
      bool answer = condition->evaluate(&item);
      REQUIRE(answer == plain.holds(plain_item));
      ++answers;
      if (answer) ++true_answers;
    }
    REQUIRE(condition->evaluate(nullptr) == plain.holds({}));
  }
  // The generator is worth something: most conditions are legal, and both answers are common.
  CHECK(refused < 1500);
  CHECK(true_answers > answers / 5);
  CHECK(true_answers < answers * 4 / 5);
}

}  // namespace
}  // namespace tombola::dynamodb
