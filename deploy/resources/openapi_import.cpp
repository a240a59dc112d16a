#include "deploy/resources/openapi_import.h"

#include <map>
#include <set>

#include "deploy/resources/openapi_security.h"
#include "deploy/resources/openapi_validation.h"
#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"
#include "deploy/template/template_error.h"
#include "deploy/template/template_text.h"
#include "operations/cloudformation/stack_request.h"
#include "services/service_error.h"

namespace tombola::deploy {
namespace {

using operations::Service;

void complain_of_leftovers(const ResourceContext& context, const Json& body,
                           const std::vector<OpenApiAuthorizer>& authorizers) {
  std::vector<std::string> leftovers;
  for (const std::string& scheme : other_schemes(body, authorizers)) {
    leftovers.push_back("the security scheme " + scheme);
  }
  for (const char* name :
       {"x-amazon-apigateway-policy", "x-amazon-apigateway-importexport-version"}) {
    if (body.contains(name)) {
      leftovers.emplace_back(name);
    }
  }
  for (const std::string& leftover : leftovers) {
    context.complain("Tombola does not support " + leftover + " of its OpenAPI document");
  }
}

Json list_of(const Json& answer) {
  const Json one = member(answer, "item");
  return one.is_null() ? member(answer, "items") : one;
}

// A kind of part that documents name: made in place of the one that has its name.
struct Part {
  Service service;
  const char* api_id;  // as the API's id is called
  const char* list;
  const char* create;
  const char* erase;
  const char* id;       // in answers
  const char* path_id;  // in requests
};
constexpr Part rest_authorizers = {Service::ApiGateway, "restapi_id",       "GetAuthorizers",
                                   "CreateAuthorizer",  "DeleteAuthorizer", "id",
                                   "authorizer_id"};
constexpr Part http_authorizers = {
    Service::ApiGatewayV2, "apiId",        "GetAuthorizers", "CreateAuthorizer",
    "DeleteAuthorizer",    "authorizerId", "authorizerId"};
constexpr Part validators = {
    Service::ApiGateway,      "restapi_id", "GetRequestValidators", "CreateRequestValidator",
    "DeleteRequestValidator", "id",         "requestvalidator_id"};
constexpr Part models = {Service::ApiGateway, "restapi_id", "GetModels", "CreateModel",
                         "DeleteModel",       "name",       "model_name"};

class Parts {
 public:
  Parts(const ResourceContext& context, const Part& part, const std::string& api)
      : context_(context), part_(part), api_({{part.api_id, api}}) {
    const Json there = list_of(context.call(part.service, part.list, api_));
    for (const Json& one : there) {
      ids_[one.at("name")] = one.at(part.id);
    }
  }

  // Those that are there of these names.
  void erase(const std::set<std::string>& names) const {
    for (const std::string& name : names) {
      const auto there = ids_.find(name);
      if (there == ids_.end()) {
        continue;
      }
      Json request = api_;
      request[part_.path_id] = there->second;
      context_.call(part_.service, part_.erase, request);
    }
  }

  std::string put(const Json& members) const {
    erase({members.at("name").get<std::string>()});
    Json request = api_;
    request.update(members);
    return context_.call(part_.service, part_.create, request).at(part_.id);
  }

