// The error that the Lambda API answers. Thrown anywhere below the wire, caught in one place there.
//
// On the wire: the status, the name in x-amzn-ErrorType, and a body
// {"Type":"User","message":"..."}; ResourceNotFoundException spells its member "Message" (observed
// on AWS).
#pragma once

#include <exception>
#include <string>

namespace tombola::operations::lambda {

class LambdaError : public std::exception {
 public:
  static LambdaError resource_not_found(std::string message);   // 404
  static LambdaError no_provisioned_concurrency();              // 404
  static LambdaError resource_conflict(std::string message);    // 409
  static LambdaError invalid_parameter(std::string message);    // 400
  static LambdaError invalid_content(std::string message);      // 400, of an invocation
  static LambdaError precondition_failed(std::string message);  // 412
  static LambdaError access_denied(std::string message);        // 403
  static LambdaError too_large(std::string message);            // 413, of code or an event
  static LambdaError too_many_requests(std::string reason);     // 429: "Rate Exceeded."
  static LambdaError bad_gateway(std::string name, std::string message);  // 502
  // As the other operations say that a parameter is not one of ours.
  static LambdaError validation(std::string message);

  const std::string& name() const { return name_; }
  const std::string& message() const { return message_; }
  int status() const { return status_; }
  std::string body() const;
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  LambdaError(int status, std::string name, std::string message);

  int status_;
  std::string name_;
  std::string message_;
  std::string reason_;
};

}  // namespace tombola::operations::lambda
