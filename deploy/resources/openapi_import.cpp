#include "deploy/resources/openapi_import.h"

#include <map>

#include "deploy/resources/openapi.h"
#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"
#include "deploy/template/template_error.h"
#include "deploy/template/template_text.h"
#include "operations/cloudformation/stack_request.h"
#include "services/service_error.h"

namespace tombola::deploy {
namespace {

using operations::Service;

void complain_of_leftovers(const ResourceContext& context, const Json& body) {
  for (const std::string& leftover : openapi_leftovers(body)) {
    context.complain("Tombola does not support " + leftover + " of its OpenAPI document");
  }
}

// The resources of a REST API by their paths, made as they are needed.
class PathTree {
 public:
  PathTree(const ResourceContext& context, std::string api)
      : context_(context), api_(std::move(api)) {
    const Json answer = context.call(Service::ApiGateway, "GetResources", {{"restapi_id", api_}});
    const Json list =
        member(answer, "item").is_null() ? member(answer, "items") : member(answer, "item");
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

void import_rest_api(const ResourceContext& context, const std::string& id, const Json& body) {
  complain_of_leftovers(context, body);
  PathTree tree(context, id);
  tree.clear();
  for (const OpenApiOperation& operation : openapi_operations(body)) {
    const Json name = {{"restapi_id", id},
                       {"resource_id", tree.id_of(operation.path)},
                       {"http_method", operation.method}};
    const auto put = [&](const char* call, const Json& members) {
      Json request = name;
      request.update(members);
      context.call(Service::ApiGateway, call, request);
    };
    put("PutMethod", rest_method_of(body, operation));
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
  const Json answers = member(body, "x-amazon-apigateway-gateway-responses");
  for (const auto& [type, answer] : answers.items()) {
    Json request = picked(answer, {"responseParameters", "responseTemplates"});
    request["restapi_id"] = id;
    request["response_type"] = type;
    if (const Json status = member(answer, "statusCode"); !status.is_null()) {
      request["statusCode"] = scalar_text(status);
    }
    context.call(Service::ApiGateway, "PutGatewayResponse", request);
  }
}

void import_http_api(const ResourceContext& context, const std::string& id, const Json& body) {
  complain_of_leftovers(context, body);
  const Json routes = context.call(Service::ApiGatewayV2, "GetRoutes", {{"apiId", id}});
  const Json there = member(routes, "items");
  for (const Json& route : there) {
    context.call(Service::ApiGatewayV2, "DeleteRoute",
                 {{"apiId", id}, {"routeId", route.at("routeId")}});
  }
  for (const OpenApiOperation& operation : openapi_operations(body)) {
    Json route = {{"apiId", id}, {"routeKey", http_route_key_of(operation)}};
    if (Json integration = http_integration_of(operation); !integration.is_null()) {
      integration["apiId"] = id;
      const Json made = context.call(Service::ApiGatewayV2, "CreateIntegration", integration);
      route["target"] = "integrations/" + made.at("integrationId").get<std::string>();
    }
    context.call(Service::ApiGatewayV2, "CreateRoute", route);
  }
}

}  // namespace tombola::deploy
