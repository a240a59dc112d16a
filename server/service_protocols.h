// The protocols of the services beside DynamoDB and Lambda, as server/service_wire.h tells them
// apart: AWS JSON (POST with X-Amz-Target) and AWS Query (a form with Action and Version, answered
// with XML). The same operation answers both. Paths do not matter: clients of SQS post to the URL
// of a queue.
//
// Thread-safe. The loop, and what the context refers to, must outlive it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "http/event_loop.h"
#include "http/listener.h"
#include "operations/operation_context.h"
#include "server/caller_identity.h"
#include "server/service_wire.h"
#include "services/service_error.h"

namespace tombola::server {

class ServiceProtocols {
 public:
  struct Parts {
    operations::OperationContext context;  // with its services
    const CallerIdentity& identity;
    http::EventLoop& workers;
    // As RestJsonProtocol's.
    bool writes_wait = false;
    // Tells why a request ended as an internal error, in one line. Any thread.
    std::function<void(std::string)> report;
  };

  explicit ServiceProtocols(Parts parts) : parts_(std::move(parts)) {}

  // Before the first request.
  void set_endpoint(std::string host_and_port) {
    parts_.context.endpoint = std::move(host_and_port);
  }

  // Whether it is for one of these services: a target of theirs, or any call of the Query protocol.
  static bool owns(const http::Request& request);

  void handle(http::Request request, http::Responder respond);

 private:
  struct Call;
  using Answer = std::function<std::optional<std::string>()>;

  void run(const std::shared_ptr<Call>& call);
  std::optional<std::string> answer(const std::shared_ptr<Call>& call);
  void give(Call& call, const Answer& make);

  Parts parts_;
};

}  // namespace tombola::server
