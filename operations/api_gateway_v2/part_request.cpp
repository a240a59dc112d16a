#include "operations/api_gateway_v2/part_request.h"

#include <fmt/format.h>

#include "services/api_gateway/route_key.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Presence;
using dynamodb::Shape;
using namespace api_gateway;

namespace {

Presence needed_to(Purpose purpose) {
  return purpose == Purpose::Create ? Presence::Required : Presence::Optional;
}

}  // namespace

Members authorizer_members(Purpose purpose) {
  return {{"name", Shape::string().length(1, 128), needed_to(purpose)},
          {"authorizerType", Shape::string().one_of({"REQUEST", "JWT"}), needed_to(purpose)},
          text_member("authorizerUri"),
          text_member("authorizerCredentialsArn"),
          {"authorizerPayloadFormatVersion", Shape::string().one_of({"1.0", "2.0"})},
          {"authorizerResultTtlInSeconds", Shape::integer().range(0, 3600)},
          flag_member("enableSimpleResponses"),
          list_member("identitySource"),
          {"identityValidationExpression", Shape::string(), Presence::Unsupported},
          {"jwtConfiguration",
           Shape::structure("JWTConfiguration", {list_member("audience"), text_member("issuer")})}};
}

Members integration_members(Purpose purpose) {
  return {
      {"integrationType",
       Shape::string().one_of({"AWS", "HTTP", "MOCK", "HTTP_PROXY", "AWS_PROXY"}),
       needed_to(purpose)},
      text_member("integrationUri"),
      text_member("integrationMethod"),
      {"integrationSubtype", Shape::string(), Presence::Unsupported},
      text_member("payloadFormatVersion"),
      text_member("connectionType"),
      text_member("connectionId"),
      text_member("credentialsArn"),
      text_member("description"),
      {"timeoutInMillis", Shape::integer().range(50, 30000)},
      texts_member("requestParameters"),
      {"responseParameters", Shape::map_of(Shape::map_of(Shape::string())), Presence::Unsupported},
      text_member("passthroughBehavior"),
      {"tlsConfig", Shape::structure("TlsConfig", {text_member("serverNameToVerify")}),
       Presence::Unsupported}};
}

Members route_members(Purpose purpose) {
  return {{"routeKey", Shape::string(), needed_to(purpose)},
          text_member("target"),
          text_member("authorizationType"),
          text_member("authorizerId"),
          list_member("authorizationScopes"),
          flag_member("apiKeyRequired"),
          text_member("operationName")};
}

Members stage_members(Purpose purpose) {
  Members members = {flag_member("autoDeploy"), text_member("deploymentId"),
                     text_member("description"), texts_member("stageVariables")};
  if (purpose == Purpose::Create) {
    members.push_back(texts_member("tags"));  // which are changed by an operation of their own
  }
  return members;
}

Shape part_shape(std::string_view name, const Members& path, const Members& members) {
  Members all = {path_member("apiId")};
  all.insert(all.end(), path.begin(), path.end());
  all.insert(all.end(), members.begin(), members.end());
  return Shape::structure(name, std::move(all));
}

Document kept(dynamodb::JsonValue json, const Members& members) {
  const Document given = document_of(json);
  Document part = Document::object();
  for (const dynamodb::Field& member : members) {
    if (const auto found = given.find(std::string(member.name)); found != given.end()) {
      part[std::string(member.name)] = *found;
    }
  }
  return part;
}

void check_deployment(const Api& api, const Document& stage) {
  if (stage.contains("deploymentId")) {
    one_of(api.deployments, stage.at("deploymentId"), http_deployments.missing);
  }
}

void check_route_key_format(std::string_view key) {
  if (!services::api_gateway::is_route_key(key)) {
    throw bad_request(
        "The provided route key is not formatted properly for HTTP protocol. Format should be "
        "\"[HTTP METHOD] /[RESOURCE PATH]\" or \"$default\"");
  }
}

void check_route_key(const Api& api, const std::string& route_id, const std::string& key) {
  check_route_key_format(key);
  for (const auto& [other, there] : api.routes) {
    if (other != route_id && there.at("routeKey") == key) {
      throw conflict(fmt::format("Route with key {} already exists for this API", key));
    }
  }
}

}  // namespace tombola::operations::api_gateway_v2
