// The one text of a value, and what items are stored as:
//
//   {"name":{"S":"text"},"other":{"L":[{"N":"1.5"},{"NULL":true}]}}
//
// no blanks; attributes in order of their names' UTF-8 bytes; set members in order of their values;
// numbers as Number::to_string; strings with the escapes of append_json_string and no others; B in
// standard base64 with padding. Therefore equal values are equal bytes, and the reader accepts
// nothing but what the writer writes.
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "dynamodb/model/attribute_json.h"

namespace tombola::dynamodb {
namespace {

// `append_one` for each, with commas between.
template <typename Range, typename AppendOne>
void append_separated(std::string& out, const Range& range, AppendOne append_one) {
  bool first = true;
  for (const auto& one : range) {
    if (!first) {
      out.push_back(',');
    }
    first = false;
    append_one(one);
  }
}

void append_number(std::string& out, const Number& number) {
  out.push_back('"');
  number.append_to(out);
  out.push_back('"');
}

void append_binary(std::string& out, std::string_view bytes) {
  out.push_back('"');
  append_base64(out, bytes);
  out.push_back('"');
}

// Of a set or list.
void append_members(std::string& out, const AttributeValue& value) {
  switch (value.type()) {
    case AttributeType::SS:
      append_separated(out, value.as_string_set(),
                       [&](const std::string& member) { append_json_string(out, member); });
      break;
    case AttributeType::NS:
      append_separated(out, value.as_number_set(),
                       [&](const Number& member) { append_number(out, member); });
      break;
    case AttributeType::BS:
      append_separated(out, value.as_binary_set(),
                       [&](const std::string& member) { append_binary(out, member); });
      break;
    default:
      append_separated(out, value.as_list(),
                       [&](const AttributeValue& element) { append_json(out, element); });
  }
}

[[noreturn]] void fail(const char* what) {
  throw std::runtime_error(std::string("not canonical DynamoDB JSON: ") + what);
}

// Recursive descent over the format above.
class CanonicalReader {
 public:
  explicit CanonicalReader(std::string_view text) : rest_(text) {}

  AttributeMap whole() {
    AttributeMap result = map(1);
    if (!rest_.empty()) {
      fail("text behind the value");
    }
    return result;
  }

 private:
  AttributeMap map(std::size_t level) {
    std::vector<Attribute> attributes;
    expect("{");
    if (!take("}")) {
      do {
        std::string name = text();
        if (!attributes.empty() && attributes.back().name >= name) {
          fail("names out of order");
        }
        expect(":");
        attributes.push_back({std::move(name), value(level)});
      } while (take(","));
      expect("}");
    }
    return AttributeMap::from_attributes(std::move(attributes));
  }

  AttributeValue value(std::size_t level) {
    // Far more than an item can have; it guards the stack.
    if (level > limits::json_depth_max) {
      fail("nested too deeply");
    }
    expect("{\"");
    AttributeValue result = typed(level);
    expect("}");
    return result;
  }

  AttributeValue typed(std::size_t level) {
    if (take("S\":")) {
      return text();
    }
    if (take("N\":")) {
      return number();
    }
    if (take("M\":")) {
      return map(level + 1);
    }
    if (take("L\":")) {
      return list(level);
    }
    if (take("BOOL\":")) {
      return boolean();
    }
    if (take("NULL\":true")) {
      return Null{};
    }
    if (take("B\":")) {
      return Binary{binary()};
    }
    if (take("SS\":")) {
      return AttributeValue::string_set(set<std::string>([this] { return text(); }));
    }
    if (take("NS\":")) {
      return AttributeValue::number_set(set<Number>([this] { return number(); }));
    }
    if (take("BS\":")) {
      return AttributeValue::binary_set(set<std::string>([this] { return binary(); }));
    }
    fail("unknown datatype");
  }

  AttributeValue boolean() {
    if (take("true")) {
      return AttributeValue::boolean(true);
    }
    expect("false");
    return AttributeValue::boolean(false);
  }

  AttributeValue list(std::size_t level) {
    AttributeList elements;
    expect("[");
    if (!take("]")) {
      do {
        elements.push_back(value(level + 1));
      } while (take(","));
      expect("]");
    }
    return elements;
  }

