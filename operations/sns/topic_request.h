// What the requests of SNS have in common.
// https://docs.aws.amazon.com/sns/latest/api/API_Operations.html
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "dynamodb/validation/shape.h"
#include "operations/operation_context.h"
#include "operations/service_request.h"
#include "services/services.h"
#include "services/sns/topic.h"

namespace tombola::operations::sns {

dynamodb::Field topic_arn_field();
// Throws topic_does_not_exist, and invalid_parameter on what is no ARN.
services::sns::Topic topic_of(const Request& request, OperationContext& context);

// {member:[...],"NextToken"?}: a page of the rows, from the request's NextToken on.
std::string page_of(const Request& request, std::string_view member,
                    std::vector<nlohmann::ordered_json> rows);

// Subscriptions as the lists show them.
nlohmann::ordered_json subscription_json(const services::sns::Subscription& subscription);

// Throws ServiceError on an attribute that subscriptions do not have, or that is not served.
void check_subscription_attribute(const std::string& name, const std::string& value);

}  // namespace tombola::operations::sns
