// https://docs.aws.amazon.com/apigateway/latest/api/API_GetRequestValidator.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

std::string get_request_validator(OperationContext& context, dynamodb::JsonValue json) {
  return get_part(request_validators, "GetRequestValidatorRequest", context, json);
}

}  // namespace tombola::operations::api_gateway
