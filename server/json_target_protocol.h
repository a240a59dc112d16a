// AWS JSON 1.0: POST / with the operation's name in X-Amz-Target, JSON in, JSON out. DynamoDB and
// DynamoDB Streams share the port; the target's prefix tells them apart.
//
// What is not an API call gets what DynamoDB's front end gives it: the health text for GET /, a
// preflight answer for OPTIONS with an Origin, `<UnknownOperationException/>` with 404 for the
// rest. A call of another service is handed on to ServiceProtocols. An API call is checked in AWS's
// order: content type, target, signature, size, JSON; then its operation runs, on the socket thread
// or on a worker (operations.def says where). Its answer leaves when all that it tells of is durable;
// no thread waits for that.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/event_loop.h"
#include "http/listener.h"
#include "http/message.h"
#include "operations/operation.h"
#include "operations/operation_context.h"
#include "server/caller_identity.h"
#include "server/held_answers.h"
#include "server/service_protocols.h"

namespace tombola::server {

// "DynamoDB_20120810.PutItem": which operation that is, if any of ours or AWS's.
const operations::Operation* resolve_target(std::string_view target);

// The media type that the answer to this API call carries: the request's own. Nothing when it is
// not an API call at all (a body of another type).
std::optional<std::string> api_media_type(const http::Request& request);

// The answer to a body above limits::request_size_bytes_max, which the listener gives as well.
http::Response request_too_large_answer();

// Thread-safe. The loops, and what the context refers to, must outlive it.
class JsonTargetProtocol {
 public:
  using Report = std::function<void(std::string)>;

  struct Parts {
    // Its transactions are to return at once.
    operations::OperationContext context;
    const CallerIdentity& identity;
    http::EventLoop& workers;
    http::EventLoop& sockets;  // answers that were held back are given there
    // Tells why a request ended as an InternalServerError, in one line. Any thread.
    Report report;
    // Who answers for other services on the same port; null: nobody.
    ServiceProtocols* services = nullptr;
  };

  explicit JsonTargetProtocol(Parts parts)
      : parts_(std::move(parts)),
        held_answers_(parts_.context.transactions.engine(), parts_.sockets) {}

  // Before the first request.
  void set_endpoint(std::string host_and_port) {
    parts_.context.endpoint = std::move(host_and_port);
  }

  void handle(http::Request request, http::Responder respond);

 private:
  struct Call;

  void handle_call(Call call, http::Responder respond);
  bool needs_worker(const Call& call) const;
  void answer(Call call, http::Responder respond);
  http::Response make_answer(Call& call);
  static http::Response internal_failure(const Call& call, const std::exception& error,
                                         const Report& report);
  std::string run(Call& call);

  Parts parts_;
  HeldAnswers held_answers_;
};

}  // namespace tombola::server
