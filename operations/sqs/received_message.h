// Which parts of received messages a call wants to see, and the answer with them.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "operations/request.h"
#include "services/sqs/message.h"
#include "services/sqs/queue.h"

namespace tombola::operations::sqs {

class MessageView {
 public:
  // Throws invalid_attribute_name.
  static MessageView of(const Request& request);

  // {"Messages":[...]}; {} without messages.
  std::string answer(const services::sqs::Queue& queue,
                     const std::vector<services::sqs::Message>& messages) const;

 private:
  bool shows_attribute(const std::string& name) const;

  std::set<std::string> system_attributes_;
  std::vector<std::string> attributes_;  // names, "All", or the beginning of names: "a.*"
};

}  // namespace tombola::operations::sqs
