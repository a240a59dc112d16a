#include "deploy/template/sam/sam_resources.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "deploy/template/sam/sam_transform.h"
#include "deploy/template/template_error.h"

namespace tombola::deploy::sam {

Json ref_to(const std::string& name) {
  Json value = Json::object();
  value["Ref"] = name;
  return value;
}

Json get_att(const std::string& name, const std::string& attribute) {
  Json value = Json::object();
  value["Fn::GetAtt"] = Json::array({name, attribute});
  return value;
}

Json sub(const std::string& text) {
  Json value = Json::object();
  value["Fn::Sub"] = text;
  return value;
}

void fail(const std::string& logical_id, const std::string& reason) {
  throw TemplateError(fmt::format(
      "Transform {} failed with: Invalid Serverless Application Specification document. "
      "Number of errors found: 1. Resource with id [{}] is invalid. {}",
      sam_transform_name, logical_id, reason));
}

void in_its_types(const std::string& logical_id, const std::function<void()>& work) {
  try {
    work();
  } catch (const Json::exception&) {
    fail(logical_id, "Type of a property is invalid.");
  }
}

Json tag_list(const Json& tags) {
  Json list = Json::array();
  list.push_back({{"Key", "lambda:createdBy"}, {"Value", "SAM"}});
  if (tags.is_object()) {
    for (const auto& [key, value] : tags.items()) {
      list.push_back({{"Key", key}, {"Value", value}});
    }
  }
  return list;
}

// FNV-1a, so that it is the same tomorrow.
std::string short_hash(const Json& value) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char letter : value.dump()) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
  }
  return fmt::format("{:016x}", hash).substr(0, 10);
}

std::string alphanumeric(std::string_view text) {
  std::string letters;
  std::copy_if(text.begin(), text.end(), std::back_inserter(letters),
               [](unsigned char c) { return std::isalnum(c) != 0; });
  return letters;
}

Json picked(const Json& object, std::initializer_list<const char*> names) {
  Json some = Json::object();
  for (const char* name : names) {
    if (const auto found = object.find(name); found != object.end()) {
      some[name] = *found;
    }
  }
  return some;
}

void Resources::add(const std::string& logical_id, const char* type, Json properties,
                    const Json& source) {
  Json resource = {{"Type", type}};
  resource.update(picked(
      source, {"Condition", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Metadata"}));
  resource["Properties"] = std::move(properties);
  made[logical_id] = std::move(resource);
}

}  // namespace tombola::deploy::sam
