#include "deploy/resources/openapi_validation.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include <fmt/format.h>

#include "deploy/resources/properties.h"
#include "services/digest.h"

namespace tombola::deploy {
namespace {

// "Pet" of "#/components/schemas/Pet" and "#/definitions/Pet"; empty: it refers to something else.
std::string model_named(const Json& schema) {
  const Json reference = member(schema, "$ref");
  const std::string text = reference.is_string() ? reference.get<std::string>() : "";
  const bool is_model =
      text.starts_with("#/components/schemas/") || text.starts_with("#/definitions/");
  return is_model ? text.substr(text.rfind('/') + 1) : "";
}

// Models' names have letters and digits alone.
bool is_model_name(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0;
  });
}

// A schema that stands where it is used is a model as well.
std::string model_of(const Json& schema) {
  const std::string name = model_named(schema);
  return !name.empty()
             ? name
             : "MODEL" + services::hexadecimal(services::checksum("SHA256", schema.dump()).value())
                             .substr(0, 6);
}

Json with_model_references(Json schema, const std::string& api) {
  if (const std::string name = model_named(schema); !name.empty()) {
    schema["$ref"] =
        fmt::format("https://apigateway.amazonaws.com/restapis/{}/models/{}", api, name);
    return schema;
  }
  if (schema.is_structured()) {
    for (Json& part : schema) {
      part = with_model_references(std::move(part), api);
    }
  }
  return schema;
}

// What {"$ref":"#/a/b"} names; anything else is itself.
Json resolved(const Json& body, const Json& value) {
  const Json reference = member(value, "$ref");
  if (!reference.is_string() || !reference.get<std::string>().starts_with("#/")) {
    return value;
  }
  const Json::json_pointer place(reference.get<std::string>().substr(1));
  return body.contains(place) ? body.at(place) : Json();
}

// Those of the path, and the operation's own in their place.
std::vector<Json> parameters_of(const Json& body, const OpenApiOperation& operation) {
  std::vector<Json> parameters;
  const Json of_path = member(member(member(body, "paths"), operation.path), "parameters");
  const Json own = member(operation.definition, "parameters");
  for (const Json* list : {&of_path, &own}) {
    for (const Json& one : *list) {
      parameters.push_back(resolved(body, one));
    }
  }
  return parameters;
}

// "querystring" of "query"; empty: no mapping names it (cookies, bodies).
std::string place_of(const Json& parameter) {
  const Json in = member(parameter, "in");
  if (in == "query") {
    return "querystring";
  }
  return in == "header" || in == "path" ? in.get<std::string>() : "";
}

// Schemas of the request's body by media type.
std::map<std::string, Json> body_schemas(const Json& body, const OpenApiOperation& operation) {
  std::map<std::string, Json> schemas;
  const Json request = resolved(body, member(operation.definition, "requestBody"));
  const Json content = member(request, "content");
  for (const auto& [type, media] : content.items()) {
    if (const Json schema = member(media, "schema"); !schema.is_null()) {
      schemas[type] = schema;
    }
  }
  for (const Json& parameter : parameters_of(body, operation)) {  // of Swagger 2
    const Json schema = member(parameter, "schema");
    if (member(parameter, "in") != "body" || schema.is_null()) {
      continue;
    }
    const Json own = member(operation.definition, "consumes");
    const Json types = own.is_array() ? own : member(body, "consumes");
    for (const Json& type : types.empty() ? Json::array({"application/json"}) : types) {
      schemas[scalar_text(type)] = schema;
    }
  }
  return schemas;
}

}  // namespace

std::map<std::string, Json> openapi_validators(const Json& body) {
  std::map<std::string, Json> validators;
  const Json given = member(body, "x-amazon-apigateway-request-validators");
  for (const auto& [name, validator] : given.items()) {
    Json request = picked(validator, {"validateRequestBody", "validateRequestParameters"});
    request["name"] = name;
    validators[name] = std::move(request);
  }
  return validators;
}

std::string openapi_validator_of(const Json& body, const OpenApiOperation& operation) {
  constexpr const char* name = "x-amazon-apigateway-request-validator";
  const Json own = member(operation.definition, name);
  const Json validator = own.is_null() ? member(body, name) : own;
  return validator.is_string() ? validator.get<std::string>() : "";
}

std::map<std::string, Json> openapi_models(const Json& body, const std::string& api) {
  std::map<std::string, Json> models;
  const Json named = member(member(body, "components"), "schemas");
  const Json schemas = named.is_object() ? named : member(body, "definitions");
  for (const auto& [name, schema] : schemas.items()) {
    if (is_model_name(name)) {
      models[name] = with_model_references(schema, api);
    }
  }
  for (const OpenApiOperation& operation : openapi_operations(body)) {
    for (const auto& [type, schema] : body_schemas(body, operation)) {
      if (model_named(schema).empty()) {
        models[model_of(schema)] = with_model_references(schema, api);
      }
    }
  }
  return models;
}

Json openapi_request_of(const Json& body, const OpenApiOperation& operation) {
  Json parameters = Json::object();
  for (const Json& parameter : parameters_of(body, operation)) {
    const std::string place = place_of(parameter);
    const Json name = member(parameter, "name");
    if (!place.empty() && name.is_string()) {
      parameters[fmt::format("method.request.{}.{}", place, name.get<std::string>())] =
          member(parameter, "required") == true;
    }
  }
  Json models = Json::object();
  for (const auto& [type, schema] : body_schemas(body, operation)) {
    models[type] = model_of(schema);
  }
  Json request = Json::object();
  if (!parameters.empty()) {
    request["requestParameters"] = std::move(parameters);
  }
  if (!models.empty()) {
    request["requestModels"] = std::move(models);
  }
  return request;
}

}  // namespace tombola::deploy
