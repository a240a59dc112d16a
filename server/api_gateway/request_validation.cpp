#include "server/api_gateway/request_validation.h"

#include <fmt/format.h>

#include "server/api_gateway/parameter_mapping.h"
#include "server/media_type.h"
#include "services/api_gateway/json_schema.h"

namespace tombola::server {
namespace {

using nlohmann::json;
using services::api_gateway::Document;

// {"method.request.header.x":true} asks for it; an empty one is as good as none.
std::optional<GatewayError> missing_parameters(const ApiCall& call) {
  const auto parameters = call.route.method->find("requestParameters");
  if (parameters == call.route.method->end()) {
    return std::nullopt;
  }
  const auto input = mapping_input(call);
  std::vector<std::string> missing;
  for (const auto& [name, required] : parameters->items()) {
    if (required == true && mapped_value(name, input).value_or("").empty()) {
      missing.push_back(name.substr(name.rfind('.') + 1));
    }
  }
  return missing.empty()
             ? std::nullopt
             : std::optional(bad_request_parameters(fmt::format(
                   "Missing required request parameters: [{}]", fmt::join(missing, ", "))));
}

// Null: the API has no such model, or it is not JSON.
const Document* model_of(const ApiCall& call, const std::string& name) {
  const auto found = call.api->models.find(name);
  return found == call.api->models.end() ? nullptr : &found->second;
}

json schema_of(const Document& model) {
  return json::parse(model.value("schema", "{}"), nullptr, false);
}

// Of the models of other names that a schema refers to: https://apigateway.amazonaws.com/restapis/<id>/
// models/<name>. They live as long as the validation.
class OtherModels {
 public:
  explicit OtherModels(const ApiCall& call) : call_(call) {}

  const json* find(std::string_view reference) {
    const std::string name(reference.substr(reference.rfind('/') + 1));
    if (const auto known = schemas_.find(name); known != schemas_.end()) {
      return &known->second;
    }
    const Document* model = model_of(call_, name);
    return model == nullptr ? nullptr : &schemas_.emplace(name, schema_of(*model)).first->second;
  }

 private:
  const ApiCall& call_;
  std::map<std::string, json> schemas_;
};

std::optional<GatewayError> invalid_body(const ApiCall& call) {
  const auto models = call.route.method->find("requestModels");
  if (models == call.route.method->end()) {
    return std::nullopt;
  }
  const std::string type = base_media_type(call.request.header("Content-Type"));
  const auto name = models->find(type.empty() ? "application/json" : type);
  const Document* model =
      name == models->end() ? nullptr : model_of(call, name->get<std::string>());
  if (model == nullptr) {
    return std::nullopt;
  }
  const auto body =
      json::parse(call.request.body.empty() ? "null" : call.request.body, nullptr, false);
  if (body.is_discarded()) {
    return bad_request_body("Invalid request body", "[the body is not JSON]");
  }
  OtherModels others(call);
  const auto problems = services::api_gateway::schema_problems(
      schema_of(*model), body, [&](std::string_view reference) { return others.find(reference); });
  return problems.empty()
             ? std::nullopt
             : std::optional(bad_request_body("Invalid request body",
                                              fmt::format("[{}]", fmt::join(problems, ", "))));
}

}  // namespace

std::optional<GatewayError> invalid_request(const ApiCall& call) {
  const auto validator =
      call.api->request_validators.find(call.route.method->value("requestValidatorId", ""));
  if (!call.is_rest() || validator == call.api->request_validators.end()) {
    return std::nullopt;
  }
  if (validator->second.value("validateRequestParameters", false)) {
    if (auto missing = missing_parameters(call)) {
      return missing;
    }
  }
  return validator->second.value("validateRequestBody", false) ? invalid_body(call) : std::nullopt;
}

}  // namespace tombola::server
