#include "services/api_gateway/mapping_template.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "services/api_gateway/velocity/json_path.h"
#include "services/api_gateway/velocity/rendering.h"

namespace tombola::services::api_gateway {
namespace {

using nlohmann::ordered_json;
using velocity::Arena;
using velocity::Map;
using velocity::Object;
using velocity::Value;
using velocity::Values;

// The names of headers compare without case.
const std::string* find_named(const NamedTexts& texts, std::string_view name, bool any_case) {
  const auto same = [](char left, char right) {
    return std::tolower(static_cast<unsigned char>(left)) ==
           std::tolower(static_cast<unsigned char>(right));
  };
  const std::string* found = nullptr;
  for (const auto& [there, text] : texts) {
    if (there == name ||
        (any_case && std::equal(there.begin(), there.end(), name.begin(), name.end(), same))) {
      found = &text;  // of several the last
    }
  }
  return found;
}

class Input : public Object {
 public:
  Input(const MappingInput& input, Arena& arena) : input_(input), arena_(arena) {
    Map* all = arena.new_map();
    all->put("path", map_of(input.path));
    all->put("querystring", map_of(input.query));
    all->put("header", map_of(input.headers));
    params_ = all;
  }

  Value member(std::string_view name) const override {
    return name == "body" ? Value(input_.body) : Value();
  }

  Value call(std::string_view method, const Values& arguments, Arena& arena) const override {
    if (method == "params") {
      return arguments.empty() ? params_ : parameter(arguments.front().text());
    }
    if ((method != "path" && method != "json") || arguments.size() != 1) {
      return {};
    }
    const Value found = velocity::find_path(root(arena), arguments.front().text(), arena);
    if (method == "path") {
      return found;
    }
    return found.is_null() ? std::string("\"\"") : found.json();
  }

 private:
  Value map_of(const NamedTexts& texts) const {
    Map* map = arena_.new_map();
    for (const auto& [name, text] : texts) {
      map->put(name, text);
    }
    return map;
  }

  // Looked for in path, query and headers, in this order; path, querystring and header name them whole.
  Value parameter(const std::string& name) const {
    for (const auto& [texts, any_case] :
         {std::pair{&input_.path, false}, std::pair{&input_.query, false},
          std::pair{&input_.headers, true}}) {
      if (const std::string* text = find_named(*texts, name, any_case)) {
        return *text;
      }
    }
    const Value* whole = params_.map()->find(name);
    return whole == nullptr ? Value(std::string()) : *whole;
  }

  Value root(Arena& arena) const {
    if (!root_) {
      const bool is_empty = std::all_of(input_.body.begin(), input_.body.end(),
                                        [](unsigned char letter) { return std::isspace(letter); });
      const ordered_json json = ordered_json::parse(is_empty ? "{}" : input_.body, nullptr, false);
      if (json.is_discarded()) {
        throw BodyNotJson("the body is not JSON");
      }
      root_ = arena.from_json(json);
    }
    return *root_;
  }

  const MappingInput& input_;
  Arena& arena_;
  Value params_;
  mutable std::optional<Value> root_;
};

// application/x-www-form-urlencoded, as Java's URLEncoder writes it.
std::string url_encoded(const std::string& text) {
  std::string encoded;
  for (const unsigned char letter : text) {
    if (std::isalnum(letter) != 0 || letter == '.' || letter == '-' || letter == '*' ||
        letter == '_') {
      encoded.push_back(static_cast<char>(letter));
    } else if (letter == ' ') {
      encoded.push_back('+');
    } else {
      encoded += fmt::format("%{:02X}", letter);
    }
  }
  return encoded;
}

std::string url_decoded(const std::string& text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto is_digit = [&](std::size_t at) {
      return at < text.size() && std::isxdigit(static_cast<unsigned char>(text[at])) != 0;
    };
    if (text[i] == '%' && is_digit(i + 1) && is_digit(i + 2)) {
      decoded.push_back(static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16)));
      i += 2;
    } else {
      decoded.push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
  return decoded;
}

class Util : public Object {
 public:
  Value member(std::string_view /*name*/) const override { return {}; }

