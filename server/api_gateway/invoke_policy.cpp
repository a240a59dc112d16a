#include "server/api_gateway/invoke_policy.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace tombola::server {
namespace {

using nlohmann::json;

struct MalformedPolicy {};

std::vector<std::string> texts_of(const json& value) {
  if (value.is_string()) {
    return {value.get<std::string>()};
  }
  std::vector<std::string> texts;
  if (!value.is_array()) {
    throw MalformedPolicy{};
  }
  for (const json& text : value) {
    if (!text.is_string()) {
      throw MalformedPolicy{};
    }
    texts.push_back(text.get<std::string>());
  }
  return texts;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

bool is_action(const std::string& pattern) {
  return matches_wildcards(lower(pattern), "execute-api:invoke");
}

// `name` or Not`name` of the statement says that it is about this.
template <typename Matches>
bool is_about(const json& statement, const std::string& name, const Matches& matches) {
  const bool is_negated = statement.contains("Not" + name);
  const auto texts = texts_of(statement.at((is_negated ? "Not" : "") + name));
  return std::any_of(texts.begin(), texts.end(), matches) != is_negated;
}

bool applies(const json& statement, const std::string& method_arn) {
  if (!statement.is_object() || statement.contains("Condition")) {
    throw MalformedPolicy{};
  }
  return is_about(statement, "Action", is_action) &&
         is_about(statement, "Resource", [&](const std::string& pattern) {
           return matches_wildcards(pattern, method_arn);
         });
}

}  // namespace

bool matches_wildcards(std::string_view pattern, std::string_view text) {
  std::size_t at = 0;
  std::size_t in_text = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_text = 0;
  while (in_text < text.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      star_text = in_text;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == text[in_text])) {
      ++at;
      ++in_text;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      in_text = ++star_text;
    } else {
      return false;
    }
  }
  return pattern.substr(at).find_first_not_of('*') == std::string_view::npos;
}

PolicyVerdict verdict_of(const json& policy, const std::string& method_arn) {
  try {
    const json& statements = policy.at("Statement");
    PolicyVerdict verdict = PolicyVerdict::ImplicitDeny;
    for (const json& statement : statements.is_array() ? statements : json::array({statements})) {
      if (!applies(statement, method_arn)) {
        continue;
      }
      const std::string effect = statement.at("Effect");
      if (effect == "Deny") {
        return PolicyVerdict::ExplicitDeny;
      }
      if (effect != "Allow") {
        return PolicyVerdict::Malformed;
      }
      verdict = PolicyVerdict::Allow;
    }
    return verdict;
  } catch (const MalformedPolicy&) {
    return PolicyVerdict::Malformed;
  } catch (const json::exception&) {
    return PolicyVerdict::Malformed;
  }
}

}  // namespace tombola::server
