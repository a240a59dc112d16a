// AWS::Serverless::Api and HttpApi, and the implicit ones, ServerlessRestApi and ServerlessHttpApi.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html
//
// SAM writes an OpenAPI document and lets API Gateway import it; here each route is a resource of its
// own, which comes to the same API.
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "deploy/template/sam/sam_resources.h"

namespace tombola::deploy::sam {
namespace {

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text == "X-AMAZON-APIGATEWAY-ANY-METHOD" ? "ANY" : text;
}

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (begin < path.size()) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (end > begin) {
      parts.push_back(path.substr(begin, end - begin));
    }
    begin = end + 1;
  }
  return parts;
}

Json invocation_uri(const std::string& function) {
  return sub(
      fmt::format("arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/"
                  "2015-03-31/functions/${{{}.Arn}}/invocations",
                  function));
}

void add_permission(Resources& resources, const std::string& id, const Apis::Route& route,
                    const std::string& source) {
  resources.add(id, "AWS::Lambda::Permission",
                {{"Action", "lambda:InvokeFunction"},
                 {"FunctionName", ref_to(route.function_id)},
                 {"Principal", "apigateway.amazonaws.com"},
                 {"SourceArn", sub(source)}});
}

class RestApi {
 public:
  RestApi(Resources& resources, const std::string& id, const Json& properties)
      : resources_(resources), id_(id), stage_(properties.value("StageName", Json("Prod"))) {
    Json api = picked(properties, {"BinaryMediaTypes", "Description", "EndpointConfiguration"});
    api["Name"] = properties.value("Name", ref_to("AWS::StackName"));
    resources_.add(id_, "AWS::ApiGateway::RestApi", std::move(api));
    variables_ = properties.value("Variables", Json());
  }

  void add(const Apis::Route& route) {
    const std::string path = route.event.value("Path", "/");
    const std::string method = upper(route.event.value("Method", "ANY"));
    const std::string method_id = id_ + "Method" + method + alphanumeric(path);
    resources_.add(method_id, "AWS::ApiGateway::Method",
                   {{"RestApiId", ref_to(id_)},
                    {"ResourceId", resource_of(path)},
                    {"HttpMethod", method},
                    {"AuthorizationType", "NONE"},
                    {"Integration",
                     {{"Type", "AWS_PROXY"},
                      {"IntegrationHttpMethod", "POST"},
                      {"Uri", invocation_uri(route.function_id)}}}});
    methods_.push_back(method_id);
    std::string any_path = path;
    for (std::size_t open; (open = any_path.find('{')) != std::string::npos;) {
      any_path.replace(open, any_path.find('}', open) - open + 1, "*");
    }
    add_permission(resources_, route.function_id + route.event_id + "Permission" + stage_name(),
                   route,
                   fmt::format("arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:"
                               "${{AWS::AccountId}}:${{{}}}/*/{}{}",
                               id_, method == "ANY" ? "*" : method, any_path));
  }

  void finish() {
    const std::string deployment = id_ + "Deployment" + short_hash(methods_);
    Json source = {{"DependsOn", methods_}};
    resources_.add(deployment, "AWS::ApiGateway::Deployment",
                   {{"RestApiId", ref_to(id_)}, {"Description", "RestApi deployment"}},
                   methods_.empty() ? Json::object() : source);
    Json stage = {
        {"RestApiId", ref_to(id_)}, {"DeploymentId", ref_to(deployment)}, {"StageName", stage_}};
    if (!variables_.is_null()) {
      stage["Variables"] = variables_;
    }
    resources_.add(id_ + stage_name() + "Stage", "AWS::ApiGateway::Stage", std::move(stage));
  }

 private:
  std::string stage_name() const {
    return stage_.is_string() ? alphanumeric(stage_.get<std::string>()) : "";
  }

  // The resource of a path, made with those above it.
  Json resource_of(const std::string& path) {
    Json parent = get_att(id_, "RootResourceId");
    std::string name = id_ + "Resource";
    for (const std::string& part : parts_of(path)) {
      name += alphanumeric(part) + (part.starts_with('{') ? "Parameter" : "");
      if (!resources_.made.contains(name)) {
        resources_.add(name, "AWS::ApiGateway::Resource",
                       {{"RestApiId", ref_to(id_)}, {"ParentId", parent}, {"PathPart", part}});
      }
      parent = ref_to(name);
    }
    return parent;
  }

