// Brings stacks to what a project says, and tells what was added, changed and removed.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "deploy/project/project.h"
#include "operations/cloudformation/stack_engine.h"

namespace tombola::deploy {

class ProjectDeployment {
 public:
  // `print`: lines for the person at the terminal. All outlive the deployment.
  using Print = std::function<void(const std::string& line)>;
  ProjectDeployment(operations::StackEngine& stacks, operations::OperationContext context,
                    Print print)
      : stacks_(stacks), context_(std::move(context)), print_(std::move(print)) {}

  // Stack by stack, up to the first that fails; false: one did, and its reasons are printed. A
  // stack that is as it should be is told of only the first time. Waits until all is done.
  bool bring(const Project& project);

 private:
  bool bring(const ProjectStack& wanted);
  operations::StackRequest request_of(const ProjectStack& wanted) const;
  void clear_failed_creation(const std::string& name);
  services::cloudformation::Stack when_done(const std::string& arn);
  // Of the events that came after the first `known` ones: what was done, or what failed.
  void print_changes(const services::cloudformation::Stack& stack, std::size_t known,
                     bool failures);
  void print_outputs(const services::cloudformation::Stack& stack);

  operations::StackEngine& stacks_;
  operations::OperationContext context_;
  Print print_;
  std::set<std::string> shown_;  // names of stacks
};

}  // namespace tombola::deploy
