// Brings stacks to what a project says, and tells what was added, changed and removed.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

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

  enum class Outcome {
    Up,
    Failed,   // a stack did, and its reasons are printed
    Stopped,  // the engine was, before all was done
  };
  // Stack by stack, up to the first that fails. A stack that is as it should be is told of only the
  // first time. Waits until all is done.
  Outcome bring(const Project& project);

 private:
  Outcome bring(const ProjectStack& wanted);
  operations::StackRequest request_of(const ProjectStack& wanted) const;
  // Of a stack that is as a failure or the end of the server has left it: then it can be neither made
  // nor changed. False: stopped.
  bool clear_failure(const std::string& name);
  bool clear_failed_creation(const services::cloudformation::Stack& stack);
  bool clear_failed_update(const services::cloudformation::Stack& stack);
  // For which the stack could not be deleted or go back.
  bool done_without_what_is_in_the_way(
      const std::string& arn,
      const std::function<void(const std::vector<std::string>&)>& begin_without);
  std::vector<std::string> resources_in_the_way(const std::string& arn);
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
