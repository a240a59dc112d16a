// What the requests of CloudWatch Logs have in common.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "dynamodb/validation/shape.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "services/logs/log_group.h"
#include "services/logs/logs.h"
#include "services/service_error.h"
#include "services/services.h"

namespace tombola::operations::logs {

// Types, then constraints; those in the words of an InvalidParameterException. Throws ServiceError,
// and ApiError on a type.
Request checked(dynamodb::JsonValue json, const dynamodb::Shape& fields);

// logGroupName, logStreamName and the like.
dynamodb::Field group_name_field(dynamodb::Presence presence = dynamodb::Presence::Required);
dynamodb::Field group_identifier_field();
dynamodb::Field stream_name_field(std::string_view member, dynamodb::Presence presence);
dynamodb::Shape stream_name_shape();
dynamodb::Shape next_token_shape();
dynamodb::Shape page_limit_shape();    // of what is described
dynamodb::Shape events_limit_shape();  // of events
dynamodb::Shape time_shape();

// With what functions have written so far.
services::logs::Logs& logs_of(OperationContext& context);
// The group of logGroupName, or of logGroupIdentifier, a name or an ARN. Throws group_not_found, and
// on none or both of them.
services::logs::LogGroup group_of(const Request& request, OperationContext& context);
// A token says after which name a page begins. Throws on what is none; empty: the first page.
std::string name_of_token(const Request& request);
std::string token_of_name(std::string_view name);
services::ServiceError invalid_token();

}  // namespace tombola::operations::logs
