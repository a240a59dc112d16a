// The way back of a deployment that failed.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "deploy/stack/deployment.h"
#include "deploy/stack/replacement.h"

namespace tombola::deploy {

using services::cloudformation::Stack;
using services::cloudformation::StackResource;

bool Deployment::is_cancelled() const {
  return parts_.rules.answers && parts_.rules.answers->is_cancelled(parts_.journal.stack().arn());
}

bool Deployment::is_too_late() const {
  return parts_.deadline_ms != 0 && parts_.journal.now_ms() >= parts_.deadline_ms;
}

void Deployment::begin_way_back(const std::string& status, const std::string& reason) {
  const std::lock_guard lock(parts_.admission);
  parts_.journal.set_status(status, reason);
  if (parts_.rules.answers) {
    parts_.rules.answers->allow(stack().arn());
    parts_.rules.answers->limit(stack().arn(), 0);
  }
}

void Deployment::roll_back_creation(OnFailure on_failure) {
  const std::string reason = is_too_late()
                                 ? "Stack creation time exceeded the specified timeout. "
                                 : fmt::format("The following resource(s) failed to create: [{}]. ",
                                               fmt::join(failed_, ", "));
  // Whoever cancelled deletes next.
  if (on_failure == OnFailure::Keep || is_cancelled()) {
    return parts_.journal.set_status("CREATE_FAILED", reason);
  }
  begin_way_back(on_failure == OnFailure::Delete ? "DELETE_IN_PROGRESS" : "ROLLBACK_IN_PROGRESS",
                 reason + (on_failure == OnFailure::Delete ? "Delete requested by user."
                                                           : "Rollback requested by user."));
  undoes_creation_ = true;
  const std::vector<std::string> left = remove_all({});
  stack().outputs.clear();
  const std::string done = on_failure == OnFailure::Delete ? "DELETE" : "ROLLBACK";
  if (!left.empty()) {
    return parts_.journal.set_status(
        done + "_FAILED",
        fmt::format("The following resource(s) failed to delete: [{}]. ", fmt::join(left, ", ")));
  }
  if (on_failure == OnFailure::Delete) {
    stack().deleted_ms = parts_.journal.now_ms();
  }
  parts_.journal.set_status(done + "_COMPLETE");
}

void Deployment::roll_back_failed_creation() {
  undoes_creation_ = true;
  const std::vector<std::string> left = remove_all({});
  stack().outputs.clear();
  if (!left.empty()) {
    return parts_.journal.set_status(
        "ROLLBACK_FAILED",
        fmt::format("The following resource(s) failed to delete: [{}]. ", fmt::join(left, ", ")));
  }
  parts_.journal.set_status("ROLLBACK_COMPLETE");
}

void Deployment::roll_back_failed_update(const StackPlan& plan, const Stack& before,
                                         const std::vector<std::string>& skip) {
  before_ = before;
  roll_back_update(plan, "User Initiated", skip);
}

// What was changed is changed back, what was made is removed; the stack is again what it was, its
// template and parameters as well.
void Deployment::roll_back_update(const StackPlan& plan, const std::string& reason,
                                  const std::vector<std::string>& skip) {
  begin_way_back("UPDATE_ROLLBACK_IN_PROGRESS", reason);
  std::vector<std::string> left;
  for (auto resource = stack().resources.rbegin(); resource != stack().resources.rend();
       ++resource) {
    StackResource* old = before_.find_resource(resource->logical_id);
    const bool is_replaced = old != nullptr && old->physical_id != resource->physical_id;
    const bool is_changed = old != nullptr && (old->properties != resource->properties ||
                                               resource->status == "UPDATE_FAILED");
    const bool answered_anew = is_replaced && is_custom_resource(old->type) &&
                               !needs_replacement(*old, resource->type, resource->properties);
    if (old == nullptr || (is_replaced && !answered_anew)) {
      abandoned_.push_back(*resource);
    } else if (is_changed &&
               std::find(skip.begin(), skip.end(), resource->logical_id) == skip.end() &&
               !change_back(plan, *resource, *old)) {
      left.push_back(resource->logical_id);
    }
  }
  if (!left.empty()) {
    return parts_.journal.set_status(
        "UPDATE_ROLLBACK_FAILED",
        fmt::format("The following resource(s) failed to update: [{}]. ", fmt::join(left, ", ")));
  }
  restore();
  parts_.journal.set_status("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
  for (StackResource& resource : abandoned_) {
    remove_resource(resource, "Delete");
  }
  parts_.journal.set_status("UPDATE_ROLLBACK_COMPLETE");
}

void Deployment::restore() {
  Stack restored = before_;
  restored.updated_ms = stack().updated_ms;
  restored.change_set_id = stack().change_set_id;
  stack() = std::move(restored);
}

// `old` is what the stack will have.
bool Deployment::change_back(const StackPlan& plan, StackResource& resource, StackResource& old) {
  parts_.journal.set_status(resource, "UPDATE_IN_PROGRESS");
  const StackResource changed = resource;
  try {
    maker(plan).update(resource, old.properties);
    parts_.journal.set_status(resource, "UPDATE_COMPLETE");
  } catch (const std::exception& error) {
    parts_.journal.set_status(resource, "UPDATE_FAILED", error.what());
    return false;
  }
  if (!is_custom_resource(resource.type)) {
    return true;
  }
  // A custom resource's provider may have made yet another one.
  if (changed.physical_id != resource.physical_id) {
    abandoned_.push_back(changed);
  }
  if (old.physical_id != resource.physical_id && old.physical_id != changed.physical_id) {
    abandoned_.push_back(old);
  }
  old.physical_id = resource.physical_id;
  old.attributes = resource.attributes;
  old.request_id = resource.request_id;
  old.no_echo = resource.no_echo;
  return true;
}

}  // namespace tombola::deploy
