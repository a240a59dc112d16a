#include "dynamodb/model/attribute_json.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

constexpr auto nested_too_deeply =
    "Nesting Levels have exceeded supported limits: "
    "Attributes in the item have nested levels beyond supported limit";
constexpr auto no_datatype =
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
constexpr auto several_datatypes =
    "Supplied AttributeValue has more than one datatypes set, "
    "must contain exactly one of the supported datatypes";

ApiError invalid(const std::string& sentence) {
  return ApiError::validation("One or more parameter values were invalid: " + sentence);
}

std::optional<AttributeType> datatype(std::string_view member) {
  if (member.size() == 1) {
    switch (member[0]) {
      case 'S':
        return AttributeType::S;
      case 'N':
        return AttributeType::N;
      case 'B':
        return AttributeType::B;
      case 'L':
        return AttributeType::L;
      case 'M':
        return AttributeType::M;
      default:
        return std::nullopt;
    }
  }
  for (const AttributeType type : {AttributeType::BOOL, AttributeType::Null, AttributeType::SS,
                                   AttributeType::NS, AttributeType::BS}) {
    if (to_string(type) == member) {
      return type;
    }
  }
  return std::nullopt;
}

// Whole, if it is of several bytes; empty when there is none.
std::string_view first_foreign_character(std::string_view text) {
  constexpr std::string_view base64_characters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
  const std::size_t begin = std::min(text.find_first_not_of(base64_characters), text.size());
  std::size_t end = std::min(begin + 1, text.size());
  while (end < text.size() && continues(text[end])) {
    ++end;
  }
  return text.substr(begin, end - begin);
}

std::string decode_base64(std::string_view text) {
  std::optional<std::string> bytes = from_base64(text);
  if (!bytes) {
    check_base64(text);
  }
  return std::move(*bytes);
}

std::vector<std::string> strings(JsonValue json) {
  std::vector<std::string> texts;
  texts.reserve(json.size());
  for (const JsonValue element : json.elements()) {
    if (element.type() == JsonType::Null) {
      throw invalid("A set may not have null as a member");
    }
    texts.emplace_back(element.as_string());
  }
  return texts;
}

std::vector<std::string> binaries(JsonValue json) {
  std::vector<std::string> bytes;
  bytes.reserve(json.size());
  for (const JsonValue element : json.elements()) {
    bytes.push_back(decode_base64(element.as_string()));
  }
  return bytes;
}

// The members as AWS lists them in its answer to a duplicate. The older layer: as sent. The current
// ones watch a sorted set grow: what was in it when the first repeat came, in order; then the
// repeat; then the rest as sent. See attribute_json.cpp in tests/, "duplicates".
std::vector<std::string> list_duplicates(const std::vector<std::string>& sent, ValueLayer layer) {
  if (layer == ValueLayer::Older) {
    return sent;
  }
  std::set<std::string> seen;
  std::size_t repeat = 0;
  while (seen.insert(sent[repeat]).second) {
    ++repeat;
  }
  std::vector<std::string> listed(seen.begin(), seen.end());
  listed.insert(listed.end(), sent.begin() + static_cast<std::ptrdiff_t>(repeat), sent.end());
  return listed;
}

std::string join(const std::vector<std::string>& texts, std::string_view separator, bool quoted) {
  std::string out;
  for (const std::string& text : texts) {
    out.append(out.empty() ? "[" : separator);
    out.append(quoted ? json_string(text) : text);
  }
  return out + "]";
}

// No blank before "of", none between the members of a BS: as on AWS.
ApiError duplicate_strings(const std::vector<std::string>& sent, ValueLayer layer) {
  return invalid("Input collection " +
                 join(list_duplicates(sent, layer), ", ", layer != ValueLayer::Older) +
                 " contains duplicates.");
}

ApiError duplicate_binaries(const std::vector<std::string>& sent, ValueLayer layer) {
  std::vector<std::string> listed = list_duplicates(sent, layer);
  std::transform(listed.begin(), listed.end(), listed.begin(), to_base64);
  const bool older = layer == ValueLayer::Older;
  return invalid("Input collection " + join(listed, older ? ", " : ",", !older) +
                 "of type BS contains duplicates.");
}

ApiError duplicate_numbers(ValueLayer layer) {
  return layer == ValueLayer::Older ? ApiError::validation("Input collection contains duplicates")
                                    : invalid("Input collection contains duplicates.");
}

template <typename Member>
bool has_neighbours_alike(const std::vector<Member>& sorted) {
  return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
}

// Sentences are thrown bare here; with_envelope puts them into their layer's envelope.
class ValueReader {
 public:
  explicit ValueReader(ValueLayer layer) : layer_(layer) {}

  AttributeMap map(JsonValue json, int level) const {
    std::vector<Attribute> attributes;
    attributes.reserve(json.size());
    for (const JsonValue::Member member : json.members()) {
      check_attribute_name(member.name, ValueLayer::Bare);
      attributes.push_back({std::string(member.name), value(member.value, level)});
    }
    return AttributeMap::from_attributes(std::move(attributes));
  }

  // `level` counts an attribute of the item as 1. The leaf inside 31 wraps is on level 32, the
  // last.
  AttributeValue value(JsonValue json, int level) const {
    if (level > limits::nesting_depth_max + 1) {
      throw ApiError::validation(nested_too_deeply);
    }
    if (json.type() == JsonType::Null) {
      throw ApiError::validation(no_datatype);
    }
    std::optional<AttributeType> type;
    bool several = false;
    AttributeValue result;
    for (const JsonValue::Member member : json.members()) {
      const std::optional<AttributeType> own = datatype(member.name);
      if (!own || member.value.type() == JsonType::Null) {
        continue;
      }
      several |= type && *type != *own;
      type = own;
      // Before the others are looked at: AWS reports a bad number first, then the second datatype.
      result = value_of(*own, member.value, level);
    }
    if (!type) {
      throw ApiError::validation(no_datatype);
    }
    if (several) {
      throw ApiError::validation(several_datatypes);
    }
    return result;
  }

