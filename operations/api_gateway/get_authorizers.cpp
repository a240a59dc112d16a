// https://docs.aws.amazon.com/apigateway/latest/api/API_GetAuthorizers.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

std::string get_authorizers(OperationContext& context, dynamodb::JsonValue json) {
  return list_parts(authorizers, "GetAuthorizersRequest", context, json);
}

}  // namespace tombola::operations::api_gateway
