#include "deploy/resources/openapi_security.h"

#include <algorithm>

#include "deploy/resources/properties.h"

namespace tombola::deploy {
namespace {

constexpr const char* authorizer_member = "x-amazon-apigateway-authorizer";
constexpr std::string_view well_known = "/.well-known/openid-configuration";

Json security_schemes(const Json& body) {
  const Json schemes = member(member(body, "components"), "securitySchemes");
  return schemes.is_object() ? schemes : member(body, "securityDefinitions");
}

bool is_iam(const Json& scheme) {
  return member(scheme, "x-amazon-apigateway-authtype") == "awsSigv4";
}

bool is_api_key(const Json& scheme) {
  return member(scheme, "type") == "apiKey" && !scheme.contains(authorizer_member) &&
         !scheme.contains("x-amazon-apigateway-authtype");
}

// What an operation asks for, or else the document for all of them.
struct Asked {
  std::string scheme;
  Json scopes;
};
std::vector<Asked> asked_of(const Json& body, const Json& definition) {
  std::vector<Asked> asked;
  const Json own = member(definition, "security");
  const Json requirements = own.is_array() ? own : member(body, "security");
  for (const Json& one : requirements) {
    for (const auto& [name, scopes] : one.items()) {
      asked.push_back({name, scopes});
    }
  }
  return asked;
}

std::string type_of(const Json& scheme) {
  const Json type = member(member(scheme, authorizer_member), "type");
  std::string text = type.is_string() ? type.get<std::string>() : "";
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return text;
}

// The header that a token is in.
std::string rest_identity_source(const Json& scheme) {
  const Json header = member(scheme, "name");
  return "method.request.header." +
         (header.is_string() ? header.get<std::string>() : std::string("Authorization"));
}

// "$request.header.a, $request.querystring.b" or a list of these.
Json http_identity_source(const Json& given) {
  if (!given.is_string()) {
    return given;
  }
  Json sources = Json::array();
  const auto text = given.get<std::string>();
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::size_t first = text.find_first_not_of(' ', begin);
    if (first < end) {
      sources.push_back(text.substr(first, end - first));
    }
    begin = end + 1;
  }
  return sources;
}

// An OpenID scheme names its issuer itself.
Json jwt_configuration(const Json& scheme) {
  Json configuration = member(member(scheme, authorizer_member), "jwtConfiguration");
  const Json url = member(scheme, "openIdConnectUrl");
  if (!configuration.is_object()) {
    configuration = Json::object();
  }
  if (!configuration.contains("issuer") && url.is_string()) {
    auto issuer = url.get<std::string>();
    if (issuer.ends_with(well_known)) {
      issuer.resize(issuer.size() - well_known.size());
    }
    configuration["issuer"] = issuer;
  }
  return configuration;
}

}  // namespace

std::vector<OpenApiAuthorizer> rest_authorizers_of(const Json& body) {
  std::vector<OpenApiAuthorizer> authorizers;
  const Json schemes = security_schemes(body);
  for (const auto& [name, scheme] : schemes.items()) {
    const std::string type = type_of(scheme);
    if (type != "TOKEN" && type != "REQUEST" && type != "COGNITO_USER_POOLS") {
      continue;
    }
    Json request =
        picked(member(scheme, authorizer_member),
               {"authorizerUri", "authorizerCredentials", "identitySource", "providerARNs",
                "identityValidationExpression", "authorizerResultTtlInSeconds"});
    request["name"] = name;
    request["type"] = type;
    if (type != "REQUEST") {
      request["identitySource"] = rest_identity_source(scheme);
    }
    authorizers.push_back({name, std::move(request)});
  }
  return authorizers;
}

std::vector<OpenApiAuthorizer> http_authorizers_of(const Json& body) {
  std::vector<OpenApiAuthorizer> authorizers;
  const Json schemes = security_schemes(body);
  for (const auto& [name, scheme] : schemes.items()) {
    const std::string type = type_of(scheme);
    const Json given = member(scheme, authorizer_member);
    Json request = {{"name", name}, {"authorizerType", type}};
    if (const Json source = member(given, "identitySource"); !source.is_null()) {
      request["identitySource"] = http_identity_source(source);
    }
    if (type == "JWT") {
      request["jwtConfiguration"] = jwt_configuration(scheme);
    } else if (type == "REQUEST") {
      request.update(picked(
          given, {"authorizerUri", "enableSimpleResponses", "authorizerResultTtlInSeconds"}));
      if (const Json version = member(given, "authorizerPayloadFormatVersion");
          !version.is_null()) {
        request["authorizerPayloadFormatVersion"] = scalar_text(version);
      }
      if (const Json role = member(given, "authorizerCredentials"); !role.is_null()) {
        request["authorizerCredentialsArn"] = role;
      }
    } else {
      continue;
    }
    authorizers.push_back({name, std::move(request)});
  }
  return authorizers;
}

std::vector<std::string> other_schemes(const Json& body,
                                       const std::vector<OpenApiAuthorizer>& authorizers) {
  std::vector<std::string> others;
  const Json schemes = security_schemes(body);
  for (const auto& [name, scheme] : schemes.items()) {
    const bool is_authorizer =
        std::any_of(authorizers.begin(), authorizers.end(),
                    [&, &key = name](const OpenApiAuthorizer& one) { return one.scheme == key; });
    if (!is_authorizer && !is_api_key(scheme) && !is_iam(scheme)) {
      others.push_back(name);
    }
  }
  return others;
}

namespace {

// `type_for`: how a method or route calls an authorizer of that type.
template <typename TypeFor>
Json access_of(const Json& body, const OpenApiOperation& operation, const AuthorizerIds& ids,
               const TypeFor& type_for) {
  Json access = {{"authorizationType", "NONE"}};
  const Json schemes = security_schemes(body);
  for (const Asked& asked : asked_of(body, operation.definition)) {
    const Json scheme = member(schemes, asked.scheme);
    if (const auto id = ids.find(asked.scheme); id != ids.end()) {
      access["authorizationType"] = type_for(type_of(scheme));
      access["authorizerId"] = id->second;
      if (asked.scopes.is_array() && !asked.scopes.empty()) {
        access["authorizationScopes"] = asked.scopes;
      }
    } else if (is_iam(scheme)) {
      access["authorizationType"] = "AWS_IAM";
    } else if (is_api_key(scheme)) {
      access["apiKeyRequired"] = true;
    }
  }
  return access;
}

}  // namespace

Json rest_access_of(const Json& body, const OpenApiOperation& operation, const AuthorizerIds& ids) {
  return access_of(body, operation, ids, [](const std::string& type) {
    return type == "COGNITO_USER_POOLS" ? type : std::string("CUSTOM");
  });
}

Json http_access_of(const Json& body, const OpenApiOperation& operation, const AuthorizerIds& ids) {
  Json access = access_of(body, operation, ids, [](const std::string& type) {
    return type == "JWT" ? type : std::string("CUSTOM");
  });
  access.erase("apiKeyRequired");  // which HTTP APIs do not have
  return access;
}

}  // namespace tombola::deploy