 private:
  AttributeValue value_of(AttributeType type, JsonValue json, int level) const {
    switch (type) {
      case AttributeType::S:
        return std::string(json.as_string());
      case AttributeType::N:
        return number(json);
      case AttributeType::B:
        return Binary{decode_base64(json.as_string())};
      case AttributeType::BOOL:
        return AttributeValue::boolean(json.as_bool());
      case AttributeType::Null:
        if (!json.as_bool()) {
          throw invalid("Null attribute value types must have the value of true");
        }
        return Null{};
      case AttributeType::SS:
        return string_set(json);
      case AttributeType::NS:
        return number_set(json);
      case AttributeType::BS:
        return binary_set(json);
      case AttributeType::L:
        return list(json, level);
      case AttributeType::M:
        break;
    }
    return map(json, level + 1);
  }

  Number number(JsonValue json) const {
    return Number::parse(json.as_string(), layer_ == ValueLayer::Older ? NumberReading::Older
                                                                       : NumberReading::Current);
  }

  AttributeValue string_set(JsonValue json) const {
    if (json.size() == 0) {
      throw invalid("An string set  may not be empty");
    }
    AttributeValue set = AttributeValue::string_set(strings(json));
    if (has_neighbours_alike(set.as_string_set())) {
      throw duplicate_strings(strings(json), layer_);
    }
    return set;
  }

  AttributeValue number_set(JsonValue json) const {
    if (json.size() == 0) {
      throw invalid("An number set  may not be empty");
    }
    std::vector<Number> members;
    members.reserve(json.size());
    for (const JsonValue member : json.elements()) {
      members.push_back(number(member));
    }
    AttributeValue set = AttributeValue::number_set(std::move(members));
    if (has_neighbours_alike(set.as_number_set())) {
      throw duplicate_numbers(layer_);
    }
    return set;
  }

  AttributeValue binary_set(JsonValue json) const {
    if (json.size() == 0) {
      throw invalid("Binary sets should not be empty");
    }
    AttributeValue set = AttributeValue::binary_set(binaries(json));
    if (has_neighbours_alike(set.as_binary_set())) {
      throw duplicate_binaries(binaries(json), layer_);
    }
    return set;
  }

  AttributeValue list(JsonValue json, int level) const {
    AttributeList elements;
    elements.reserve(json.size());
    for (const JsonValue element : json.elements()) {
      elements.push_back(value(element, level + 1));
    }
    return elements;
  }

  ValueLayer layer_;
};

bool is_validation(const ApiError& error) {
  return error.name() == "ValidationException";
}

template <typename Read>
auto with_envelope(ValueLayer layer, Read read) {
  try {
    return read(ValueReader(layer));
  } catch (const ApiError& error) {
    if (layer == ValueLayer::Enveloped && is_validation(error)) {
      throw ApiError::validation(in_layer(layer, error.message()));
    }
    throw;
  }
}

}  // namespace

std::string in_layer(ValueLayer layer, std::string sentence) {
  return layer == ValueLayer::Enveloped ? "1 validation error detected: " + std::move(sentence)
                                        : std::move(sentence);
}

void check_attribute_name(std::string_view name, ValueLayer layer) {
  if (name.size() > limits::attribute_name_size_bytes_max) {
    throw ApiError::validation(
        in_layer(layer, "Attribute name is too large, must be less than 65536 bytes"));
  }
}

AttributeValue parse_attribute_value(JsonValue json, ValueLayer layer) {
  return with_envelope(layer, [&](const ValueReader& reader) { return reader.value(json, 1); });
}

AttributeMap parse_attribute_map(JsonValue json, ValueLayer layer) {
  return with_envelope(layer, [&](const ValueReader& reader) { return reader.map(json, 1); });
}

AttributeMap parse_expression_attribute_values(JsonValue json, ValueLayer layer) {
  if (layer != ValueLayer::Older) {
    return parse_attribute_map(json, layer);
  }
  std::vector<Attribute> values;
  values.reserve(json.size());
  for (const JsonValue::Member member : json.members()) {
    try {
      values.push_back({std::string(member.name), parse_attribute_value(member.value, layer)});
    } catch (const ApiError& error) {
      if (!is_validation(error)) {
        throw;
      }
      throw ApiError::validation("ExpressionAttributeValues contains invalid value: " +
                                 error.message() + " for key " + std::string(member.name));
    }
  }
  return AttributeMap::from_attributes(std::move(values));
}

// AWS looks at the length before the characters, and names nothing else. "dectected" is AWS's.
void check_base64(std::string_view text) {
  if (text.size() % 4 != 0) {
    throw ApiError::serialization(
        "Base64 encoded length is expected a multiple of 4 bytes but found: " +
        std::to_string(text.size()));
  }
  if (from_base64(text)) {
    return;
  }
  const std::string_view foreign = first_foreign_character(text);
  throw ApiError::serialization(foreign.empty()
                                    ? "Invalid last non-pad Base64 character dectected"
                                    : "Invalid Base64 character: '" + std::string(foreign) + "'");
}

}  // namespace tombola::dynamodb
