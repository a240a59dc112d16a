// A stack under way: what happens to it and to its resources is written down as it happens, so that
// it can be read meanwhile and is still known after the process died.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "services/cloudformation/stack.h"
#include "services/cloudformation/stack_store.h"

namespace tombola::deploy {

class StackJournal {
 public:
  StackJournal(services::cloudformation::StackStore& store, std::function<std::int64_t()> now_ms,
               services::cloudformation::Stack stack)
      : store_(store), now_ms_(std::move(now_ms)), stack_(std::move(stack)) {}

  services::cloudformation::Stack& stack() { return stack_; }
  std::int64_t now_ms() const { return now_ms_(); }

  // The stack's own status; saved, and an event.
  void set_status(const std::string& status, const std::string& reason = {});
  // A resource's. The resource is one of the stack's, or one that is on its way out.
  void set_status(services::cloudformation::StackResource& resource, const std::string& status,
                  const std::string& reason = {});
  // "Resource creation Initiated": told together with how it ended, which follows at once.
  void set_initiated(services::cloudformation::StackResource& resource, const std::string& status);
  // The same, told and saved now: how it ends is far off.
  void tell_initiated(services::cloudformation::StackResource& resource, const std::string& status);

 private:
  services::cloudformation::StackEvent event_of(services::cloudformation::StackResource& resource,
                                                const std::string& status,
                                                const std::string& reason);
  void record(services::cloudformation::StackEvent event);

  services::cloudformation::StackStore& store_;
  std::function<std::int64_t()> now_ms_;
  services::cloudformation::Stack stack_;
  std::vector<services::cloudformation::StackEvent> untold_;
};

}  // namespace tombola::deploy
