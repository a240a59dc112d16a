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

bool ProjectDeployment::bring(const Project& project) {
  try {
    upload_assets(context_, project.assets);
  } catch (const ProjectError& error) {
    print_(error.what());
    return false;
  }
  for (const ProjectStack& stack : project.stacks) {
    try {
      if (!bring(stack)) {
        return false;
      }
    } catch (const services::ServiceError& error) {
      print_(fmt::format("{}: {}", stack.name, error.message()));
      return false;
    }
  }
  return true;
}

bool ProjectDeployment::bring(const ProjectStack& wanted) {
  clear_failed_creation(wanted.name);
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
    return true;
  }
  shown_.insert(wanted.name);
  const Stack after = when_done(arn);
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
  return !failed;
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

// A stack that never came to be can only be deleted.
void ProjectDeployment::clear_failed_creation(const std::string& name) {
  const auto stack = stacks_.store().find(context_.name_space, name);
  if (stack && (stack->status.starts_with("ROLLBACK_") || stack->status == "CREATE_FAILED" ||
                stack->status == "DELETE_FAILED" || stack->is_in_review())) {
    stacks_.delete_stack(context_, stack->arn(), {});
    stacks_.wait_until_done();
    // What cannot be deleted is left where it is.
    const auto left = stacks_.store().find(context_.name_space, stack->arn());
    if (left && left->status == "DELETE_FAILED") {
      std::vector<std::string> retain;
      for (const auto& resource : left->resources) {
        if (resource.status == "DELETE_FAILED") {
          retain.push_back(resource.logical_id);
        }
      }
      stacks_.delete_stack(context_, left->arn(), retain);
      stacks_.wait_until_done();
    }
  }
}

Stack ProjectDeployment::when_done(const std::string& arn) {
  stacks_.wait_until_done();
  return stacks_.store().find(context_.name_space, arn).value_or(Stack());
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
