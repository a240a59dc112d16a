#include "deploy/template/parameter_values.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "deploy/template/template_error.h"
#include "services/perl_pattern.h"

namespace tombola::deploy {
namespace {

bool is_list(const std::string& type) {
  return type == "CommaDelimitedList" || type.starts_with("List<") ||
         type.find("<List<") != std::string::npos;
}

bool is_stored(const std::string& type) {
  return type.starts_with("AWS::SSM::Parameter::Value<");
}

bool is_number_type(const std::string& type) {
  return type == "Number" || type == "List<Number>";
}

std::vector<std::string> list_of(const std::string& text) {
  std::vector<std::string> values;
  if (text.empty()) {
    return values;
  }
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    std::string_view value(text.data() + begin, end - begin);
    while (value.starts_with(' ')) {
      value.remove_prefix(1);
    }
    while (value.ends_with(' ')) {
      value.remove_suffix(1);
    }
    values.emplace_back(value);
    begin = end + 1;
  }
  return values;
}

std::optional<double> as_number(const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(number)
                                                                  : std::nullopt;
}

// Patterns are Java's; Perl's are the nearest.
bool matches(const std::string& text, const ParameterDefinition& parameter) {
  try {
    return services::PerlPattern(parameter.allowed_pattern).matches(text);
  } catch (const std::runtime_error&) {
    throw TemplateError(
        fmt::format("Template format error: AllowedPattern of parameter {} is not a regular "
                    "expression that can be evaluated",
                    parameter.name));
  }
}

class Constraints {
 public:
  explicit Constraints(const ParameterDefinition& parameter) : parameter_(parameter) {}

  void check(const std::string& text) const {
    const bool splits = is_list(parameter_.type) && !is_stored(parameter_.type);
    const std::vector<std::string> values = splits ? list_of(text) : std::vector{text};
    for (const std::string& value : values) {
      check_one(value);
    }
  }

 private:
  void check_one(const std::string& value) const {
    const auto& allowed = parameter_.allowed_values;
    if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
      fail("must be one of AllowedValues");
    }
    if (is_number_type(parameter_.type)) {
      check_number(value);
    } else {
      check_length(value);
    }
    if (!parameter_.allowed_pattern.empty() && !matches(value, parameter_)) {
      fail("must match pattern " + parameter_.allowed_pattern);
    }
  }

  void check_number(const std::string& value) const {
    const auto number = as_number(value);
    if (!number) {
      fail("must be a number");
    }
    if (parameter_.min_value && *number < *parameter_.min_value) {
      fail(fmt::format("must be a number not less than {}", *parameter_.min_value));
    }
    if (parameter_.max_value && *number > *parameter_.max_value) {
      fail(fmt::format("must be a number not greater than {}", *parameter_.max_value));
    }
  }

  void check_length(const std::string& value) const {
    if (parameter_.min_length && value.size() < *parameter_.min_length) {
      fail(fmt::format("must contain at least {} characters", *parameter_.min_length));
    }
    if (parameter_.max_length && value.size() > *parameter_.max_length) {
      fail(fmt::format("must contain at most {} characters", *parameter_.max_length));
    }
  }

  [[noreturn]] void fail(const std::string& constraint) const {
    if (!parameter_.constraint_description.empty()) {
      throw TemplateError(fmt::format("Parameter {} failed to satisfy constraint: {}",
                                      parameter_.name, parameter_.constraint_description));
    }
    throw TemplateError(fmt::format("Parameter '{}' {}", parameter_.name, constraint));
  }

  const ParameterDefinition& parameter_;
};

using Texts = std::map<std::string, std::string>;

std::string given_text(const GivenParameter& given, const Texts& previous) {
  if (!given.use_previous_value) {
    return given.value.value_or("");
  }
  if (given.value && !given.value->empty()) {
    throw TemplateError(
        fmt::format("Invalid input for parameter key {}. Cannot specify usePreviousValue as true "
                    "and non empty value for a parameter",
                    given.key));
  }
  const auto kept = previous.find(given.key);
  if (kept == previous.end()) {
    throw TemplateError(
        fmt::format("Invalid input for parameter key {}. Cannot specify usePreviousValue as true "
                    "for a parameter key not in the previous template",
                    given.key));
  }
  return kept->second;
}

Texts given_texts(const Template& source, const std::vector<GivenParameter>& given,
                  const Texts& previous) {
  std::vector<std::string> unknown;
  Texts texts;
  for (const GivenParameter& one : given) {
    if (source.find_parameter(one.key) == nullptr && !one.use_previous_value) {
      unknown.push_back(one.key);
    } else {
      texts[one.key] = given_text(one, previous);
    }
  }
  if (!unknown.empty()) {
    throw TemplateError(
        fmt::format("Parameters: [{}] do not exist in the template", fmt::join(unknown, ", ")));
  }
  return texts;
}

Json value_of(const std::string& text, const std::string& type) {
  return is_list(type) ? Json(list_of(text)) : Json(text);
}

}  // namespace

ParameterValues parameter_values(const Template& source, const std::vector<GivenParameter>& given,
                                 const std::map<std::string, std::string>& previous,
                                 const StoredParameter& stored) {
  const Texts texts = given_texts(source, given, previous);
  std::vector<std::string> missing;
  std::vector<std::string> not_stored;
  ParameterValues values;
  for (const ParameterDefinition& parameter : source.parameters) {
    const auto found = texts.find(parameter.name);
    if (found == texts.end() && !parameter.default_value) {
      missing.push_back(parameter.name);
      continue;
    }
    ParameterValue value;
    value.text = found == texts.end() ? *parameter.default_value : found->second;
    Constraints(parameter).check(value.text);
    value.value = value_of(value.text, parameter.type);
    if (is_stored(parameter.type)) {
      value.resolved_text = stored(value.text);
      if (!value.resolved_text) {
        not_stored.push_back(value.text);
        continue;
      }
      value.value = value_of(*value.resolved_text, parameter.type);
    }
    values[parameter.name] = std::move(value);
  }
  if (!missing.empty()) {
    throw TemplateError(fmt::format("Parameters: [{}] must have values", fmt::join(missing, ", ")));
  }
  if (!not_stored.empty()) {
    throw TemplateError(
        fmt::format("Unable to fetch parameters [{}] from parameter store for this account.",
                    fmt::join(not_stored, ",")));
  }
  return values;
}

std::map<std::string, Json> values_of(const ParameterValues& parameters) {
  std::map<std::string, Json> values;
  for (const auto& [name, parameter] : parameters) {
    values[name] = parameter.value;
  }
  return values;
}

}  // namespace tombola::deploy
