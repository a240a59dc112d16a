// The attributes of a topic.
#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "operations/operation_context.h"
#include "services/sns/topic.h"

namespace tombola::operations::sns {

// Throws invalid_parameter on one that cannot be set, or is not served.
void check_topic_attribute(std::string_view name);

nlohmann::ordered_json topic_attributes(const services::sns::Topic& topic,
                                        OperationContext& context);

}  // namespace tombola::operations::sns
