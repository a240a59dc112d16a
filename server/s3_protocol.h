// S3's protocol: method, path and query name the operation, headers and body are its request, XML
// or the object's bytes its answer. A request is one of S3's when its signature says so, or its
// host: both path style (/bucket/key) and <bucket>.localhost, <bucket>.s3.localhost.
//
// Thread-safe. The loop, and what the context refers to, must outlive it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/event_loop.h"
#include "http/listener.h"
#include "operations/operation.h"
#include "operations/operation_context.h"
#include "operations/s3/s3_request.h"
#include "server/caller_identity.h"

namespace tombola::server {

class S3Protocol {
 public:
  struct Parts {
    operations::OperationContext context;  // with its services
    const CallerIdentity& identity;
    http::EventLoop& workers;
    // Tells why a request ended as an InternalError, in one line. Any thread.
    std::function<void(std::string)> report;
  };

  explicit S3Protocol(Parts parts);

  // Before the first request.
  void set_endpoint(std::string host_and_port) {
    parts_.context.endpoint = std::move(host_and_port);
  }

  static bool owns(const http::Request& request);
  // Of any request of S3. Who has more to put does it in parts.
  static http::BodyLimit body_limit();

  void handle(http::Request request, http::Responder respond);

 private:
  // "PUT /{Bucket}/{Key}?partNumber&uploadId x-amz-copy-source": what must be there.
  struct Route {
    const operations::Operation* operation;
    std::string method;
    int depth;  // 0: the service, 1: a bucket, 2: an object
    std::vector<std::string> parameters;
    std::string header;
  };
  static Route parse_route(const operations::Operation& operation);
  const operations::Operation* find_operation(const std::string& method,
                                              const operations::s3::S3Request& request) const;
  http::Response answer(http::Request& request);
  operations::s3::S3Answer run(http::Request& request, std::string& resource);

  Parts parts_;
  std::vector<Route> routes_;
};

}  // namespace tombola::server
