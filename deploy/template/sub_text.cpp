#include "deploy/template/sub_text.h"

#include <algorithm>
#include <cctype>

#include "deploy/template/template_error.h"

namespace tombola::deploy {
namespace {

void add_text(std::vector<SubPart>& parts, std::string_view text) {
  if (text.empty()) {
    return;
  }
  if (!parts.empty() && !parts.back().is_variable) {
    parts.back().text += text;
  } else {
    parts.push_back({std::string(text), false});
  }
}

std::string variable_name(std::string_view text) {
  const auto is_letter = [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '.' || c == ':';
  };
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == ' ') {
    text.remove_suffix(1);
  }
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_letter)) {
    throw TemplateError(
        "Template error: variable names in Fn::Sub syntax must contain only alphanumeric "
        "characters, underscores, periods, and colons");
  }
  return std::string(text);
}

}  // namespace

std::vector<SubPart> sub_parts(std::string_view text) {
  std::vector<SubPart> parts;
  while (!text.empty()) {
    const std::size_t open = text.find("${");
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) {
      add_text(parts, text);
      break;
    }
    add_text(parts, text.substr(0, open));
    const std::string_view name = text.substr(open + 2, close - open - 2);
    if (name.starts_with('!')) {
      add_text(parts, std::string("${").append(name.substr(1)).append("}"));
    } else {
      parts.push_back({variable_name(name), true});
    }
    text.remove_prefix(close + 1);
  }
  return parts;
}

}  // namespace tombola::deploy
