#include "server/api_gateway/integrations.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "server/api_gateway/function_proxy.h"
#include "server/api_gateway/http_integration.h"
#include "server/api_gateway/integration_target.h"
#include "server/api_gateway/pending_outcome.h"
#include "server/api_gateway/service_request.h"
#include "server/gateway_invoker.h"
#include "triggers/runtimes/environment_variables.h"

namespace tombola::server {
namespace {

// Gives what one of our services answers to whoever asked.
class AnswerTaker : public http::Responder::Sink {
 public:
  explicit AnswerTaker(std::function<void(http::Response)> take) : take_(std::move(take)) {}
  void send(http::Response response) override { take_(std::move(response)); }

 private:
  std::function<void(http::Response)> take_;
};

// What patterns are compared with when a function failed.
std::string error_message(const std::string& payload) {
  const auto error = nlohmann::json::parse(payload, nullptr, false);
  return error.is_object() && error.contains("errorMessage") && error["errorMessage"].is_string()
             ? error["errorMessage"].get<std::string>()
             : "";
}

// An event must be JSON; a body that is empty is an empty object.
std::string event_of(const IntegrationRequest& request) {
  return request.body.find_first_not_of(" \t\r\n") == std::string::npos ? "{}" : request.body;
}

std::string no_url(const ApiCall& call) {
  return "its integration's URI is no URL: " + integration_uri(call.integration());
}

GatewayError error_of(const http::FetchFailure& failure) {
  switch (failure.kind) {
    case http::FetchFailure::Kind::TimedOut:
      return integration_timed_out();
    case http::FetchFailure::Kind::Unreachable:
      return integration_unreachable();
    case http::FetchFailure::Kind::BadAnswer:
      break;
  }
  return integration_failed();
}

}  // namespace

void Integrations::run(const ApiCallPtr& call) const {
  if (call->route.integration == nullptr) {
    return refuse(*call, integration_misconfigured(), "it has no integration");
  }
  const std::string type = integration_type(call->integration());
  if (type == "AWS_PROXY") {
    return invoke_proxy(GatewayInvoker(parts_.timers, parts_.report), parts_.functions, call);
  }
  if (type == "HTTP_PROXY") {
    return run_http_proxy(call);
  }
  if (call->is_rest() && (type == "MOCK" || type == "AWS" || type == "HTTP")) {
    return run_mapped(call, type);
  }
  refuse(*call, integration_misconfigured(),
         "Tombola does not support integrations of type " + type + " yet");
}

void Integrations::run_mapped(const ApiCallPtr& call, const std::string& type) const {
  try {
    const auto request = std::make_shared<IntegrationRequest>(integration_request(*call));
    const auto finish = [call, request](const Outcome& outcome) {
      guarded(*call, [&] { give(*call, *request, outcome); });
    };
    if (type == "MOCK") {
      const auto status = mock_status(request->body);
      return finish(IntegrationAnswer{status.value_or("500"), {}, ""});
    }
    ask(call, *request, finish);
  } catch (const MappingFailure& failure) {
    refuse(*call, failure.error, failure.problem);
  }
}

// What came of the integration, as the client gets it.
void Integrations::give(ApiCall& call, const IntegrationRequest& request, const Outcome& outcome) {
  if (const GatewayError* error = std::get_if<GatewayError>(&outcome)) {
    return refuse(call, *error);
  }
  try {
    call.respond(client_response(call, request, std::get<IntegrationAnswer>(outcome)));
  } catch (const MappingFailure& failure) {
    refuse(call, failure.error, failure.problem);
  }
}

void Integrations::ask(const ApiCallPtr& call, const IntegrationRequest& request, Done done) const {
  const auto pending =
      wait_for_outcome<Outcome>(parts_.timers, integration_timeout(*call->api, call->integration()),
                                integration_timed_out(), std::move(done));
  const Done take = [pending](Outcome outcome) { pending->take(std::move(outcome)); };
  if (integration_type(call->integration()) == "HTTP") {
    return ask_http(*call, request, take);
  }
  const auto function = function_of(parts_.functions, *call);
  const bool is_event =
      std::any_of(request.headers.begin(), request.headers.end(), [](const auto& header) {
        return http::equals_ignoring_case(header.first, "X-Amz-Invocation-Type");
      });
  if (function && !is_event) {
    return ask_function(*call, *function, request, take);
  }
  ask_service(*call, request, take);
}

void Integrations::ask_function(const ApiCall& call,
                                const triggers::FunctionRegistry::Entry& function,
                                const IntegrationRequest& request, const Done& done) const {
  std::string event = event_of(request);
  if (!nlohmann::json::accept(event)) {
    return done(bad_request_body("Could not parse request body into json: the body is not JSON"));
  }
  triggers::Invocation invocation = gateway_invocation(
      call.gateway, std::move(event), triggers::InvocationCause::Source::HttpRoute);
  invocation.function_arn = function_arn_of(function, call);
  function.runtime->invoke(
      std::move(invocation), [done, report = call.report](const triggers::InvokeResult& result) {
        if (result.status == triggers::InvokeStatus::Unreachable) {
          report("the function could not be run: " + result.reason);
          return done(integration_failed());
        }
        const bool failed = result.status == triggers::InvokeStatus::FunctionError;
        done(IntegrationAnswer{failed ? std::optional(error_message(result.payload)) : std::nullopt,
                               {{"Content-Type", "application/json"}},
                               result.payload});
      });
}

void Integrations::run_http_proxy(const ApiCallPtr& call) const {
  auto request = http_proxy_request(*call);
  if (!request) {
    return refuse(*call, integration_misconfigured(), no_url(*call));
  }
  http::fetch(parts_.timers, std::move(*request), [call](http::FetchOutcome outcome) {
    guarded(*call, [&] {
      if (const auto* failure = std::get_if<http::FetchFailure>(&outcome)) {
        return refuse(*call, error_of(*failure), failure->reason);
      }
      call->respond(http_proxy_response(std::move(std::get<http::Response>(outcome))));
    });
  });
}

void Integrations::ask_http(const ApiCall& call, const IntegrationRequest& request,
                            const Done& done) const {
  auto mapped = mapped_http_request(call, request);
  if (!mapped) {
    call.report(no_url(call));
    return done(integration_misconfigured());
  }
  http::fetch(parts_.timers, std::move(*mapped),
              [done, report = call.report](http::FetchOutcome outcome) {
                if (const auto* failure = std::get_if<http::FetchFailure>(&outcome)) {
                  report(failure->reason);
                  return done(error_of(*failure));
                }
                http::Response& response = std::get<http::Response>(outcome);
                done(IntegrationAnswer{std::to_string(response.status), std::move(response.headers),
                                       std::move(response.body)});
              });
}

void Integrations::ask_service(const ApiCall& call, const IntegrationRequest& request,
                               const Done& done) const {
  const auto address = service_address(with_stage_variables(integration_uri(call.integration()),
                                                            stage_variables(*call.stage.document)));
  if (!address || !front_door_) {
    call.report("there is no service at " + integration_uri(call.integration()));
    return done(integration_misconfigured());
  }
  const ServiceSigner signer{triggers::access_key_id(call.owner->name_space), parts_.signing_secret,
                             call.gateway.now_ms};
  front_door_(
      service_request(*address, call.integration().value("httpMethod", ""), request, signer),
      http::Responder(std::make_shared<AnswerTaker>([done](http::Response response) {
        done(IntegrationAnswer{std::to_string(response.status), std::move(response.headers),
                               std::move(response.body)});
      })));
}

}  // namespace tombola::server
