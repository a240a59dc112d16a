// AWS::Serverless::Api and HttpApi, and the implicit ones, ServerlessRestApi and ServerlessHttpApi.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html
//
// SAM writes an OpenAPI document and lets API Gateway import it; here each route is a resource of its
// own, which comes to the same API. Where the template brings a document, routes go into that.
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "deploy/template/include_transform.h"
#include "deploy/template/sam/sam_auth.h"
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

// The method's place in an OpenAPI document; null: what it says already is left as it is.
Json* place_in(Json& document, const std::string& path, const std::string& method) {
  std::string name = method;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  Json& methods = document["paths"][path];
  Json& place = methods[name == "any" ? "x-amazon-apigateway-any-method" : name];
  return place.is_object() && place.contains("x-amazon-apigateway-integration") ? nullptr : &place;
}

// DefinitionUri: "s3://bucket/key" or {"Bucket","Key"}; null: there is none.
Json body_location(const std::string& id, const Json& properties) {
  if (!properties.contains("DefinitionUri")) {
    return nullptr;
  }
  const Json& uri = properties["DefinitionUri"];
  if (uri.is_object()) {
    return picked(uri, {"Bucket", "Key", "Version"});
  }
  const auto [bucket, key] = place_of_s3_uri(uri.is_string() ? uri.get<std::string>() : "");
  if (key.empty()) {
    fail(id,
         "'DefinitionUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional "
         "versionId query parameter.");
  }
  return {{"Bucket", bucket}, {"Key", key}};
}

// Domains are not here; they are told like any other type that is not.
void add_domain(Resources& resources, const std::string& id, const Json& properties,
                const char* type) {
  if (properties.contains("Domain")) {
    resources.add(id + "DomainName", type, properties["Domain"]);
  }
}

class RestApi {
 public:
  RestApi(Resources& resources, const std::string& id, const Json& properties)
      : resources_(resources),
        id_(id),
        stage_(properties.value("StageName", Json("Prod"))),
        body_(properties.value("DefinitionBody", Json())),
        location_(body_location(id, properties)) {
    api_ = picked(properties, {"BinaryMediaTypes", "Description", "EndpointConfiguration", "Name"});
    if (!has_document() && !api_.contains("Name")) {
      api_["Name"] = ref_to("AWS::StackName");
    }
    if (!has_document()) {
      resources_.add(id_, "AWS::ApiGateway::RestApi", api_);
    }
    variables_ = properties.value("Variables", Json());
    auth_ = properties.value("Auth", Json::object());
    add_authorizers(resources_, id_, auth_, false);
    add_domain(resources_, id_, properties, "AWS::ApiGateway::DomainName");
  }

