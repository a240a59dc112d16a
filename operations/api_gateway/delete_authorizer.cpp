// https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteAuthorizer.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

std::string delete_authorizer(OperationContext& context, dynamodb::JsonValue json) {
  return delete_part(authorizers, "DeleteAuthorizerRequest", context, json);
}

}  // namespace tombola::operations::api_gateway
