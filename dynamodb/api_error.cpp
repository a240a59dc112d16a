#include "dynamodb/api_error.h"

#include <utility>

#include "dynamodb/json/json_text.h"

namespace tombola::dynamodb {
namespace {

constexpr std::string_view validate_namespace = "com.amazon.coral.validate#";
constexpr std::string_view service_namespace = "com.amazon.coral.service#";
constexpr std::string_view dynamodb_namespace = "com.amazonaws.dynamodb.v20120810#";

constexpr unsigned bad_request = 400;
constexpr unsigned server_error = 500;

// The model names this member `Message` in TransactionCanceledException; the front end writes its
// own SerializationException with a capital as well.
std::string_view message_member(std::string_view name) {
  return name == "SerializationException" || name == "TransactionCanceledException" ? "Message"
                                                                                    : "message";
}

}  // namespace

ApiError::ApiError(std::string_view name_space, std::string name, std::string message,
                   unsigned status)
    : namespace_(name_space),
      name_(std::move(name)),
      message_(std::move(message)),
      status_(status),
      what_(message_.empty() ? name_ : name_ + ": " + message_) {}

ApiError ApiError::validation(std::string message) {
  return {validate_namespace, "ValidationException", std::move(message), bad_request};
}

ApiError ApiError::serialization(std::string message) {
  return {service_namespace, "SerializationException", std::move(message), bad_request};
}

ApiError ApiError::unknown_operation(std::string message) {
  return {service_namespace, "UnknownOperationException", std::move(message), bad_request};
}

ApiError ApiError::resource_not_found(std::string message) {
  return modelled("ResourceNotFoundException", std::move(message));
}

ApiError ApiError::resource_in_use(std::string message) {
  return modelled("ResourceInUseException", std::move(message));
}

ApiError ApiError::limit_exceeded(std::string message) {
  return modelled("LimitExceededException", std::move(message));
}

ApiError ApiError::conditional_check_failed(std::string item_json) {
  return modelled("ConditionalCheckFailedException", "The conditional request failed",
                  item_json.empty() ? std::string() : "\"Item\":" + item_json);
}

ApiError ApiError::expired_iterator(std::string message) {
  return modelled("ExpiredIteratorException", std::move(message));
}

ApiError ApiError::trimmed_data_access(std::string message) {
  return modelled("TrimmedDataAccessException", std::move(message));
}

ApiError ApiError::access_denied(std::string message) {
  return modelled("AccessDeniedException", std::move(message));
}

ApiError ApiError::internal_server_error(std::string message) {
  return {dynamodb_namespace, "InternalServerError", std::move(message), server_error};
}

ApiError ApiError::modelled(std::string name, std::string message, std::string extra_members_json) {
  ApiError error(dynamodb_namespace, std::move(name), std::move(message), bad_request);
  error.extra_members_json_ = std::move(extra_members_json);
  return error;
}

std::string ApiError::body() const {
  std::string out = "{\"__type\":\"";
  out.append(namespace_).append(name_).push_back('"');
  if (!message_.empty()) {
    out.append(",\"").append(message_member(name_)).append("\":");
    append_json_string(out, message_);
  }
  if (!extra_members_json_.empty()) {
    out.append(",").append(extra_members_json_);
  }
  out.push_back('}');
  return out;
}

}  // namespace tombola::dynamodb
