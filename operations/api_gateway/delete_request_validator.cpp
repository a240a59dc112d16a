// https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteRequestValidator.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

std::string delete_request_validator(OperationContext& context, dynamodb::JsonValue json) {
  return delete_part(request_validators, "DeleteRequestValidatorRequest", context, json);
}

}  // namespace tombola::operations::api_gateway