 private:
  const ResourceContext& context_;
  const Part& part_;
  const Json api_;
  std::map<std::string, std::string> ids_;
};

// The names that only the document before had.
template <typename Names>
std::set<std::string> gone(const OpenApiDocuments& documents, const Names& names_of) {
  if (documents.before.is_null()) {
    return {};
  }
  std::set<std::string> names = names_of(documents.before);
  for (const std::string& name : names_of(documents.now)) {
    names.erase(name);
  }
  return names;
}

template <typename Value>
std::set<std::string> keys_of(const std::map<std::string, Value>& values) {
  std::set<std::string> keys;
  for (const auto& [key, value] : values) {
    keys.insert(key);
  }
  return keys;
}

using AuthorizersOf = std::vector<OpenApiAuthorizer> (*)(const Json& body);

AuthorizerIds put_authorizers(const ResourceContext& context, const Part& part,
                              const std::string& api, const OpenApiDocuments& documents,
                              AuthorizersOf authorizers_of) {
  AuthorizerIds ids;
  const Parts parts(context, part, api);
  parts.erase(gone(documents, [&](const Json& body) {
    std::set<std::string> names;
    for (const OpenApiAuthorizer& authorizer : authorizers_of(body)) {
      names.insert(authorizer.request.at("name").get<std::string>());
    }
    return names;
  }));
  const std::vector<OpenApiAuthorizer> authorizers = authorizers_of(documents.now);
  for (const OpenApiAuthorizer& authorizer : authorizers) {
    ids[authorizer.scheme] = parts.put(authorizer.request);
  }
  return ids;
}

std::map<std::string, std::string> put_validators(const ResourceContext& context,
                                                  const std::string& api,
                                                  const OpenApiDocuments& documents) {
  std::map<std::string, std::string> ids;
  const Parts parts(context, validators, api);
  parts.erase(gone(documents, [](const Json& body) { return keys_of(openapi_validators(body)); }));
  const auto validators_now = openapi_validators(documents.now);
  for (const auto& [name, validator] : validators_now) {
    ids[name] = parts.put(validator);
  }
  return ids;
}

void put_models(const ResourceContext& context, const std::string& api,
                const OpenApiDocuments& documents) {
  const Parts parts(context, models, api);
  parts.erase(
      gone(documents, [&](const Json& body) { return keys_of(openapi_models(body, api)); }));
  const auto models_now = openapi_models(documents.now, api);
  for (const auto& [name, schema] : models_now) {
    parts.put({{"name", name}, {"contentType", "application/json"}, {"schema", schema.dump()}});
  }
}

void put_gateway_responses(const ResourceContext& context, const std::string& api,
                           const OpenApiDocuments& documents) {
  constexpr const char* member_name = "x-amazon-apigateway-gateway-responses";
  const auto types = gone(documents, [&](const Json& body) {
    std::set<std::string> names;
    const Json answers = member(body, member_name);
    for (const auto& [type, answer] : answers.items()) {
      names.insert(type);
    }
    return names;
  });
  for (const std::string& type : types) {
    context.call(Service::ApiGateway, "DeleteGatewayResponse",
                 {{"restapi_id", api}, {"response_type", type}});
  }
  const Json answers = member(documents.now, member_name);
  for (const auto& [type, answer] : answers.items()) {
    Json request = picked(answer, {"responseParameters", "responseTemplates"});
    request["restapi_id"] = api;
    request["response_type"] = type;
    if (const Json status = member(answer, "statusCode"); !status.is_null()) {
      request["statusCode"] = scalar_text(status);
    }
    context.call(Service::ApiGateway, "PutGatewayResponse", request);
  }
}

// The routes of an HTTP API, and the integrations that the document before made for them.
void erase_routes(const ResourceContext& context, const std::string& api, const Json& before) {
  std::set<std::string> documented;
  if (!before.is_null()) {
    for (const OpenApiOperation& operation : openapi_operations(before)) {
      documented.insert(http_route_key_of(operation));
    }
  }
  const Json routes = context.call(Service::ApiGatewayV2, "GetRoutes", {{"apiId", api}});
  const Json there = member(routes, "items");
  for (const Json& route : there) {
    context.call(Service::ApiGatewayV2, "DeleteRoute",
                 {{"apiId", api}, {"routeId", route.at("routeId")}});
    constexpr std::string_view prefix = "integrations/";
    const std::string target = route.value("target", "");
    if (documented.contains(route.value("routeKey", "")) && target.starts_with(prefix)) {
      context.call(Service::ApiGatewayV2, "DeleteIntegration",
                   {{"apiId", api}, {"integrationId", target.substr(prefix.size())}});
    }
  }
}

// The resources of a REST API by their paths, made as they are needed.
class PathTree {
 public:
  PathTree(const ResourceContext& context, std::string api)
      : context_(context), api_(std::move(api)) {
    const Json answer = context.call(Service::ApiGateway, "GetResources", {{"restapi_id", api_}});
    const Json list = list_of(answer);
    for (const Json& resource : list) {
      ids_[resource.at("path")] = resource.at("id");
    }
  }

  // The root stays, without its methods.
  void clear() {
    const std::string root = ids_.at("/");
    for (const auto& [path, id] : ids_) {
      const bool is_first = path != "/" && path.find('/', 1) == std::string::npos;
      if (is_first) {
        context_.call(Service::ApiGateway, "DeleteResource",
                      {{"restapi_id", api_}, {"resource_id", id}});
      }
    }
    const Json resource = context_.call(Service::ApiGateway, "GetResource",
                                        {{"restapi_id", api_}, {"resource_id", root}});
    const Json methods = member(resource, "resourceMethods");
    for (const auto& [method, definition] : methods.items()) {
      context_.call(Service::ApiGateway, "DeleteMethod",
                    {{"restapi_id", api_}, {"resource_id", root}, {"http_method", method}});
    }
    ids_ = {{"/", root}};
  }

