#include "deploy/stack/dynamic_references.h"

#include <fmt/format.h>

#include "deploy/template/template_error.h"

namespace tombola::deploy {
namespace {

constexpr std::string_view open = "{{resolve:";
constexpr std::string_view close = "}}";

// "ssm:name:version"
std::string resolved(const std::string& reference, const StoredParameter& stored) {
  const std::size_t colon = reference.find(':');
  const std::string service = reference.substr(0, colon);
  if (colon == std::string::npos || (service != "ssm" && service != "ssm-secure")) {
    throw TemplateError(fmt::format(
        "Tombola does not support the dynamic reference {{{{resolve:{}}}}}", reference));
  }
  const std::string name = reference.substr(colon + 1);
  auto value = stored(name);
  if (!value) {
    throw TemplateError(fmt::format("Parameters: [{}] cannot be found.", service + ":" + name));
  }
  return std::move(*value);
}

std::string with_values(const std::string& text, const StoredParameter& stored) {
  std::string result;
  std::size_t at = 0;
  for (std::size_t begin; (begin = text.find(open, at)) != std::string::npos;) {
    const std::size_t end = text.find(close, begin);
    if (end == std::string::npos) {
      break;
    }
    result += text.substr(at, begin - at);
    result += resolved(text.substr(begin + open.size(), end - begin - open.size()), stored);
    at = end + close.size();
  }
  return result + text.substr(at);
}

}  // namespace

Json with_dynamic_references(const Json& value, const StoredParameter& stored) {
  if (value.is_string()) {
    return with_values(value.get_ref<const std::string&>(), stored);
  }
  if (!value.is_structured()) {
    return value;
  }
  Json changed = value;
  for (Json& one : changed) {
    one = with_dynamic_references(one, stored);
  }
  return changed;
}

}  // namespace tombola::deploy