  template <typename Member, typename Read>
  std::vector<Member> set(Read read) {
    std::vector<Member> members;
    expect("[");
    do {
      members.push_back(read());
      if (members.size() > 1 && members[members.size() - 2] >= members.back()) {
        fail("set members out of order");
      }
    } while (take(","));
    expect("]");
    return members;
  }

  // What stands before the next quote, which nothing inside can be.
  std::string_view plain_text() {
    expect("\"");
    const std::size_t size = rest_.find('"');
    if (size == std::string_view::npos) {
      fail("string without an end");
    }
    const std::string_view result = rest_.substr(0, size);
    rest_.remove_prefix(size + 1);
    return result;
  }

  Number number() {
    const std::string_view written = plain_text();
    const Number result = [&] {
      try {
        return Number::parse(written);
      } catch (const ApiError&) {
        fail("not a number");
      }
    }();
    scratch_.clear();
    result.append_to(scratch_);
    if (scratch_ != written) {
      fail("number in another form");
    }
    return result;
  }

  std::string binary() {
    std::optional<std::string> bytes = from_base64(plain_text());
    if (!bytes) {
      fail("not base64");
    }
    return std::move(*bytes);
  }

  std::string text() {
    expect("\"");
    std::string result;
    while (true) {
      std::size_t plain = 0;
      while (plain < rest_.size() && is_plain(rest_[plain])) {
        ++plain;
      }
      result.append(rest_, 0, plain);
      rest_.remove_prefix(plain);
      if (take("\"")) {
        return result;
      }
      result.push_back(escaped());
    }
  }

  static bool is_plain(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
  }

  char escaped() {
    constexpr std::string_view short_names = "\"\\bfnrt";
    constexpr std::string_view short_values = "\"\\\b\f\n\r\t";
    constexpr std::string_view hex = "0123456789abcdef";
    expect("\\");
    if (take("u00")) {
      const std::size_t high = rest_.size() < 2 ? hex.npos : hex.find(rest_[0]);
      const std::size_t low = rest_.size() < 2 ? hex.npos : hex.find(rest_[1]);
      if (high > 1 || low == hex.npos) {
        fail("needless escape");
      }
      const char value = static_cast<char>(high << 4 | low);
      if (short_values.find(value) != short_values.npos) {
        fail("needlessly long escape");
      }
      rest_.remove_prefix(2);
      return value;
    }
    const std::size_t index = rest_.empty() ? short_names.npos : short_names.find(rest_[0]);
    if (index == short_names.npos) {
      fail("unknown escape or string without an end");
    }
    rest_.remove_prefix(1);
    return short_values[index];
  }

  bool take(std::string_view wanted) {
    if (!rest_.starts_with(wanted)) {
      return false;
    }
    rest_.remove_prefix(wanted.size());
    return true;
  }

  void expect(std::string_view wanted) {
    if (!take(wanted)) {
      fail("another character expected");
    }
  }

  std::string_view rest_;
  std::string scratch_;
};

}  // namespace

void append_json(std::string& out, const AttributeValue& value) {
  out.append("{\"").append(to_string(value.type())).append("\":");
  switch (value.type()) {
    case AttributeType::S:
      append_json_string(out, value.as_string());
      break;
    case AttributeType::N:
      append_number(out, value.as_number());
      break;
    case AttributeType::B:
      append_binary(out, value.as_binary());
      break;
    case AttributeType::BOOL:
      out.append(value.as_bool() ? "true" : "false");
      break;
    case AttributeType::Null:
      out.append("true");
      break;
    case AttributeType::M:
      append_json(out, value.as_map());
      break;
    case AttributeType::SS:
    case AttributeType::NS:
    case AttributeType::BS:
    case AttributeType::L:
      out.push_back('[');
      append_members(out, value);
      out.push_back(']');
      break;
  }
  out.push_back('}');
}

void append_json(std::string& out, const AttributeMap& map) {
  out.push_back('{');
  append_separated(out, map, [&](const Attribute& attribute) {
    append_json_string(out, attribute.name);
    out.push_back(':');
    append_json(out, attribute.value);
  });
  out.push_back('}');
}

std::string to_json(const AttributeValue& value) {
  std::string out;
  append_json(out, value);
  return out;
}

std::string to_json(const AttributeMap& map) {
  std::string out;
  append_json(out, map);
  return out;
}

AttributeMap parse_canonical_json(std::string_view text) {
  return CanonicalReader(text).whole();
}

}  // namespace tombola::dynamodb
