// Custom resources: made, changed and removed by whoever their ServiceToken names, a function or the
// subscribers of a topic, who answer at a URL of this server.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "deploy/custom/answer_inbox.h"
#include "deploy/custom/custom_message.h"
#include "deploy/resources/resource_type.h"
#include "services/cloudformation/stack.h"

namespace tombola::deploy {

class CustomResources {
 public:
  using Resource = services::cloudformation::StackResource;
  using Warn = std::function<void(const std::string& text)>;
  // The context outlives it. A function may end after everybody has stopped waiting for it, so the
  // inbox is shared. `warn` may be empty.
  CustomResources(const ResourceContext& context, std::shared_ptr<AnswerInbox> inbox, Warn warn)
      : context_(context), inbox_(std::move(inbox)), warn_(std::move(warn)) {}

  // Throw ResourceError. A resource whose creation failed has the physical id that its provider, or
  // else this server, gave it: it is deleted under that.
  void create(Resource& resource, const Json& properties) const;
  // May change the physical id: what had the old one is to be removed then.
  void update(Resource& resource, const Json& properties) const;
  void remove(const Resource& resource) const;

 private:
  CustomResponse response_to(CustomRequest request) const;
  void send(const CustomRequest& request, const std::string& token) const;
  void invoke(const CustomRequest& request, const std::string& token) const;

  const ResourceContext& context_;
  const std::shared_ptr<AnswerInbox> inbox_;
  const Warn warn_;
};

}  // namespace tombola::deploy
