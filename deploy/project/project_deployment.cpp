#include "deploy/project/project_deployment.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "deploy/project/project_assets.h"
#include "services/service_error.h"

namespace tombola::deploy {

using services::cloudformation::Stack;
using services::cloudformation::StackEvent;

namespace {

constexpr std::string_view no_updates = "No updates are to be performed.";

// "+" and so on of an event that says how a resource ended; none: it is another kind of event.
std::optional<std::string_view> mark_of(const StackEvent& event, bool failures) {
  if (failures) {
    return event.status.ends_with("_FAILED") ? std::optional<std::string_view>("!") : std::nullopt;
  }
  if (event.status == "CREATE_COMPLETE") {
    return "+";
  }
  if (event.status == "UPDATE_COMPLETE") {
    return "~";
  }
  return event.status == "DELETE_COMPLETE" ? std::optional<std::string_view>("-") : std::nullopt;
}

bool has_failed(const Stack& stack) {
  return stack.status.find("ROLLBACK") != std::string::npos || stack.status.ends_with("_FAILED") ||
         stack.is_deleted();
}

}  // namespace

ProjectDeployment::Outcome ProjectDeployment::bring(const Project& project) {
  try {
    upload_assets(context_, project.assets);
  } catch (const ProjectError& error) {
    print_(error.what());
    return Outcome::Failed;
  }
  for (const ProjectStack& stack : project.stacks) {
    try {
      if (const Outcome outcome = bring(stack); outcome != Outcome::Up) {
        return outcome;
      }
    } catch (const services::ServiceError& error) {
      print_(fmt::format("{}: {}", stack.name, error.message()));
      return Outcome::Failed;
    } catch (const std::exception& error) {  // ours; the next save may get around it
      print_(fmt::format("{}: {}", stack.name, error.what()));
      return Outcome::Failed;
    }
  }
  return Outcome::Up;
}

ProjectDeployment::Outcome ProjectDeployment::bring(const ProjectStack& wanted) {
  if (!clear_failure(wanted.name)) {
    return Outcome::Stopped;
  }
  const auto before = stacks_.store().find(context_.name_space, wanted.name);
  const std::size_t known = before ? stacks_.store().events(*before).size() : 0;
  std::string arn;
  try {
    arn = before ? stacks_.update_stack(context_, request_of(wanted))
                 : stacks_.create_stack(context_, request_of(wanted));
  } catch (const services::ServiceError& error) {
    if (error.message() != no_updates) {
      throw;
    }
    if (shown_.insert(wanted.name).second) {
      print_(fmt::format("{}: as it was", wanted.name));
      print_outputs(*before);
    }
    return Outcome::Up;
  }
  shown_.insert(wanted.name);
  if (!stacks_.wait_until_done(arn)) {
    return Outcome::Stopped;
  }
  const Stack after = stacks_.store().find(context_.name_space, arn).value_or(Stack());
  const bool failed = has_failed(after);
  if (failed) {
    print_(fmt::format(
        "{}: {}", wanted.name,
        before ? "not updated, it is as before" : "not created, nothing of it is left"));
  } else {
    print_(fmt::format("{}: {}", wanted.name, before ? "updated" : "created"));
  }
  print_changes(after, known, failed);
  if (!failed) {
    print_outputs(after);
  }
  return failed ? Outcome::Failed : Outcome::Up;
}

operations::StackRequest ProjectDeployment::request_of(const ProjectStack& wanted) const {
  operations::StackRequest request;
  request.stack_name = wanted.name;
  request.template_text = wanted.template_text;
  for (const auto& [key, value] : wanted.parameters) {
    request.parameters.push_back({key, value});
  }
  if (!wanted.tags.empty()) {
    request.tags = wanted.tags;
  }
  request.capabilities = {"CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"};
  return request;
}

bool ProjectDeployment::clear_failure(const std::string& name) {
  const auto stack = stacks_.store().find(context_.name_space, name);
  if (!stack) {
    return true;
  }
  if (stack->status.starts_with("ROLLBACK_") || stack->status == "CREATE_FAILED" ||
      stack->status == "DELETE_FAILED" || stack->is_in_review()) {
    return clear_failed_creation(*stack);
  }
  const bool is_half_changed =
      stack->status == "UPDATE_FAILED" || stack->status == "UPDATE_ROLLBACK_FAILED";
  return !is_half_changed || clear_failed_update(*stack);
}

// One that never came to be can only be deleted. What cannot be deleted is left where it is.
bool ProjectDeployment::clear_failed_creation(const Stack& stack) {
  stacks_.delete_stack(context_, stack.arn(), {});
  return done_without_what_is_in_the_way(
      stack.arn(), [&](const auto& left) { stacks_.delete_stack(context_, stack.arn(), left); });
}

// One whose update was broken off goes back to what it was, but for what cannot.
bool ProjectDeployment::clear_failed_update(const Stack& stack) {
  print_(fmt::format("{}: its last update was broken off and is taken back first", stack.name));
  if (stack.status == "UPDATE_FAILED") {
    stacks_.roll_back(context_, stack.arn());
  } else {
    stacks_.continue_rollback(context_, stack.arn(), {});
  }
  return done_without_what_is_in_the_way(stack.arn(), [&](const auto& left) {
    stacks_.continue_rollback(context_, stack.arn(), left);
  });
}

// What was begun is done, the second time without the resources that it stopped at.
bool ProjectDeployment::done_without_what_is_in_the_way(
    const std::string& arn,
    const std::function<void(const std::vector<std::string>&)>& begin_without) {
  if (!stacks_.wait_until_done(arn)) {
    return false;
  }
  const std::vector<std::string> left = resources_in_the_way(arn);
  if (left.empty()) {
    return true;
  }
  begin_without(left);
  return stacks_.wait_until_done(arn);
}

std::vector<std::string> ProjectDeployment::resources_in_the_way(const std::string& arn) {
  const Stack stack = stacks_.store().find(context_.name_space, arn).value_or(Stack());
  std::vector<std::string> ids;
  if (stack.status == "DELETE_FAILED" || stack.status == "UPDATE_ROLLBACK_FAILED") {
    for (const auto& resource : stack.resources) {
      if (resource.status == "DELETE_FAILED" || resource.status == "UPDATE_FAILED") {
        ids.push_back(resource.logical_id);
      }
    }
  }
  return ids;
}

void ProjectDeployment::print_changes(const Stack& stack, std::size_t known, bool failures) {
  const std::vector<StackEvent> events = stacks_.store().events(stack);  // the newest first
  for (std::size_t i = events.size() - std::min(known, events.size()); i > 0; --i) {
    const StackEvent& event = events[i - 1];
    const auto mark = mark_of(event, failures);
    if (!mark || event.logical_id == stack.name) {
      continue;
    }
    print_(fmt::format("  {} {:<32} {}{}", *mark, event.type, event.logical_id,
                       failures ? ": " + event.reason : ""));
  }
}

void ProjectDeployment::print_outputs(const Stack& stack) {
  for (const auto& output : stack.outputs) {
    print_(fmt::format("  {} = {}", output.key, output.value));
  }
}

}  // namespace tombola::deploy