  std::string id_of(const std::string& path) {
    if (const auto found = ids_.find(path); found != ids_.end()) {
      return found->second;
    }
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) {
      throw ResourceError("Invalid OpenAPI input.");
    }
    const std::string parent = id_of(slash == 0 ? "/" : path.substr(0, slash));
    const std::string part = path.substr(slash + 1);
    // "/tickets/" is "/tickets".
    const std::string id =
        part.empty() ? parent
                     : context_
                           .call(Service::ApiGateway, "CreateResource",
                                 {{"restapi_id", api_}, {"parent_id", parent}, {"pathPart", part}})
                           .at("id")
                           .get<std::string>();
    ids_[path] = id;
    return id;
  }

 private:
  const ResourceContext& context_;
  const std::string api_;
  std::map<std::string, std::string> ids_;
};

}  // namespace

std::optional<Json> openapi_body(const ResourceContext& context, const Json& properties) {
  if (const Json body = member(properties, "Body"); !body.is_null()) {
    return body;
  }
  const Json place = member(properties, "BodyS3Location");
  if (place.is_null()) {
    return std::nullopt;
  }
  try {
    return parse_template_text(operations::cloudformation::text_of_object(
        scalar_text(member(place, "Bucket")), scalar_text(member(place, "Key")),
        context.operations()));
  } catch (const services::ServiceError& error) {
    throw ResourceError(error.message());
  } catch (const TemplateError&) {
    throw ResourceError("Invalid OpenAPI input.");
  }
}

// What was read before is read again; what cannot be any more is not there.
Json openapi_body_before(const ResourceContext& context, const Json& properties) {
  try {
    return openapi_body(context, properties).value_or(nullptr);
  } catch (const ResourceError&) {
    return nullptr;
  }
}

void import_rest_api(const ResourceContext& context, const std::string& id,
                     const OpenApiDocuments& documents) {
  const Json& body = documents.now;
  complain_of_leftovers(context, body, rest_authorizers_of(body));
  PathTree tree(context, id);
  tree.clear();
  const AuthorizerIds authorizer_ids =
      put_authorizers(context, rest_authorizers, id, documents, rest_authorizers_of);
  const std::map<std::string, std::string> validator_ids = put_validators(context, id, documents);
  put_models(context, id, documents);
  for (const OpenApiOperation& operation : openapi_operations(body)) {
    const Json name = {{"restapi_id", id},
                       {"resource_id", tree.id_of(operation.path)},
                       {"http_method", operation.method}};
    const auto put = [&](const char* call, const Json& members) {
      Json request = name;
      request.update(members);
      context.call(Service::ApiGateway, call, request);
    };
    Json method = rest_access_of(body, operation, authorizer_ids);
    method.update(openapi_request_of(body, operation));
    if (const Json name_given = member(operation.definition, "operationId");
        name_given.is_string()) {
      method["operationName"] = name_given;
    }
    const auto validator = validator_ids.find(openapi_validator_of(body, operation));
    if (validator != validator_ids.end()) {
      method["requestValidatorId"] = validator->second;
    }
    put("PutMethod", method);
    for (const Json& response : rest_method_responses_of(operation)) {
      put("PutMethodResponse", response);
    }
    if (const Json integration = rest_integration_of(operation); !integration.is_null()) {
      put("PutIntegration", integration);
      for (const Json& response : rest_integration_responses_of(operation)) {
        put("PutIntegrationResponse", response);
      }
    }
  }
  put_gateway_responses(context, id, documents);
}

void import_http_api(const ResourceContext& context, const std::string& id,
                     const OpenApiDocuments& documents) {
  const Json& body = documents.now;
  complain_of_leftovers(context, body, http_authorizers_of(body));
  erase_routes(context, id, documents.before);
  const AuthorizerIds authorizer_ids =
      put_authorizers(context, http_authorizers, id, documents, http_authorizers_of);
  for (const OpenApiOperation& operation : openapi_operations(body)) {
    Json route = http_access_of(body, operation, authorizer_ids);
    route["apiId"] = id;
    route["routeKey"] = http_route_key_of(operation);
    if (Json integration = http_integration_of(operation); !integration.is_null()) {
      integration["apiId"] = id;
      const Json made = context.call(Service::ApiGatewayV2, "CreateIntegration", integration);
      route["target"] = "integrations/" + made.at("integrationId").get<std::string>();
    }
    context.call(Service::ApiGatewayV2, "CreateRoute", route);
  }
}

}  // namespace tombola::deploy
