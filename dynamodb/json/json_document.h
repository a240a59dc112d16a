// The one door to JSON that comes from outside: a parsed document, read-only. simdjson stands
// behind it; nothing else in the house names simdjson. A view (JsonValue) is two words, copied
// freely, and lives no longer than its document. A document belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>

#include <simdjson.h>

namespace tombola::dynamodb {

enum class JsonType { Null, Bool, Integer, Decimal, String, Array, Object };

class JsonError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class JsonValue {
 public:
  class Elements;
  class Members;
  struct Member;

  explicit JsonValue(simdjson::dom::element element) : element_(element) {}

  JsonType type() const;
  bool is_object() const { return type() == JsonType::Object; }
  bool is_array() const { return type() == JsonType::Array; }
  bool is_string() const { return type() == JsonType::String; }

  // Each requires the type that its name says.
  bool as_bool() const;
  std::int64_t as_integer() const;  // above INT64_MAX: INT64_MAX
  double as_number() const;         // Integer or Decimal
  std::string_view as_string() const;
  std::size_t size() const;  // members or elements
  Elements elements() const;
  Members members() const;

  // The member of that name of an object (the first one), or none.
  std::optional<JsonValue> find(std::string_view name) const;

 private:
  simdjson::dom::element element_;
};

struct JsonValue::Member {
  std::string_view name;
  JsonValue value;
};

// Ranges for `for (JsonValue element : value.elements())`.
class JsonValue::Elements {
 public:
  explicit Elements(simdjson::dom::array array) : array_(array) {}
  class Iterator {
   public:
    explicit Iterator(simdjson::dom::array::iterator at) : at_(at) {}
    JsonValue operator*() const { return JsonValue(*at_); }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    simdjson::dom::array::iterator at_;
  };
  Iterator begin() const { return Iterator(array_.begin()); }
  Iterator end() const { return Iterator(array_.end()); }

 private:
  simdjson::dom::array array_;
};

class JsonValue::Members {
 public:
  explicit Members(simdjson::dom::object object) : object_(object) {}
  class Iterator {
   public:
    explicit Iterator(simdjson::dom::object::iterator at) : at_(at) {}
    Member operator*() const { return Member{at_.key(), JsonValue(at_.value())}; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    simdjson::dom::object::iterator at_;
  };
  Iterator begin() const { return Iterator(object_.begin()); }
  Iterator end() const { return Iterator(object_.end()); }

 private:
  simdjson::dom::object object_;
};

class JsonDocument {
 public:
  // Throws JsonError: not JSON, not UTF-8, nested deeper than limits::json_depth_max, or anything
  // after the value. The document keeps its own copy of what it needs.
  static JsonDocument parse(std::string_view text);

  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;
  ~JsonDocument();

  JsonValue root() const { return JsonValue(root_); }

 private:
  JsonDocument(std::unique_ptr<simdjson::dom::parser> parser, simdjson::dom::element root);

  std::unique_ptr<simdjson::dom::parser> parser_;  // goes back to its thread's spare ones
  simdjson::dom::element root_;
};

}  // namespace tombola::dynamodb
