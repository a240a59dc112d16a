#include "deploy/custom/custom_resources.h"

#include <fmt/format.h>

#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"
#include "operations/lambda/function_name.h"
#include "operations/lambda/lambda_context.h"
#include "services/random_id.h"

namespace tombola::deploy {
namespace {

using operations::Service;
using services::cloudformation::StackResource;

constexpr std::size_t physical_id_length_max = 128;

CustomRequest request_about(const StackResource& resource, const char* type,
                            const Json& properties) {
  CustomRequest request;
  request.type = type;
  request.request_id = services::random_uuid();
  request.resource_type = resource.type;
  request.logical_id = resource.logical_id;
  request.properties = properties;
  return request;
}

void take(StackResource& resource, CustomResponse response, const std::string& request_id) {
  resource.physical_id = std::move(response.physical_id);
  resource.attributes = std::move(response.data);
  resource.no_echo = response.no_echo;
  resource.request_id = request_id;
}

// Lambda's runtime has the whole SDK; here it is looked for beside the code and beside Tombola.
std::string missing_sdk_hint(const std::string& text) {
  constexpr std::string_view mark = "Cannot find module '@aws-sdk/";
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) {
    return "";
  }
  const std::size_t name = text.find('@', at);
  return fmt::format("; run npm install {} where the server runs",
                     text.substr(name, text.find('\'', name) - name));
}

// {"errorType":"Error","errorMessage":"no"} as "Error: no".
std::string error_text(const triggers::InvokeResult& result) {
  if (result.status == triggers::InvokeStatus::Unreachable) {
    return result.reason;
  }
  const Json error = Json::parse(result.payload, nullptr, false);
  const Json type = member(error, "errorType");
  const Json message = member(error, "errorMessage");
  const std::string text = message.is_string() ? message.get<std::string>() : result.payload;
  return fmt::format("{}{}{}{}", type.is_string() ? type.get<std::string>() : "",
                     type.is_string() ? ": " : "", text, missing_sdk_hint(text));
}

}  // namespace

void CustomResources::create(StackResource& resource, const Json& properties) const {
  const CustomRequest request = request_about(resource, "Create", properties);
  resource.properties = properties;
  resource.physical_id = context_.physical_name(physical_id_length_max);
  CustomResponse response = response_to(request);
  if (!response.succeeded) {
    if (!response.physical_id.empty()) {
      resource.physical_id = response.physical_id;
      resource.request_id = request.request_id;
    }
    throw ResourceError(failure_reason(response, request.request_id));
  }
  take(resource, std::move(response), request.request_id);
}

void CustomResources::update(StackResource& resource, const Json& properties) const {
  if (differs(resource.properties, properties, "ServiceToken")) {
    throw ResourceError("Modifying service token is not allowed.");
  }
  CustomRequest request = request_about(resource, "Update", properties);
  request.physical_id = resource.physical_id;
  request.old_properties = resource.properties;
  CustomResponse response = response_to(request);
  if (!response.succeeded) {
    throw ResourceError(failure_reason(response, request.request_id));
  }
  take(resource, std::move(response), request.request_id);
  resource.properties = properties;
}

void CustomResources::remove(const StackResource& resource) const {
  CustomRequest request = request_about(resource, "Delete", resource.properties);
  request.physical_id = resource.physical_id;
  CustomResponse response;
  try {
    response = response_to(request);
  } catch (const ResourceError& error) {
    // Whoever never answered its creation has nothing that could be in the way.
    throw ResourceError(error.what(), error.is_not_found() || resource.request_id.empty());
  }
  if (!response.succeeded) {
    throw ResourceError(failure_reason(response, request.request_id));
  }
}

CustomResponse CustomResources::response_to(CustomRequest request) const {
  const std::int64_t timeout_ms = service_timeout_ms(request.properties);
  const std::int64_t deadline_ms = context_.operations().service_clock.now_ms() + timeout_ms;
  const std::string token = inbox_->open(context_.pseudo().stack_id);
  request.stack_id = context_.pseudo().stack_id;
  request.response_url =
      fmt::format("http://{}{}{}", context_.operations().endpoint, AnswerInbox::path, token);
  try {
    send(request, token);
  } catch (...) {
    inbox_->close(token);
    throw;
  }
  using Kind = AnswerInbox::Outcome::Kind;
  const AnswerInbox::Outcome outcome = inbox_->wait(token, deadline_ms);
  switch (outcome.kind) {
    case Kind::Answered:
      return read_response(outcome.text, request.type);
    case Kind::Failed:
      throw ResourceError(fmt::format("{} Tombola does not wait for it: the function failed: {}",
                                      no_response_reason(request.request_id), outcome.text));
    case Kind::Cancelled:
      throw ResourceError("Resource creation cancelled");
    case Kind::TimedOut:
      break;
  }
  throw ResourceError(no_response_reason(request.request_id));
}

void CustomResources::send(const CustomRequest& request, const std::string& token) const {
  const Json service_token = member(request.properties, "ServiceToken");
  if (service_token.is_string() && service_token.get<std::string>().starts_with("arn:aws:sns:")) {
    context_.call(Service::SNS, "Publish",
                  {{"TopicArn", service_token},
                   {"Subject", "AWS CloudFormation custom resource request"},
                   {"Message", to_json(request)}});
    return;
  }
  invoke(request, token);
}

void CustomResources::invoke(const CustomRequest& request, const std::string& token) const {
  const Json service_token = member(request.properties, "ServiceToken");
  const std::string arn = service_token.is_string() ? service_token.get<std::string>() : "";
  const auto name = operations::lambda::parse_function_name(arn);
  operations::LambdaContext* lambda = context_.operations().lambda;
  if (!arn.starts_with("arn:") || !name || lambda == nullptr) {
    throw ResourceError("Invalid service token.");
  }
  const auto function = lambda->registry.find(
      lambda->registry.name_of(context_.operations().name_space, name->name, name->qualifier));
  if (!function) {
    throw ResourceError(
        fmt::format("Function not found: {} (Service: Lambda, Status Code: 404)", arn), true);
  }
  triggers::Invocation invocation;
  invocation.event_json = to_json(request);
  invocation.function_arn = arn;
  invocation.cause.source = triggers::InvocationCause::Source::Event;
  function->runtime->invoke(std::move(invocation),
                            [inbox = inbox_, warn = warn_, token,
                             what = request.resource_type + " " +
                                    request.logical_id](const triggers::InvokeResult& result) {
                              if (result.status != triggers::InvokeStatus::Success) {
                                inbox->fail(token, error_text(result));
                              } else if (warn && inbox->waits_for(token)) {
                                warn(what +
                                     ": its function has ended without an answer at "
                                     "ResponseURL, which is waited for until ServiceTimeout");
                              }
                            });
}

}  // namespace tombola::deploy
