// What the requests about a method of a REST API have in common.
#pragma once

#include <functional>
#include <vector>

#include "operations/api_gateway/api_request.h"

namespace tombola::operations::api_gateway {

// restapi_id, resource_id, http_method, and those given.
dynamodb::Shape method_shape(std::string_view name, std::vector<dynamodb::Field> fields = {});

// Has the method edited that the request names. Throws not_found.
void change_method(OperationContext& context, const Request& request,
                   const std::function<void(Document& method)>& edit);
// The same of the method's integration.
void change_integration(OperationContext& context, const Request& request,
                        const std::function<void(Document& integration)>& edit);
// Throws not_found.
Document method_of(OperationContext& context, const Request& request);

}  // namespace tombola::operations::api_gateway
