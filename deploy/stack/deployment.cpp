#include "deploy/stack/deployment.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "deploy/resources/resource_error.h"
#include "deploy/stack/dynamic_references.h"
#include "deploy/stack/replacement.h"
#include "deploy/template/template_error.h"

namespace tombola::deploy {
namespace {

using services::cloudformation::Stack;
using services::cloudformation::StackResource;

StackResource new_resource(const ResolvedResource& wanted) {
  StackResource resource;
  resource.logical_id = wanted.definition.logical_id;
  resource.type = wanted.definition.type;
  return resource;
}

void take_attributes(StackResource& resource, const ResolvedResource& wanted) {
  resource.metadata = wanted.metadata;
  resource.deletion_policy = wanted.definition.deletion_policy;
  resource.update_replace_policy = wanted.definition.update_replace_policy;
}

}  // namespace

Resolver Deployment::resolver(const StackPlan& plan, bool shown) const {
  Resolver::Scope scope{plan.source, values_of(plan.parameters), plan.pseudo};
  scope.imported_value = [this](const std::string& name) {
    return parts_.lookups.imported_value(name);
  };
  scope.resource_value = [this, shown](const Reference& reference) -> std::optional<Json> {
    const StackResource* resource = parts_.journal.stack().find_resource(reference.name);
    if (resource == nullptr) {
      throw ResourceError(fmt::format("Resource {} was not made", reference.name));
    }
    Json value = value_of_resource(*resource, reference.attribute, parts_.journal.stack().arn());
    const bool is_hidden = shown && resource->no_echo && !reference.attribute.empty();
    return is_hidden ? Json("*****") : value;
  };
  return Resolver(std::move(scope));
}

ResourceMaker Deployment::maker(const StackPlan& plan) const {
  return {parts_.context, plan.pseudo, parts_.rules};
}

Json Deployment::properties_of(const StackPlan& plan, const ResolvedResource& wanted) const {
  Json properties = with_dynamic_references(
      resolver(plan).value_of(wanted.definition.properties),
      [this](const std::string& name) { return parts_.lookups.stored_parameter(name); });
  return parts_.local ? parts_.local(properties) : properties;
}

void Deployment::create(const StackPlan& plan, OnFailure on_failure) {
  if (run(plan)) {
    try {
      set_outputs(plan);
      return parts_.journal.set_status("CREATE_COMPLETE");
    } catch (const std::exception& error) {
      failed_.push_back(error.what());
    }
  }
  roll_back_creation(on_failure);
}

bool Deployment::run(const StackPlan& plan) {
  for (const ResolvedResource& wanted : plan.resolved.resources) {
    const std::string& id = wanted.definition.logical_id;
    if (is_cancelled() || is_too_late()) {
      failed_ = {id};
      return false;
    }
    try {
      const StackResource* there = before_.find_resource(id);
      if (there == nullptr || there->status == "CREATE_FAILED") {
        make(plan, wanted);
      } else {
        change(plan, wanted, *there);
      }
    } catch (const std::exception& error) {
      failed_ = {id};
      StackResource* resource = stack().find_resource(id);
      parts_.journal.set_status(
          *resource, before_.find_resource(id) != nullptr ? "UPDATE_FAILED" : "CREATE_FAILED",
          error.what());
      return false;
    }
  }
  return true;
}

void Deployment::make(const StackPlan& plan, const ResolvedResource& wanted) {
  std::erase_if(stack().resources, [&](const StackResource& one) {  // a failed one's place
    const bool is_it = one.logical_id == wanted.definition.logical_id;
    if (is_it && one.is_there()) {
      replaced_.push_back(one);
    }
    return is_it;
  });
  stack().resources.push_back(new_resource(wanted));
  StackResource& resource = stack().resources.back();
  take_attributes(resource, wanted);
  resource.properties = wanted.properties;
  parts_.journal.set_status(resource, "CREATE_IN_PROGRESS");
  const Json properties = properties_of(plan, wanted);
  bool is_told = false;
  maker(plan).create(resource, properties, [&] {
    parts_.journal.tell_initiated(resource, "CREATE_IN_PROGRESS");
    is_told = true;
  });
  if (!is_told) {
    parts_.journal.set_initiated(resource, "CREATE_IN_PROGRESS");
  }
  parts_.journal.set_status(resource, "CREATE_COMPLETE");
}

void Deployment::change(const StackPlan& plan, const ResolvedResource& wanted,
                        const Resource& there) {
  StackResource& resource = *stack().find_resource(wanted.definition.logical_id);
  const Json properties = properties_of(plan, wanted);
  if (needs_replacement(there, wanted.definition.type, properties)) {
    return replace(plan, wanted, there, properties);
  }
  take_attributes(resource, wanted);
  if (resource.properties == properties && there.status != "UPDATE_FAILED") {
    return;
  }
  parts_.journal.set_status(resource, "UPDATE_IN_PROGRESS");
  try {
    maker(plan).update(resource, properties);
  } catch (...) {
    resource.properties = properties;  // as far as it came; the way back starts here
    throw;
  }
  // Of a custom resource: there is a new one, and the old one is to be deleted.
  if (resource.physical_id != there.physical_id && is_custom_resource(resource.type)) {
    replaced_.push_back(there);
  }
  parts_.journal.set_status(resource, "UPDATE_COMPLETE");
}

// The new one first; the old one goes when all is well.
void Deployment::replace(const StackPlan& plan, const ResolvedResource& wanted,
                         const Resource& there, const Json& properties) {
  StackResource& resource = *stack().find_resource(wanted.definition.logical_id);
  parts_.journal.set_status(
      resource, "UPDATE_IN_PROGRESS",
      "Requested update requires the creation of a new physical resource; hence creating one.");
  StackResource made = new_resource(wanted);
  take_attributes(made, wanted);
  try {
    maker(plan).create(made, properties);
  } catch (...) {
    if (!made.physical_id.empty()) {
      abandoned_.push_back(std::move(made));
    }
    throw;
  }
  replaced_.push_back(there);
  resource = std::move(made);
  parts_.journal.set_initiated(resource, "UPDATE_IN_PROGRESS");
  parts_.journal.set_status(resource, "UPDATE_COMPLETE");
}

void Deployment::set_outputs(const StackPlan& plan) {
  const Resolver values = resolver(plan, true);
  stack().outputs.clear();
  for (const OutputDefinition& output : plan.resolved.outputs) {
    Json value = values.value_of(output.value);
    if (parts_.local) {
      value = parts_.local(value);
    }
    if (!is_scalar(value)) {
      throw TemplateError(fmt::format(
          "Template format error: Output {} is malformed. The Value field of every Outputs member "
          "must evaluate to a String.",
          output.name));
    }
    const std::string export_name =
        output.export_name.is_null() ? "" : values.text_of(output.export_name).value_or("");
    stack().outputs.push_back({output.name, scalar_text(value), output.description, export_name});
  }
}

// False: it is still there.
bool Deployment::remove_resource(Resource& resource, const std::string& policy) {
  if (policy == "Retain" || (policy == "RetainExceptOnCreate" && undoes_creation_)) {
    parts_.journal.set_status(resource, "DELETE_SKIPPED");
    return true;
  }
  parts_.journal.set_status(resource, "DELETE_IN_PROGRESS");
  try {
    const PseudoParameters pseudo = pseudo_of(stack());
    if (!resource.physical_id.empty()) {
      ResourceMaker(parts_.context, pseudo, parts_.rules).remove(resource);
    }
    parts_.journal.set_status(resource, "DELETE_COMPLETE");
    return true;
  } catch (const std::exception& error) {
    parts_.journal.set_status(resource, "DELETE_FAILED", error.what());
    return false;
  }
}

// The logical ids of those that could not be removed, the last made first.
std::vector<std::string> Deployment::remove_all(const std::vector<std::string>& retain) {
  std::vector<std::string> left;
  for (auto resource = stack().resources.rbegin(); resource != stack().resources.rend();
       ++resource) {
    if (!resource->is_there() && resource->status != "CREATE_FAILED") {
      continue;
    }
    const bool retained =
        std::find(retain.begin(), retain.end(), resource->logical_id) != retain.end();
    // A creation that failed leaves nothing behind, whatever the policy says.
    const std::string policy = retained           ? "Retain"
                               : undoes_creation_ ? "Delete"
                                                  : resource->deletion_policy;
    if (!remove_resource(*resource, policy)) {
      left.push_back(resource->logical_id);
    }
  }
  return left;
}

void Deployment::remove(const std::vector<std::string>& retain) {
  const std::vector<std::string> left = remove_all(retain);
  if (!left.empty()) {
    return parts_.journal.set_status(
        "DELETE_FAILED",
        fmt::format("The following resource(s) failed to delete: [{}]. ", fmt::join(left, ", ")));
  }
  stack().deleted_ms = parts_.journal.now_ms();
  stack().outputs.clear();
  parts_.journal.set_status("DELETE_COMPLETE");
}

void Deployment::update(const StackPlan& plan, OnFailure on_failure, const Stack& before) {
  before_ = before;
  before_.last_good.clear();
  bool done = run(plan);
  if (done) {
    try {
      set_outputs(plan);
    } catch (const std::exception& error) {
      failed_ = {error.what()};
      done = false;
    }
  }
  if (done) {
    return clean_up(plan);
  }
  if (on_failure == OnFailure::Keep) {
    return parts_.journal.set_status(
        "UPDATE_FAILED", fmt::format("The following resource(s) failed to update: [{}]. ",
                                     fmt::join(failed_, ", ")));
  }
  const std::string reason = is_cancelled()
                                 ? "User Initiated"
                                 : fmt::format("The following resource(s) failed to update: [{}]. ",
                                               fmt::join(failed_, ", "));
  roll_back_update(plan, reason, {});
}

// What was replaced and what the template does not have any more goes.
void Deployment::clean_up(const StackPlan& plan) {
  stack().last_good.clear();
  parts_.journal.set_status("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
  for (auto old = replaced_.rbegin(); old != replaced_.rend(); ++old) {
    remove_resource(*old, old->update_replace_policy);
  }
  for (std::size_t i = stack().resources.size(); i-- > 0;) {
    if (plan.resolved.find(stack().resources[i].logical_id) == nullptr) {
      StackResource resource = stack().resources[i];
      remove_resource(resource, resource.deletion_policy);
      stack().resources.erase(stack().resources.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  parts_.journal.set_status("UPDATE_COMPLETE");
}

}  // namespace tombola::deploy
