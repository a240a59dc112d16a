// https://docs.aws.amazon.com/apigateway/latest/api/API_GetModel.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

std::string get_model(OperationContext& context, dynamodb::JsonValue json) {
  return get_part(models, "GetModelRequest", context, json);
}

}  // namespace tombola::operations::api_gateway
