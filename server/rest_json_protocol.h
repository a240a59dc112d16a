// AWS's REST-JSON protocol, as the Lambda API and API Gateway's control planes speak it: method and
// path name the operation, path, query, headers and body together are its request; what fails is a
// status, the error's name in x-amzn-ErrorType and a body with its message.
//
// A path of Lambda's starts with the date of its API: /2015-03-31/functions. What is API Gateway's
// is told by its signature.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/event_loop.h"
#include "http/listener.h"
#include "operations/operation.h"
#include "operations/operation_context.h"
#include "server/caller_identity.h"
#include "server/rest_request.h"

namespace tombola::server {

// Thread-safe. The loop, and what the context refers to, must outlive it.
class RestJsonProtocol {
 public:
  struct Parts {
    operations::OperationContext context;  // with its lambda
    const CallerIdentity& identity;
    http::EventLoop& workers;
    // Transactions wait for the disk, so none may run on a socket thread.
    bool writes_wait = false;
    // Tells why a request ended as a ServiceException, in one line. Any thread.
    std::function<void(std::string)> report;
  };

  explicit RestJsonProtocol(Parts parts);

  static bool owns(const http::Request& request);

  // Before the first request.
  void set_endpoint(std::string host_and_port) {
    parts_.context.endpoint = std::move(host_and_port);
  }

  void handle(http::Request request, http::Responder respond);
  // Deployment packages are large; what is larger is refused in Lambda's words.
  http::BodyLimit body_limit(const http::Request& head) const;

 private:
  struct Route {
    const operations::Operation* operation;
    RestRequest request;
  };
  struct Call {
    const operations::Operation* operation;
    std::string members;
    http::Request request;
    http::Responder respond;
    operations::OperationContext context;  // of the caller
  };

  void run(const std::shared_ptr<Call>& call);
  void run_operation(Call& call);
  class StreamedCall;
  void run_with_payload(const std::shared_ptr<Call>& call);

  Parts parts_;
  std::vector<Route> routes_;
};

}  // namespace tombola::server
