// The error that one of the services beside DynamoDB and Lambda answers: SQS, SNS, S3. Thrown
// anywhere below the wire, caught in one place there; each protocol has its own dress for it.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tombola::services {

class ServiceError : public std::exception {
 public:
  // `code`: as XML protocols name it, "AWS.SimpleQueueService.NonExistentQueue".
  ServiceError(std::string code, std::string message, int status = 400)
      : code_(std::move(code)), message_(std::move(message)), status_(status) {}

  // The name of JSON protocols, with its namespace, where it is not the code:
  // "com.amazonaws.sqs#QueueDoesNotExist".
  ServiceError&& with_type(std::string type) &&;
  // What the Query protocol says where it is not the message.
  ServiceError&& with_query_message(std::string message) &&;
  // A further element of an XML error: <BucketName>.
  ServiceError&& with_detail(std::string name, std::string value) &&;

  const std::string& code() const { return code_; }
  const std::string& message() const { return message_; }
  int status() const { return status_; }
  const std::string& type() const { return type_.empty() ? code_ : type_; }
  const std::string& query_message() const {
    return query_message_.empty() ? message_ : query_message_;
  }
  const std::vector<std::pair<std::string, std::string>>& details() const { return details_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string code_;
  std::string message_;
  int status_;
  std::string type_;
  std::string query_message_;
  std::vector<std::pair<std::string, std::string>> details_;
};

}  // namespace tombola::services
