// What an expression speaks of: resources, parameters and pseudo-parameters by Ref, Fn::GetAtt and
// Fn::Sub, conditions by Fn::If. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "deploy/template/template.h"

namespace tombola::deploy {

struct Reference {
  std::string name;
  std::string attribute;  // of Fn::GetAtt; empty: Ref
  bool operator==(const Reference&) const = default;
};

// In the order of the text, each once. Of Fn::If both branches, unless `holds` says which of them.
using Holds = std::function<bool(const std::string& condition)>;
std::vector<Reference> references_in(const Json& expression, const Holds& holds = {});

// The conditions that Fn::If names, each once.
std::vector<std::string> conditions_in(const Json& expression);

// {"Fn::Join": ...}: "Fn::Join"; {"Ref": ...}: "Ref"; empty: not a function.
std::string_view function_name(const Json& value);
// No function is left in it.
bool is_resolved(const Json& value);

// ["X", "Outputs.Y"] or "X.Outputs.Y", the argument of Fn::GetAtt. Throws TemplateError on others.
// An attribute that is an expression is given as an empty one.
Reference get_att_reference(const Json& argument);
// "X.Outputs.Y", as Fn::Sub writes it.
Reference sub_reference(const std::string& variable);

}  // namespace tombola::deploy