  Value call(std::string_view method, const Values& arguments, Arena& arena) const override {
    if (arguments.size() != 1) {
      return {};
    }
    const std::string text = arguments.front().text();
    if (method == "escapeJavaScript") {
      return escape_java_script(text);
    }
    if (method == "parseJson") {
      const ordered_json json = ordered_json::parse(text, nullptr, false);
      if (json.is_discarded()) {
        throw TemplateError("$util.parseJson of what is not JSON");
      }
      return arena.from_json(json);
    }
    if (method == "urlEncode") {
      return url_encoded(text);
    }
    if (method == "urlDecode") {
      return url_decoded(text);
    }
    if (method == "base64Encode") {
      return dynamodb::to_base64(text);
    }
    if (method != "base64Decode") {
      return {};
    }
    const auto bytes = dynamodb::from_base64(text);
    return bytes ? Value(*bytes) : Value();
  }
};

ordered_json overridden(const Value& context, std::string_view member) {
  const Value* found = context.map()->find(member);
  return found == nullptr ? ordered_json::object() : velocity::to_json(*found);
}

// The code point at `at`, which moves behind it; a byte that is not UTF-8 stands for itself.
std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
  std::uint32_t point = more == 0 ? first : first & (0x3FU >> static_cast<unsigned>(more));
  std::size_t end = at + 1;
  for (int i = 0; i < more; ++i, ++end) {
    if (end >= text.size() || (byte(end) & 0xC0U) != 0x80) {
      ++at;
      return first;
    }
    point = point << 6U | (byte(end) & 0x3FU);
  }
  at = end;
  return point;
}

}  // namespace

Mapped map_body(std::string_view mapping_template, const MappingInput& input) {
  Arena arena;
  const velocity::Block block = velocity::parse_template(mapping_template);
  const Input parts(input, arena);
  const Util util;
  ordered_json context_json = input.context;
  const ordered_json none = ordered_json::object();
  // A response template still sees what the request's has set.
  if (!context_json.contains("requestOverride")) {
    context_json["requestOverride"] = {{"header", none}, {"path", none}, {"querystring", none}};
  }
  context_json["responseOverride"] = {{"header", none}};
  const Value context = arena.from_json(context_json);
  velocity::Variables variables;
  variables["input"] = Value(&parts);
  variables["util"] = Value(&util);
  variables["context"] = context;
  variables["stageVariables"] = arena.from_json(ordered_json(input.stage_variables));
  Mapped mapped;
  mapped.body = velocity::render(block, variables, arena);
  mapped.request_override = overridden(context, "requestOverride");
  mapped.response_override = overridden(context, "responseOverride");
  return mapped;
}

// As Apache Commons Lang's: quotes of both kinds and slashes, too, and what is not ASCII by its number.
std::string escape_java_script(std::string_view text) {
  std::string escaped;
  for (std::size_t at = 0; at < text.size();) {
    const std::uint32_t point = next_code_point(text, at);
    constexpr std::string_view letters = "\b\n\t\f\r'\"\\/";
    constexpr std::string_view signs = "bntfr'\"\\/";
    const std::size_t found =
        point < 0x80 ? letters.find(static_cast<char>(point)) : std::string_view::npos;
    if (found != std::string_view::npos) {
      escaped.push_back('\\');
      escaped.push_back(signs[found]);
    } else if (point >= 0x20 && point < 0x7F) {
      escaped.push_back(static_cast<char>(point));
    } else if (point < 0x10000) {
      escaped += fmt::format("\\u{:04X}", point);
    } else {
      const std::uint32_t rest = point - 0x10000;
      escaped +=
          fmt::format("\\u{:04X}\\u{:04X}", 0xD800 + (rest >> 10U), 0xDC00 + (rest & 0x3FFU));
    }
  }
  return escaped;
}

std::string text_at_path(std::string_view body, std::string_view path) {
  const ordered_json json = ordered_json::parse(body, nullptr, false);
  if (json.is_discarded()) {
    throw BodyNotJson("the body is not JSON");
  }
  Arena arena;
  const Value found = velocity::find_path(arena.from_json(json), path, arena);
  return found.string() != nullptr ? *found.string() : found.is_null() ? "" : found.json();
}

}  // namespace tombola::services::api_gateway
