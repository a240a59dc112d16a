// Validates JSON against a schema of JSON Schema draft 4, as API Gateway's models are. Formats are not
// looked at; references go to the schema itself (#/definitions/x) and to other models. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace tombola::services::api_gateway {

// The schema that a reference to elsewhere names; null: there is none.
using FindSchema = std::function<const nlohmann::json*(std::string_view reference)>;

// What is wrong, each in a line: "object has missing required properties ([\"id\"])"; empty: nothing.
std::vector<std::string> schema_problems(const nlohmann::json& schema, const nlohmann::json& value,
                                         const FindSchema& find_schema);

}  // namespace tombola::services::api_gateway
