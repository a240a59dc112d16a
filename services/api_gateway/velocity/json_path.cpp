// A path is read from left to right, and each of its steps makes of the values found so far those that
// follow from them. A definite path has at most one value at each step.
#include "services/api_gateway/velocity/json_path.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "services/api_gateway/velocity/limits.h"
#include "services/api_gateway/velocity/parser.h"
#include "services/api_gateway/velocity/scanner.h"

namespace tombola::services::velocity {
namespace {

Values children_of(const Value& value) {
  Values children;
  if (const List* list = value.list()) {
    return list->values;
  }
  if (const Map* map = value.map()) {
    for (const auto& entry : map->entries) {
      children.push_back(entry.second);
    }
  }
  return children;
}

void add_descendants(const Value& value, ValueWalk& walk, Values& all) {
  const ValueWalk::Step step(walk, value);
  if (!step.goes_on()) {
    return;
  }
  all.push_back(value);
  for (const Value& child : children_of(value)) {
    add_descendants(child, walk, all);
  }
}

// As Python's: negative ones count from the end.
void add_slice(const Values& values, std::optional<std::int64_t> from,
               std::optional<std::int64_t> to, Values& found) {
  const auto size = static_cast<std::int64_t>(values.size());
  const auto placed = [size](std::int64_t at) {
    return std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size);
  };
  for (std::int64_t at = placed(from.value_or(0)); at < placed(to.value_or(size)); ++at) {
    found.push_back(values[static_cast<std::size_t>(at)]);
  }
}

void add_element(const Value& value, std::int64_t index, Values& found) {
  if (const List* list = value.list()) {
    const auto size = static_cast<std::int64_t>(list->values.size());
    const std::int64_t at = index < 0 ? index + size : index;
    if (at >= 0 && at < size) {
      found.push_back(list->values[static_cast<std::size_t>(at)]);
    }
  }
}

void add_member(const Value& value, const std::string& name, Values& found) {
  if (const Map* map = value.map()) {
    if (const Value* member = map->find(name)) {
      found.push_back(*member);
    }
  }
}

bool compares(const Value& left, std::string_view sign, const Value& right) {
  if (sign == "==" || sign == "!=") {
    const bool same_kind = left.is_number() == right.is_number();
    return (same_kind && left.equals(right)) == (sign == "==");
  }
  if (left.is_null() || right.is_null() || left.is_number() != right.is_number()) {
    return false;
  }
  const bool less =
      left.is_number() ? left.as_double() < right.as_double() : left.text() < right.text();
  const bool equal = left.equals(right);
  return sign == "<" ? less : sign == "<=" ? less || equal : sign == ">" ? !less && !equal : !less;
}

class PathReader {
 public:
  PathReader(const Value& root, Scanner& scanner, Arena& arena)
      : root_(root), scanner_(scanner), arena_(arena) {}

  // Steps as far as they go.
  Value read_from(const Value& start) {
    const Scanner::Nesting nesting(scanner_);
    found_ = {start};
    while (read_step()) {
    }
    if (!is_definite_) {
      return arena_.new_list(found_);
    }
    return found_.empty() ? Value() : found_.front();
  }

 private:
  bool read_step() {
    if (scanner_.take("..")) {
      Values all;
      for (const Value& value : found_) {
        ValueWalk walk;
        add_descendants(value, walk, all);
      }
      found_ = std::move(all);
      is_definite_ = false;
      return scanner_.peek() == '[' ? read_brackets() : read_name();
    }
    if (scanner_.take(".")) {
      return scanner_.peek() == '[' ? read_brackets() : read_name();
    }
    return scanner_.peek() == '[' && read_brackets();
  }

  template <typename Add>
  void step(const Add& add) {
    Values next;
    for (const Value& value : found_) {
      add(value, next);
    }
    found_ = std::move(next);
  }

  void step_to_all() {
    is_definite_ = false;
    step([](const Value& value, Values& next) {
      const Values children = children_of(value);
      next.insert(next.end(), children.begin(), children.end());
    });
  }

  bool read_name() {
    if (scanner_.take("*")) {
      step_to_all();
      return true;
    }
    const std::size_t start = scanner_.position();
    constexpr std::string_view ends = ".[]()=!<>&|, '\"";
    while (!scanner_.at_end() && ends.find(scanner_.peek()) == std::string_view::npos) {
      scanner_.skip();
    }
    const std::string name(scanner_.since(start));
    if (name.empty()) {
      scanner_.fail("a JSONPath is not well formed");
    }
    if (name == "length" && scanner_.take("()")) {
      step([](const Value& value, Values& next) {
        if (value.list() != nullptr || value.map() != nullptr) {
          next.push_back(static_cast<std::int64_t>(children_of(value).size()));
        }
      });
      return true;
    }
    step([&](const Value& value, Values& next) { add_member(value, name, next); });
    return true;
  }

  bool read_brackets() {
    scanner_.expect('[');
    scanner_.skip_space();
    if (scanner_.take("*")) {
      step_to_all();
    } else if (scanner_.take("?(")) {
      read_filter();
    } else if (scanner_.peek() == '\'' || scanner_.peek() == '"') {
      read_names();
    } else {
      read_indexes();
    }
    scanner_.skip_space();
    scanner_.expect(']');
    return true;
  }

