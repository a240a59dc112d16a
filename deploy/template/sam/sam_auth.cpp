#include "deploy/template/sam/sam_auth.h"

#include <fmt/format.h>

namespace tombola::deploy::sam {
namespace {

std::string authorizer_id(const std::string& api_id, const std::string& name) {
  return api_id + name + "Authorizer";
}

Json invocation_uri(const Json& function_arn) {
  Json uri = Json::object();
  uri["Fn::Sub"] =
      Json::array({"arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/"
                   "2015-03-31/functions/${__FunctionArn__}/invocations",
                   {{"__FunctionArn__", function_arn}}});
  return uri;
}

// Where the caller says who they are: "<prefix>header.Authorization".
Json identity_sources(const Json& identity, const std::string& prefix) {
  Json sources = Json::array();
  if (const Json header = identity.value("Header", Json()); header.is_string()) {
    sources.push_back(prefix + "header." + header.get<std::string>());
  }
  for (const auto& [member, place] :
       {std::pair("Headers", "header."), std::pair("QueryStrings", "querystring.")}) {
    const Json names = identity.value(member, Json::array());
    for (const Json& name : names) {
      sources.push_back(prefix + place + scalar_text(name));
    }
  }
  if (sources.empty()) {
    sources.push_back(prefix + "header.Authorization");
  }
  return sources;
}

Json rest_authorizer(const Json& given) {
  const Json identity = given.value("Identity", Json::object());
  Json authorizer = Json::object();
  std::string sources;
  for (const Json& source : identity_sources(identity, "method.request.")) {
    sources += (sources.empty() ? "" : ", ") + source.get<std::string>();
  }
  authorizer["IdentitySource"] = sources;
  if (given.contains("UserPoolArn")) {
    const Json& pools = given["UserPoolArn"];
    authorizer["Type"] = "COGNITO_USER_POOLS";
    authorizer["ProviderARNs"] = pools.is_array() ? pools : Json::array({pools});
  } else {
    authorizer["Type"] = given.value("FunctionPayloadType", Json("TOKEN"));
    authorizer["AuthorizerUri"] = invocation_uri(given.value("FunctionArn", Json()));
  }
  if (identity.contains("ReauthorizeEvery")) {
    authorizer["AuthorizerResultTtlInSeconds"] = identity["ReauthorizeEvery"];
  }
  if (identity.contains("ValidationExpression")) {
    authorizer["IdentityValidationExpression"] = identity["ValidationExpression"];
  }
  return authorizer;
}

Json http_authorizer(const Json& given) {
  Json authorizer = Json::object();
  if (given.contains("JwtConfiguration")) {
    const Json& jwt = given["JwtConfiguration"];
    authorizer["AuthorizerType"] = "JWT";
    authorizer["IdentitySource"] =
        Json::array({given.value("IdentitySource", Json("$request.header.Authorization"))});
    authorizer["JwtConfiguration"] = {{"Audience", jwt.value("audience", Json::array())},
                                      {"Issuer", jwt.value("issuer", Json())}};
    return authorizer;
  }
  const Json identity = given.value("Identity", Json::object());
  authorizer = picked(given, {"EnableSimpleResponses"});
  authorizer["AuthorizerType"] = "REQUEST";
  authorizer["AuthorizerUri"] = invocation_uri(given.value("FunctionArn", Json()));
  authorizer["AuthorizerPayloadFormatVersion"] =
      given.value("AuthorizerPayloadFormatVersion", Json("2.0"));
  authorizer["IdentitySource"] = identity_sources(identity, "$request.");
  if (identity.contains("ReauthorizeEvery")) {
    authorizer["AuthorizerResultTtlInSeconds"] = identity["ReauthorizeEvery"];
  }
  return authorizer;
}

// What the event says of itself counts more than what the API says of all; empty: nobody is asked.
std::string authorizer_of(const Json& auth, const Json& own) {
  const Json name = own.value("Authorizer", auth.value("DefaultAuthorizer", Json()));
  return name.is_string() && name != "NONE" ? name.get<std::string>() : "";
}

}  // namespace

void add_authorizers(Resources& resources, const std::string& api_id, const Json& auth,
                     bool is_http) {
  const Json authorizers = auth.value("Authorizers", Json::object());
  for (const auto& [name, given] : authorizers.items()) {
    Json properties = {{is_http ? "ApiId" : "RestApiId", ref_to(api_id)}, {"Name", name}};
    properties.update(is_http ? http_authorizer(given) : rest_authorizer(given));
    const std::string id = authorizer_id(api_id, name);
    resources.add(id, is_http ? "AWS::ApiGatewayV2::Authorizer" : "AWS::ApiGateway::Authorizer",
                  std::move(properties));
    if (given.contains("FunctionArn")) {
      resources.add(id + "Permission", "AWS::Lambda::Permission",
                    {{"Action", "lambda:InvokeFunction"},
                     {"FunctionName", given["FunctionArn"]},
                     {"Principal", "apigateway.amazonaws.com"},
                     {"SourceArn", sub(fmt::format("arn:${{AWS::Partition}}:execute-api:"
                                                   "${{AWS::Region}}:${{AWS::AccountId}}:${{{}}}/"
                                                   "authorizers/*",
                                                   api_id))}});
    }
  }
}

Json rest_authorization(const std::string& api_id, const Json& auth, const Json& own) {
  const std::string name = authorizer_of(auth, own);
  Json method = {{"AuthorizationType", "NONE"}};
  if (name == "AWS_IAM") {
    method["AuthorizationType"] = name;
  } else if (!name.empty()) {
    const Json authorizers = auth.value("Authorizers", Json::object());
    const bool is_pool = authorizers.value(name, Json::object()).contains("UserPoolArn");
    method["AuthorizationType"] = is_pool ? "COGNITO_USER_POOLS" : "CUSTOM";
    method["AuthorizerId"] = ref_to(authorizer_id(api_id, name));
    method.update(picked(own, {"AuthorizationScopes"}));
  }
  if (own.value("ApiKeyRequired", auth.value("ApiKeyRequired", Json())) == true) {
    method["ApiKeyRequired"] = true;
  }
  return method;
}

Json http_authorization(const std::string& api_id, const Json& auth, const Json& own) {
  const std::string name = authorizer_of(auth, own);
  if (name.empty()) {
    return Json::object();
  }
  if (name == "AWS_IAM") {
    return {{"AuthorizationType", name}};
  }
  const Json authorizers = auth.value("Authorizers", Json::object());
  const bool is_jwt = authorizers.value(name, Json::object()).contains("JwtConfiguration");
  Json route = {{"AuthorizationType", is_jwt ? "JWT" : "CUSTOM"},
                {"AuthorizerId", ref_to(authorizer_id(api_id, name))}};
  route.update(picked(own, {"AuthorizationScopes"}));
  return route;
}

}  // namespace tombola::deploy::sam
