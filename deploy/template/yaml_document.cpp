#include "deploy/template/yaml_document.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "deploy/template/template_error.h"

namespace tombola::deploy {
namespace {

// An alias in an alias in an alias would otherwise be a template of any size.
constexpr std::size_t nodes_max = 200'000;
constexpr int depth_max = 100;

constexpr std::array<std::string_view, 4> nulls = {"~", "null", "Null", "NULL"};
// YAML 1.1's, without its single letters; observed on AWS (dev.classmethod.jp, tags "yes", "on").
constexpr std::array<std::string_view, 9> trues = {"true", "True", "TRUE", "yes", "Yes",
                                                   "YES",  "on",   "On",   "ON"};
constexpr std::array<std::string_view, 9> falses = {"false", "False", "FALSE", "no", "No",
                                                    "NO",    "off",   "Off",   "OFF"};

template <std::size_t Size>
bool is_one_of(const std::array<std::string_view, Size>& words, const std::string& text) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

class Converter {
 public:
  Json value(const YAML::Node& node, int depth) {
    if (++nodes_ > nodes_max || depth > depth_max) {
      throw TemplateError("Template format error: YAML document is too large or nested too deeply");
    }
    const std::string& tag = node.Tag();
    if (tag.size() > 1 && tag[0] == '!' && tag[1] != '!') {
      return function(tag.substr(1), node, depth);
    }
    return plain(node, depth);
  }

 private:
  Json plain(const YAML::Node& node, int depth) {
    switch (node.Type()) {
      case YAML::NodeType::Map:
        return map(node, depth);
      case YAML::NodeType::Sequence: {
        Json list = Json::array();
        for (const YAML::Node& element : node) {
          list.push_back(value(element, depth + 1));
        }
        return list;
      }
      case YAML::NodeType::Scalar:
        return scalar(node);
      default:
        return nullptr;
    }
  }

  Json map(const YAML::Node& node, int depth) {
    Json object = Json::object();
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) {
        throw TemplateError(fmt::format(
            "Template format error: map keys must be strings; received a {} instead (line {})",
            entry.first.IsMap() ? "map" : "list", entry.first.Mark().line + 1));
      }
      const std::string key = entry.first.Scalar();
      if (key == "<<" && entry.first.Tag() != "!") {
        merge(object, value(entry.second, depth + 1));
      } else {
        object[key] = value(entry.second, depth + 1);
      }
    }
    return object;
  }

  static void merge(Json& object, const Json& merged) {
    if (merged.is_array()) {
      for (const Json& one : merged) {
        merge(object, one);
      }
    } else if (merged.is_object()) {
      for (const auto& [key, value] : merged.items()) {
        if (!object.contains(key)) {
          object[key] = value;
        }
      }
    }
  }

  // !Ref x, !Condition x, !GetAtt a.b; every other !Name is Fn::Name.
  Json function(const std::string& name, const YAML::Node& node, int depth) {
    Json argument = plain(node, depth + 1);
    if (name == "Ref" || name == "Condition") {
      return {{name, std::move(argument)}};
    }
    if (name == "GetAtt" && argument.is_string()) {
      const std::string text = argument.get<std::string>();
      const std::size_t dot = text.find('.');
      argument = Json::array({text.substr(0, dot)});
      argument.push_back(dot == std::string::npos ? "" : text.substr(dot + 1));
    }
    return {{"Fn::" + name, std::move(argument)}};
  }

  static Json scalar(const YAML::Node& node) {
    const std::string& text = node.Scalar();
    // "!" is what yaml-cpp calls a quoted scalar, "?" a plain one.
    if (node.Tag() != "?") {
      return text;
    }
    if (is_one_of(nulls, text)) {
      return nullptr;
    }
    if (is_one_of(trues, text) || is_one_of(falses, text)) {
      return is_one_of(trues, text);
    }
    return number_or_text(text);
  }

  template <typename Number>
  static std::optional<Number> whole_number(const std::string& text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_whole = error == std::errc{} && end == text.data() + text.size();
    return is_whole && Json(number).dump() == text ? std::optional(number) : std::nullopt;
  }

  // A number where its text is the one way to write it, so that it can be made text again.
  static Json number_or_text(const std::string& text) {
    if (const auto integer = whole_number<std::int64_t>(text)) {
      return *integer;
    }
    if (const auto real = whole_number<double>(text)) {
      return *real;
    }
    return text;
  }

  std::size_t nodes_ = 0;
};

}  // namespace

Json parse_yaml(const std::string& text) {
  try {
    const YAML::Node root = YAML::Load(text);
    if (!root.IsMap()) {
      throw TemplateError("Template format error: unsupported structure.");
    }
    return Converter().value(root, 0);
  } catch (const YAML::Exception& error) {
    throw TemplateError(
        fmt::format("Template format error: YAML not well-formed. (line {}, column {})",
                    error.mark.line + 1, error.mark.column + 1));
  }
}

}  // namespace tombola::deploy
