// What CloudFormation and the provider of a custom resource say to each other. Pure.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "deploy/template/template.h"

namespace tombola::deploy {

// "AWS::CloudFormation::CustomResource", "Custom::Anything".
bool is_custom_resource(std::string_view type);

struct CustomRequest {
  std::string type;  // "Create", "Update", "Delete"
  std::string request_id;
  std::string response_url;
  std::string stack_id;
  std::string resource_type;
  std::string logical_id;
  std::string physical_id;  // empty: none yet
  Json properties = Json::object();
  Json old_properties;  // null: not an update
};

// Every scalar of the properties is a text, as on AWS.
std::string to_json(const CustomRequest& request);

struct CustomResponse {
  bool succeeded = false;
  std::string reason;
  std::string physical_id;
  bool no_echo = false;
  Json data = Json::object();  // what Fn::GetAtt gives
};

// Of the body that was put to the ResponseURL. Throws ResourceError with CloudFormation's words.
CustomResponse read_response(std::string_view body, std::string_view request_type);

// Received response status [FAILED] from custom resource. Message returned: ...
std::string failure_reason(const CustomResponse& response, std::string_view request_id);
// CloudFormation did not receive a response from your Custom Resource. ...
std::string no_response_reason(std::string_view request_id);

// ServiceTimeout, or the hour that is its default. Throws ResourceError.
std::int64_t service_timeout_ms(const Json& properties);

}  // namespace tombola::deploy
