// https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteModel.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

std::string delete_model(OperationContext& context, dynamodb::JsonValue json) {
  return delete_part(models, "DeleteModelRequest", context, json);
}

}  // namespace tombola::operations::api_gateway
