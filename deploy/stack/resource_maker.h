// One resource, made, changed or removed through its type; one whose type is not here has a stand-in:
// a name that references come to, said so in one warning.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "deploy/custom/custom_resources.h"
#include "deploy/resources/resource_type.h"
#include "deploy/template/resolver.h"
#include "services/cloudformation/stack.h"

namespace tombola::deploy {

class ResourceMaker {
 public:
  using Warn = std::function<void(const std::string& text)>;
  struct Rules {
    bool strict = false;  // refuse what has no type here
    Warn warn = {};
    // Where custom resources are answered for; null: they have stand-ins.
    std::shared_ptr<AnswerInbox> answers = nullptr;
  };
  // All of them outlive the maker.
  ResourceMaker(operations::OperationContext& context, const PseudoParameters& pseudo, Rules rules)
      : context_(context), pseudo_(pseudo), rules_(std::move(rules)) {}

  // With `properties` resolved. Throw ResourceError; a resource that then has a physical id is to be
  // removed nevertheless. `initiated`: one that takes its time has its physical id and properties,
  // and is not there yet.
  using Initiated = std::function<void()>;
  void create(services::cloudformation::StackResource& resource, const Json& properties,
              const Initiated& initiated = {}) const;
  void update(services::cloudformation::StackResource& resource, const Json& properties) const;
  // What is not there any more is fine.
  void remove(const services::cloudformation::StackResource& resource) const;

 private:
  // None: it is not a custom resource, or a stand-in.
  std::optional<CustomResources> custom(
      const ResourceContext& context,
      const services::cloudformation::StackResource& resource) const;
  void create_stand_in(services::cloudformation::StackResource& resource,
                       const ResourceContext& context) const;
  void complain(const std::string& text) const;
  // Of properties that the type does not know, and that were not there before.
  void complain_of_properties(const ResourceType& type,
                              const services::cloudformation::StackResource& resource,
                              const Json& before, const Json& after) const;
  ResourceContext context_of(const services::cloudformation::StackResource& resource,
                             ResourceContext::Note note = {}) const {
    return {context_, pseudo_, resource.logical_id,
            [this, type = resource.type](const std::string& text) { complain(type + " " + text); },
            std::move(note)};
  }

  operations::OperationContext& context_;
  const PseudoParameters& pseudo_;
  Rules rules_;
};

// The value of Ref and Fn::GetAtt of a resource that was made, in the stack of that ARN. Throws
// ResourceError.
Json value_of_resource(const services::cloudformation::StackResource& resource,
                       const std::string& attribute, const std::string& stack_id);

}  // namespace tombola::deploy
