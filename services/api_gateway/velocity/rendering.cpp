#include "services/api_gateway/velocity/rendering.h"

#include <cmath>
#include <limits>

#include "services/api_gateway/velocity/limits.h"
#include "services/api_gateway/velocity/parser.h"

namespace tombola::services::velocity {
namespace {

enum class Flow { On, Break, Stop };

class Rendering {
 public:
  Rendering(Variables& variables, Arena& arena) : variables_(variables), arena_(arena) {}

  Flow run(const Block& block, std::string& out) {
    for (const Node& node : block) {
      count_step();
      const Flow flow = std::visit([&](const auto& form) { return run(form, out); }, node.form);
      if (flow != Flow::On) {
        return flow;
      }
      if (out.size() > limits::output_size_bytes_max) {
        throw TemplateError("the template writes more than 10 MB");
      }
    }
    return Flow::On;
  }

 private:
  Flow run(const Text& text, std::string& out) {
    out += text.text;
    return Flow::On;
  }

  Flow run(const Reference& reference, std::string& out) {
    const Value value = evaluate(reference);
    if (value.is_null() && !reference.quiet && !variables_.contains(reference.name)) {
      out += reference.source;
    } else {
      out += value.text();
    }
    return Flow::On;
  }

  Flow run(const Set& set, std::string& /*out*/) {
    assign(set.target, evaluate(*set.value));
    return Flow::On;
  }

  Flow run(const If& node, std::string& out) {
    for (const auto& [condition, block] : node.branches) {
      if (evaluate(*condition).is_true()) {
        return run(block, out);
      }
    }
    return run(node.otherwise, out);
  }

  // Over a list, the values of a map, or a thing alone.
  Flow run(const Foreach& loop, std::string& out) {
    const Values values = values_of(evaluate(*loop.values));
    const Value outer_loop = variable("foreach");
    const Value outer_value = variable(loop.variable);
    Flow flow = Flow::On;
    for (std::size_t i = 0; i < values.size() && flow == Flow::On; ++i) {
      if (i >= limits::loop_iterations_max) {
        throw TemplateError("a #foreach has more than 1000 rounds");
      }
      const auto index = static_cast<std::int64_t>(i);
      Map* state = arena_.new_map();
      state->put("index", index);
      state->put("count", index + 1);
      state->put("hasNext", i + 1 < values.size());
      state->put("first", i == 0);
      state->put("last", i + 1 == values.size());
      if (!outer_loop.is_null()) {
        state->put("parent", outer_loop);
      }
      variables_["foreach"] = state;
      variables_["velocityCount"] = index + 1;
      variables_[loop.variable] = values[i];
      flow = run(loop.body, out);
    }
    restore("foreach", outer_loop);
    restore(loop.variable, outer_value);
    return flow == Flow::Break ? Flow::On : flow;
  }

  Flow run(const Break& /*node*/, std::string& /*out*/) { return Flow::Break; }
  Flow run(const Stop& /*node*/, std::string& /*out*/) { return Flow::Stop; }

  void count_step() {
    if (++steps_ > limits::steps_max) {
      throw TemplateError("the template never comes to an end");
    }
  }

  Value variable(const std::string& name) const {
    const auto found = variables_.find(name);
    return found == variables_.end() ? Value() : found->second;
  }

  void restore(const std::string& name, const Value& value) {
    if (value.is_null()) {
      variables_.erase(name);
    } else {
      variables_[name] = value;
    }
  }

  static Values values_of(const Value& value) {
    if (const List* list = value.list()) {
      return list->values;
    }
    Values values;
    if (const Map* map = value.map()) {
      for (const auto& entry : map->entries) {
        values.push_back(entry.second);
      }
    } else if (!value.is_null()) {
      values.push_back(value);
    }
    return values;
  }

  Value evaluate(const Expression& expression) {
    count_step();
    return std::visit([&](const auto& form) { return evaluate(form); }, expression.form);
  }

  Value evaluate(const Literal& literal) {
    return std::visit(
        [](const auto& value) -> Value {
          if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>) {
            return {};
          } else {
            return value;
          }
        },
        literal.value);
  }

  Value evaluate(const Interpolated& text) {
    std::string rendered;
    run(text.parts, rendered);
    return rendered;
  }

  Value evaluate(const Reference& reference) {
    Value value = variable(reference.name);
    for (const Access& access : reference.accesses) {
      if (value.is_null()) {
        break;
      }
      value = follow(value, access);
    }
    return value;
  }

  Value evaluate(const ListLiteral& literal) {
    List* list = arena_.new_list();
    for (const ExpressionPtr& element : literal.elements) {
      list->values.push_back(evaluate(*element));
    }
    return list;
  }

  Value evaluate(const RangeLiteral& range) {
    const Value from = evaluate(*range.from);
    const Value to = evaluate(*range.to);
    if (from.integer() == nullptr || to.integer() == nullptr) {
      return {};
    }
    const std::int64_t first = *from.integer();
    const std::int64_t step = first <= *to.integer() ? 1 : -1;
    List* list = arena_.new_list();
    for (std::int64_t number = first;; number += step) {
      list->values.push_back(number);
      if (number == *to.integer() ||
          list->values.size() > static_cast<std::size_t>(limits::loop_iterations_max)) {
        return list;
      }
    }
  }

