// A stack made, changed or deleted: resource by resource, each after what it depends on, and taken
// back when one fails. On the thread of whoever calls; the journal shows how far it is.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "deploy/stack/resource_maker.h"
#include "deploy/stack/stack_journal.h"
#include "deploy/stack/stack_plan.h"

namespace tombola::deploy {

class Deployment {
 public:
  // All of them outlive the deployment. `local`: what becomes of a resolved value that is told to
  // others, outputs and variables of functions.
  struct Parts {
    operations::OperationContext& context;
    const AccountLookups& lookups;
    StackJournal& journal;
    ResourceMaker::Rules rules;
    std::function<Json(const Json&)> local = {};
    // Of a creation, by the service clock; 0: it may take as long as it takes.
    std::int64_t deadline_ms = 0;
    // Held by whoever looks at the stack's status to cancel what it says is under way.
    std::mutex& admission;
  };
  explicit Deployment(Parts parts) : parts_(std::move(parts)) {}

  // Of a stack that is marked as under way. Its status says how it ended; nothing is thrown but
  // DeploymentStopped. `before`: what the stack was.
  enum class OnFailure { Rollback, Keep, Delete };
  void create(const StackPlan& plan, OnFailure on_failure);
  void update(const StackPlan& plan, OnFailure on_failure,
              const services::cloudformation::Stack& before);
  void remove(const std::vector<std::string>& retain);
  // What a creation that failed has left; back to what the stack was before an update that failed,
  // without the resources of `skip`.
  void roll_back_failed_creation();
  void roll_back_failed_update(const StackPlan& plan, const services::cloudformation::Stack& before,
                               const std::vector<std::string>& skip);

 private:
  using Resource = services::cloudformation::StackResource;

  void make(const StackPlan& plan, const ResolvedResource& wanted);
  void change(const StackPlan& plan, const ResolvedResource& wanted, const Resource& there);
  void replace(const StackPlan& plan, const ResolvedResource& wanted, const Resource& there,
               const Json& properties);
  Json properties_of(const StackPlan& plan, const ResolvedResource& wanted) const;
  // `shown`: for outputs, where what a custom resource hides is masked.
  Resolver resolver(const StackPlan& plan, bool shown = false) const;
  ResourceMaker maker(const StackPlan& plan) const;
  void set_outputs(const StackPlan& plan);
  // In the order of the plan; false: one failed, and its reason is in the journal.
  bool run(const StackPlan& plan);
  bool is_cancelled() const;
  bool is_too_late() const;
  // Whatever was cancelled or limited: the way back is not, and whoever cancels now finds it begun.
  void begin_way_back(const std::string& status, const std::string& reason);
  bool remove_resource(Resource& resource, const std::string& policy);
  std::vector<std::string> remove_all(const std::vector<std::string>& retain);
  void roll_back_creation(OnFailure on_failure);
  void clean_up(const StackPlan& plan);
  void roll_back_update(const StackPlan& plan, const std::string& reason,
                        const std::vector<std::string>& skip);
  void restore();
  // False: it failed.
  bool change_back(const StackPlan& plan, Resource& resource, Resource& old);

  services::cloudformation::Stack& stack() { return parts_.journal.stack(); }

  Parts parts_;
  services::cloudformation::Stack before_;  // of an update
  std::vector<Resource> replaced_;          // what the new ones took the place of
  std::vector<Resource> abandoned_;         // new ones that are to go again
  std::vector<std::string> failed_;
  bool undoes_creation_ = false;  // nothing is retained then
};

}  // namespace tombola::deploy
