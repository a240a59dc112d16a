#include "deploy/template/references.h"

#include <algorithm>

#include "deploy/template/sub_text.h"
#include "deploy/template/template_error.h"

namespace tombola::deploy {
namespace {

template <typename Value>
void add_once(std::vector<Value>& values, Value value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) {
    values.push_back(std::move(value));
  }
}

struct Walk {
  const Holds& holds;
  std::vector<Reference> references = {};
  std::vector<std::string> conditions = {};

  void expression(const Json& value) {
    const std::string_view function = function_name(value);
    if (function.empty()) {
      for (const Json& member : value) {
        if (value.is_structured()) {
          expression(member);
        }
      }
      return;
    }
    const Json& argument = value.begin().value();
    if (function == "Ref") {
      if (argument.is_string()) {
        add_once(references, {argument.get<std::string>(), ""});
      }
    } else if (function == "Fn::GetAtt") {
      add_once(references, get_att_reference(argument));
      if (argument.is_array()) {
        expression(argument.back());
      }
    } else if (function == "Fn::Sub") {
      sub(argument);
    } else if (function == "Fn::If" && argument.is_array() && argument.size() == 3 &&
               argument[0].is_string()) {
      branches(argument);
    } else {
      expression(argument);
    }
  }

 private:
  void sub(const Json& argument) {
    const Json& text = argument.is_array() && !argument.empty() ? argument[0] : argument;
    const Json variables =
        argument.is_array() && argument.size() > 1 ? argument[1] : Json::object();
    if (text.is_string()) {
      for (const SubPart& part : sub_parts(text.get_ref<const std::string&>())) {
        if (part.is_variable && !variables.contains(part.text)) {
          add_once(references, sub_reference(part.text));
        }
      }
    }
    expression(variables);
  }

  void branches(const Json& argument) {
    const std::string condition = argument[0].get<std::string>();
    add_once(conditions, condition);
    const bool both = !holds;
    if (both || holds(condition)) {
      expression(argument[1]);
    }
    if (both || !holds(condition)) {
      expression(argument[2]);
    }
  }
};

Reference split_at_dot(const std::string& text) {
  const std::size_t dot = text.find('.');
  return {text.substr(0, dot), dot == std::string::npos ? "" : text.substr(dot + 1)};
}

}  // namespace

std::vector<Reference> references_in(const Json& expression, const Holds& holds) {
  Walk walk{holds};
  walk.expression(expression);
  return walk.references;
}

std::vector<std::string> conditions_in(const Json& expression) {
  const Holds both;
  Walk walk{both};
  walk.expression(expression);
  return walk.conditions;
}

std::string_view function_name(const Json& value) {
  if (!value.is_object() || value.size() != 1) {
    return {};
  }
  const std::string& name = value.begin().key();
  return name == "Ref" || name.starts_with("Fn::") ? std::string_view(name) : std::string_view();
}

bool is_resolved(const Json& value) {
  if (!value.is_structured()) {
    return true;
  }
  return function_name(value).empty() && std::all_of(value.begin(), value.end(), is_resolved);
}

Reference get_att_reference(const Json& argument) {
  Reference reference;
  if (argument.is_string()) {
    reference = split_at_dot(argument.get<std::string>());
  } else if (argument.is_array() && argument.size() >= 2 && argument[0].is_string()) {
    if (!argument[1].is_string()) {
      return {argument[0].get<std::string>(), ""};
    }
    reference.name = argument[0].get<std::string>();
    for (std::size_t i = 1; i < argument.size(); ++i) {
      reference.attribute += (i > 1 ? "." : "") + argument[i].get<std::string>();
    }
  }
  if (reference.name.empty() || reference.attribute.empty()) {
    throw TemplateError(
        "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource "
        "name and the resource attribute");
  }
  return reference;
}

Reference sub_reference(const std::string& variable) {
  return split_at_dot(variable);
}

}  // namespace tombola::deploy
