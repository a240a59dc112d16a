#include "deploy/stack/change_set_answer.h"

#include "deploy/template/template.h"

namespace tombola::deploy {
namespace {

std::string value_text(const Json& value) {
  return is_scalar(value) ? scalar_text(value) : value.dump();
}

Json target_of(const ChangeDetail& detail) {
  Json target = {{"Attribute", detail.attribute}};
  if (!detail.name.empty()) {
    target["Name"] = detail.name;
  }
  target["RequiresRecreation"] = requires_recreation_text(detail.requires_recreation);
  target["Path"] = "/" + detail.attribute + (detail.name.empty() ? "" : "/" + detail.name);
  if (!detail.before.is_null()) {
    target["BeforeValue"] = value_text(detail.before);
  }
  if (!detail.after.is_null()) {
    target["AfterValue"] = value_text(detail.after);
  }
  target["AttributeChangeType"] = detail.before.is_null()  ? "Add"
                                  : detail.after.is_null() ? "Remove"
                                                           : "Modify";
  return target;
}

Json detail_of(const ChangeDetail& detail) {
  Json json = {{"Target", target_of(detail)},
               {"Evaluation", detail.evaluation},
               {"ChangeSource", detail.change_source}};
  if (!detail.causing_entity.empty()) {
    json["CausingEntity"] = detail.causing_entity;
  }
  return json;
}

Json resource_change(const ResourceChange& change) {
  Json json = Json::object();
  if (!change.policy_action.empty()) {
    json["PolicyAction"] = change.policy_action;
  }
  json["Action"] = change.action;
  json["LogicalResourceId"] = change.logical_id;
  if (!change.physical_id.empty()) {
    json["PhysicalResourceId"] = change.physical_id;
  }
  json["ResourceType"] = change.type;
  if (!change.replacement.empty()) {
    json["Replacement"] = change.replacement;
  }
  json["Scope"] = change.scope;
  json["Details"] = Json::array();
  for (const ChangeDetail& detail : change.details) {
    json["Details"].push_back(detail_of(detail));
  }
  if (!change.before.is_null()) {
    json["BeforeContext"] = change.before.dump();
  }
  if (!change.after.is_null()) {
    json["AfterContext"] = change.after.dump();
  }
  return json;
}

}  // namespace

Json change_set_answer(const std::vector<ResourceChange>& changes) {
  Json answer = Json::array();
  for (const ResourceChange& change : changes) {
    answer.push_back({{"Type", "Resource"}, {"ResourceChange", resource_change(change)}});
  }
  return answer;
}

}  // namespace tombola::deploy
