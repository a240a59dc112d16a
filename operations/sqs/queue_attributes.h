// The attributes that a queue can be given, and those that it has.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "operations/operation_context.h"
#include "operations/request.h"
#include "services/sqs/queue.h"

namespace tombola::operations::sqs {

// Those of the request's member "Attributes", checked for this queue. Throws ServiceError.
std::map<std::string, std::string> attributes_of(const Request& request,
                                                 const services::sqs::Queue& queue,
                                                 const OperationContext& context);
// Over those that the queue has; an empty policy or key takes the old one away.
void apply_attributes(services::sqs::Queue& queue,
                      const std::map<std::string, std::string>& attributes);

// {"QueueArn":"...",...}: those that were asked for by name, or All.
nlohmann::ordered_json described_attributes(const Request& request,
                                            const services::sqs::Queue& queue,
                                            const OperationContext& context);

}  // namespace tombola::operations::sqs
