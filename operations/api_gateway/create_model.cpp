// https://docs.aws.amazon.com/apigateway/latest/api/API_CreateModel.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("CreateModelRequest", {path_member("restapi_id"),
                                              {"name", Shape::string(), Required},
                                              text_member("description"),
                                              text_member("schema"),
                                              {"contentType", Shape::string(), Required}});
  return shape;
}

}  // namespace

std::string create_model(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document model = picked(document_of(json), {"name", "description", "schema", "contentType"});
  model["id"] = services::api_gateway::new_part_id();
  const std::string name = model.at("name");
  if (model.contains("schema") && !Document::accept(model["schema"].get<std::string>())) {
    throw bad_request("Invalid model specified: Model specified schema is invalid JSON");
  }
  change_api(context, ApiKind::Rest, request.required("restapi_id").as_string(), [&](Api& api) {
    if (!api.models.emplace(name, model).second) {
      throw conflict("Model name already exists for this REST API");
    }
  });
  return model.dump();
}

}  // namespace tombola::operations::api_gateway
