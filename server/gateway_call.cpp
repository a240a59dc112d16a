#include "server/gateway_call.h"

#include <array>
#include <ctime>

#include "server/media_type.h"
#include "server/request_id.h"
#include "storage/clock.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::server {
namespace {

std::string domain_of(const http::Request& request) {
  const std::string_view host = request.header("Host");
  return std::string(host.starts_with('[') ? host.substr(0, host.find(']') + 1)
                                           : host.substr(0, host.find(':')));
}

}  // namespace

GatewayCall new_gateway_call(const http::Request& request, std::uint16_t port) {
  GatewayCall call;
  call.domain = domain_of(request);
  call.path = request.path();
  call.stage_path = request.path();
  call.port = port;
  call.request_id = triggers::new_request_id();
  call.extended_id = make_request_id().substr(0, 15) + "=";
  call.now_ms = storage::ProcessClock().now_ms();
  call.whole_trace_id = triggers::new_trace_id(call.now_ms);
  call.trace_id = call.whole_trace_id.substr(0, call.whole_trace_id.find(';'));
  call.body_is_text = is_text_body(request);
  return call;
}

std::string gateway_time(std::int64_t time_ms) {
  const std::time_t seconds = time_ms / 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 40> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%d/%b/%Y:%H:%M:%S +0000", &utc);
  return {text.data(), size};
}

triggers::Invocation gateway_invocation(const GatewayCall& call, std::string event_json,
                                        triggers::InvocationCause::Source source) {
  triggers::Invocation invocation;
  invocation.event_json = std::move(event_json);
  invocation.trace_id = call.whole_trace_id;
  invocation.cause.source = source;
  return invocation;
}

}  // namespace tombola::server
