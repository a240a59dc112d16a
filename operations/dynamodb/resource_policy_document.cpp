// Texts and forms: observed on AWS (us-west-2, October 2026).
#include "operations/dynamodb/resource_policy_document.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"

namespace tombola::operations {
namespace {

using json = nlohmann::ordered_json;

// What a document without Version means.
constexpr const char* version_by_default = "2008-10-17";
constexpr std::size_t account_digits = 12;

[[noreturn]] void refuse(std::string_view why) {
  throw dynamodb::ApiError::validation(
      fmt::format("One or more parameter values were invalid: {}", why));
}

[[noreturn]] void refuse_document(std::string_view why) {
  refuse(fmt::format("Invalid policy document: {}", why));
}

// Braces and brackets outside of strings.
int depth_of(std::string_view text) {
  int depth = 0;
  int deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      i += c == '\\' ? 1 : 0;
      in_string = c != '"';
    } else {
      in_string = c == '"';
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      deepest = std::max(deepest, depth);
    }
  }
  return deepest;
}

json parse(std::string_view text) {
  if (depth_of(text) > limits::resource_policy_depth_max) {
    refuse_document("This policy contains invalid Json");
  }
  json document = json::parse(text, nullptr, false);
  if (document.is_null()) {
    refuse_document("This text appears not to be a policy");
  }
  if (document.is_discarded() || !document.is_object()) {
    refuse_document("This policy contains invalid Json");
  }
  if (document.empty()) {
    refuse_document("Syntax error at position (1,3)");
  }
  return document;
}

json single_as_element(json value) {
  return value.is_array() && value.size() == 1 ? json(value[0]) : value;
}

bool is_account(const std::string& text) {
  return text.size() == account_digits && text.find_first_not_of("0123456789") == std::string::npos;
}

json principal_from(const json& principal) {
  if (!principal.is_object() || !principal.contains("AWS")) {
    return principal;
  }
  json out = principal;
  json arns = json::array();
  const json given =
      principal["AWS"].is_array() ? principal["AWS"] : json::array({principal["AWS"]});
  for (const json& one : given) {
    const bool account = one.is_string() && is_account(one.get<std::string>());
    const json arn = account ? json("arn:aws:iam::" + one.get<std::string>() + ":root") : one;
    if (std::find(arns.begin(), arns.end(), arn) == arns.end()) {
      arns.push_back(arn);
    }
  }
  out["AWS"] = single_as_element(arns);
  return out;
}

json effect_from(const json& effect) {
  std::string text = effect.is_string() ? effect.get<std::string>() : "";
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text == "allow" ? json("Allow") : text == "deny" ? json("Deny") : effect;
}

json statement_from(const json& statement) {
  for (const char* name : {"Effect", "Principal", "Action", "Resource"}) {
    const std::string opposite = std::string("Not") + name;
    if (!statement.is_object() || (!statement.contains(name) && !statement.contains(opposite))) {
      refuse_document(std::string("Missing required field ") + name);
    }
  }
  json out = json::object();
  const auto take = [&](const char* name, json (*form)(const json&)) {
    if (statement.contains(name)) {
      out[name] = form(statement[name]);
    }
  };
  const auto as_it_is = [](const json& value) { return value; };
  const auto list = [](const json& value) { return single_as_element(value); };
  take("Sid", as_it_is);
  take("Effect", effect_from);
  take("Principal", principal_from);
  take("NotPrincipal", principal_from);
  take("Action", list);
  take("NotAction", list);
  take("Resource", list);
  take("NotResource", list);
  take("Condition", as_it_is);
  return out;
}

json statements_from(const json& document) {
  if (!document.contains("Statement")) {
    refuse_document("Missing required field Statement");
  }
  const json& given = document["Statement"];
  if (given.is_array() && given.empty()) {
    refuse_document("Could not parse the policy: Statement is empty!");
  }
  json statements = json::array();
  std::set<std::string> ids;
  for (const json& statement : given.is_array() ? given : json::array({given})) {
    statements.push_back(statement_from(statement));
    const json& id = statements.back().value("Sid", json());
    if (id.is_string() && !ids.insert(id.get<std::string>()).second) {
      refuse_document("The Statement Ids in the policy are not unique");
    }
  }
  return statements;
}

}  // namespace

PolicyDocument parse_policy_document(std::string_view text) {
  if (text.size() > limits::resource_policy_bytes_max) {
    refuse(
        fmt::format("Maximum policy size of {} bytes exceeded", limits::resource_policy_bytes_max));
  }
  const json document = parse(text);
  const json statements = statements_from(document);
  json sent = json::object();
  json shown = {{"Version", document.value("Version", json(version_by_default))}};
  for (const char* name : {"Version", "Id"}) {
    if (document.contains(name)) {
      sent[name] = document[name];
      shown[name] = document[name];
    }
  }
  sent["Statement"] = statements;
  shown["Statement"] = statements;
  // Whatever the order of its members was.
  return {nlohmann::json::parse(sent.dump()).dump(), shown.dump()};
}

}  // namespace tombola::operations