  Value evaluate(const MapLiteral& literal) {
    Map* map = arena_.new_map();
    for (const auto& [key, value] : literal.entries) {
      map->put(evaluate(*key).text(), evaluate(*value));
    }
    return map;
  }

  Value evaluate(const Negation& negation) { return !evaluate(*negation.operand).is_true(); }

  Value evaluate(const Operation& operation) {
    const Value left = evaluate(*operation.left);
    if (operation.sign == Operator::Or) {
      return left.is_true() || evaluate(*operation.right).is_true();
    }
    if (operation.sign == Operator::And) {
      return left.is_true() && evaluate(*operation.right).is_true();
    }
    const Value right = evaluate(*operation.right);
    switch (operation.sign) {
      case Operator::Equal:
        return are_equal(left, right);
      case Operator::Unequal:
        return !are_equal(left, right);
      case Operator::Plus:
        if (left.string() != nullptr || right.string() != nullptr) {
          return left.text() + right.text();
        }
        break;
      default:
        break;
    }
    return left.is_number() && right.is_number() ? calculate(operation.sign, left, right) : Value();
  }

  // What is not there counts as empty: API Gateway's parameters and paths are compared so.
  static bool are_equal(const Value& left, const Value& right) {
    if (left.is_null() || right.is_null()) {
      const Value& there = left.is_null() ? right : left;
      return there.is_null() || (there.string() != nullptr && there.string()->empty());
    }
    return left.equals(right);
  }

  static Value calculate(Operator sign, const Value& left, const Value& right) {
    switch (sign) {
      case Operator::Less:
        return left.as_double() < right.as_double();
      case Operator::LessEqual:
        return left.as_double() <= right.as_double();
      case Operator::Greater:
        return left.as_double() > right.as_double();
      case Operator::GreaterEqual:
        return left.as_double() >= right.as_double();
      default:
        break;
    }
    return left.integer() != nullptr && right.integer() != nullptr
               ? calculate_whole(sign, *left.integer(), *right.integer())
               : calculate_decimal(sign, left.as_double(), right.as_double());
  }

  // Overflow wraps as Java's does; division by zero is nothing.
  static Value calculate_whole(Operator sign, std::int64_t left, std::int64_t right) {
    const auto a = static_cast<std::uint64_t>(left);
    const auto b = static_cast<std::uint64_t>(right);
    const bool divides =
        right != 0 && !(left == std::numeric_limits<std::int64_t>::min() && right == -1);
    switch (sign) {
      case Operator::Plus:
        return static_cast<std::int64_t>(a + b);
      case Operator::Minus:
        return static_cast<std::int64_t>(a - b);
      case Operator::Times:
        return static_cast<std::int64_t>(a * b);
      case Operator::Divide:
        return divides ? Value(left / right) : Value();
      default:
        return divides ? Value(left % right) : Value();
    }
  }

  static Value calculate_decimal(Operator sign, double left, double right) {
    switch (sign) {
      case Operator::Plus:
        return left + right;
      case Operator::Minus:
        return left - right;
      case Operator::Times:
        return left * right;
      case Operator::Divide:
        return right == 0 ? Value() : Value(left / right);
      default:
        return right == 0 ? Value() : Value(std::fmod(left, right));
    }
  }

  Value follow(const Value& value, const Access& access) {
    Values arguments;
    for (const ExpressionPtr& argument : access.arguments) {
      arguments.push_back(evaluate(*argument));
    }
    switch (access.kind) {
      case Access::Kind::Method:
        return call_method(value, access.name, arguments, arena_);
      case Access::Kind::Index:
        return call_method(value, "get", arguments, arena_);
      case Access::Kind::Member:
        break;
    }
    if (const Object* object = value.object()) {
      return object->member(access.name);
    }
    if (const Map* map = value.map()) {
      if (const Value* found = map->find(access.name)) {
        return *found;
      }
    }
    // Java's beans: $list.empty, $entry.key.
    const std::string capital =
        std::string(1,
                    static_cast<char>(std::toupper(static_cast<unsigned char>(access.name[0])))) +
        access.name.substr(1);
    const Value got = call_method(value, "get" + capital, {}, arena_);
    return got.is_null() ? call_method(value, "is" + capital, {}, arena_) : got;
  }

  void assign(const Reference& target, Value value) {
    if (target.accesses.empty()) {
      variables_[target.name] = std::move(value);
      return;
    }
    Value holder = variable(target.name);
    for (std::size_t i = 0; i + 1 < target.accesses.size() && !holder.is_null(); ++i) {
      holder = follow(holder, target.accesses[i]);
    }
    const Access& last = target.accesses.back();
    if (last.kind == Access::Kind::Method) {
      throw TemplateError("#set of " + target.source + ", which is a call");
    }
    const Value key =
        last.kind == Access::Kind::Index ? evaluate(*last.arguments.front()) : Value(last.name);
    call_method(holder, holder.map() != nullptr ? "put" : "set", {key, std::move(value)}, arena_);
  }

  Variables& variables_;
  Arena& arena_;
  int steps_ = 0;
};

}  // namespace

std::string render(const Block& block, Variables& variables, Arena& arena) {
  std::string out;
  Rendering(variables, arena).run(block, out);
  return out;
}

}  // namespace tombola::services::velocity
