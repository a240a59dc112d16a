#include "deploy/template/template_changes.h"

#include <algorithm>
#include <set>

#include "deploy/template/references.h"
#include "deploy/template/template_checks.h"

namespace tombola::deploy {
namespace {

Json member_of(const Json& object, const std::string& name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && found != object.end() ? *found : Json();
}

// Names of both, in the order of the first.
std::vector<std::string> member_names(const Json& one, const Json& other) {
  std::vector<std::string> names;
  for (const Json* object : {&one, &other}) {
    if (object->is_object()) {
      for (const auto& [name, value] : object->items()) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
          names.push_back(name);
        }
      }
    }
  }
  return names;
}

// As the templates have it: a change of an expression is one of the template, a change of its value
// alone one of a parameter.
bool same_value(const Json& one, const Json& other) {
  if (is_scalar(one) && is_scalar(other)) {
    return scalar_text(one) == scalar_text(other);
  }
  if (one.is_array() && other.is_array()) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), same_value);
  }
  if (one.is_object() && other.is_object() && one.size() == other.size()) {
    for (const auto& [name, value] : one.items()) {
      if (!other.contains(name) || !same_value(value, other[name])) {
        return false;
      }
    }
    return true;
  }
  return one == other;
}

class Comparison {
 public:
  Comparison(const ResolvedTemplate& before, const ResolvedTemplate& after,
             const std::map<std::string, std::string>& physical_ids)
      : before_(before), after_(after), physical_ids_(physical_ids) {}

  std::vector<ResourceChange> changes() {
    for (const ResolvedResource& resource : after_.resources) {
      const ResolvedResource* old = before_.find(resource.definition.logical_id);
      if (old == nullptr) {
        add(resource, "Add").after = shown(resource);
      } else if (old->definition.type != resource.definition.type) {
        retype(*old, resource);
      } else {
        compare(*old, resource);
      }
    }
    for (auto resource = before_.resources.rbegin(); resource != before_.resources.rend();
         ++resource) {
      if (after_.find(resource->definition.logical_id) == nullptr) {
        ResourceChange& change = add(*resource, "Remove");
        change.before = shown(*resource);
        change.policy_action =
            resource->definition.deletion_policy == "Retain" ? "Retain" : "Delete";
      }
    }
    return std::move(changes_);
  }

 private:
  ResourceChange& add(const ResolvedResource& resource, const char* action) {
    ResourceChange& change = changes_.emplace_back();
    change.action = action;
    change.logical_id = resource.definition.logical_id;
    change.type = resource.definition.type;
    const auto physical_id = physical_ids_.find(change.logical_id);
    change.physical_id = physical_id == physical_ids_.end() ? "" : physical_id->second;
    return change;
  }

  // The stack engine makes the new one and removes the old one.
  void retype(const ResolvedResource& old, const ResolvedResource& resource) {
    ResourceChange& change = add(resource, "Modify");
    change.before = shown(old);
    change.after = shown(resource);
    change.details.push_back({"Properties", "", RequiresRecreation::Always, "Static",
                              "DirectModification", "", old.definition.type,
                              resource.definition.type});
    finish(change, resource);
  }

  void compare(const ResolvedResource& old, const ResolvedResource& resource) {
    std::vector<ChangeDetail> details;
    for (const std::string& name : member_names(old.properties, resource.properties)) {
      compare_property(name, old, resource, details);
    }
    compare_attribute("Metadata", old.metadata, resource.metadata, details);
    compare_attribute("DeletionPolicy", text(old.definition.deletion_policy),
                      text(resource.definition.deletion_policy), details);
    compare_attribute("UpdateReplacePolicy", text(old.definition.update_replace_policy),
                      text(resource.definition.update_replace_policy), details);
    for (const char* name : {"CreationPolicy", "UpdatePolicy"}) {
      compare_attribute(name, member_of(old.definition.other_attributes, name),
                        member_of(resource.definition.other_attributes, name), details);
    }
    if (!details.empty()) {
      ResourceChange& change = add(resource, "Modify");
      change.details = std::move(details);
      change.before = shown(old);
      change.after = shown(resource);
      finish(change, resource);
    }
  }

  static Json text(const std::string& policy) { return policy.empty() ? Json() : Json(policy); }

