#include "deploy/custom/custom_message.h"

#include <charconv>

#include <fmt/format.h>

#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"

namespace tombola::deploy {
namespace {

constexpr std::size_t response_bytes_max = 4096;
constexpr std::int64_t timeout_s_max = 3600;

Json with_texts(const Json& value) {
  if (!value.is_structured()) {
    return value.is_null() ? value : Json(scalar_text(value));
  }
  Json changed = value;
  for (Json& one : changed) {
    one = with_texts(one);
  }
  return changed;
}

std::string text_of(const Json& response, std::string_view name) {
  const Json value = member(response, name);
  return value.is_null() || !is_scalar(value) ? "" : scalar_text(value);
}

}  // namespace

bool is_custom_resource(std::string_view type) {
  return type == "AWS::CloudFormation::CustomResource" || type.starts_with("Custom::");
}

std::string to_json(const CustomRequest& request) {
  Json json = {{"RequestType", request.type},
               {"ServiceToken", member(request.properties, "ServiceToken")},
               {"ResponseURL", request.response_url},
               {"StackId", request.stack_id},
               {"RequestId", request.request_id},
               {"LogicalResourceId", request.logical_id}};
  if (!request.physical_id.empty()) {
    json["PhysicalResourceId"] = request.physical_id;
  }
  json["ResourceType"] = request.resource_type;
  json["ResourceProperties"] = with_texts(request.properties);
  if (!request.old_properties.is_null()) {
    json["OldResourceProperties"] = with_texts(request.old_properties);
  }
  return json.dump();
}

CustomResponse read_response(std::string_view body, std::string_view request_type) {
  if (body.size() > response_bytes_max) {
    throw ResourceError("Response object is too long.");
  }
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) {
    throw ResourceError("Invalid Response object: it is not a JSON object");
  }
  const std::string status = text_of(json, "Status");
  if (status != "SUCCESS" && status != "FAILED") {
    throw ResourceError(
        fmt::format("Invalid Response object: '{}' is not a valid ResponseStatus", status));
  }
  CustomResponse response;
  response.succeeded = status == "SUCCESS";
  response.reason = text_of(json, "Reason");
  response.physical_id = text_of(json, "PhysicalResourceId");
  response.no_echo = text_of(json, "NoEcho") == "true";
  if (const Json data = member(json, "Data"); data.is_object()) {
    response.data = data;
  }
  // Whoever failed before there was anything may leave it out, and so may whoever deletes.
  const bool needs_id =
      response.succeeded ? request_type != "Delete" : json.contains("PhysicalResourceId");
  if (needs_id && response.physical_id.empty()) {
    throw ResourceError("Invalid PhysicalResourceId");
  }
  return response;
}

std::string failure_reason(const CustomResponse& response, std::string_view request_id) {
  return fmt::format(
      "Received response status [FAILED] from custom resource. Message returned: {} (RequestId: "
      "{})",
      response.reason, request_id);
}

std::string no_response_reason(std::string_view request_id) {
  return fmt::format(
      "CloudFormation did not receive a response from your Custom Resource. Please check your logs "
      "for requestId [{}]. If you are using the Python cfn-response module, you may need to update "
      "your Lambda function code so that CloudFormation can attach the updated version.",
      request_id);
}

std::int64_t service_timeout_ms(const Json& properties) {
  const Json given = member(properties, "ServiceTimeout");
  if (given.is_null()) {
    return timeout_s_max * 1000;
  }
  const std::string text = is_scalar(given) ? scalar_text(given) : "";
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool is_number = error == std::errc{} && end == text.data() + text.size();
  if (!is_number || seconds < 1 || seconds > timeout_s_max) {
    throw ResourceError(
        fmt::format("Value of property ServiceTimeout must be a number of seconds from 1 to {}",
                    timeout_s_max));
  }
  return seconds * 1000;
}

}  // namespace tombola::deploy
