// "Fn::ForEach::Name": [variable, collection, {"Key${variable}": value}] becomes the members
// {"Keya": value, "Keyb": value}, in each of which ${variable} and {"Ref": variable} are the element.
// &{variable} is the element without what is not a letter or a digit.
#include "deploy/template/language_extensions.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "deploy/template/references.h"
#include "deploy/template/template_error.h"

namespace tombola::deploy {
namespace {

constexpr std::size_t members_max = 5000;

struct Binding {
  std::string variable;
  std::string value;
};

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
}

std::string alphanumeric(const std::string& text) {
  std::string letters;
  std::copy_if(text.begin(), text.end(), std::back_inserter(letters),
               [](unsigned char c) { return std::isalnum(c) != 0; });
  return letters;
}

std::string bound_text(const std::string& text, const Binding& binding) {
  return replaced(replaced(text, "${" + binding.variable + "}", binding.value),
                  "&{" + binding.variable + "}", alphanumeric(binding.value));
}

Json bound(const Json& value, const Binding& binding) {
  if (value.is_string()) {
    return bound_text(value.get<std::string>(), binding);
  }
  if (value.is_array()) {
    Json list = Json::array();
    for (const Json& element : value) {
      list.push_back(bound(element, binding));
    }
    return list;
  }
  if (!value.is_object()) {
    return value;
  }
  if (function_name(value) == "Ref" && value.begin().value() == binding.variable) {
    return binding.value;
  }
  Json object = Json::object();
  for (const auto& [name, member] : value.items()) {
    object[bound_text(name, binding)] = bound(member, binding);
  }
  return object;
}

class Unroller {
 public:
  explicit Unroller(const std::map<std::string, Json>& parameters) : parameters_(parameters) {}

  Json unrolled(const Json& value) {
    if (value.is_array()) {
      Json list = Json::array();
      for (const Json& element : value) {
        list.push_back(unrolled(element));
      }
      return list;
    }
    if (!value.is_object()) {
      return value;
    }
    Json object = Json::object();
    for (const auto& [name, member] : value.items()) {
      if (name.starts_with("Fn::ForEach::")) {
        loop(name, member, object);
      } else {
        object[name] = unrolled(member);
      }
    }
    return object;
  }

 private:
  void loop(const std::string& name, const Json& argument, Json& object) {
    const bool fits = argument.is_array() && argument.size() == 3 && argument[0].is_string() &&
                      argument[2].is_object();
    if (!fits) {
      throw TemplateError(fmt::format("Template format error: {} could not be resolved", name));
    }
    for (const std::string& value : collection(name, argument[1])) {
      const Json body = unrolled(bound(argument[2], {argument[0].get<std::string>(), value}));
      for (const auto& [key, member] : body.items()) {
        if (++members_ > members_max) {
          throw TemplateError(fmt::format("Template format error: {} has too many members", name));
        }
        object[key] = member;
      }
    }
  }

  std::vector<std::string> collection(const std::string& name, const Json& argument) const {
    Json list = argument;
    if (function_name(argument) == "Ref" && argument.begin().value().is_string()) {
      const auto found = parameters_.find(argument.begin().value().get<std::string>());
      list = found == parameters_.end() ? Json() : found->second;
    }
    std::vector<std::string> values;
    for (const Json& value : list.is_array() ? list : Json::array({Json()})) {
      if (!is_scalar(value)) {
        throw TemplateError(fmt::format(
            "Template format error: the collection of {} must be a list of texts, or refer to a "
            "parameter that is one",
            name));
      }
      values.push_back(scalar_text(value));
    }
    return values;
  }

  const std::map<std::string, Json>& parameters_;
  std::size_t members_ = 0;
};

}  // namespace

Json unroll_for_each(const Json& document, const std::map<std::string, Json>& parameters) {
  return Unroller(parameters).unrolled(document);
}

}  // namespace tombola::deploy
