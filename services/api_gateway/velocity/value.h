// What a mapping template computes with: nothing, truth values, numbers, text, lists, maps, and
// objects that API Gateway puts in ($input, $util). Lists and maps are Java's: who has one sees what
// another does to it. They live in an Arena, so that one that holds itself is freed, too.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

namespace tombola::services::velocity {

class Arena;
class Value;
using Values = std::vector<Value>;

// Something that is not data. Null where it has no such member or method.
class Object {
 public:
  virtual ~Object() = default;
  virtual Value member(std::string_view name) const = 0;
  virtual Value call(std::string_view method, const Values& arguments, Arena& arena) const = 0;
};

struct List;
struct Map;

class Value {
 public:
  Value() = default;
  Value(bool truth) : data_(truth) {}
  Value(std::int64_t number) : data_(number) {}
  Value(double number) : data_(number) {}
  Value(std::string text) : data_(std::move(text)) {}
  Value(List* list) : data_(list) {}
  Value(Map* map) : data_(map) {}
  Value(const Object* object) : data_(object) {}
  Value(const char*) = delete;  // it would be a truth value

  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  bool is_number() const;
  // Null pointers: it is something else.
  const bool* truth() const { return std::get_if<bool>(&data_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data_); }
  const double* decimal() const { return std::get_if<double>(&data_); }
  const std::string* string() const { return std::get_if<std::string>(&data_); }
  List* list() const;
  Map* map() const;
  const Object* object() const;

  // As #if sees it: all but nothing and false is true.
  bool is_true() const;
  // Of a number.
  double as_double() const;
  // As the template writes it: Java's form of a map, {a=1, b=x}, JSON's of a list. Nothing is empty.
  std::string text() const;
  std::string json() const;
  // Numbers by what they are, others by their text.
  bool equals(const Value& other) const;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, List*, Map*, const Object*>
      data_;
};

struct List {
  Values values;
};

// In the order in which its keys came.
struct Map {
  std::vector<std::pair<std::string, Value>> entries;

  const Value* find(std::string_view key) const;
  void put(std::string key, Value value);
  // What was there.
  Value erase(std::string_view key);
};

class Arena {
 public:
  List* new_list(Values values = {}) { return &lists_.emplace_back(List{std::move(values)}); }
  Map* new_map() { return &maps_.emplace_back(); }
  Value from_json(const nlohmann::ordered_json& json);

 private:
  std::deque<List> lists_;
  std::deque<Map> maps_;
};

nlohmann::ordered_json to_json(const Value& value);

// Goes through a value and what it holds, and through what that holds. Stops where a list or map
// holds itself, and throws TemplateError when there is too much.
class ValueWalk {
 public:
  // At one value, for as long as what it holds is gone through.
  class Step {
   public:
    Step(ValueWalk& walk, const Value& value);
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    ~Step();
    // False: it is to count as nothing.
    bool goes_on() const { return goes_on_; }

   private:
    ValueWalk& walk_;
    bool goes_on_ = true;
    bool opened_ = false;
  };

 private:
  std::vector<const void*> open_;  // the lists and maps that the present value is in
  std::size_t values_ = 0;
};

}  // namespace tombola::services::velocity
