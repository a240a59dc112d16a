// https://docs.aws.amazon.com/apigateway/latest/api/API_GetModels.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

std::string get_models(OperationContext& context, dynamodb::JsonValue json) {
  return list_parts(models, "GetModelsRequest", context, json);
}

}  // namespace tombola::operations::api_gateway