  static void compare_attribute(const char* attribute, const Json& before, const Json& after,
                                std::vector<ChangeDetail>& details) {
    if (!same_value(before, after)) {
      details.push_back({attribute, "", RequiresRecreation::Never, "Static", "DirectModification",
                         "", before, after});
    }
  }

  void compare_property(const std::string& name, const ResolvedResource& old,
                        const ResolvedResource& resource,
                        std::vector<ChangeDetail>& details) const {
    ChangeDetail detail;
    detail.attribute = name == "Tags" ? "Tags" : "Properties";
    detail.name = name == "Tags" ? "" : name;
    detail.requires_recreation = requires_recreation(resource.definition.type, name);
    detail.before = member_of(old.properties, name);
    detail.after = member_of(resource.properties, name);
    if (!same_value(detail.before, detail.after)) {
      explain(detail, member_of(old.definition.properties, name),
              member_of(resource.definition.properties, name));
      details.push_back(std::move(detail));
      return;
    }
    // The same text, but of a resource that will be another one.
    for (const Reference& reference : references_in(detail.after)) {
      if (replaced_.contains(reference.name)) {
        detail.evaluation = "Dynamic";
        detail.change_source =
            reference.attribute.empty() ? "ResourceReference" : "ResourceAttribute";
        detail.causing_entity = reference.name;
        if (!reference.attribute.empty()) {
          detail.causing_entity += "." + reference.attribute;
        }
        details.push_back(detail);
      }
    }
  }

  static void explain(ChangeDetail& detail, const Json& before, const Json& after) {
    detail.change_source = "DirectModification";
    if (before != after) {
      return;
    }
    for (const Reference& reference : references_in(after)) {
      if (reference.attribute.empty() && !is_pseudo_parameter(reference.name)) {
        detail.change_source = "ParameterReference";
        detail.causing_entity = reference.name;
        return;
      }
    }
  }

  void finish(ResourceChange& change, const ResolvedResource& resource) {
    change.replacement = "False";
    for (const ChangeDetail& detail : change.details) {
      if (std::find(change.scope.begin(), change.scope.end(), detail.attribute) ==
          change.scope.end()) {
        change.scope.push_back(detail.attribute);
      }
      if (detail.requires_recreation == RequiresRecreation::Never || change.replacement == "True") {
        continue;
      }
      const bool is_certain =
          detail.requires_recreation == RequiresRecreation::Always && detail.evaluation == "Static";
      change.replacement = is_certain ? "True" : "Conditional";
    }
    if (change.replacement != "False") {
      const bool retains = resource.definition.update_replace_policy == "Retain";
      change.policy_action = retains ? "ReplaceAndRetain" : "ReplaceAndDelete";
    }
    if (change.replacement == "True" || has_dynamic_replacement(change)) {
      replaced_.insert(change.logical_id);
    }
  }

  static bool has_dynamic_replacement(const ResourceChange& change) {
    return std::any_of(change.details.begin(), change.details.end(), [](const ChangeDetail& one) {
      return one.evaluation == "Dynamic" && one.requires_recreation == RequiresRecreation::Always;
    });
  }

  static Json shown(const ResolvedResource& resource) {
    Json all = Json::object();
    all["Properties"] = resource.properties;
    if (!resource.metadata.is_null()) {
      all["Metadata"] = resource.metadata;
    }
    if (!resource.definition.deletion_policy.empty()) {
      all["DeletionPolicy"] = resource.definition.deletion_policy;
    }
    if (!resource.definition.update_replace_policy.empty()) {
      all["UpdateReplacePolicy"] = resource.definition.update_replace_policy;
    }
    return all;
  }

  const ResolvedTemplate& before_;
  const ResolvedTemplate& after_;
  const std::map<std::string, std::string>& physical_ids_;
  std::set<std::string> replaced_;
  std::vector<ResourceChange> changes_;
};

}  // namespace

std::vector<ResourceChange> template_changes(
    const ResolvedTemplate& before, const ResolvedTemplate& after,
    const std::map<std::string, std::string>& physical_ids) {
  return Comparison(before, after, physical_ids).changes();
}

std::string_view requires_recreation_text(RequiresRecreation value) {
  switch (value) {
    case RequiresRecreation::Always:
      return "Always";
    case RequiresRecreation::Conditionally:
      return "Conditionally";
    default:
      return "Never";
  }
}

}  // namespace tombola::deploy
