// What the requests of API Gateway's two control planes have in common. What is put is kept as the
// document it is, and so is what is told (services/api_gateway/api.h).
// https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/json/json_document.h"
#include "dynamodb/validation/shape.h"
#include "operations/operation_context.h"
#include "operations/service_request.h"
#include "services/api_gateway/api.h"
#include "services/api_gateway/api_store.h"
#include "services/services.h"

namespace tombola::operations::api_gateway {

using services::api_gateway::Api;
using services::api_gateway::ApiKind;
using services::api_gateway::Document;
using services::api_gateway::Documents;

services::ServiceError not_found(std::string message);    // 404
services::ServiceError bad_request(std::string message);  // 400
services::ServiceError conflict(std::string message);     // 409

// A request's whole JSON.
Document document_of(dynamodb::JsonValue json);
// Those of its members that are there.
Document picked(const Document& document, std::initializer_list<const char*> members);

// A required text in the path.
dynamodb::Field path_member(std::string_view name);
// A map of texts.
dynamodb::Field texts_member(std::string_view name);
// Members that are taken as they are, whatever their form.
dynamodb::Field text_member(std::string_view name);
dynamodb::Field flag_member(std::string_view name);
dynamodb::Field list_member(std::string_view name);

// The API of that id. Throws not_found.
std::shared_ptr<const Api> api_of(OperationContext& context, ApiKind kind, std::string_view id);
void change_api(OperationContext& context, ApiKind kind, std::string_view id,
                const std::function<void(Api&)>& edit);
void erase_api(OperationContext& context, ApiKind kind, std::string_view id);

// {list:[...]} with all of them.
std::string all_of(const char* list, const Documents& documents);
// The one of that name. Throws not_found with the message.
const Document& one_of(const Documents& documents, const std::string& name, const char* message);

// The members that a PATCH of a REST API may change.
dynamodb::Field patch_member();
// Applies the request's patchOperations to members of `document` that are among `allowed`: /name, and
// /name/key of a map or a list. Throws bad_request.
void apply_patch(const Request& request, std::initializer_list<std::string_view> allowed,
                 Document& document);

// One of them, for requests that treat some in their own way.
void apply_patch_operation(const Request& operation,
                           std::initializer_list<std::string_view> allowed, Document& document);

// An API as its control plane shows it: GetRestApi, GetApi.
Document shown_api(const Api& api, const OperationContext& context);

// Epoch seconds, of REST APIs.
double seconds_of(std::int64_t time_ms);

}  // namespace tombola::operations::api_gateway
