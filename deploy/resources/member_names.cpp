#include "deploy/resources/member_names.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace tombola::deploy {
namespace {

constexpr std::array<std::string_view, 8> maps = {
    "RequestModels",      "RequestParameters", "RequestTemplates", "ResponseModels",
    "ResponseParameters", "ResponseTemplates", "StageVariables",   "Variables"};

}  // namespace

std::string lower_member(std::string_view name) {
  std::string lower(name);
  lower.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(lower.front())));
  return lower;
}

Json lower_members(const Json& value) {
  if (value.is_array()) {
    Json list = Json::array();
    for (const Json& element : value) {
      list.push_back(lower_members(element));
    }
    return list;
  }
  if (!value.is_object()) {
    return value;
  }
  Json object = Json::object();
  for (const auto& [name, one] : value.items()) {
    const bool is_map = std::find(maps.begin(), maps.end(), name) != maps.end();
    object[lower_member(name)] = is_map ? one : lower_members(one);
  }
  return object;
}

}  // namespace tombola::deploy
