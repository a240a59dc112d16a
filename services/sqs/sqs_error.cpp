#include "services/sqs/sqs_error.h"

#include <fmt/format.h>

namespace tombola::services::sqs {
namespace {

// One of the API model.
ServiceError modelled(std::string_view name, std::string code, std::string message,
                      int status = 400) {
  return ServiceError(std::move(code), std::move(message), status)
      .with_type(fmt::format("com.amazonaws.sqs#{}", name));
}

// Those whose code is theirs with this in front.
ServiceError prefixed(std::string_view name, std::string message) {
  return modelled(name, fmt::format("AWS.SimpleQueueService.{}", name), std::move(message));
}

}  // namespace

ServiceError queue_does_not_exist() {
  return modelled("QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue",
                  "The specified queue does not exist.")
      .with_query_message("The specified queue does not exist for this wsdl version.");
}

ServiceError missing_parameter(std::string_view name) {
  return ServiceError("MissingParameter",
                      fmt::format("The request must contain the parameter {}.", name))
      .with_type("com.amazon.coral.service#MissingRequiredParameterException");
}

ServiceError invalid_parameter_value(std::string message) {
  return ServiceError("InvalidParameterValue", std::move(message))
      .with_type("com.amazon.coral.service#InvalidParameterValueException");
}

ServiceError invalid_attribute_name(std::string_view name) {
  return modelled("InvalidAttributeName", "InvalidAttributeName",
                  fmt::format("Unknown Attribute {}.", name));
}

ServiceError invalid_attribute_value(std::string_view name) {
  return modelled("InvalidAttributeValue", "InvalidAttributeValue",
                  fmt::format("Invalid value for the parameter {}.", name));
}

ServiceError unsupported_operation(std::string message) {
  return prefixed("UnsupportedOperation", std::move(message));
}

ServiceError queue_name_exists(std::string_view attribute) {
  return modelled(
      "QueueNameExists", "QueueAlreadyExists",
      fmt::format(
          "A queue already exists with the same name and a different value for attribute {}",
          attribute));
}

ServiceError purge_in_progress(std::string_view queue) {
  return modelled(
      "PurgeQueueInProgress", "AWS.SimpleQueueService.PurgeQueueInProgress",
      fmt::format("Only one PurgeQueue operation on {} is allowed every 60 seconds.", queue), 403);
}

ServiceError receipt_handle_is_invalid(std::string_view handle) {
  return modelled(
      "ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid",
      fmt::format("The input receipt handle \"{}\" is not a valid receipt handle.", handle));
}

ServiceError message_not_in_flight(std::string_view handle) {
  return prefixed("MessageNotInflight",
                  fmt::format("Value {} for parameter ReceiptHandle is invalid. Reason: Message "
                              "does not exist or is not available for visibility timeout change.",
                              handle));
}

ServiceError empty_batch(std::string_view entry_shape) {
  return prefixed("EmptyBatchRequest",
                  fmt::format("There should be at least one {} in the request.", entry_shape));
}

ServiceError too_many_entries(std::size_t count) {
  return prefixed(
      "TooManyEntriesInBatchRequest",
      fmt::format("Maximum number of entries per request are 10. You have sent {}.", count));
}

ServiceError batch_too_long(std::size_t size_bytes, std::size_t size_bytes_max) {
  return prefixed("BatchRequestTooLong",
                  fmt::format("Batch requests cannot be longer than {} bytes. You have sent {} "
                              "bytes.",
                              size_bytes_max, size_bytes));
}

ServiceError batch_ids_not_distinct(std::string_view id) {
  return prefixed("BatchEntryIdsNotDistinct", fmt::format("Id {} repeated.", id));
}

ServiceError invalid_batch_entry_id() {
  return prefixed("InvalidBatchEntryId",
                  "A batch entry id can only contain alphanumeric characters, hyphens and "
                  "underscores. It can be at most 80 letters long.");
}

ServiceError invalid_message_contents() {
  return modelled("InvalidMessageContents", "InvalidMessageContents",
                  "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | "
                  "#x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");
}

}  // namespace tombola::services::sqs
