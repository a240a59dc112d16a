#include "deploy/stack/stack_journal.h"

#include "services/random_id.h"

namespace tombola::deploy {

using services::cloudformation::StackEvent;
using services::cloudformation::StackResource;

constexpr const char* resource_initiated = "Resource creation Initiated";

void StackJournal::set_status(const std::string& status, const std::string& reason) {
  stack_.status = status;
  stack_.status_reason = reason;
  const std::int64_t time_ms = now_ms_();
  record({services::random_uuid(), stack_.name, stack_.arn(), "AWS::CloudFormation::Stack", status,
          reason, "", time_ms});
}

void StackJournal::set_status(StackResource& resource, const std::string& status,
                              const std::string& reason) {
  record(event_of(resource, status, reason));
}

void StackJournal::set_initiated(StackResource& resource, const std::string& status) {
  untold_.push_back(event_of(resource, status, resource_initiated));
}

void StackJournal::tell_initiated(StackResource& resource, const std::string& status) {
  record(event_of(resource, status, resource_initiated));
}

StackEvent StackJournal::event_of(StackResource& resource, const std::string& status,
                                  const std::string& reason) {
  resource.status = status;
  resource.status_reason = reason;
  resource.time_ms = now_ms_();
  return {resource.logical_id + "-" + status + "-" + services::random_uuid(),
          resource.logical_id,
          resource.physical_id,
          resource.type,
          status,
          reason,
          resource.properties.is_null() ? "" : resource.properties.dump(),
          resource.time_ms};
}

void StackJournal::record(StackEvent event) {
  untold_.push_back(std::move(event));
  store_.record(stack_, untold_);
  untold_.clear();
}

}  // namespace tombola::deploy
