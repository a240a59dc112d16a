// What the requests of IAM have in common. Roles and policies are kept and told; nothing is enforced.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "dynamodb/validation/shape.h"
#include "operations/operation_context.h"
#include "operations/service_request.h"
#include "services/iam/identity_store.h"
#include "services/services.h"

namespace tombola::operations::iam {

using nlohmann::json;
using nlohmann::ordered_json;

dynamodb::Field role_name_field();
dynamodb::Field policy_name_field();
dynamodb::Field policy_arn_field();
// A required policy document under that member.
dynamodb::Field document_field(std::string_view member);
dynamodb::Field path_field();
// Marker, MaxItems and those before them.
dynamodb::Shape paged_shape(std::string_view name, std::vector<dynamodb::Field> fields);

// Throws MalformedPolicyDocument unless it is an object of JSON.
void check_policy_document(std::string_view document);
// As IAM gives documents: percent-encoded.
std::string shown_document(const std::string& document);
// 2026-01-02T03:04:05Z
std::string now_text(const OperationContext& context);
// AROA and so on, with letters that nobody can guess.
std::string new_id(std::string_view prefix);
json tags_json(const Texts& tags);

services::ServiceError no_such_entity(std::string message);
services::ServiceError already_exists(std::string message);

// Throw no_such_entity.
json role_of(const Request& request, OperationContext& context);
void change_role(const Request& request, OperationContext& context,
                 const std::function<void(json& role)>& edit);
json policy_of(const Request& request, OperationContext& context);
// As GetRole and GetPolicy show them.
ordered_json role_json(const json& role);
ordered_json policy_json(const json& policy, OperationContext& context);
void change_policy(const Request& request, OperationContext& context,
                   const std::function<void(json& policy)>& edit);
// Throws no_such_entity.
json& find_policy_version(json& policy, std::string_view version);
// Without its document.
ordered_json policy_version_json(const json& policy, const json& version);
// How many roles it is attached to.
int attachment_count(OperationContext& context, const std::string& policy_arn);

// {member:[...],"IsTruncated":false,"Marker"?}: a page from the request's Marker on.
std::string page_json(const Request& request, std::string_view member,
                      std::vector<ordered_json> rows);

}  // namespace tombola::operations::iam
