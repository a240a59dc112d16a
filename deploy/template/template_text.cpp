#include "deploy/template/template_text.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "deploy/template/template_error.h"
#include "deploy/template/yaml_document.h"

namespace tombola::deploy {
namespace {

// "(line 3, column 5)", of an offset counted from 1.
std::string place(std::string_view text, std::size_t offset) {
  const std::string_view before =
      text.substr(0, std::min(offset > 0 ? offset - 1 : 0, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t line_start = before.rfind('\n');
  const std::size_t column =
      before.size() - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1;
  return fmt::format("(line {}, column {})", line, column);
}

Json parse_json(std::string_view text) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    throw TemplateError("Template format error: JSON not well-formed. " + place(text, error.byte));
  }
}

}  // namespace

Json parse_template_text(std::string_view text) {
  const auto first =
      std::find_if(text.begin(), text.end(), [](unsigned char c) { return std::isspace(c) == 0; });
  return first != text.end() && *first == '{' ? parse_json(text) : parse_yaml(std::string(text));
}

}  // namespace tombola::deploy
