// https://docs.aws.amazon.com/apigateway/latest/api/API_GetRequestValidators.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

std::string get_request_validators(OperationContext& context, dynamodb::JsonValue json) {
  return list_parts(request_validators, "GetRequestValidatorsRequest", context, json);
}

}  // namespace tombola::operations::api_gateway
