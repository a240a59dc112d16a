// What a stack's resources would go through if another template took the place of the one that it
// has: the changes of a change set. Pure.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
#pragma once

#include <map>
#include <string>
#include <vector>

#include "deploy/template/resolved_template.h"
#include "deploy/template/template.h"
#include "deploy/template/update_behavior.h"

namespace tombola::deploy {

// What of a resource changes, and why.
struct ChangeDetail {
  std::string attribute;  // "Properties", "Metadata", "DeletionPolicy", "UpdateReplacePolicy"...
  std::string name;       // the property's; empty of other attributes
  RequiresRecreation requires_recreation = RequiresRecreation::Never;
  std::string evaluation = "Static";  // "Dynamic": only known when it is done
  std::string change_source;          // DirectModification, ParameterReference, ResourceReference,
                                      // ResourceAttribute
  std::string causing_entity;         // the parameter's or resource's name; empty: the template
  Json before;                        // null: was not there
  Json after;                         // null: is gone
};

struct ResourceChange {
  std::string action;  // "Add", "Modify", "Remove"
  std::string logical_id;
  std::string physical_id;  // empty: none yet
  std::string type;
  std::string replacement;         // of Modify: "True", "False", "Conditional"
  std::string policy_action;       // of Remove and replacement, by the policies: "Delete", "Retain"
  std::vector<std::string> scope;  // the attributes that the details speak of, each once
  std::vector<ChangeDetail> details;
  Json before;  // what the resource was and will be, for IncludePropertyValues
  Json after;
};

// `physical_ids`: of the resources that there are, by logical id. Additions and modifications in the
// order of `after`, then removals.
std::vector<ResourceChange> template_changes(
    const ResolvedTemplate& before, const ResolvedTemplate& after,
    const std::map<std::string, std::string>& physical_ids);

std::string_view requires_recreation_text(RequiresRecreation value);

}  // namespace tombola::deploy