  void read_names() {
    std::vector<std::string> names;
    do {
      scanner_.skip_space();
      names.push_back(take_quoted());
      scanner_.skip_space();
    } while (scanner_.take(","));
    is_definite_ = is_definite_ && names.size() == 1;
    step([&](const Value& value, Values& next) {
      for (const std::string& name : names) {
        add_member(value, name, next);
      }
    });
  }

  std::string take_quoted() {
    const char quote = scanner_.peek();
    if (quote != '\'' && quote != '"') {
      scanner_.fail("a name in a JSONPath is missing");
    }
    std::string text;
    for (scanner_.skip(); scanner_.peek() != quote; scanner_.skip()) {
      if (scanner_.peek() == '\\') {
        scanner_.skip();
      }
      if (scanner_.at_end()) {
        scanner_.fail("a name in a JSONPath has no end");
      }
      text.push_back(scanner_.peek());
    }
    scanner_.skip();
    return text;
  }

  std::optional<std::int64_t> take_number() {
    scanner_.skip_space();
    const std::size_t start = scanner_.position();
    scanner_.take("-");
    while (std::isdigit(static_cast<unsigned char>(scanner_.peek())) != 0) {
      scanner_.skip();
    }
    const std::string_view text = scanner_.since(start);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    scanner_.skip_space();
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                    : std::nullopt;
  }

  void read_indexes() {
    const auto first = take_number();
    if (scanner_.take(":")) {
      const auto to = take_number();
      is_definite_ = false;
      return step([&](const Value& value, Values& next) {
        if (const List* list = value.list()) {
          add_slice(list->values, first, to, next);
        }
      });
    }
    std::vector<std::int64_t> indexes;
    for (auto index = first;; index = take_number()) {
      if (!index) {
        scanner_.fail("an index in a JSONPath is missing");
      }
      indexes.push_back(*index);
      if (!scanner_.take(",")) {
        break;
      }
    }
    is_definite_ = is_definite_ && indexes.size() == 1;
    step([&](const Value& value, Values& next) {
      for (const std::int64_t index : indexes) {
        add_element(value, index, next);
      }
    });
  }

  // The filter is read once for each value that it is asked about.
  void read_filter() {
    is_definite_ = false;
    const std::size_t start = scanner_.position();
    Values next;
    bool was_read = false;
    for (const Value& value : found_) {
      for (const Value& child : children_of(value)) {
        scanner_.go_to(start);
        was_read = true;
        if (passes_or(child)) {
          next.push_back(child);
        }
      }
    }
    if (!was_read) {
      passes_or({});
    }
    scanner_.expect(')');
    found_ = std::move(next);
  }

  bool passes_or(const Value& current) {
    const Scanner::Nesting nesting(scanner_);
    bool passes = passes_and(current);
    while (take_sign("||")) {
      const bool other = passes_and(current);
      passes = passes || other;
    }
    return passes;
  }

  bool passes_and(const Value& current) {
    bool passes = passes_one(current);
    while (take_sign("&&")) {
      const bool other = passes_one(current);
      passes = passes && other;
    }
    return passes;
  }

  bool take_sign(std::string_view sign) {
    scanner_.skip_space();
    return scanner_.take(sign);
  }

  bool passes_one(const Value& current) {
    const Scanner::Nesting nesting(scanner_);
    if (take_sign("!")) {
      return !passes_one(current);
    }
    if (take_sign("(")) {
      const bool passes = passes_or(current);
      scanner_.skip_space();
      scanner_.expect(')');
      return passes;
    }
    const Value left = take_operand(current);
    for (const std::string_view sign : {"==", "!=", "<=", ">=", "<", ">"}) {
      if (take_sign(sign)) {
        return compares(left, sign, take_operand(current));
      }
    }
    return !left.is_null();
  }

  Value take_operand(const Value& current) {
    scanner_.skip_space();
    if (scanner_.take("@")) {
      return PathReader(root_, scanner_, arena_).read_from(current);
    }
    if (scanner_.take("$")) {
      return PathReader(root_, scanner_, arena_).read_from(root_);
    }
    if (scanner_.peek() == '\'' || scanner_.peek() == '"') {
      return take_quoted();
    }
    for (const auto& [word, value] :
         {std::pair<std::string_view, Value>{"true", true}, {"false", false}, {"null", Value()}}) {
      if (scanner_.take(word)) {
        return value;
      }
    }
    const std::size_t start = scanner_.position();
    while (std::isdigit(static_cast<unsigned char>(scanner_.peek())) != 0 ||
           scanner_.peek() == '-' || scanner_.peek() == '.') {
      scanner_.skip();
    }
    if (scanner_.position() == start) {
      scanner_.fail("a filter in a JSONPath is not well formed");
    }
    return std::strtod(std::string(scanner_.since(start)).c_str(), nullptr);
  }

  const Value& root_;
  Scanner& scanner_;
  Arena& arena_;
  Values found_;
  bool is_definite_ = true;
};

}  // namespace

Value find_path(const Value& root, std::string_view path, Arena& arena) {
  // The $. at the beginning may be left out.
  const std::string whole = path.starts_with('$') ? std::string(path) : "$." + std::string(path);
  Scanner scanner(whole);
  scanner.skip();
  Value found = PathReader(root, scanner, arena).read_from(root);
  if (!scanner.at_end()) {
    scanner.fail(fmt::format("'{}' is not well formed", path));
  }
  return found;
}

}  // namespace tombola::services::velocity
