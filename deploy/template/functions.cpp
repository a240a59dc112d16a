#include "deploy/template/functions.h"

#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "deploy/template/references.h"
#include "deploy/template/template_error.h"
#include "dynamodb/json/json_text.h"

namespace tombola::deploy {
namespace {

[[noreturn]] void fail(const std::string& text) {
  throw TemplateError("Template error: " + text);
}

std::optional<int> as_integer(const Json& value) {
  if (!is_scalar(value)) {
    return std::nullopt;
  }
  const std::string text = scalar_text(value);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(number)
                                                                  : std::nullopt;
}

// An expression that may still come to a list.
bool is_open(const Json& value) {
  return !function_name(value).empty();
}

Json join(const Json& argument) {
  const bool fits = argument.is_array() && argument.size() == 2 && argument[0].is_string() &&
                    (argument[1].is_array() || is_open(argument[1]));
  if (!fits) {
    fail(
        "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of "
        "strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) "
        "to be joined.");
  }
  if (!is_resolved(argument)) {
    return expression_of("Fn::Join", argument);
  }
  std::string text;
  for (std::size_t i = 0; i < argument[1].size(); ++i) {
    if (!is_scalar(argument[1][i])) {
      fail(
          "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of "
          "strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) "
          "to be joined.");
    }
    text += (i > 0 ? argument[0].get<std::string>() : "") + scalar_text(argument[1][i]);
  }
  return text;
}

Json select(const Json& argument) {
  constexpr const char* usage =
      "Fn::Select requires a list argument with two elements: an integer index and a list";
  if (!argument.is_array() || argument.size() != 2) {
    fail(usage);
  }
  if (is_open(argument[0]) || is_open(argument[1])) {
    return expression_of("Fn::Select", argument);
  }
  const auto index = as_integer(argument[0]);
  if (!index || !argument[1].is_array()) {
    fail(usage);
  }
  if (*index < 0 || static_cast<std::size_t>(*index) >= argument[1].size()) {
    fail(fmt::format("Fn::Select cannot select nonexistent value at index {}", *index));
  }
  return argument[1][static_cast<std::size_t>(*index)];
}

Json split(const Json& argument) {
  const bool fits = argument.is_array() && argument.size() == 2 && argument[0].is_string() &&
                    !argument[0].get_ref<const std::string&>().empty() &&
                    (is_scalar(argument[1]) || is_open(argument[1]));
  if (!fits) {
    fail(
        "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string "
        "to be split or a function that returns a string to be split.");
  }
  if (is_open(argument[1])) {
    return expression_of("Fn::Split", argument);
  }
  const auto& delimiter = argument[0].get_ref<const std::string&>();
  const std::string text = scalar_text(argument[1]);
  Json parts = Json::array();
  std::size_t begin = 0;
  for (std::size_t end; (end = text.find(delimiter, begin)) != std::string::npos;
       begin = end + delimiter.size()) {
    parts.push_back(text.substr(begin, end - begin));
  }
  parts.push_back(text.substr(begin));
  return parts;
}

Json base64(const Json& argument) {
  if (is_open(argument)) {
    return expression_of("Fn::Base64", argument);
  }
  if (!is_scalar(argument)) {
    fail("every Fn::Base64 object must have a String-typed value.");
  }
  return dynamodb::to_base64(scalar_text(argument));
}

Json cidr(const Json& argument) {
  constexpr const char* usage =
      "every Fn::Cidr object requires two parameters, (1) an IP address block and (2) the number "
      "of CIDRs to create, and may have a third, the number of subnet bits";
  if (!argument.is_array() || argument.size() < 2 || argument.size() > 3) {
    fail(usage);
  }
  if (!is_resolved(argument)) {
    return expression_of("Fn::Cidr", argument);
  }
  const auto count = as_integer(argument[1]);
  const auto bits = argument.size() == 3 ? as_integer(argument[2]) : std::optional(8);
  if (!argument[0].is_string() || !count || !bits) {
    fail(usage);
  }
  return cidr_blocks(argument[0].get<std::string>(), *count, *bits);
}

// AWS says how many zones an account has; here every region has three.
Json get_azs(const Json& argument) {
  if (is_open(argument)) {
    return expression_of("Fn::GetAZs", argument);
  }
  if (!argument.is_string()) {
    fail("every Fn::GetAZs object must have a String-typed value.");
  }
  Json zones = Json::array();
  for (const char zone : {'a', 'b', 'c'}) {
    zones.push_back(argument.get<std::string>() + zone);
  }
  return zones;
}

Json length(const Json& argument) {
  if (is_open(argument)) {
    return expression_of("Fn::Length", argument);
  }
  if (!argument.is_array()) {
    fail("Fn::Length only supports lists");
  }
  return argument.size();
}

Json to_json_string(const Json& argument) {
  if (!argument.is_structured()) {
    fail("Fn::ToJsonString only supports objects and lists");
  }
  return is_resolved(argument) ? Json(argument.dump())
                               : expression_of("Fn::ToJsonString", argument);
}

constexpr std::array<std::pair<std::string_view, ValueFunction>, 8> functions = {{
    {"Fn::Join", join},
    {"Fn::Select", select},
    {"Fn::Split", split},
    {"Fn::Base64", base64},
    {"Fn::Cidr", cidr},
    {"Fn::GetAZs", get_azs},
    {"Fn::Length", length},
    {"Fn::ToJsonString", to_json_string},
}};

}  // namespace

ValueFunction find_value_function(const std::string& name) {
  for (const auto& [known, function] : functions) {
    if (known == name) {
      return function;
    }
  }
  return nullptr;
}

Json expression_of(const std::string& function, Json argument) {
  Json expression = Json::object();
  expression[function] = std::move(argument);
  return expression;
}

}  // namespace tombola::deploy
