// The error that AWS would answer. Thrown anywhere below the wire, caught in exactly one place
// there.
//
// The name, its namespace, the status and the spelling of the message member follow AWS:
// com.amazon.coral.validate# for ValidationException, com.amazon.coral.service# for what the front
// end refuses, com.amazonaws.dynamodb.v20120810# for modelled errors; "Message" with a capital for
// SerializationException and TransactionCanceledException, "message" elsewhere, and none at all
// when the text is empty.
#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace tombola::dynamodb {

class ApiError : public std::exception {
 public:
  static ApiError validation(std::string message);
  static ApiError serialization(std::string message = {});
  static ApiError unknown_operation(std::string message = {});
  static ApiError resource_not_found(std::string message);
  static ApiError resource_in_use(std::string message);
  static ApiError limit_exceeded(std::string message);
  // `item_json`: the old item in DynamoDB JSON when ReturnValuesOnConditionCheckFailure asked for
  // it.
  static ApiError conditional_check_failed(std::string item_json = {});
  static ApiError expired_iterator(std::string message);
  static ApiError trimmed_data_access(std::string message);
  static ApiError access_denied(std::string message);
  static ApiError internal_server_error(std::string message = "Internal server error");
  // Any other name of the model, in the DynamoDB namespace. `extra_members_json` is spliced after
  // the message as it is: `"CancellationReasons":[...]`.
  static ApiError modelled(std::string name, std::string message,
                           std::string extra_members_json = {});

  // ValidationException, ...: the part after '#'.
  const std::string& name() const { return name_; }
  const std::string& message() const { return message_; }
  unsigned status() const { return status_; }
  // {"__type":"com.amazon.coral.validate#ValidationException","message":"..."}
  std::string body() const;

  const char* what() const noexcept override { return what_.c_str(); }

 private:
  ApiError(std::string_view name_space, std::string name, std::string message, unsigned status);

  std::string_view namespace_;
  std::string name_;
  std::string message_;
  std::string extra_members_json_;
  unsigned status_;
  std::string what_;
};

}  // namespace tombola::dynamodb
