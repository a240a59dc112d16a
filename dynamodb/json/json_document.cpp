#include "dynamodb/json/json_document.h"

#include <array>
#include <limits>
#include <utility>
#include <vector>

#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

using simdjson::dom::element_type;
using ParserPointer = std::unique_ptr<simdjson::dom::parser>;

constexpr std::size_t first_capacity_bytes = 4096;

// A thread's parsers between two documents. simdjson allocates several buffers per parser; with
// these a busy thread parses without allocating.
class SpareParsers {
 public:
  ~SpareParsers() { gone_ = true; }

  // A document may outlive its thread's spares (in a static, say) or die on another thread. It then
  // finds none here, or that thread's.
  static SpareParsers* of_this_thread() {
    thread_local SpareParsers spares;
    return gone_ ? nullptr : &spares;
  }

  ParserPointer take() {
    if (count_ == 0) {
      return nullptr;
    }
    return std::move(parsers_[--count_]);
  }

  void give_back(ParserPointer parser) {
    if (count_ < parsers_.size() && parser->capacity() <= limits::json_spare_parser_bytes_max) {
      parsers_[count_++] = std::move(parser);
    }
  }

 private:
  // Has no destructor, so that it can still be read after the spares have been destroyed.
  static thread_local bool gone_;

  std::array<ParserPointer, limits::json_spare_parsers_max> parsers_;
  std::size_t count_ = 0;
};

thread_local bool SpareParsers::gone_ = false;

ParserPointer make_parser() {
  auto parser = std::make_unique<simdjson::dom::parser>();
  if (parser->allocate(first_capacity_bytes, limits::json_depth_max) != simdjson::SUCCESS) {
    throw std::bad_alloc();
  }
  return parser;
}

ParserPointer take_parser() {
  SpareParsers* spares = SpareParsers::of_this_thread();
  ParserPointer parser = spares == nullptr ? nullptr : spares->take();
  return parser ? std::move(parser) : make_parser();
}

void give_back(ParserPointer parser) {
  if (parser) {
    if (SpareParsers* spares = SpareParsers::of_this_thread()) {
      spares->give_back(std::move(parser));
    }
  }
}

unsigned code_unit(std::string_view four_hex_digits) {
  unsigned value = 0;
  for (const char c : four_hex_digits) {
    const unsigned lower = static_cast<unsigned char>(c) | 0x20;
    value = value << 4 | (lower >= 'a' ? lower - 'a' + 10 : lower - '0');
  }
  return value;
}

// simdjson lets some escapes of half a character pass and writes bytes for them that are not UTF-8,
// which would then be stored. `text` is known to be JSON.
bool has_lone_surrogate(std::string_view text) {
  constexpr std::size_t escape_size = 6;  // \u1234
  std::size_t at = text.find('\\');
  while (at != std::string_view::npos) {
    if (text[at + 1] != 'u') {
      at = text.find('\\', at + 2);
      continue;
    }
    const unsigned unit = code_unit(text.substr(at + 2, 4));
    at += escape_size;
    if (unit >= 0xdc00 && unit <= 0xdfff) {
      return true;
    }
    if (unit >= 0xd800 && unit <= 0xdbff) {
      if (text.substr(at, 2) != "\\u") {
        return true;
      }
      const unsigned low = code_unit(text.substr(at + 2, 4));
      if (low < 0xdc00 || low > 0xdfff) {
        return true;
      }
      at += escape_size;
    }
    at = text.find('\\', at);
  }
  return false;
}

// The value, or a JsonError rather than undefined behaviour where a caller did not check the type.
template <typename T>
T require(simdjson::simdjson_result<T> result, const char* wanted) {
  T value;
  if (std::move(result).get(value) != simdjson::SUCCESS) {
    throw JsonError(std::string("JSON value is not ") + wanted);
  }
  return value;
}

}  // namespace

JsonType JsonValue::type() const {
  switch (element_.type()) {
    case element_type::NULL_VALUE:
      return JsonType::Null;
    case element_type::BOOL:
      return JsonType::Bool;
    case element_type::INT64:
    case element_type::UINT64:
      return JsonType::Integer;
    case element_type::DOUBLE:
      return JsonType::Decimal;
    case element_type::STRING:
      return JsonType::String;
    case element_type::ARRAY:
      return JsonType::Array;
    case element_type::OBJECT:
      return JsonType::Object;
  }
  throw JsonError("JSON value of unknown type");
}

bool JsonValue::as_bool() const {
  return require(element_.get_bool(), "a boolean");
}

std::int64_t JsonValue::as_integer() const {
  if (element_.type() == element_type::UINT64) {
    return std::numeric_limits<std::int64_t>::max();
  }
  return require(element_.get_int64(), "an integer");
}

double JsonValue::as_number() const {
  return require(element_.get_double(), "a number");
}

std::string_view JsonValue::as_string() const {
  return require(element_.get_string(), "a string");
}

std::size_t JsonValue::size() const {
  return is_object() ? require(element_.get_object(), "an object").size()
                     : require(element_.get_array(), "an array or object").size();
}

JsonValue::Elements JsonValue::elements() const {
  return Elements(require(element_.get_array(), "an array"));
}

JsonValue::Members JsonValue::members() const {
  return Members(require(element_.get_object(), "an object"));
}

std::optional<JsonValue> JsonValue::find(std::string_view name) const {
  simdjson::dom::element member;
  if (require(element_.get_object(), "an object").at_key(name).get(member) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return JsonValue(member);
}

JsonDocument JsonDocument::parse(std::string_view text) {
  if (text.empty()) {
    throw JsonError("empty JSON text");
  }
  ParserPointer parser = take_parser();
  simdjson::dom::element root;
  // simdjson copies the text, since it reads a few bytes past its end.
  const simdjson::error_code error = parser->parse(text.data(), text.size()).get(root);
  if (error != simdjson::SUCCESS || has_lone_surrogate(text)) {
    give_back(std::move(parser));
    throw JsonError(error != simdjson::SUCCESS ? simdjson::error_message(error)
                                               : "escape of half a UTF-16 character");
  }
  return JsonDocument(std::move(parser), root);
}

JsonDocument::JsonDocument(ParserPointer parser, simdjson::dom::element root)
    : parser_(std::move(parser)), root_(root) {}

JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;

JsonDocument& JsonDocument::operator=(JsonDocument&& other) noexcept {
  if (this != &other) {
    give_back(std::exchange(parser_, std::move(other.parser_)));
    root_ = other.root_;
  }
  return *this;
}

JsonDocument::~JsonDocument() {
  give_back(std::move(parser_));
}

}  // namespace tombola::dynamodb
