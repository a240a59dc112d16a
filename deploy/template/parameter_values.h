// The values of a template's parameters: what was given, kept, or is the default, checked against
// the parameter's constraints. Pure; values of Parameter Store are looked up through what is handed
// in.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "deploy/template/template.h"

namespace tombola::deploy {

struct GivenParameter {
  std::string key;
  std::optional<std::string> value;
  bool use_previous_value = false;
};

struct ParameterValue {
  std::string text;                          // as it was given
  std::optional<std::string> resolved_text;  // of AWS::SSM::Parameter::Value<...>
  Json value;                                // what Ref is: a text, or a list of texts
  bool operator==(const ParameterValue&) const = default;
};
using ParameterValues = std::map<std::string, ParameterValue>;

// The value of a parameter of Parameter Store; none: there is no such parameter.
using StoredParameter = std::function<std::optional<std::string>(const std::string& name)>;

// `previous`: what the stack's parameters were given last; empty for a new stack. Throws
// TemplateError.
ParameterValues parameter_values(const Template& source, const std::vector<GivenParameter>& given,
                                 const std::map<std::string, std::string>& previous,
                                 const StoredParameter& stored);

// The values that Ref finds.
std::map<std::string, Json> values_of(const ParameterValues& parameters);

}  // namespace tombola::deploy
