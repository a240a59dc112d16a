#include "operations/lambda/lambda_error.h"

#include <utility>

#include "dynamodb/json/json_text.h"

namespace tombola::operations::lambda {

LambdaError::LambdaError(int status, std::string name, std::string message)
    : status_(status), name_(std::move(name)), message_(std::move(message)) {}

LambdaError LambdaError::resource_not_found(std::string message) {
  return {404, "ResourceNotFoundException", std::move(message)};
}
LambdaError LambdaError::no_provisioned_concurrency() {
  return {404, "ProvisionedConcurrencyConfigNotFoundException",
          "No Provisioned Concurrency Config found for this function"};
}
LambdaError LambdaError::resource_conflict(std::string message) {
  return {409, "ResourceConflictException", std::move(message)};
}
LambdaError LambdaError::invalid_parameter(std::string message) {
  return {400, "InvalidParameterValueException", std::move(message)};
}
LambdaError LambdaError::invalid_content(std::string message) {
  return {400, "InvalidRequestContentException", std::move(message)};
}
LambdaError LambdaError::precondition_failed(std::string message) {
  return {412, "PreconditionFailedException", std::move(message)};
}
LambdaError LambdaError::access_denied(std::string message) {
  return {403, "AccessDeniedException", std::move(message)};
}
LambdaError LambdaError::too_large(std::string message) {
  return {413, "RequestEntityTooLargeException", std::move(message)};
}
LambdaError LambdaError::too_many_requests(std::string reason) {
  LambdaError error(429, "TooManyRequestsException", "Rate Exceeded.");
  error.reason_ = std::move(reason);
  return error;
}
LambdaError LambdaError::bad_gateway(std::string name, std::string message) {
  return {502, std::move(name), std::move(message)};
}
LambdaError LambdaError::validation(std::string message) {
  return {400, "ValidationException", std::move(message)};
}

std::string LambdaError::body() const {
  std::string out = "{";
  if (!reason_.empty()) {
    out += "\"Reason\":" + dynamodb::json_string(reason_) + ",";
  }
  if (name_ != "ValidationException") {
    out += "\"Type\":\"User\",";
  }
  out += name_ == "ResourceNotFoundException" ? "\"Message\":" : "\"message\":";
  return out + dynamodb::json_string(message_) + "}";
}

}  // namespace tombola::operations::lambda
