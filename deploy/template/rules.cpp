#include "deploy/template/rules.h"

#include <fmt/format.h>

#include "deploy/template/template_error.h"

namespace tombola::deploy {

void check_rules(const Resolver& resolver) {
  std::string failed;
  for (const auto& [name, rule] : resolver.scope().source.rules.items()) {
    if (!rule.is_object() || !rule.contains("Assertions") || !rule["Assertions"].is_array()) {
      throw TemplateError(
          fmt::format("Template format error: Rule {} must contain a list of Assertions", name));
    }
    if (rule.contains("RuleCondition") && !resolver.is_true(rule["RuleCondition"])) {
      continue;
    }
    for (const Json& assertion : rule["Assertions"]) {
      if (!assertion.is_object() || !assertion.contains("Assert")) {
        throw TemplateError(fmt::format(
            "Template format error: Every assertion of rule {} must contain Assert", name));
      }
      if (!resolver.is_true(assertion["Assert"])) {
        failed += fmt::format("{}{}", failed.empty() ? "" : ", ",
                              assertion.value("AssertDescription", name));
      }
    }
  }
  if (!failed.empty()) {
    throw TemplateError("Template constraint violation: " + failed);
  }
}

}  // namespace tombola::deploy