  void add(const Apis::Route& route) {
    const std::string path = route.event.value("Path", "/");
    const std::string method = upper(route.event.value("Method", "ANY"));
    if (has_document()) {
      add_to_document(route, path, method);
    } else {
      add_method(route, path, method);
    }
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
    if (has_document()) {
      api_[body_.is_null() ? "BodyS3Location" : "Body"] = body_.is_null() ? location_ : body_;
      resources_.add(id_, "AWS::ApiGateway::RestApi", api_);
    }
    // Another API is another deployment, so that its stage serves it.
    const std::string deployment =
        id_ + "Deployment" + short_hash(has_document() ? api_ : Json{methods_, definition_});
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
  bool has_document() const { return !body_.is_null() || !location_.is_null(); }

  // What an object of S3 says is known to nobody yet.
  void add_to_document(const Apis::Route& route, const std::string& path,
                       const std::string& method) {
    Json* place = body_.is_object() ? place_in(body_, path, method) : nullptr;
    if (place != nullptr) {
      (*place)["x-amazon-apigateway-integration"] = {{"type", "aws_proxy"},
                                                     {"httpMethod", "POST"},
                                                     {"uri", invocation_uri(route.function_id)}};
      place->emplace("responses", Json::object());
    }
  }

  void add_method(const Apis::Route& route, const std::string& path, const std::string& method) {
    const std::string method_id = id_ + "Method" + method + alphanumeric(path);
    Json properties = {
        {"RestApiId", ref_to(id_)}, {"ResourceId", resource_of(path)}, {"HttpMethod", method}};
    properties.update(rest_authorization(id_, auth_, route.event.value("Auth", Json::object())));
    properties["Integration"] = {{"Type", "AWS_PROXY"},
                                 {"IntegrationHttpMethod", "POST"},
                                 {"Uri", invocation_uri(route.function_id)}};
    definition_.push_back(properties);
    resources_.add(method_id, "AWS::ApiGateway::Method", std::move(properties));
    methods_.push_back(method_id);
  }

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
  Json body_;      // null: none
  Json location_;  // likewise
  Json api_;
  Json variables_;
  Json auth_;
  std::vector<std::string> methods_;
  Json definition_ = Json::array();
};

std::string http_method_of(const Apis::Route& route) {
  return upper(route.event.value("Method", "ANY"));
}

void add_to_document(Json& body, const Apis::Route& route) {
  if (!body.is_object()) {
    return;  // in an object of S3, which nobody has read yet
  }
  const bool is_default = !route.event.contains("Path");
  Json* place = place_in(body, is_default ? "/$default" : route.event.value("Path", "/"),
                         http_method_of(route));
  if (place != nullptr) {
    (*place)["x-amazon-apigateway-integration"] = {
        {"type", "aws_proxy"},
        {"httpMethod", "POST"},
        {"uri", get_att(route.function_id, "Arn")},
        {"payloadFormatVersion", route.event.value("PayloadFormatVersion", Json("2.0"))}};
  }
}

void add_http_route(Resources& resources, const std::string& id, const Apis::Route& route,
                    const Json& auth) {
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
  Json properties = {
      {"ApiId", ref_to(id)},
      {"RouteKey",
       is_default ? "$default" : http_method_of(route) + " " + route.event.value("Path", "/")},
      {"Target", std::move(target)}};
  properties.update(http_authorization(id, auth, route.event.value("Auth", Json::object())));
  resources.add(name + "Route", "AWS::ApiGatewayV2::Route", std::move(properties));
}

void make_http_api(Resources& resources, const std::string& id, const Json& properties,
                   const std::vector<Apis::Route>& routes) {
  Json api = picked(properties, {"CorsConfiguration", "Description", "DisableExecuteApiEndpoint"});
  if (!api.value("CorsConfiguration", Json::object()).is_object()) {  // true: everything
    api["CorsConfiguration"] = {{"AllowOrigins", Json::array({"*"})},
                                {"AllowMethods", Json::array({"*"})},
                                {"AllowHeaders", Json::array({"*"})}};
  }
  Json body = properties.value("DefinitionBody", Json());
  const Json location = body_location(id, properties);
  const bool has_document = !body.is_null() || !location.is_null();
  const Json auth = properties.value("Auth", Json::object());
  add_authorizers(resources, id, auth, true);
  add_domain(resources, id, properties, "AWS::ApiGatewayV2::DomainName");
  if (has_document) {
    for (const Apis::Route& route : routes) {
      add_to_document(body, route);
    }
    api[body.is_null() ? "BodyS3Location" : "Body"] = body.is_null() ? location : body;
    api.update(picked(properties, {"Name"}));
  } else {
    api["Name"] = properties.value("Name", ref_to("AWS::StackName"));
  }
  api["ProtocolType"] = "HTTP";
  resources.add(id, "AWS::ApiGatewayV2::Api", std::move(api));
  const Json stage = properties.value("StageName", Json("$default"));
  resources.add(id + (stage == "$default" ? "ApiGatewayDefaultStage"
                                          : alphanumeric(scalar_text(stage)) + "Stage"),
                "AWS::ApiGatewayV2::Stage",
                {{"ApiId", ref_to(id)}, {"StageName", stage}, {"AutoDeploy", true}});
  for (const Apis::Route& route : routes) {
    if (!has_document) {
      add_http_route(resources, id, route, auth);
    }
    add_permission(resources, route.function_id + route.event_id + "Permission", route,
                   fmt::format("arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:"
                               "${{AWS::AccountId}}:${{{}}}/*",
                               id));
  }
}

}  // namespace

void Apis::declare(const std::string& id, const Json& resource) {
  const bool is_http = resource.value("Type", "") == "AWS::Serverless::HttpApi";
  const Json& properties = resource["Properties"];
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
    in_its_types(id, [&] {
      if (api.is_http) {
        return make_http_api(resources, id, api.properties, api.routes);
      }
      RestApi rest(resources, id, api.properties);
      for (const Route& route : api.routes) {
        rest.add(route);
      }
      rest.finish();
    });
  }
}

}  // namespace tombola::deploy::sam