  Resources& resources_;
  const std::string id_;
  const Json stage_;
  Json variables_;
  std::vector<std::string> methods_;
};

void make_http_api(Resources& resources, const std::string& id, const Json& properties,
                   const std::vector<Apis::Route>& routes) {
  Json api = picked(properties, {"CorsConfiguration", "Description", "DisableExecuteApiEndpoint"});
  if (!api.value("CorsConfiguration", Json::object()).is_object()) {  // true: everything
    api["CorsConfiguration"] = {{"AllowOrigins", Json::array({"*"})},
                                {"AllowMethods", Json::array({"*"})},
                                {"AllowHeaders", Json::array({"*"})}};
  }
  api["Name"] = properties.value("Name", ref_to("AWS::StackName"));
  api["ProtocolType"] = "HTTP";
  resources.add(id, "AWS::ApiGatewayV2::Api", std::move(api));
  const Json stage = properties.value("StageName", Json("$default"));
  resources.add(id + (stage == "$default" ? "ApiGatewayDefaultStage"
                                          : alphanumeric(scalar_text(stage)) + "Stage"),
                "AWS::ApiGatewayV2::Stage",
                {{"ApiId", ref_to(id)}, {"StageName", stage}, {"AutoDeploy", true}});
  for (const Apis::Route& route : routes) {
    const std::string name = route.function_id + route.event_id;
    Json integration = {
        {"ApiId", ref_to(id)},
        {"IntegrationType", "AWS_PROXY"},
        {"IntegrationUri", get_att(route.function_id, "Arn")},
        {"PayloadFormatVersion", route.event.value("PayloadFormatVersion", Json("2.0"))}};
    if (route.event.contains("TimeoutInMillis")) {
      integration["TimeoutInMillis"] = route.event["TimeoutInMillis"];
    }
    resources.add(name + "Integration", "AWS::ApiGatewayV2::Integration", std::move(integration));
    const bool is_default = !route.event.contains("Path");
    Json target = Json::object();
    target["Fn::Join"] =
        Json::array({"/", Json::array({"integrations", ref_to(name + "Integration")})});
    resources.add(name + "Route", "AWS::ApiGatewayV2::Route",
                  {{"ApiId", ref_to(id)},
                   {"RouteKey", is_default ? "$default"
                                           : upper(route.event.value("Method", "ANY")) + " " +
                                                 route.event.value("Path", "/")},
                   {"Target", std::move(target)}});
    add_permission(resources, name + "Permission", route,
                   fmt::format("arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:"
                               "${{AWS::AccountId}}:${{{}}}/*",
                               id));
  }
}

}  // namespace

void Apis::declare(const std::string& id, const Json& resource) {
  const bool is_http = resource.value("Type", "") == "AWS::Serverless::HttpApi";
  const Json& properties = resource["Properties"];
  for (const char* name : {"DefinitionBody", "DefinitionUri", "Auth", "Domain"}) {
    if (properties.contains(name)) {
      fail(id, fmt::format("Tombola does not support {} yet.", name));
    }
  }
  for (auto& [known, api] : apis_) {
    if (known == id) {
      api.properties = properties;
      return;
    }
  }
  apis_.push_back({id, {properties, {}, is_http}});
}

Apis::Api& Apis::api_of(const Route& route) {
  const Json named = route.event.value(route.is_http ? "ApiId" : "RestApiId", Json());
  std::string id = route.is_http ? "ServerlessHttpApi" : "ServerlessRestApi";
  if (named.is_object() && named.contains("Ref")) {
    id = named["Ref"].get<std::string>();
  } else if (!named.is_null()) {
    fail(route.function_id,
         fmt::format("Event with id [{}] is invalid. {} must be a valid reference to an API in the "
                     "same template.",
                     route.event_id, route.is_http ? "ApiId" : "RestApiId"));
  }
  for (auto& [known, api] : apis_) {
    if (known == id) {
      return api;
    }
  }
  apis_.push_back({id, {Json::object(), {}, route.is_http}});
  return apis_.back().second;
}

void Apis::add_route(const Route& route) {
  api_of(route).routes.push_back(route);
}

void Apis::make(Resources& resources) const {
  for (const auto& [id, api] : apis_) {
    if (api.is_http) {
      make_http_api(resources, id, api.properties, api.routes);
      continue;
    }
    RestApi rest(resources, id, api.properties);
    for (const Route& route : api.routes) {
      rest.add(route);
    }
    rest.finish();
  }
}

}  // namespace tombola::deploy::sam
