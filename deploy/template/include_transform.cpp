#include "deploy/template/include_transform.h"

#include "deploy/template/template_error.h"
#include "deploy/template/template_text.h"

namespace tombola::deploy {
namespace {

constexpr std::string_view include_name = "AWS::Include";

bool is_include(const Json& transform) {
  return transform.is_object() && transform.value("Name", Json()) == include_name;
}

Json included(const Json& transform, const IncludedText& text_at) {
  const Json parameters = transform.value("Parameters", Json::object());
  const Json location = parameters.is_object() ? parameters.value("Location", Json()) : Json();
  const auto [bucket, key] =
      place_of_s3_uri(location.is_string() ? location.get<std::string>() : "");
  if (key.empty()) {
    throw TemplateError(
        "Transform AWS::Include failed with: The location parameter is not a valid S3 uri.");
  }
  const std::string text = text_at(bucket, key);
  try {
    return parse_template_text(text);  // which includes nothing itself
  } catch (const TemplateError&) {
    throw TemplateError(
        "Transform AWS::Include failed with: The specified S3 object's content should be valid "
        "Yaml/JSON");
  }
}

Json replaced(const Json& value, const IncludedText& text_at) {
  if (value.is_array()) {
    Json list = Json::array();
    for (const Json& element : value) {
      list.push_back(replaced(element, text_at));
    }
    return list;
  }
  if (!value.is_object()) {
    return value;
  }
  Json object = Json::object();
  for (const auto& [name, one] : value.items()) {
    if (name == "Fn::Transform" && is_include(one)) {
      const Json piece = included(one, text_at);
      if (!piece.is_object()) {
        return piece;
      }
      object.update(piece);
    } else {
      object[name] = replaced(one, text_at);
    }
  }
  return object;
}

}  // namespace

// At the top, Transform itself may be the include: alone, or one of a list.
Json with_includes(const Json& document, const IncludedText& text_at) {
  Json whole = replaced(document, text_at);
  if (!whole.is_object() || !whole.contains("Transform")) {
    return whole;
  }
  const Json given = whole["Transform"];
  Json others = Json::array();
  for (const Json& transform : given.is_array() ? given : Json::array({given})) {
    if (is_include(transform)) {
      const Json piece = included(transform, text_at);
      for (const auto& [section, members] : piece.items()) {
        if (whole.contains(section) && whole[section].is_object() && members.is_object()) {
          whole[section].update(members);
        } else {
          whole[section] = members;
        }
      }
    } else {
      others.push_back(transform);
    }
  }
  whole["Transform"] = others;
  if (others.empty()) {
    whole.erase("Transform");
  }
  return whole;
}

std::pair<std::string, std::string> place_of_s3_uri(const std::string& uri) {
  constexpr std::string_view scheme = "s3://";
  const std::size_t slash = uri.starts_with(scheme) ? uri.find('/', scheme.size()) : uri.npos;
  if (slash == std::string::npos || slash == scheme.size() || slash + 1 == uri.size()) {
    return {};
  }
  return {uri.substr(scheme.size(), slash - scheme.size()), uri.substr(slash + 1)};
}

}  // namespace tombola::deploy
