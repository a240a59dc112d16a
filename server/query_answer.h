// Answers of Query services: an operation's JSON, or its error, as XML. Pure.
#pragma once

#include <string>
#include <string_view>

#include "server/service_wire.h"
#include "services/service_error.h"

namespace tombola::server {

// <SendMessageResponse><SendMessageResult>...</SendMessageResult><ResponseMetadata>...; without the
// result when the operation has none to give (an empty text).
std::string query_answer_xml(std::string_view answer_json, const ServiceWire& wire,
                             std::string_view operation, std::string_view request_id);

// <ErrorResponse><Error>...</Error><RequestId>...; `wire` may be null.
std::string query_error_xml(const services::ServiceError& error, const ServiceWire* wire,
                            std::string_view request_id);

// The same as JSON, for callers that accept that: {"SendMessageResponse":{"SendMessageResult":{...},
// "ResponseMetadata":{"RequestId":"..."}}} and {"Error":{...},"RequestId":"..."}.
std::string query_answer_json(std::string_view answer_json, std::string_view operation,
                              std::string_view request_id);
std::string query_error_json(const services::ServiceError& error, std::string_view request_id);

}  // namespace tombola::server
