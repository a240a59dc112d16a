#include "deploy/stack/stack_journal.h"

#include "services/random_id.h"

namespace tombola::deploy {

using services::cloudformation::StackEvent;
using services::cloudformation::StackResource;

void StackJournal::set_status(const std::string& status, const std::string& reason) {
  stack_.status = status;
  stack_.status_reason = reason;
  const std::int64_t time_ms = now_ms_();
  store_.record(stack_, {services::random_uuid(), stack_.name, stack_.arn(),
                         "AWS::CloudFormation::Stack", status, reason, "", time_ms});
}

void StackJournal::set_status(StackResource& resource, const std::string& status,
                              const std::string& reason) {
  resource.status = status;
  resource.status_reason = reason;
  resource.time_ms = now_ms_();
  store_.record(
      stack_, {resource.logical_id + "-" + status + "-" + services::random_uuid(),
               resource.logical_id, resource.physical_id, resource.type, status, reason,
               resource.properties.is_null() ? "" : resource.properties.dump(), resource.time_ms});
}

}  // namespace tombola::deploy
